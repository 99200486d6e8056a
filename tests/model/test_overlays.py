"""Overlays: where each operation puts what, and what is told of an operation that cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from told_issues import issues_of

from perfeval import IndicatorSet, Overlay, apply_overlay, diff
from perfeval.errors import Location
from perfeval.model.citations import Citation
from perfeval.model.hierarchy import Indicator
from perfeval.model.overlays import OVERRIDABLE, Add, Move, Operation, Remove, SetFields

if TYPE_CHECKING:
    from collections.abc import Callable


def one(code: str, *children: Indicator, **changes: Any) -> Indicator:
    """Return an indicator."""
    return Indicator(code=code, name=f"名{code}", children=children, **changes)


CITATION = Citation(document="某文件")
BASE = IndicatorSet(
    id="base",
    title="示例",
    indicators=(one("A", one("A1"), one("A2"), one("A3")), one("B", one("B1")), one("C")),
)


def applied(*operations: Operation, base: IndicatorSet = BASE) -> IndicatorSet:
    """Return what an overlay of these operations makes."""
    return apply_overlay(Overlay(id="overlay", base=base.id, operations=operations), base=base)


def shape(indicators: IndicatorSet) -> str:
    """Return the codes, groups in brackets."""

    def told(level: tuple[Indicator, ...]) -> str:
        return " ".join(f"{each.code}({told(each.children)})" if each.children else each.code for each in level)

    return told(indicators.indicators)


MOVED: dict[str, tuple[Operation, str]] = {
    "added last": (Add(parent="A", indicator=one("N")), "A(A1 A2 A3 N) B(B1) C"),
    "added first": (Add(parent="A", indicator=one("N"), before="A1"), "A(N A1 A2 A3) B(B1) C"),
    "added before, by name": (Add(parent="名A", indicator=one("N"), before="名A3"), "A(A1 A2 N A3) B(B1) C"),
    "added behind": (Add(parent="A", indicator=one("N"), after="A1"), "A(A1 N A2 A3) B(B1) C"),
    "added at level 1": (Add(parent="", indicator=one("N")), "A(A1 A2 A3) B(B1) C N"),
    "added at level 1, before": (Add(parent="", indicator=one("N"), before="A"), "N A(A1 A2 A3) B(B1) C"),
    "added below a leaf": (Add(parent="C", indicator=one("N")), "A(A1 A2 A3) B(B1) C(N)"),
    "removed": (Remove(target="A2"), "A(A1 A3) B(B1) C"),
    "removed with all below": (Remove(target="A"), "B(B1) C"),
    "moved up": (Move(target="A1", to=""), "A(A2 A3) B(B1) C A1"),
    "moved to another": (Move(target="A1", to="B"), "A(A2 A3) B(B1 A1) C"),
    "moved before another": (Move(target="A1", to="B", before="B1"), "A(A2 A3) B(A1 B1) C"),
    "moved within its group": (Move(target="A1", to="A", after="A2"), "A(A2 A1 A3) B(B1) C"),
    "moved to the end": (Move(target="A1", to="A"), "A(A2 A3 A1) B(B1) C"),
    "a group moved whole": (Move(target="名B", to="名A", before="名A2"), "A(A1 B(B1) A2 A3) C"),
}


@pytest.mark.parametrize(("operation", "expected"), MOVED.values(), ids=MOVED)
def test_each_operation_puts_things_in_their_place(operation: Operation, expected: str) -> None:
    """Last, or beside the sibling that is named; the rest stays."""
    assert shape(applied(operation)) == expected


def test_set_changes_the_fields_it_names_and_no_other() -> None:
    """By path or code; what is not named stays."""
    changed = applied(SetFields(target="名A/名A2", changes=(("name", "新"), ("points", None), ("definition", "释义"))))
    found = changed.find("A2")
    assert (found.name, found.definition) == ("新", "释义")
    assert changed.find("A1") == BASE.find("A1")


def test_an_overlay_overrides_the_set_and_remembers_its_layers() -> None:
    """Its id, its fields, and the ids below it, nation first."""
    first = apply_overlay(Overlay(id="province", base="base", overrides=(("title", "省"),)), base=BASE)
    second = apply_overlay(Overlay(id="district", base="province"), base=first)
    assert (first.id, first.title, first.layers) == ("province", "省", ("base", "province"))
    assert (second.id, second.title, second.layers) == ("district", "省", ("base", "province", "district"))


REFUSED: dict[str, tuple[Operation, str, dict[str, Any]]] = {
    "set nothing": (SetFields(target="X", changes=(("points", 1),)), "overlay-target", {"target": "X"}),
    "remove nothing": (Remove(target="X"), "overlay-target", {"target": "X"}),
    "add below nothing": (Add(parent="X", indicator=one("N")), "overlay-target", {"target": "X"}),
    "add beside nothing": (Add(parent="A", indicator=one("N"), after="B1"), "overlay-target", {"target": "B1"}),
    "add what is there": (Add(parent="B", indicator=one("A1")), "overlay-present", {"target": "名A1 (A1)"}),
    "add below it what is there": (
        Add(parent="B", indicator=one("N", one("A3"))),
        "overlay-present",
        {"target": "名A3 (A3)"},
    ),
    "move nothing": (Move(target="X", to=""), "overlay-target", {"target": "X"}),
    "move below nothing": (Move(target="A1", to="X"), "overlay-target", {"target": "X"}),
    "move beside nothing": (Move(target="A1", to="B", before="A2"), "overlay-target", {"target": "A2"}),
    "move into itself": (Move(target="A", to="A"), "overlay-operation", {}),
    "move below itself": (Move(target="A", to="A1"), "overlay-operation", {}),
}


@pytest.mark.parametrize("name", ["weight", "children"])
def test_what_an_operation_cannot_set_is_refused(name: str) -> None:
    """What is no field of an indicator, and the children, which other operations change: when the operation is made."""
    (issue,) = issues_of(lambda: SetFields(target="A", changes=((name, {}),)))
    assert (issue.code, issue.values) == ("unknown-key", {"owner": "A", "key": name})


@pytest.mark.parametrize(("operation", "code", "values"), REFUSED.values(), ids=REFUSED)
def test_an_operation_that_cannot_be_done_is_told(operation: Operation, code: str, values: dict[str, Any]) -> None:
    """With what it names, where it stands in the file."""
    placed = operation.__class__(
        **{name: getattr(operation, name) for name in operation.__slots__ if name not in ("place", "__weakref__")},
        place=Location(path="x.yaml", line=7),
    )
    (issue,) = issues_of(lambda: applied(placed))
    assert (issue.code, issue.values, issue.location.line) == (code, values, 7)


def test_every_operation_that_fails_is_told_at_once() -> None:
    """The others are still tried."""
    issues = issues_of(
        lambda: applied(Remove(target="X"), Remove(target="A1"), Remove(target="A1"), Remove(target="A2"))
    )
    assert [issue.values["target"] for issue in issues] == ["X", "A1"]
    hints = [issue.hint for issue in issues_of(lambda: applied(Remove(target="名A/名A4")))]
    assert "名A/名A" in str(hints[0])


def test_an_address_of_several_is_told_as_such() -> None:
    """With the codes to choose from."""
    base = BASE.replace(indicators=(one("A"), Indicator(code="Z", name="名A")))
    (issue,) = issues_of(lambda: applied(Remove(target="名A"), base=base))
    assert (issue.code, issue.values["codes"]) == ("path-ambiguous", "A, Z")


@pytest.mark.parametrize(
    "change",
    [
        lambda: applied(Add(parent="A", indicator=one("N", one("N1"), open=True), after="A1")),
        lambda: applied(Remove(target="B")),
        lambda: applied(Move(target="A3", to="A", before="A1")),
        lambda: applied(Move(target="B", to="A", after="A1")),
        lambda: applied(Move(target="A", to="B")),
        lambda: applied(SetFields(target="A1", changes=(("definition", "新"),))),
        lambda: BASE.replace(title="另一套", version="2"),
        lambda: BASE.replace(title="另一套", citations=(*BASE.citations, CITATION)),
        lambda: BASE.replace(title="另一套", citations=(CITATION,)),
        lambda: BASE.replace(indicators=(one("C", one("B"), one("A1")), one("A3"))),
    ],
)
def test_a_difference_is_found_again(change: Callable[[], IndicatorSet]) -> None:
    """overlay∘diff reproduces its target, with no more operations than the shape asks for."""
    target = change().replace(id="target", layers=())
    found = diff(BASE, target)
    assert (found.id, found.base) == ("target", "base")
    assert apply_overlay(found, base=BASE).replace(layers=()) == target
    assert (diff(target, target).operations, diff(target, target).overrides) == ((), ())
    assert {name for name, _ in found.overrides} == {
        name for name in OVERRIDABLE if getattr(target, name) != getattr(BASE, name)
    }


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (lambda: applied(Remove(target="A")), [Remove(target="A")]),
        (lambda: applied(Add(parent="A", indicator=one("N"))), [Add(parent="A", indicator=one("N"), after="A3")]),
        (lambda: applied(Move(target="A1", to="B")), [Move(target="A1", to="B", after="B1")]),
        (
            lambda: applied(SetFields(target="B", changes=(("name", "新"),))),
            [SetFields(target="B", changes=(("name", "新"),))],
        ),
    ],
)
def test_a_small_difference_is_one_operation(target: Callable[[], IndicatorSet], expected: list[Operation]) -> None:
    """What did not change is not touched."""
    assert list(diff(BASE, target()).operations) == expected
