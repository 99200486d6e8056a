"""Which operation of an overlay a problem comes from, and which problems only follow from another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.errors import Issue
from perfeval.errors.language import Text
from perfeval.model.address_book import SEPARATOR, names_in
from perfeval.model.overlays import Add, Move, Operation, Overlay, Remove, SetFields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.model.hierarchy import Indicator

    Indicators = tuple[Indicator, ...]

_LEVEL_ONE = ""
"""The parent of level 1."""


class Wake:
    """The problems of operations that failed, without those that only follow from one before."""

    def __init__(self) -> None:
        """Begin with none."""
        self.issues: list[Issue] = []
        self._lacking: set[str] = set()
        self._left_over = False

    def failed(self, operation: Operation, issues: Iterable[Issue]) -> None:
        """Note that an operation has failed; its problems are kept unless an earlier failure is the cause."""
        follows = any(
            step in self._lacking or address in self._lacking
            for address in _asked_for(operation)
            for step in names_in(address)
        )
        if not follows:
            # What was to be removed or moved away may be what now stands in the way.
            left_over = self._left_over
            kept = [one for one in issues if not (left_over and one.code == "overlay-present")]
            self.issues += [one.at(operation.place) if str(operation.place) else one for one in kept]
        self._lacking |= _brought(operation)
        self._left_over = self._left_over or isinstance(operation, Remove | Move)


def _asked_for(operation: Operation) -> set[str]:
    """Return the addresses that an operation asks for."""
    if isinstance(operation, SetFields | Remove):
        asked = {operation.target}
    elif isinstance(operation, Move):
        asked = {operation.target, operation.to, operation.before, operation.after}
    else:
        asked = {operation.parent, operation.before, operation.after}
    return asked - {""}


def _brought(operation: Operation) -> set[str]:
    """Return the names and codes that an operation was to bring about, so that others may ask for them."""
    if isinstance(operation, Add):
        below = operation.indicator.walk()
        return {name for one in below for name in (one.code, one.name)}
    if isinstance(operation, SetFields):
        changes = dict(operation.changes)
        return {str(changes[name]) for name in ("code", "name") if name in changes}
    return {f"{operation.to}{SEPARATOR}{names_in(operation.target)[-1]}"} if isinstance(operation, Move) else set()


class Trace:
    """What each operation of an overlay touched, so that what does not add up is told where it was made so.

    Args:
        overlay: The overlay.

    """

    def __init__(self, overlay: Overlay) -> None:
        """Begin with nothing touched."""
        self._overlay = overlay
        self._touched: list[tuple[Operation, set[str]]] = []

    def note(self, operation: Operation, *, before: Indicators, after: Indicators) -> None:
        """Note which indicators differ in themselves or in the list of their children, by their codes."""
        old, new = _contents(before), _contents(after)
        self._touched.append((operation, {code for code in old.keys() | new.keys() if old.get(code) != new.get(code)}))

    def placed(self, issue: Issue, indicators: Indicators) -> Issue:
        """Return a problem of the resulting set at the operation, or the key of the overlay, that brings it about."""
        place = issue.location.place or ""
        field, _, path = place.partition(SEPARATOR)
        codes = _codes_at(path, indicators) if field == "indicators" else set()
        found = [one for one, touched in self._touched if codes & touched and str(one.place)]
        if not found:
            return self._at_key(issue, field)
        *others, last = found
        if others and issue.hint is None:
            lines = sorted({one.place.line for one in others if one.place.line is not None} - {last.place.line})
            listed = ", ".join(str(line) for line in lines)
            hint = Text(f"另见第 {listed} 行的操作", f"see the operations in line {listed} too")
            issue = evolve(issue, hint=hint) if lines else issue
        return issue.at(last.place)

    def _at_key(self, issue: Issue, field: str) -> Issue:
        """Place a problem at the key that the overlay overrides, if it is one of those, else where the overlay begins."""
        names = {"indicators": ("full_marks", "rounding")}.get(field, (field.replace("-", "_"),))
        name = next((one for one in names if one in dict(self._overlay.overrides)), "id")
        where = self._overlay.place_of(name)
        return issue.at(where) if str(where) else issue


def _contents(indicators: Indicators) -> dict[str, tuple[object, ...]]:
    """Return of each indicator its own fields and its children's codes with their points; level 1 under an empty code."""

    def summary(children: Indicators) -> tuple[object, ...]:
        return tuple((one.code, one.points) for one in children)

    found: dict[str, tuple[object, ...]] = {_LEVEL_ONE: summary(indicators)}
    for top in indicators:
        for one in top.walk():
            found[one.code] = (one.replace(children=()), summary(one.children))
    return found


def _codes_at(path: str, indicators: Indicators) -> set[str]:
    """Return the codes of what a key path is about, such as ``0/children/2/points``: the indicator; of an aggregator also all below it.

    Level 1 as a whole has an empty code.
    """
    code = _LEVEL_ONE
    for step in path.split(SEPARATOR):
        if step.isdecimal() and int(step) < len(indicators):
            code, indicators = indicators[int(step)].code, indicators[int(step)].children
        elif step == "aggregator":
            return {code, *(one.code for child in indicators for one in child.walk())}
        elif step != "children":
            break  # a field of its own, which may be a list too
    return {code}
