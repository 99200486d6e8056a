"""A formula written to a tape of columns: node by node, operands first, so that neither depth nor repetition costs anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from perfeval.errors.language import Text
from perfeval.scoring.number_systems.column_tape import (
    DIVIDED_BY_ZERO,
    LARGEST,
    IntegerQuotient,
    NumberBounds,
    Tape,
    Whole,
    WordBounds,
)
from perfeval.scoring.number_systems.expressions import (
    Arithmetic,
    Comparison,
    Constant,
    Either,
    Extreme,
    NumberFact,
    Numeric,
    OneOf,
    Undefined,
    Where,
    WordFact,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.scoring.number_systems.expressions import Expression, Fact

_COMPARISONS = {"<": "less", "<=": "less_equal", "==": "equal"}


@define
class _Recorder:
    """Writes the nodes of a graph to a tape, operands first, each once."""

    tape: Tape
    numbers: dict[Expression, IntegerQuotient] = field(factory=dict)
    truths: dict[Expression, tuple[int, int | None]] = field(factory=dict)

    def record(self, node: Expression) -> None:
        """Write one node, whose operands are written."""
        if isinstance(node, Numeric):
            self.numbers[node] = self._number(node)
        elif isinstance(node, Comparison):
            left, right = self.numbers[node.left], self.numbers[node.right]
            lacking = self.tape.first_lacking(left.lacking, right.lacking)
            self.truths[node] = (self.tape.compared(_COMPARISONS[node.sign], left, right), lacking)
        elif isinstance(node, Either):
            (left_truth, left_lacks), (right_truth, right_lacks) = self.truths[node.left], self.truths[node.right]
            lacking = self.tape.first_lacking(left_lacks, right_lacks)
            self.truths[node] = (self.tape.call("logical_or", left_truth, right_truth), lacking)
        elif isinstance(node, OneOf):
            self.truths[node] = self._one_of(node)
        else:
            assert isinstance(node, WordFact)

    def _number(self, node: Numeric) -> IntegerQuotient:
        if isinstance(node, Constant):
            return IntegerQuotient(Whole(node.value.numerator), Whole(node.value.denominator))
        if isinstance(node, Undefined):
            return IntegerQuotient(Whole(0), Whole(1), self._reason(node.reason))
        if isinstance(node, NumberFact):
            return self._fact(node)
        assert isinstance(node, Arithmetic | Extreme | Where)
        return self._where(node) if isinstance(node, Where) else self._of_two(node)

    def _of_two(self, node: Arithmetic | Extreme) -> IntegerQuotient:
        tape, left, right = self.tape, self.numbers[node.left], self.numbers[node.right]
        lacking = tape.first_lacking(left.lacking, right.lacking)
        if isinstance(node, Extreme):
            first, second = (left, right) if node.which == "minimum" else (right, left)
            return tape.chosen(tape.compared("less_equal", first, second), left, right, lacking)
        if node.sign == "*":
            return tape.multiplied(left, right, lacking)
        if node.sign == "/":
            size, sign, zero = tape.size_and_sign(right.top)
            if zero is not None:
                codes = tape.call("where", zero, tape.constant(DIVIDED_BY_ZERO), tape.constant(0))
                lacking = tape.first_lacking(lacking, codes)
            return tape.multiplied(left, IntegerQuotient(tape.product(right.bottom, sign), size), lacking)
        first_top, second_top, bottom = tape.aligned(left, right)
        return tape.reduced(tape.total(first_top, second_top, node.sign), bottom, lacking)

    def _where(self, node: Where) -> IntegerQuotient:
        tape, (condition, lacking) = self.tape, self.truths[node.condition]
        yes, no = self.numbers[node.yes], self.numbers[node.no]
        if yes.lacking is not None or no.lacking is not None:
            codes = [tape.constant(0) if one.lacking is None else one.lacking for one in (yes, no)]
            lacking = tape.first_lacking(lacking, tape.call("where", condition, *codes))
        if isinstance(node.yes, Undefined) or isinstance(node.no, Undefined):
            kept = no if isinstance(node.yes, Undefined) else yes
            return IntegerQuotient(kept.top, kept.bottom, lacking)
        return tape.chosen(condition, yes, no, lacking)

    def _fact(self, fact: NumberFact) -> IntegerQuotient:
        bounds = self.tape.bounds.get(fact)
        if not isinstance(bounds, NumberBounds):
            return IntegerQuotient(Whole(0), Whole(1), self._no_column(fact))
        slot = self.tape.given(fact, "numerator")
        top, bottom = Whole(1, slot, bounds.lowest, bounds.highest), Whole(bounds.denominator)
        if bounds.varies:
            slot = self.tape.given(fact, "denominator")
            bottom = Whole(1, slot, 1, bounds.denominator)
        for one in (top, bottom):
            if one.slot is not None and max(abs(one.lowest), abs(one.highest)) > LARGEST:
                self.tape.wide.add(one.slot)
        return IntegerQuotient(top, bottom, self.tape.given(fact, "lacking") if bounds.may_lack else None)

    def _one_of(self, node: OneOf) -> tuple[int, int | None]:
        tape, fact, bounds = self.tape, node.fact, self.tape.bounds.get(node.fact)
        if not isinstance(bounds, WordBounds):
            return tape.constant(value=False), self._no_column(fact)
        table = tuple(word in node.words for word in fact.words)
        codes, lacking = tape.given(fact, "word"), tape.given(fact, "lacking") if bounds.may_lack else None
        if table.count(True) == 1:
            return tape.call("equal", codes, tape.constant(table.index(True))), lacking
        return tape.call("take", tape.constant(table), codes), lacking

    def _no_column(self, fact: Fact) -> int:
        return self._reason(Text(f"数据中没有“{fact.title.zh}”一列", f"the data has no column for the {fact.title.en}"))

    def _reason(self, reason: Text) -> int:
        if reason not in self.tape.reasons:
            self.tape.reasons.append(reason)
        return self.tape.constant(self.tape.reasons.index(reason) + 1)


def tape_of(expression: Numeric, bounds: Mapping[Fact, NumberBounds | WordBounds]) -> Tape:
    """Return the tape of a formula; the depth of its graph does not matter.

    Args:
        expression: The formula.
        bounds: What is known of the facts that have a column; a fact without one is lacking on every row.

    """
    recorder = _Recorder(Tape(bounds))
    for node in expression.walk():
        recorder.record(node)
    tape, result = recorder.tape, recorder.numbers[expression]
    top, bottom = (one if one.slot is None else tape.written(one) for one in (result.top, result.bottom))
    tape.result = IntegerQuotient(top, bottom, result.lacking)
    return tape
