"""The cells and sentences of every document: each percentage is the rate that it prints, and says so where digits were cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from printed_percentages import percentages_in

from perfeval import Dossier, Evaluation, Project, Registry, Row, evaluate
from perfeval.documents.blocks import Block, Cell, Details, Document, Figure, Grid, Heading, Paragraph, Title
from perfeval.documents.contents.common_cells import rate_cell
from perfeval.errors.language import LANGUAGES, Language
from perfeval.model.funds import FundLine, Funds
from perfeval.model.quantities import parse_quantity


@cache
def registry() -> Registry:
    """Return the registry of all plugins."""
    return Registry.discover()


@st.composite
def money(draw: st.DrawFn) -> tuple[Decimal, Decimal]:
    """Draw what was spent of which budget: anything, or next to all of it, or next to a bound of a scorer's bands."""
    budget = draw(st.integers(1, 10**9)) * draw(st.sampled_from([1, 100, 10_000]))
    near = draw(st.sampled_from([None, *map(Fraction, ("1", "0.9", "0.8", "0.6", "0.001"))]))
    spent = draw(st.integers(0, 2 * budget)) if near is None else int(near * budget) + draw(st.integers(-2, 2))
    return Decimal(max(0, spent)) / 100, Decimal(budget) / 100


_PRODUCT = re.compile(r"[0-9.]+ × [0-9.]+% [=≈]")
"""The left side of points × rate, whose sign is told once, behind it; that such equations are true is tested with the steps."""

near_all = Decimal("99.996"), Decimal(100)


def evaluation_of(spent: Decimal, budget: Decimal, done: int = 7) -> Evaluation:
    """Return a self-evaluation without any percentage of its own: a row of which a ninth of so many parts is done, and money."""
    rows = (
        Row(address="成本指标/经济成本指标/甲", points=20, score=20),
        Row(
            address="产出指标/数量指标/乙", points=40, target=parse_quantity("≥9个"), actual=parse_quantity(f"{done}个")
        ),
        Row(address="效益指标/社会效益指标/丙", points=20, score=20),
        Row(address="满意度指标/服务对象满意度指标/丁", points=10, score=10),
    )
    line = FundLine(name="财政拨款", adjusted=budget, spent=spent)
    dossier = Dossier(
        indicators="cn.mof.2021-101.with-cost",
        year=2024,
        project=Project(name="某"),
        funds=Funds(unit="万元", sources=(line,)),
        rows=rows,
    )
    return evaluate(dossier, indicators=registry().indicator_set(dossier.indicators))


def documents(evaluation: Evaluation, language: Language) -> list[Document]:
    """Return every document of an evaluation."""
    return [layout.build(evaluation, language) for layout in registry().layouts_for(evaluation.base)]


def texts_of(blocks: tuple[Block, ...]) -> Iterator[str | Cell]:
    """Yield every text of blocks; a cell of a percentage as the cell."""
    for block in blocks:
        if isinstance(block, Grid):
            yield from (cell if cell.percent else cell.text for row in block.rows for cell in row)
            yield block.caption
        elif isinstance(block, Title | Heading | Paragraph):
            yield block.text
        elif isinstance(block, Details):
            yield block.summary
            yield from block.lines
        elif isinstance(block, Figure):
            yield from (block.caption, *(bar.label for bar in block.bars))


@given(money(), st.integers(0, 8), st.sampled_from(LANGUAGES))
@example(near_all, 7, "zh")
@example((Decimal("89.999"), Decimal(100)), 6, "en")
def test_every_percentage_of_the_documents_is_true(
    amounts: tuple[Decimal, Decimal], done: int, language: Language
) -> None:
    """A rate of the money or of a row, or a number that the set names: exactly, or ≈ within half a unit of its last digit.

    What is not all is nowhere printed as 100 %.
    """
    evaluation = evaluation_of(*amounts, done)
    spent, completion = Fraction(amounts[0]) / Fraction(amounts[1]), Fraction(done, 9)
    named = {Fraction(one, 100) for one in (0, 50, 60, 70, 80)}
    rates = {spent, completion, (completion - Fraction(3, 5)) / Fraction(2, 5), *named}
    if spent >= 1:
        rates.add(Fraction(1))
    seen = 0
    for document in documents(evaluation, language):
        for text in texts_of(document.blocks):
            if isinstance(text, Cell):
                (printed,) = percentages_in(text.text)
                assert printed.is_cell_of(spent), (text.text, spent)
                assert Fraction(text.value or 0) == printed.told
                seen += 1
                continue
            for printed in percentages_in(_PRODUCT.sub("", text)):
                assert any(printed.is_true_of(rate) for rate in rates), (printed.text, text)
                seen += 1
    assert seen > 1


@given(money(), st.sets(st.fractions(0, 1, max_denominator=10**4), max_size=3))
@example(near_all, set())
@example((Decimal(2), Decimal(3)), {Fraction(6667, 10_000)})
def test_a_cell_has_two_decimals_and_more_beside_a_round_figure_or_a_bound(
    amounts: tuple[Decimal, Decimal], bounds: set[Fraction]
) -> None:
    """Within half a unit of its last digit; what only lies near all, nothing, a tenth of a per cent or a bound is none of these."""
    line = FundLine(name="甲", spent=amounts[0], adjusted=amounts[1])
    cell = rate_cell(line, "spent", "adjusted", apart_from=bounds)
    rate = Fraction(amounts[0]) / Fraction(amounts[1])
    (printed,) = percentages_in(cell.text)
    assert printed.is_cell_of(rate)
    assert printed.told == rate or printed.told not in bounds


@pytest.mark.parametrize(
    ("spent", "text"),
    [("75", "75.00%"), ("100", "100.00%"), ("99.996", "99.996%"), ("0", "0.00%"), ("73.6752", "73.68%")],
)
def test_cells_look_as_forms_print_them(spent: str, text: str) -> None:
    """Two decimals, but where they would be a round figure."""
    assert rate_cell(FundLine(name="甲", spent=spent, adjusted=100), "spent", "adjusted").text == text


def test_a_blank_budget_has_no_rate() -> None:
    """Nothing is divided by nothing."""
    line = FundLine(name="甲", spent=1)
    assert rate_cell(line, "spent", "adjusted").text == ""
    assert rate_cell(evolve(line, adjusted=0), "spent", "adjusted").text == ""
