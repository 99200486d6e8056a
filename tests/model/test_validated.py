"""Values made from Python hold what a file's would: each field of each class takes rightly, or refuses by its name, whatever it is given."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import FrameType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import perfeval.model
import perfeval.scoring.scorers
from perfeval import (
    Absence,
    Dossier,
    DossierError,
    Evaluation,
    Funds,
    GradeScale,
    IndicatorSet,
    IndicatorSetError,
    NumberError,
    Overlay,
    PerfEvalError,
    Project,
    Quantity,
    Registry,
    Rounding,
    Row,
    evaluate,
    load_dossier,
)
from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
from perfeval.model.citations import Period
from perfeval.model.declarations import DECLARATIONS
from perfeval.model.field_types import PairsType
from perfeval.model.file_keys import RANGE
from perfeval.model.grades import Band
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.overlays import SetFields
from perfeval.model.panels_and_corrections import Correction, Panel
from perfeval.model.plain_values import fingerprint, to_plain
from perfeval.model.provenance import Origin
from perfeval.model.scalar_types import FieldType
from perfeval.model.validated import PartOfSet, Validated, field_types, resolved_fields
from perfeval.scoring import aggregators
from perfeval.scoring.aggregators import LookupTable, TableEntry, WeakestLink
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.kinds import AGGREGATORS, SCORERS
from perfeval.scoring.number_systems.expressions import Expression
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.deduction import Deduction
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import OverFulfilment, Ratio

if TYPE_CHECKING:
    from perfeval.model.citations import Citation

WUHUA = load_dossier(Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml")
EVALUATION = evaluate(WUHUA, indicators=Registry.discover().indicator_set(WUHUA.indicators))
BANDS = (RateBand(lower=0, rate=0), RateBand(lower=1, rate=1))
# What a class with rules of its own is made of; any other class is made of an example of each required field.
MADE_OF: dict[type, dict[str, Any]] = {
    GradeScale: {"bands": (Band(name="过", lower=60, upper=100), Band(name="不过", lower=0, upper=60))},
    Band: {"name": "优", "lower": 90, "upper": 100},
    Bands: {"bands": BANDS},
    Interpolate: {"points": (RatePoint(at=0, rate=0), RatePoint(at=1, rate=1))},
    Deduction: {"per": 1},
    Rating: {"tiers": (Tier(name="达成", lower=0, upper=1),)},
    Tier: {"name": "达成", "lower": 0, "upper": 1},
    LookupTable: {"table": (TableEntry(when=(("甲", "高"),), rate=1),)},
    OverFulfilment: {"threshold": "130%"},
    SetFields: {"target": "A", "changes": (("name", "乙"),)},
    Evaluation: {one.name: getattr(EVALUATION, one.name) for one in attrs.fields(Evaluation)},
}
WRONG: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 2.5, float("nan"), float("inf"), 10**80, 10**5000, Fraction(10**5000, 3), Decimal("NaN"), Decimal("1E+99"), Decimal("0.5"),
    Fraction(1, 3), Fraction(5, 2), 1j, "", "x", "2024", "2.5", "60%", "150%", "2/3", "1/0", "≥10个", "2024-02-30", "2024-02-29",
    "缺失", b"x", object(), object, len, [], (), {}, set(), {"x"}, [1], ["x"], [None], [{}], [{"address": "x"}], [[{"a": 1}]],
    (("x", 1), ("x", 2)), [("x",)], {"x": 1}, {1: True}, {10**5000: 1}, [10**5000], {"x": "150%"}, {None: 1}, {"x": {}}, range(2), date(2024, 2, 29),
    datetime(2024, 2, 29, 12, 0, tzinfo=UTC), Absence.MISSING, Ratio, Ratio(), WeakestLink(), Project(name="x"), Project,
)  # fmt: skip


def modules_below(package: Any) -> Iterator[Any]:
    """Yield every module of a package."""
    for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(one.name)


def value_classes() -> list[type]:
    """Return every attrs class of the values, and of the scorers and aggregators with their parts."""
    found = {
        one
        for module in (*modules_below(perfeval.model), *modules_below(perfeval.scoring.scorers), aggregators)
        for one in vars(module).values()
        if isinstance(one, type) and attrs.has(one) and one.__module__ == module.__name__
    }
    tools = {
        one for one in found if issubclass(one, Expression | FieldType)
    }  # parts of formulas; the checks themselves
    return sorted(found - tools, key=lambda one: one.__name__)


CLASSES = value_classes()


def fits(value: Any, kind: Any) -> bool:  # noqa: PLR0911 - one return for each sort of type
    """Whether *value* is what an annotation says, by an oracle that knows nothing of the checks."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind is Any:
        return True
    if origin is Literal:
        return type(value) is str and value in parts
    if origin in (Union, UnionType):
        return any(value is None if one is type(None) else fits(value, one) for one in parts)
    if origin is tuple and parts[-1] is ...:
        return type(value) is tuple and all(fits(one, parts[0]) for one in value)
    if origin is tuple:
        return type(value) is tuple and len(value) == len(parts) and all(map(fits, value, parts))
    if origin is dict:
        return type(value) is dict and all(fits(key, parts[0]) and fits(one, parts[1]) for key, one in value.items())
    if any(declared in kind.__mro__ for declared in DECLARATIONS):
        return isinstance(getattr(value, "kind", None), str) and not isinstance(value, type)
    if kind is Decimal:
        return type(value) is Decimal and value.is_finite()
    return type(value) is kind if kind in (int, bool, date) else isinstance(value, kind)


def example(kind: Any) -> Any:  # noqa: PLR0911 - as above
    """Return one value that an annotation allows."""
    origin, parts = get_origin(kind), get_args(kind)
    simple = {str: "x", int: 1, Decimal: Decimal(1), Fraction: Fraction(1, 2), bool: True}
    if kind in simple:
        return simple[kind]
    if origin is Literal:
        return parts[0]
    if origin in (Union, UnionType):
        return None if type(None) in parts else example(parts[0])
    if origin is tuple:
        return ()
    if kind is IndicatorSet:
        return EVALUATION.base
    if isinstance(kind, type) and attrs.has(kind):
        return kind(**arguments(kind))
    return Ratio()


def arguments(kind: type) -> dict[str, Any]:
    """Return what an example of a class is made of."""
    if kind in MADE_OF:
        return dict(MADE_OF[kind])
    return {
        one.name: one.metadata[RANGE][0] if RANGE in one.metadata else example(one.type)
        for one in resolved_fields(kind)
        if one.default is attrs.NOTHING
    }


def judged(kind: type, one: attrs.Attribute[Any], value: Any) -> None:
    """Assert that a field takes a value rightly, or refuses it by its name."""
    refused = None
    try:
        made = kind(**{**arguments(kind), one.name: value})
    except PerfEvalError as error:
        refused = error
    if refused is not None:
        place, problems = f"{kind.__name__}.{one.name}", []
        named = [issue for issue in refused.issues if (issue.location.place or "").startswith(place)]
        field_types(kind)[one.name].taken(value, place, problems)
        # A value of the right type may break a rule of the class itself, which says so in its own words.
        assert named or not problems, (place, value, str(refused))
        assert refused.render("zh") != refused.render("en")
        return
    assert fits(getattr(made, one.name), one.type), (kind, one.name, value, getattr(made, one.name))
    again = kind(**{other.name: getattr(made, other.name) for other in attrs.fields(kind)})
    assert again == made


def test_every_value_is_validated() -> None:
    """No attrs class of the values, no scorer, aggregator or part of one does without; parts of sets raise their own error."""
    assert [one.__name__ for one in CLASSES if not issubclass(one, Validated)] == []
    assert {*SCORERS, *AGGREGATORS, IndicatorSet, Dossier, Evaluation, Overlay} <= set(CLASSES)
    assert all(issubclass(one, PartOfSet) for one in (*SCORERS, *AGGREGATORS, IndicatorSet, Indicator, Overlay))


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_field_takes_rightly_or_refuses_by_name(kind: type) -> None:
    """Each field of each class, each of many wrong values: a PerfEvalError that names the field, or a value of its type."""
    for one in resolved_fields(kind):
        for value in WRONG:
            judged(kind, one, value)


junk = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.decimals(), st.binary(max_size=2)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3), st.tuples(inner, inner)
    ),
    max_leaves=6,
)


@given(kind=st.sampled_from([one for one in CLASSES if one is not Evaluation]), data=st.data())
@settings(max_examples=400)
def test_any_junk_is_taken_rightly_or_refused_by_name(kind: type, data: st.DataObject) -> None:
    """Whatever is drawn, nested as it may be."""
    fields = resolved_fields(kind)
    if fields:
        judged(kind, data.draw(st.sampled_from(fields)), data.draw(junk))


MAPPINGS = [
    (kind, one)
    for kind in CLASSES
    for one in resolved_fields(kind)
    if one.eq
    and kind is not Origin
    and isinstance(field_types(kind)[one.name], PairsType)
    and get_origin(one.type) is tuple
]
"""The fields that a file writes as mappings, whatever they hold; who registered what (Origin) is a list."""


@pytest.mark.parametrize(
    ("kind", "one"), MAPPINGS, ids=lambda part: part.__name__ if isinstance(part, type) else part.name
)
def test_a_mapping_has_no_order(kind: type, one: attrs.Attribute[Any]) -> None:
    """Made from mappings that differ in the order of their keys, values are equal, and so are their hashes, fingerprints and data."""
    pair: dict[str, Any] = {"甲": "1", "乙": "0", "丙": "1"}
    if kind in {SetFields, Overlay}:
        pair = {"effective": Period(), "citations": ()}
    there, back = (
        kind(**{**arguments(kind), one.name: dict(turned)}) for turned in (pair.items(), reversed(pair.items()))
    )
    assert getattr(there, one.name) != getattr(back, one.name)
    assert there == back
    assert hash(there) == hash(back)
    assert (fingerprint(there), to_plain(there)) == (fingerprint(back), to_plain(back))


def test_every_value_can_be_hashed() -> None:
    """But an evaluation, and what else holds a dict; a name of no field is refused, so that nothing unhashable hides there."""
    for kind in CLASSES:
        if not any(get_origin(one.type) is dict for one in resolved_fields(kind) if one.eq):
            assert isinstance(hash(kind(**arguments(kind))), int)
    for changes in ({"a": {}}, {"children": []}):
        with pytest.raises(IndicatorSetError, match="unknown-key"):
            SetFields(target="A", changes=changes)  # type: ignore[arg-type]


def test_what_is_taken() -> None:
    """Texts of numbers, floats by their repr, lists, mappings, texts of quantities and of absences, as a file would."""
    row = Row(
        address="产出/数量/件数", points=0.1, target="≥10个", actual=8, score="7.50", rating_rate="60%",
        checks={1: True, "乙": "√", "丙": "2/3"}, evidence="验收单", assessor_scores={"甲": 8, "乙": 9.5},
    )  # fmt: skip
    assert (row.points, row.score, row.rating_rate) == (Decimal("0.1"), Decimal("7.50"), Fraction(3, 5))
    assert (row.target.direction, row.target.value, row.actual.text) == ("at-least", 10, "8")  # type: ignore[union-attr]
    assert row.checks == (("1", Fraction(1)), ("乙", Fraction(1)), ("丙", Fraction(2, 3)))
    assert row.evidence == ("验收单",)
    assert row.assessor_scores == (("甲", Decimal(8)), ("乙", Decimal("9.5")))
    assert Row(address="x", actual="不涉及").absence is Absence.NOT_APPLICABLE
    assert Row(address="x", absence="missing").absence is Absence.MISSING
    dossier = Dossier(indicators="s", year="2024", project=Project(name="x"), rows=[row])
    assert (dossier.year, dossier.rows) == (2024, (row,))
    assert Indicator(code="A", name="甲", checklist=["有制度"]).checklist == (ChecklistItem(text="有制度"),)


@pytest.mark.parametrize(
    ("make", "error", "place"),
    [
        (lambda: Dossier(indicators="s", year="x", project=Project(name="x")), DossierError, "Dossier.year"),
        (lambda: Dossier(indicators="s", year=-5, project=Project(name="x")), DossierError, "Dossier.year"),
        (lambda: Dossier(indicators="s", year=999, project=Project(name="x")), DossierError, "Dossier.year"),
        (lambda: Dossier(indicators="s", year=10**10, project=Project(name="x")), DossierError, "Dossier.year"),
        (lambda: Dossier(indicators="s", year=2024.0, project=Project(name="x")), DossierError, "Dossier.year"),
        (lambda: Dossier(indicators="s", year=2024, project="x"), DossierError, "Dossier.project"),
        (lambda: Dossier(indicators="s", year=2024, project=Project(name="x"), kind="x"), DossierError, "Dossier.kind"),
        (lambda: Dossier(indicators="s", year=2024, project=Project(name="x"), stage="x"), DossierError, "Dossier.stage"),
        (
            lambda: Dossier(indicators="s", year=2024, project=Project(name="x"), rows=[{"address": "x"}]),
            DossierError,
            "Dossier.rows/0",
        ),
        (lambda: Row(address="x", score=True), DossierError, "Row.score"),
        (lambda: Row(address="x", checks={"甲": "150%"}), DossierError, "Row.checks/甲"),
        (lambda: Row(address="x", rating_rate=-1), DossierError, "Row.rating_rate"),
        (lambda: Row(address="x", scorer=WeakestLink()), DossierError, "Row.scorer"),
        (lambda: Funds(sources=["x"]), DossierError, "Funds.sources/0"),
        (lambda: Quantity(text=5), DossierError, "Quantity.text"),
        (lambda: Rounding(quantum="x"), NumberError, "Rounding.quantum"),
        (lambda: Rounding(mode="x"), NumberError, "Rounding.mode"),
        (lambda: AbsencePolicy(not_applicable="x"), IndicatorSetError, "AbsencePolicy.not_applicable"),
        (lambda: Veto(code="V", name="x", lowers_to="差", below="150%"), IndicatorSetError, "Veto.below"),
        (lambda: ChecklistItem(text="x", share=-1), IndicatorSetError, "ChecklistItem.share"),
        (lambda: Indicator(code="A", name="甲", scorer=Ratio), IndicatorSetError, "Indicator.scorer"),
        (lambda: Indicator(code="A", name="甲", aggregator=Ratio()), IndicatorSetError, "Indicator.aggregator"),
        (lambda: IndicatorSet(id="s", title="x", panel="mean"), IndicatorSetError, "IndicatorSet.panel"),
        (lambda: Overlay(id="o", base="s", overrides={"rounding": 5}), IndicatorSetError, "IndicatorSet.rounding"),
        (lambda: SetFields(target="A", changes={"points": "x"}), IndicatorSetError, "Indicator.points"),
        (lambda: Panel(method="trimmed-mean"), IndicatorSetError, "Panel.least"),
        (lambda: Panel(method="trimmed-mean", least=2), IndicatorSetError, "Panel.least"),
        (lambda: Correction(code="C", name="难度系数", factor=0), IndicatorSetError, "Correction.factor"),
        (lambda: Ratio(pass_gate="x"), IndicatorSetError, "Ratio.pass_gate"),  # noqa: S106 - no password
        (lambda: EVALUATION.replace(scores=(1, 2)), DossierError, "Evaluation.scores"),
        (lambda: EVALUATION.replace(total_units="x"), DossierError, "Evaluation.total_units"),
    ],
)  # fmt: skip
def test_what_is_refused(make: Any, error: type[PerfEvalError], place: str) -> None:
    """By the field's name, in the class of error that belongs to the value."""
    with pytest.raises(error) as caught:
        make()
    assert [issue.location.place for issue in caught.value.issues] == [place]


def test_every_wrong_field_is_told_at_once() -> None:
    """Three wrong fields are three issues."""
    with pytest.raises(DossierError) as caught:
        Dossier(indicators=1, year="x", project=None)  # type: ignore[arg-type]
    places = [issue.location.place for issue in caught.value.issues]
    assert places == ["Dossier.indicators", "Dossier.year", "Dossier.project"]


def test_a_unknown_override_is_refused() -> None:
    """An overlay overrides what a set has, and nothing else."""
    with pytest.raises(IndicatorSetError, match="unknown-key"):
        Overlay(id="o", base="s", overrides=(("indicator", ()),))


def checks_during(what: Any) -> list[str]:
    """Return which values were checked while *what* ran."""
    found: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith("<check of "):
            found.append(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        what()
    finally:
        sys.setprofile(None)
    return found


def test_scoring_checks_nothing_again() -> None:
    """The parts of an evaluation come out of values that were checked when they were made."""
    assert checks_during(lambda: Row(address="x")) == ["<check of Row>"]
    evaluate(WUHUA, indicators=EVALUATION.base)
    assert checks_during(lambda: evaluate(WUHUA, indicators=EVALUATION.base)) == []


@frozen(kw_only=True)
class OfAPlugin(FormulaScorer):
    """A scorer whose module imports the classes of its fields for type checkers alone."""

    kind = "of-a-plugin"

    share: Fraction
    citations: tuple[Citation, ...] = ()

    def steps(self, *_: object) -> tuple[Unscorable, ...]:
        """Return nothing."""
        return ()


def test_a_plugins_scorer_is_validated_too() -> None:
    """Its fields are known by the names of the values, wherever its module imports them."""
    assert OfAPlugin(share="60%").share == Fraction(3, 5)  # type: ignore[arg-type]
    with pytest.raises(IndicatorSetError, match=r"OfAPlugin\.citations/0"):
        OfAPlugin(share=1, citations=["x"])  # type: ignore[arg-type, list-item]


def test_words_of_enumerations_are_words_of_files() -> None:
    """What an enumeration takes in Python is what a file writes."""
    for word in Absence:
        assert issubclass(Absence, Enum)
        assert Row(address="x", absence=word.value).absence is word  # type: ignore[arg-type]
