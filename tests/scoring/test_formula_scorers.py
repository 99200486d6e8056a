"""What every room asks of a scorer, and what it is told by one that only rates and explains."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import openpyxl
import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from perturbed_scorers import BANDS, ITEMS, POINTS, SCORERS, TIERS, cases

from perfeval import Registry, dump, evaluate, explain, hookimpl, produce
from perfeval.audit.case import Case
from perfeval.audit.inspection import audit_case
from perfeval.codec.blank_dossier import dossier_template
from perfeval.codec.loading import parse
from perfeval.codec.schema import schema_of
from perfeval.errors.language import Text
from perfeval.model.dossier import Row
from perfeval.model.funds import COLUMN_NAMES, COLUMNS, FundLine, Funds
from perfeval.model.hierarchy import Indicator
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.facts import ACTUAL, MEASURED, TARGET, TARGET_KIND, Amount
from perfeval.scoring.formula_scorers import (
    FormulaScorer,
    declared_budget,
    direction_of,
    facts_read,
    fields_asked,
    promises_made,
    reads_money_alone,
    recorded_formula,
    scorers_within,
    title_of,
    whether_met,
)
from perfeval.scoring.number_systems.exact import RateFormula, holds
from perfeval.scoring.number_systems.expressions import held, where
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.protocols import Scorer, Unscorable
from perfeval.scoring.scorers.bands import Bands
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.deduction import Deduction
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.yes_no import YesNo
from perfeval.workbook.blank_workbook import write_blank_workbook
from perfeval.workbook.scorer_sentences import rule_words

INDICATOR = Indicator(code="A", name="A", points=5, checklist=ITEMS)
DIRECTIONS = {"≥": "at-least", ">": "above", "≤": "at-most", "<": "below", "=": "equal"}
NUMBERS = st.sampled_from(["-1", "0", "4.99", "5", "5.01", "10"])


@frozen(kw_only=True)
class Coin:
    """Half of the points, always: a scorer that only rates and explains."""

    kind: ClassVar[str] = "coin"

    def rate(self, *_: object) -> tuple[int, int]:
        """Return one half."""
        return (1, 2)

    def steps(self, *_: object) -> tuple[Text, ...]:
        """Say so."""
        return (Text("一半", "one half"),)


@frozen(kw_only=True)
class PerHead(FormulaScorer):
    """A plugin's own formula: spending over what was planned, by half of the actual value."""

    kind: ClassVar[str] = "per-head"
    title: ClassVar[Text] = Text("按人均", "per head")

    def formula_for(self, *_: object) -> RateFormula:
        """Return the formula."""
        return RateFormula(where(Amount("initial") > 0, held(Amount("spent") / Amount("initial") * MEASURED / 2), 0))

    def steps(self, *_: object) -> tuple[Text, ...]:
        """Say nothing."""
        return ()


def row(target: str | None, actual: str) -> Row:
    """Return a row."""
    return Row(address="A", target=None if target is None else parse_quantity(target), actual=parse_quantity(actual))


@given(
    sign=st.sampled_from("≥>≤<="),
    target=NUMBERS,
    actual=NUMBERS,
    equal=st.sampled_from(["at-least", "exact", "deviation"]),
)
def test_a_target_is_met_as_its_sign_says(sign: str, target: str, actual: str, equal: str) -> None:
    """As a person reads it; an = target as the set declares, one of zero exactly."""
    asked, reached = Fraction(target), Fraction(actual)
    met = {
        "≥": reached >= asked,
        ">": reached > asked,
        "≤": reached <= asked,
        "<": reached < asked,
        "=": reached >= asked if equal == "at-least" and asked > 0 else reached == asked,
    }[sign]
    scorer = Ratio(equal=equal)
    assert whether_met(scorer, INDICATOR, row(f"{sign}{target}", actual), Funds()) is met
    by_direction = Ratio(direction=DIRECTIONS[sign], equal=equal)
    assert whether_met(by_direction, INDICATOR, row(target, actual), Funds()) is met
    by_target = ByTarget(quantitative=scorer, qualitative=Rating(tiers=TIERS))
    assert whether_met(by_target, INDICATOR, row(f"{sign}{target}", actual), Funds()) is met


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.kind)
def test_a_met_target_gets_what_the_scorer_promises(scorer: FormulaScorer) -> None:
    """On every row: what is met is full where that is promised; one that is missed and scored by its ratio is not."""
    promised = [one for one in promises_made(scorer, ITEMS) if isinstance(one, RowPromise)]
    for case in cases():
        given = (case.indicator, case.row, case.funds)
        is_met, rate = whether_met(scorer, *given), scorer.rate(*given)
        for promise in promised:
            if not isinstance(rate, Unscorable) and all(holds(one, *given) for one in promise.under):
                assert holds(promise.holds, *given)
        if is_met and type(scorer) is YesNo:
            assert rate == (1, 1)


def test_none_where_the_scorer_cannot_tell() -> None:
    """No target is looked at, the target has no sign, there is no number, or nobody knows the kind."""
    known = row("≥5", "5")
    assert whether_met(Bands(bands=BANDS), INDICATOR, known, Funds()) is None
    assert whether_met(Bands(bands=BANDS, of="completion"), INDICATOR, known, Funds()) is True
    assert whether_met(FundRate(numerator="spent", denominator="adjusted"), INDICATOR, known, Funds()) is None
    assert whether_met(Ratio(), INDICATOR, row("5", "5"), Funds()) is None
    assert whether_met(Ratio(), INDICATOR, row("≥5", "全部"), Funds()) is None
    assert whether_met(Coin(), INDICATOR, known, Funds()) is None
    assert whether_met(None, INDICATOR, known, Funds()) is None
    assert whether_met(YesNo(), INDICATOR, row(None, "否"), Funds()) is False


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.kind)
def test_a_scorer_reads_what_its_formula_reads(scorer: FormulaScorer) -> None:
    """Neither less nor more, and it is called something in both languages."""
    formula = recorded_formula(scorer, ITEMS)
    assert formula is not None
    assert set(facts_read(scorer, ITEMS)) == set(formula.facts)
    title = title_of(scorer)
    assert title is not None
    assert title.zh != title.en


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.kind)
def test_where_there_is_no_rate_the_steps_say_why(scorer: FormulaScorer) -> None:
    """With the reason alone, in both languages; where there is one, at least one step leads to it."""
    for case in cases():
        given = (case.indicator, case.row, case.funds)
        rate, steps = scorer.rate(*given), scorer.steps(*given)
        if isinstance(rate, Unscorable):
            assert steps == (rate.reason,)
        assert all(step.zh and step.en for step in steps)
        assert steps


def test_what_a_scorer_asks_for_stands_target_first() -> None:
    """Of one that does not say what it reads, both; of money alone, nothing; of a rating, the rating."""
    assert fields_asked(Coin(), ()) == ("target", "actual")
    assert fields_asked(Ratio(), ()) == ("target", "actual")
    assert fields_asked(ByTarget(quantitative=Ratio(), qualitative=Coin()), ())[:2] == ("target", "actual")
    assert fields_asked(FundRate(numerator="spent", denominator="adjusted"), ()) == ()
    assert fields_asked(Bands(bands=BANDS), ()) == ("target", "actual")


def test_a_rate_of_the_money_is_called_by_both_columns() -> None:
    """By the word of the regulations where they have one; each pair of columns differs from each other."""
    titles = {}
    for numerator in (*COLUMNS, "saved"):
        for denominator in COLUMNS:
            (sense,) = (
                one
                for one in FundRate(numerator=numerator, denominator=denominator).promises(())
                if isinstance(one, Sense)
            )
            assert sense.spoken is not None
            titles[numerator, denominator] = sense.spoken.title
    assert titles["spent", "adjusted"] == Text("预算执行率", "execution rate")
    assert titles["arrived", "initial"] == Text("资金到位率", "rate of arrival")
    assert titles["saved", "arrived"] == Text("成本节约率", "rate of saving")
    others = {pair: title for pair, title in titles.items() if pair[0] in {"initial", "adjusted"}}
    for (numerator, denominator), title in others.items():
        above, below = COLUMN_NAMES[numerator], COLUMN_NAMES[denominator]
        assert title == Text(f"{above.zh}占{below.zh}的比率", f"{above.en} by {below.en}")


def test_a_scorer_of_two_tells_what_both_read() -> None:
    """Also where one of them has no formula and says nothing."""
    mixed = ByTarget(quantitative=Ratio(), qualitative=Coin())
    assert recorded_formula(mixed, ()) is None
    assert facts_read(mixed, ())[0] is TARGET_KIND
    assert {ACTUAL, TARGET} < set(facts_read(mixed, ()))
    assert scorers_within(mixed) == (Ratio(), Coin())
    assert mixed.rate(INDICATOR, row("定性", "好"), Funds()) == (1, 2)
    assert Fraction(*mixed.rate(INDICATOR, row("≥5", "1"), Funds())) == Fraction(1, 5)
    lacking = mixed.rate(INDICATOR, row(None, "1"), Funds())
    assert isinstance(lacking, Unscorable)
    assert lacking == ByTarget(quantitative=Ratio(), qualitative=YesNo()).rate(INDICATOR, row(None, "1"), Funds())
    assert mixed.steps(INDICATOR, row(None, "1"), Funds()) == (lacking.reason,)
    assert mixed.is_met(INDICATOR, row(None, "1"), Funds()) is None


def test_money_alone_and_the_declared_budget_are_read_from_the_formula() -> None:
    """A plugin's formula tells them as a built-in one does."""
    spent, saved = (FundRate(numerator=one, denominator="arrived") for one in ("spent", "saved"))
    assert reads_money_alone(spent)
    assert reads_money_alone(saved)
    assert not any(map(reads_money_alone, (Ratio(), PerHead(), Coin(), None)))
    leaves = [evolve(INDICATOR, scorer=one) for one in (None, Coin(), Ratio(), saved, PerHead(), spent)]
    assert declared_budget(leaves) == "initial"
    assert declared_budget(leaves[-1:]) == "arrived"
    assert declared_budget(leaves[:4]) is None


@pytest.mark.parametrize("scorer", [Coin(), PerHead()], ids=lambda scorer: scorer.kind)
def test_a_plugins_scorer_works_in_every_room(scorer: Scorer, tmp_path: Path) -> None:
    """Scored, explained, audited, printed, filled in, described and stored, whether it has a formula or only rates."""
    kind = type(scorer)
    plugin = SimpleNamespace(__name__="own", perfeval_scorers=hookimpl(lambda: [kind]))
    registry = Registry.of(plugin)
    text = (
        "format: 1\nindicator-set: own\ntitle: 自有\nkind: self\nindicators:\n"
        f"  - {{name: 甲, code: A, points: 60, scorer: {{type: {kind.kind}}}}}\n"
        f"  - {{name: 乙, code: B, points: 40, scorer: {{type: by-target, quantitative: {{type: ratio}}, qualitative: {{type: {kind.kind}}}}}}}\n"
    )
    indicators = parse(text, vocabulary=registry.vocabulary)
    assert parse(dump(indicators), vocabulary=registry.vocabulary) == indicators
    dossier = parse(
        dossier_template(indicators).replace('name: ""', "name: 项目"), vocabulary=registry.vocabulary
    ).replace(
        rows=(
            Row(address="甲", target=parse_quantity("≥1"), actual=parse_quantity("1")),
            Row(address="乙", target=parse_quantity("定性"), actual=parse_quantity("1")),
        ),
        funds=Funds(total=FundLine(name="年度资金总额", initial=100, adjusted=100, spent=100)),
    )
    evaluation = evaluate(dossier, indicators=indicators)
    assert evaluation.total == 50
    assert explain(evaluation)
    case = Case.of(dossier, indicators=indicators)
    assert case.evaluation is not None
    assert audit_case(case, rules=registry.audit_rules.values()).findings
    writers = [registry.writers["markdown"], registry.writers["xlsx"]]
    assert produce(evaluation, folder=tmp_path, layouts=registry.layouts_for(indicators), writers=writers)
    (tmp_path / "blank.xlsx").write_bytes(write_blank_workbook(indicators, year=2024))
    note = openpyxl.load_workbook(tmp_path / "blank.xlsx").worksheets[1].cell(3, 3).comment
    assert note is not None
    assert rule_words(scorer, "zh") in note.text
    assert kind.kind in json.dumps(schema_of("indicator-set", vocabulary=registry.vocabulary))


PROMISED = [
    {"met-is-full": 5, "rises": 2, "falls": 2, "gate": 1},
    {"met-is-full": 5, "rises": 3, "falls": 2, "floor": 1},
    {"met-is-full": 5, "rises": 2, "falls": 2},
    {"band": 4, "met-is-full": 5, "rises": 3, "falls": 2},
    {"band": 4, "rises": 1},
    {"rises": 1},
    {"band": 4, "rises": 1},
    {"falls": 1},
    {"falls": 2},
    {"falls": 1},
    {"rises": 3},
    {"met-is-full": 1, "band": 1},
    {"rises": 1},
    {"met-is-full": 5, "rises": 4, "falls": 2},
    {},
]
"""What each of the scorers promises, and how often: once a direction, a band, a fault or an item."""


@pytest.mark.parametrize(
    ("scorer", "promised"), list(zip(SCORERS, PROMISED, strict=True)), ids=[one.kind for one in SCORERS]
)
def test_no_promise_is_left_out(scorer: FormulaScorer, promised: dict[str, int]) -> None:
    """A proof that was never asked for would never fail."""
    found = Counter(
        one.promise if isinstance(one, RowPromise) else "rises" if one.rises else "falls"
        for one in promises_made(scorer, ITEMS)
    )
    assert found == promised


@pytest.mark.parametrize("direction", DIRECTIONS.values())
def test_a_declared_direction_comes_before_a_sign(direction: str) -> None:
    """Of whatever looks at a completion; an actual value by itself follows its target."""
    given = (INDICATOR, row("≥5", "5"), Funds())
    for declared in (
        Ratio(direction=direction, at_most="zero"),
        Bands(bands=BANDS, of="completion", direction=direction, at_most="zero"),
        Interpolate(points=POINTS, of="completion", direction=direction, at_most="zero"),
    ):
        assert direction_of(declared, *given) == direction
        assert direction_of(declared, INDICATOR, row("5", "5"), Funds()) == direction
        assert direction_of(ByTarget(quantitative=declared, qualitative=YesNo()), *given) == direction
    for by_itself in (Bands(bands=BANDS), Interpolate(points=POINTS)):
        assert direction_of(by_itself, *given) == "at-least"
        assert direction_of(by_itself, INDICATOR, row("≤5", "5"), Funds()) == "at-most"
    assert direction_of(None, *given) == "at-least"


@pytest.mark.parametrize(
    ("scorer", "target", "direction"),
    [
        (Ratio(), "≥5个", "at-least"),
        (Ratio(), "≤5个", "at-most"),
        (Ratio(), "5个", None),
        (Ratio(direction="at-most"), "5个", "at-most"),
        (Deduction(per=1), "5次", "at-most"),
        (Deduction(per=1), "≥5次", "at-least"),
        (Deduction(per=1), None, "at-most"),
        (YesNo(), "5次", None),
        (Interpolate(points=(RatePoint(at=0, rate=0), RatePoint(at=9, rate=1))), "5次", "at-least"),
        (Interpolate(points=(RatePoint(at=0, rate=1), RatePoint(at=9, rate=0))), "5次", "at-most"),
    ],
)
def test_who_says_the_direction(scorer: Any, target: str | None, direction: str | None) -> None:
    """The target's own sign first; beside a bare one, what the scorer promises of the actual value; else nobody."""
    row = Row(address="A", target=target, actual="3次")  # type: ignore[arg-type]
    assert scorer.direction_read(Indicator(code="A", name="甲"), row, Funds()) == direction
