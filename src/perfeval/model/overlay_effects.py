"""What an overlay makes of its base set: each operation in order, each problem at the operation that brings it about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.errors import IndicatorSetError, Issue, NotFoundError, PerfEvalError, did_you_mean
from perfeval.errors.language import Text
from perfeval.model.address_book import AddressBook
from perfeval.model.overlay_traces import Trace, Wake
from perfeval.model.overlays import Add, Move, Operation, Overlay, Remove, SetFields

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.model.citations import Citation
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet

    Indicators = tuple[Indicator, ...]


def apply_overlay(overlay: Overlay, *, base: IndicatorSet) -> IndicatorSet:
    """Return the set that *overlay* makes of *base*.

    Raises:
        IndicatorSetError: If an operation's target is absent or present when it should not be, or the result contradicts
            itself; every problem is listed, at the operation that brings it about. What fails only because an operation before it
            has failed is not told.

    """
    indicators = base.indicators
    wake, trace = Wake(), Trace(overlay)
    for operation in overlay.operations:
        try:
            changed = apply_operation(operation, indicators)
        except PerfEvalError as error:
            wake.failed(operation, error.issues)
        else:
            trace.note(operation, before=indicators, after=changed)
            indicators = changed
    if wake.issues:
        raise IndicatorSetError(wake.issues)
    layers = (*(base.layers or (base.id,)), overlay.id)
    overrides = {**dict(overlay.overrides), "citations": _citations(overlay, base)}
    try:
        return evolve(base, **overrides, id=overlay.id, indicators=indicators, layers=layers)
    except IndicatorSetError as error:
        told = dict.fromkeys(
            trace.placed(issue, indicators) for issue in error.issues
        )  # one operation may do one thing twice
        raise IndicatorSetError(told) from None


def _citations(overlay: Overlay, base: IndicatorSet) -> tuple[Citation, ...]:
    """Return the citations of the base, unless they are left out, and those that the overlay adds."""
    own: tuple[Citation, ...] = dict(overlay.overrides).get("citations", ())
    return own if overlay.drops_citations else added(base.citations, own)


def added(citations: tuple[Citation, ...], more: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Return citations with those added that are not among them."""
    return (*citations, *(one for one in more if one not in citations))


def apply_operation(operation: Operation, indicators: Indicators) -> Indicators:
    """Return the indicators as one operation leaves them.

    Raises:
        PerfEvalError: If it cannot be done.

    """
    if isinstance(operation, SetFields):
        return _change(indicators, operation)
    if isinstance(operation, Add):
        _refuse_present(indicators, operation)
        operation = _cut_by_the_base(indicators, operation)
        return _insert(indicators, operation.parent, operation.indicator, operation.before, operation.after)
    if isinstance(operation, Remove):
        return without(indicators, _target(indicators, operation.target).code)
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
    target = _target(indicators, operation.target)
    changes = dict(operation.changes)
    if changes.get("citations"):  # none at all: those of the base are unset
        changes["citations"] = added(target.citations, changes["citations"])
    return _rewrite(indicators, target.code, lambda indicator: (evolve(indicator, **changes),))


def _cut_by_the_base(indicators: Indicators, operation: Add) -> Add:
    """Return an addition whose address is cut where the base has an indicator; a name may hold a ``/`` of its own."""
    found = AddressBook(indicators).place_of_new(operation.address)
    if found is None:  # the name stands at level 1, or below no indicator
        return operation
    return evolve(operation, parent=found[0].code, indicator=evolve(operation.indicator, name=found[1]))


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
    rest = without(indicators, moved.code)
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


def without(indicators: Indicators, code: str) -> Indicators:
    """Return the indicators without the one of *code* and all below it."""
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
