"""Test a scorer that has no formula: by rows of every sort, down to the smallest that breaks a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors import missing_extra
from perfeval.errors.language import Text
from perfeval.model.dossier import Row
from perfeval.model.plugin_faults import HARM, words_of_cause
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.kinds_that_fail import is_exact_rate, is_rate_in_range
from perfeval.scoring.protocols import Unscorable, scorer_of

try:
    from hypothesis import strategies as st

    from perfeval.testing.fact_drawing import funds as funds_tables
    from perfeval.testing.scorer_drawing import rates
    from perfeval.testing.smallest_breach import smallest_breach
except ImportError:
    raise missing_extra(extra="testing", package="hypothesis") from None

if TYPE_CHECKING:
    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.protocols import Scorer

_QUANTITIES = st.one_of(
    st.none(),
    st.builds(
        lambda sign, number, unit: parse_quantity(f"{sign}{number}{unit}"),
        st.sampled_from(["", "≥", "≤", ">", "<", "="]),
        st.decimals(min_value=0, max_value=10_000, places=2),
        st.sampled_from(["", "个", "%", "万元"]),
    ),
    st.sampled_from(["是", "否", "定性", "达成年度指标", "良好"]).map(parse_quantity),
)


def rows_of_every_sort(indicator: Indicator) -> st.SearchStrategy[Row]:
    """Draw rows for *indicator* with and without each fact that a row can hold."""
    return st.builds(
        Row,
        address=st.just(indicator.code),
        target=_QUANTITIES,
        actual=_QUANTITIES,
        rating=st.sampled_from(["", "达成年度指标", "优"]),
        rating_rate=st.one_of(st.none(), rates),
        checks=st.lists(st.tuples(st.sampled_from(["1", "2"]), rates), max_size=2, unique_by=lambda one: one[0]),
    )


def breach_of(scorer: DeclaredScorer, *, indicator: Indicator) -> Text | None:
    """Return how *scorer* breaks a promise, on the smallest row that was found; None if it broke none.

    Its rate is an exact ratio in [0, 1] or a reason, the same for the same row, and its steps say something. The same rows are
    drawn every time.

    Args:
        scorer: The scorer.
        indicator: The indicator that it scores.

    """
    tested = scorer_of(scorer)
    cases = st.tuples(rows_of_every_sort(indicator), funds_tables())
    return smallest_breach(cases, lambda case: _breach(tested, indicator, *case))


def _breach(scorer: Scorer | None, indicator: Indicator, row: Row, funds: Funds) -> Text | None:
    if scorer is None:
        return None
    try:
        rate, again = (scorer.rate(indicator, row, funds) for _ in range(2))
        steps = scorer.steps(indicator, row, funds)
        are_texts = all(isinstance(step, Text) for step in steps)
    except HARM as cause:
        words = words_of_cause(cause)
        return Text(f"{_told(row)}：{words.zh}", f"{_told(row)}: {words.en}")
    if rate != again:
        return Text(f"{_told(row)}：两次得分率不同", f"{_told(row)}: two different rates")
    if not are_texts:
        return Text(f"{_told(row)}：steps 不是双语文字", f"{_told(row)}: its steps are no texts in both languages")
    if isinstance(rate, Unscorable) or (is_exact_rate(rate) and is_rate_in_range(rate)):
        return None
    return Text(f"{_told(row)}：得分率 {rate!r}", f"{_told(row)}: the rate {rate!r}")


def _told(row: Row) -> str:
    """Return the facts of a row as files write them."""
    facts = {
        "target": None if row.target is None else row.target.text,
        "actual": None if row.actual is None else row.actual.text,
        "rating": row.rating,
        "rating-rate": row.rating_rate,
        "checks": ", ".join(f"{name}: {share}" for name, share in row.checks),
    }
    return ", ".join(f"{key} {value}" for key, value in facts.items() if value) or "-"
