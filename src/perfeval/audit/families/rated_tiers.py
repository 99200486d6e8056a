"""Family C, continued: qualitative ratings and their tiers (定性指标分档)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.audit.drafting import about_row, not_checked
from perfeval.audit.families.awarded_points import ARTICLE_16
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import product
from perfeval.model.rounding import Rounding
from perfeval.scoring.formula_scorers import facts_read
from perfeval.scoring.number_systems.expressions import NumberFact, WordFact
from perfeval.scoring.scorers.rating_tiers import ChosenRate, Tier
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from perfeval.audit.case import Case, SheetRow
    from perfeval.audit.findings import Finding, NotChecked

_NATIONAL = (
    Tier(name="达成", lower="80%", upper="100%"),
    Tier(name="部分达成", lower="60%", upper="80%"),
    Tier(name="未达成", lower="0%", upper="60%"),
)
"""The tiers of 财预〔2020〕10号第十六条, by how their words begin."""

_TIER_WORDS = frozenset(
    {
        "达成",
        "达成年度指标",
        "达成预期指标",
        "部分达成",
        "部分达成并具有一定效果",
        "部分达成预期指标并具有一定效果",
        "未达成",
        "未达成且效果较差",
    }
)


@rule("C07", zh="定性指标得分在档内", en="a qualitative score lies in its tier", severity="error", citation=ARTICLE_16)
def c07(case: Case) -> Iterator[Finding | NotChecked]:
    """For rows rated by a tier of their scorer, else by one of the three national ones: the score's share of the points lies in it.

    What the set's scorer computes of the rate that was chosen, rounded as the set rounds, is right.
    """
    rated = [(row, word, tier) for row in case.scored if row.points and (word := _rating(row)) and (tier := _tier(row))]
    if not rated:
        yield not_checked("没有按档评定的指标", "no row is rated by tiers")
    for row, word, tier in rated:
        if row.score is None or not row.points or row.score == row.computed:
            continue
        share = Fraction(row.score) / Fraction(row.points)
        if not tier.allows(share) and row.score != _lowest(tier, row.points, case):
            rate = percent_text(share, apart_from=(tier.lower, tier.upper))
            yield about_row(
                row,
                Text(
                    f"“{row.name}”评为“{word}”，得分率 {rate}，应在 {tier.range_text}",
                    f"{row.name} is rated {word!r} with {rate}, its tier is {tier.range_text}",
                ),
                Text("改正评定或得分", "correct the rating or the score"),
                ("评定", word),
                ("得分率", rate),
            )


def _rating(row: SheetRow) -> str:
    """Return the word by which a row is rated: its rating, else its actual value."""
    rating = None if row.row is None else row.row.rating
    return rating or ("" if row.actual is None else row.actual.text)


def _tiers(row: SheetRow) -> tuple[Tier, ...]:
    """Return the tiers that the row's scorer reads."""
    read = () if row.indicator is None else facts_read(row.scorer, row.indicator.checklist)
    return tuple(tier for fact in read if isinstance(fact, ChosenRate) for tier in fact.tiers)


def _tier(row: SheetRow) -> Tier | None:
    """Return the tier of the row's scorer that its word names; for a national word in other words, the one that begins alike.

    A scorer without tiers leaves the national ones.
    """
    word, own = _rating(row), _tiers(row)
    named = next((tier for tier in own if tier.name == word), None)
    if named is not None or word not in _TIER_WORDS:
        return named
    alike = [tier for tier in own or _NATIONAL if _beginning(tier.name) == _beginning(word)]
    return alike[0] if len(alike) == 1 else None


def _beginning(word: str) -> str:
    return next((one for one in ("部分达成", "未达成", "达成") if word.startswith(one)), word)


def _lowest(tier: Tier, points: Decimal, case: Case) -> Decimal:
    """Return the lowest score of a tier, rounded as the set rounds."""
    rounding = Rounding() if case.indicators is None else case.indicators.rounding
    quanta = Fraction(points) * tier.lower / Fraction(rounding.quantum)
    return product(rounding.quantum, rounding.round(*quanta.as_integer_ratio()))


@rule(
    "C08",
    zh="定性评定用规定的档次",
    en="qualitative ratings use the tiers that are laid down",
    severity="info",
    citation=ARTICLE_16,
)
def c08(case: Case) -> Iterator[Finding | NotChecked]:
    """Rows whose target is 定性 and whose actual is neither a word that their scorer knows nor one of the three national tiers."""
    rows = [row for row in case.scored if row.target is not None and row.target.direction == "qualitative"]
    if not rows:
        yield not_checked("没有标为定性的指标", "no row is marked as qualitative")
    for row in rows:
        if row.actual is not None and row.actual.text not in _known_words(row):
            yield about_row(
                row,
                Text(
                    f"“{row.name}”评定“{row.actual.text}”不是规定的档次",
                    f"{row.name} is rated {row.actual.text!r}, none of the tiers",
                ),
                Text("用指标体系规定的档次，如“达成年度指标”", "use the tiers of the set, such as 达成年度指标"),
                ("评定", row.actual.text),
            )


def _known_words(row: SheetRow) -> frozenset[str]:
    read = () if row.indicator is None else facts_read(row.scorer, row.indicator.checklist)
    return _TIER_WORDS.union(*(fact.choices for fact in read if isinstance(fact, NumberFact | WordFact)))


RULES: tuple[Rule, ...] = (c07, c08)
