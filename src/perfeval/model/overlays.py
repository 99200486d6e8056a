"""Overlays: what a region changes in a base set, operation by operation; each is an error if its target is absent.

Overlays stack: nation, province, district. ``diff`` finds the overlay between two sets, so that
``apply_overlay(diff(base, target), base=base) == target`` in content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import attrs
from attrs import evolve, field, frozen

from perfeval.errors import IndicatorSetError, Issue, Location, NotFoundError, PerfEvalError, did_you_mean
from perfeval.errors.language import Text
from perfeval.model.address_book import AddressBook
from perfeval.model.file_keys import named, pairs
from perfeval.model.hierarchy import Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.set_names import SetName, naming_problems
from perfeval.model.validated import PartOfSet, taken_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Indicators = tuple[Indicator, ...]

# What `set` may change: every field of an indicator but those that move and add change.
CHANGEABLE = tuple(one.name for one in attrs.fields(Indicator) if one.name != "children")

# What an overlay may override of the set as a whole.
OVERRIDABLE = (
    "title",
    "title_en",
    "version",
    "kind",
    "full_marks",
    "rounding",
    "grades",
    "absence",
    "vetoes",
    "panel",
    "corrections",
    "profile",
    "citations",
    "effective",
)


@frozen(kw_only=True)
class SetFields(PartOfSet):
    """Change fields of the indicator at ``target`` (a path or a code)."""

    called: ClassVar[Text] = Text("操作 set", "the operation set")

    target: str
    changes: tuple[tuple[str, Any], ...] = field(metadata=pairs())
    place: Location = field(factory=Location, eq=False)

    def __attrs_post_init__(self) -> None:
        """Take the new values as the fields of an indicator take them; unknown fields are told when the overlay is applied."""
        super().__attrs_post_init__()
        object.__setattr__(self, "changes", _as_fields_of(Indicator, self.changes))


@frozen(kw_only=True)
class Add(PartOfSet):
    """Add an indicator below ``parent`` (empty: at level 1), last or before or after a sibling."""

    called: ClassVar[Text] = Text("操作 add", "the operation add")

    parent: str
    indicator: Indicator
    before: str = ""
    after: str = ""
    place: Location = field(factory=Location, eq=False)


@frozen(kw_only=True)
class Remove(PartOfSet):
    """Remove the indicator at ``target`` and all below it."""

    called: ClassVar[Text] = Text("操作 remove", "the operation remove")

    target: str
    place: Location = field(factory=Location, eq=False)


@frozen(kw_only=True)
class Move(PartOfSet):
    """Move the indicator at ``target`` below ``to`` (empty: to level 1), last or before or after a sibling."""

    called: ClassVar[Text] = Text("操作 move", "the operation move")

    target: str
    to: str
    before: str = ""
    after: str = ""
    place: Location = field(factory=Location, eq=False)


Operation = SetFields | Add | Remove | Move


@frozen(kw_only=True)
class Overlay(PartOfSet):
    """What a region changes in a base set.

    Args:
        id: The id of the set it makes.
        base: The set (or the overlay's set) it stands on, by id or as ``id@version``.
        overrides: Fields of the set as a whole, by name, such as ``title`` or ``rounding``.
        operations: The changes to the indicators, in order.

    Raises:
        IndicatorSetError: If its id holds the sign that parts id and version.

    """

    called: ClassVar[Text] = Text("叠加层", "an overlay")

    id: str = field(metadata=named("overlay"))
    base: str
    overrides: tuple[tuple[str, Any], ...] = field(default=(), metadata=pairs())
    operations: tuple[Operation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Take the new values as the fields of a set take them; refuse other fields, and an id by which nobody could name the set."""
        super().__attrs_post_init__()
        if problems := naming_problems(("overlay", self.id)):
            raise IndicatorSetError(problems)
        unknown = [name for name, _ in self.overrides if name not in OVERRIDABLE]
        if unknown:
            raise IndicatorSetError(
                Issue(code="unknown-key", values={"owner": self.id, "key": name}, hint=did_you_mean(name, OVERRIDABLE))
                for name in unknown
            )
        object.__setattr__(self, "overrides", _as_fields_of(IndicatorSet, self.overrides))

    def replace(self, **changes: Any) -> Overlay:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)


def _as_fields_of(kind: type, values: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    """Return values by the names of fields as a class would take them."""
    issues: list[Issue] = []
    known = {one.name for one in attrs.fields(kind)}
    taken = taken_fields(kind, {name: value for name, value in values if name in known}, issues)
    if issues:
        raise IndicatorSetError(issues)
    return tuple((name, taken.get(name, value)) for name, value in values)


def apply_overlay(overlay: Overlay, *, base: IndicatorSet) -> IndicatorSet:
    """Return the set that *overlay* makes of *base*.

    Raises:
        IndicatorSetError: If an operation's target is absent or present when it should not be, or the result contradicts
            itself; every problem is listed.

    """
    indicators = base.indicators
    issues: list[Issue] = []
    for operation in overlay.operations:
        try:
            indicators = _apply(operation, indicators)
        except PerfEvalError as error:
            issues.extend(issue.at(operation.place) for issue in error.issues)
    if issues:
        raise IndicatorSetError(issues)
    layers = (*(base.layers or (base.id,)), overlay.id)
    return evolve(base, **dict(overlay.overrides), id=overlay.id, indicators=indicators, layers=layers)


def _apply(operation: Operation, indicators: Indicators) -> Indicators:
    if isinstance(operation, SetFields):
        return _change(indicators, operation)
    if isinstance(operation, Add):
        _refuse_present(indicators, operation)
        return _insert(indicators, operation.parent, operation.indicator, operation.before, operation.after)
    if isinstance(operation, Remove):
        return _without(indicators, _target(indicators, operation.target).code)
    return _move(indicators, operation)


def _target(indicators: Indicators, address: str) -> Indicator:
    try:
        return AddressBook(indicators).find(address)
    except NotFoundError as error:
        raise NotFoundError(
            Issue(code="overlay-target", values={"target": address}, hint=issue.hint)
            if issue.code == "path-unknown"
            else issue
            for issue in error.issues
        ) from None


def _change(indicators: Indicators, operation: SetFields) -> Indicators:
    unknown = [name for name, _ in operation.changes if name not in CHANGEABLE]
    if unknown:
        raise IndicatorSetError(
            Issue(
                code="unknown-key",
                values={"owner": operation.target, "key": name},
                hint=did_you_mean(name, CHANGEABLE),
            )
            for name in unknown
        )
    code = _target(indicators, operation.target).code
    return _rewrite(indicators, code, lambda indicator: (evolve(indicator, **dict(operation.changes)),))


def _refuse_present(indicators: Indicators, operation: Add) -> None:
    codes = {one.code for indicator in indicators for one in indicator.walk()}
    for one in operation.indicator.walk():
        if one.code in codes:
            raise IndicatorSetError([Issue(code="overlay-present", values={"target": f"{one.name} ({one.code})"})])


def _move(indicators: Indicators, operation: Move) -> Indicators:
    moved = _target(indicators, operation.target)
    if operation.to and any(one.code == _target(indicators, operation.to).code for one in moved.walk()):
        raise IndicatorSetError(
            [
                Issue(
                    code="overlay-operation",
                    expected=Text("新的上级不在被移动的指标之内", "a new parent outside what is moved"),
                    found=operation.to,
                )
            ]
        )
    rest = _without(indicators, moved.code)
    return _insert(rest, operation.to, moved, operation.before, operation.after)


def _rewrite(indicators: Indicators, code: str, change: Callable[[Indicator], Indicators]) -> Indicators:
    """Replace the indicator of *code* by what *change* makes of it; the rest is the same objects."""
    result: list[Indicator] = []
    for indicator in indicators:
        if indicator.code == code:
            result.extend(change(indicator))
        elif indicator.children:
            children = _rewrite(indicator.children, code, change)
            result.append(indicator if children == indicator.children else evolve(indicator, children=children))
        else:
            result.append(indicator)
    return tuple(result)


def _without(indicators: Indicators, code: str) -> Indicators:
    return _rewrite(indicators, code, lambda _: ())


def _insert(indicators: Indicators, parent: str, new: Indicator, before: str, after: str) -> Indicators:
    if not parent:
        return _placed(indicators, new, before, after)
    code = _target(indicators, parent).code
    return _rewrite(
        indicators,
        code,
        lambda group: (evolve(group, children=_placed(group.children, new, before, after)),),
    )


def _placed(siblings: Indicators, new: Indicator, before: str, after: str) -> Indicators:
    anchor = before or after
    if not anchor:
        return (*siblings, new)
    for index, sibling in enumerate(siblings):
        if anchor in (sibling.code, sibling.name):
            position = index if before else index + 1
            return (*siblings[:position], new, *siblings[position:])
    names = [sibling.name for sibling in siblings]
    raise IndicatorSetError([Issue(code="overlay-target", values={"target": anchor}, hint=did_you_mean(anchor, names))])


def diff(base: IndicatorSet, target: IndicatorSet) -> Overlay:
    """Return the overlay that makes *target* of *base*; indicators are the same if their codes are."""
    overrides = tuple(
        (name, getattr(target, name)) for name in OVERRIDABLE if getattr(target, name) != getattr(base, name)
    )
    base_name = SetName(id=base.id, version=base.version if base.id == target.id else None)
    return Overlay(
        id=target.id,
        base=str(base_name),
        overrides=overrides,
        operations=tuple(_operations(base.indicators, target.indicators)),
    )


def _operations(base: Indicators, target: Indicators) -> Iterator[Operation]:
    """Yield what turns *base* into *target*: place every target indicator top down, remove the rest, set the fields.

    Parents are placed before their children, so when a node is moved its new parent stands already, and never inside
    the node itself; whatever is left then belongs to the base alone.
    """
    working = base
    kept = {one.code: one for indicator in base for one in indicator.walk()}
    wanted = {one.code for indicator in target for one in indicator.walk()}
    for operation in _placements(target, "", kept):
        if _is_needed(operation, working):
            yield operation
            working = _apply(operation, working)
    for code in [one.code for indicator in working for one in indicator.walk() if one.code not in wanted]:
        if any(one.code == code for indicator in working for one in indicator.walk()):
            yield Remove(target=code)
            working = _without(working, code)
    for indicator in target:
        for one in indicator.walk():
            if changes := _changes(kept.get(one.code), one):
                yield SetFields(target=one.code, changes=changes)


def _placements(siblings: Indicators, parent: str, kept: dict[str, Indicator]) -> Iterator[Add | Move]:
    previous = ""
    for one in siblings:
        if one.code in kept:
            yield Move(target=one.code, to=parent, after=previous)
        else:
            yield Add(parent=parent, indicator=evolve(one, children=()), after=previous)
        yield from _placements(one.children, one.code, kept)
        previous = one.code


def _is_needed(operation: Add | Move, working: Indicators) -> bool:
    if isinstance(operation, Add):
        return True
    parent = AddressBook(working).find(operation.to).children if operation.to else working
    codes = [one.code for one in parent]
    if operation.target not in codes:
        return True
    position = codes.index(operation.target)
    return bool(operation.after) and codes[position - 1 : position] != [operation.after]


def _changes(old: Indicator | None, new: Indicator) -> tuple[tuple[str, Any], ...]:
    if old is None:
        return ()
    return tuple((name, getattr(new, name)) for name in CHANGEABLE if getattr(new, name) != getattr(old, name))
