"""The expression graph: a formula as it is recorded once, from which every number system is made.

A formula is written with ``+ - * /``, comparisons, :func:`where`, :func:`minimum` and :func:`maximum` over facts and constants.
Only :func:`where` is lazy: what the branch not taken reads is not asked for, so a formula guards a division by asking first.
"""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from attrs import frozen

from perfeval.scoring.lack_sentences import OF_NO_ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from perfeval.errors.language import Text
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.protocols import Rate, Unscorable

ArithmeticSign = Literal["+", "-", "*", "/"]
AnyExpression = TypeVar("AnyExpression", bound="Expression")
ComparisonSign = Literal["<", "<=", "=="]


class Expression:
    """A node of the graph; equal nodes compute the same."""

    __slots__ = ()

    @property
    def operands(self) -> tuple[Expression, ...]:
        """The nodes it is computed from, in the order in which they are."""
        return ()

    def __eq__(self, other: object) -> bool:
        """Whether *other* computes the same; every pair of nodes is looked at once, however often the graph shares it."""
        waiting: list[tuple[Any, Any]] = [(self, other)]
        seen: set[tuple[int, int]] = set()
        while waiting:
            one, two = waiting.pop()
            if one is two or (id(one), id(two)) in seen:
                continue
            if type(one) is not type(two) or hash(one) != hash(two):
                return False
            seen.add((id(one), id(two)))
            for name in _fields_of(type(one)):
                left, right = getattr(one, name), getattr(two, name)
                if isinstance(left, Expression):
                    waiting.append((left, right))
                elif left != right:
                    return False
        return True

    @abstractmethod
    def __hash__(self) -> int:
        """Return the hash of what it holds; each kind of node keeps its own."""

    def replaced(self, operands: Sequence[Any]) -> Expression:
        """Return the same node over other *operands*, in the order of :attr:`operands`."""
        values = [getattr(self, name) for name in _fields_of(type(self))]
        waiting = iter(operands)
        return type(self)(*(next(waiting) if isinstance(one, Expression) else one for one in values))

    def walk(self, *, within: tuple[type[Expression], ...] | None = None) -> Iterator[Expression]:
        """Yield every node of the graph once, operands first.

        Args:
            within: The kinds of nodes whose operands are visited too; None: all.

        """
        entered: set[int] = (
            set()
        )  # by identity: a hash is asked for once those of the operands are kept, however deep the graph
        seen: set[Expression] = set()
        waiting: list[tuple[Expression, bool]] = [(self, False)]
        while waiting:
            node, is_done = waiting.pop()
            if is_done and node not in seen:
                seen.add(node)
                yield node
            elif not is_done and id(node) not in entered:
                entered.add(id(node))
                waiting.append((node, True))
                if within is None or isinstance(node, within):
                    waiting.extend((operand, False) for operand in reversed(node.operands))


def _fields_of(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a class of nodes, all of which are attrs classes
    return tuple(one.name for one in getattr(kind, "__attrs_attrs__", ()))


class Numeric(Expression):
    """A node that is a number."""

    __slots__ = ()

    def __add__(self, other: NumericLike) -> Numeric:
        """Return the sum."""
        return Arithmetic("+", self, number(other))

    def __radd__(self, other: NumericLike) -> Numeric:
        """Return the sum."""
        return Arithmetic("+", number(other), self)

    def __sub__(self, other: NumericLike) -> Numeric:
        """Return the difference."""
        return Arithmetic("-", self, number(other))

    def __rsub__(self, other: NumericLike) -> Numeric:
        """Return the difference."""
        return Arithmetic("-", number(other), self)

    def __mul__(self, other: NumericLike) -> Numeric:
        """Return the product."""
        return Arithmetic("*", self, number(other))

    def __rmul__(self, other: NumericLike) -> Numeric:
        """Return the product."""
        return Arithmetic("*", number(other), self)

    def __truediv__(self, other: NumericLike) -> Numeric:
        """Return the quotient; the formula has made sure that *other* is not zero."""
        return Arithmetic("/", self, number(other))

    def __rtruediv__(self, other: NumericLike) -> Numeric:
        """Return the quotient; the formula has made sure that this is not zero."""
        return Arithmetic("/", number(other), self)

    def __lt__(self, other: NumericLike) -> Condition:
        """Return whether this is less."""
        return Comparison("<", self, number(other))

    def __le__(self, other: NumericLike) -> Condition:
        """Return whether this is at most *other*."""
        return Comparison("<=", self, number(other))

    def __gt__(self, other: NumericLike) -> Condition:
        """Return whether this is more."""
        return Comparison("<", number(other), self)

    def __ge__(self, other: NumericLike) -> Condition:
        """Return whether this is at least *other*."""
        return Comparison("<=", number(other), self)

    def equals(self, other: NumericLike) -> Condition:
        """Return whether the two are equal; ``==`` compares nodes."""
        return Comparison("==", self, number(other))


NumericLike = Numeric | Fraction | int


class Condition(Expression):
    """A node that is true or false."""

    __slots__ = ()

    def __or__(self, other: Condition) -> Condition:
        """Return whether one of the two holds; both are computed."""
        return Either(self, other)


@frozen(order=False, eq=False, unsafe_hash=True, cache_hash=True)
class Constant(Numeric):
    """A parameter."""

    value: Fraction


@frozen(order=False, eq=False, unsafe_hash=True, cache_hash=True)
class Arithmetic(Numeric):
    """A sum, difference, product or quotient."""

    sign: ArithmeticSign
    left: Numeric
    right: Numeric

    @property
    def operands(self) -> tuple[Expression, ...]:
        """The two sides."""
        return self.left, self.right


@frozen(order=False, eq=False, unsafe_hash=True, cache_hash=True)
class Extreme(Numeric):
    """The lesser or the greater of two numbers."""

    which: Literal["minimum", "maximum"]
    left: Numeric
    right: Numeric

    @property
    def operands(self) -> tuple[Expression, ...]:
        """The two sides."""
        return self.left, self.right


@frozen(order=False, eq=False, unsafe_hash=True, cache_hash=True)
class Where(Numeric):
    """One number where a condition holds, else another; the other is not computed."""

    condition: Condition
    yes: Numeric
    no: Numeric

    @property
    def operands(self) -> tuple[Expression, ...]:
        """The condition, then the branches."""
        return self.condition, self.yes, self.no


@frozen(order=False, eq=False, unsafe_hash=True, cache_hash=True)
class Undefined(Numeric):
    """No number: the facts do not suffice, or the set declares no rule for them.

    Args:
        reason: Why there is none.
        lacks: What is lacking, in one word (:class:`~perfeval.scoring.protocols.Unscorable`).
        mend: How to mend it.

    """

    reason: Text
    lacks: str = ""
    mend: Text | None = None

    @classmethod
    def of(cls, why: Unscorable) -> Undefined:
        """Return the node that is never a number, for the reason that *why* gives."""
        return cls(why.reason, why.lacks, why.mend)


class FactNode(Expression):
    """What is read from a row, its indicator or the money; ``fields`` are the keys of a row that hold it."""

    __slots__ = ()
    fields: ClassVar[tuple[str, ...]] = ()

    @property
    @abstractmethod
    def title(self) -> Text:
        """What it is called, in both languages."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which the actual value (实际完成值) is one, where there is such a list."""
        return ()

    @property
    def entry(self) -> tuple[str, str] | None:
        """Where its field holds many values by name: its name, and how a value is written; None: the field is the value."""
        return None


class NumberFact(FactNode, Numeric):
    """A number that is read; ``lower`` and ``upper`` bound it, None is unbounded."""

    __slots__ = ()

    @property
    def lower(self) -> Fraction | None:
        """The least value that can be read."""
        return None

    @property
    def upper(self) -> Fraction | None:
        """The greatest value that can be read."""
        return None

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the number as an integer ratio, its denominator positive, or why there is none: what only proofs know is of no row."""
        return OF_NO_ROW


class WordFact(FactNode):
    """A word that is read, of a row: the direction of its target, a yes or a no; ``words`` are all that can be read."""

    __slots__ = ()

    @property
    @abstractmethod
    def words(self) -> tuple[str, ...]:
        """Every word that can be read."""

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> str | Unscorable:  # noqa: ARG002 - as every fact
        """Return the word, or why there is none: what only proofs know is of no row."""
        return OF_NO_ROW

    def is_one_of(self, *words: str) -> Condition:
        """Return whether the word is one of *words*."""
        return OneOf(self, words)


Fact = NumberFact | WordFact


@frozen(order=False, eq=False, unsafe_hash=True, cache_hash=True)
class Comparison(Condition):
    """Whether two numbers stand in an order."""

    sign: ComparisonSign
    left: Numeric
    right: Numeric

    @property
    def operands(self) -> tuple[Expression, ...]:
        """The two sides."""
        return self.left, self.right


@frozen(order=False, eq=False, unsafe_hash=True, cache_hash=True)
class OneOf(Condition):
    """Whether a word is one of some."""

    fact: WordFact
    words: tuple[str, ...]

    @property
    def operands(self) -> tuple[Expression, ...]:
        """The word."""
        return (self.fact,)


@frozen(order=False, eq=False, unsafe_hash=True, cache_hash=True)
class Either(Condition):
    """Whether one of two conditions holds."""

    left: Condition
    right: Condition

    @property
    def operands(self) -> tuple[Expression, ...]:
        """The two sides."""
        return self.left, self.right


def number(value: NumericLike) -> Numeric:
    """Return *value* as a node."""
    return value if isinstance(value, Numeric) else Constant(Fraction(value))


def where(condition: Condition, yes: NumericLike, no: NumericLike) -> Numeric:
    """Return *yes* where *condition* holds, else *no*; the other is neither read nor computed."""
    return Where(condition, number(yes), number(no))


def minimum(left: NumericLike, right: NumericLike) -> Numeric:
    """Return the lesser of two numbers."""
    return Extreme("minimum", number(left), number(right))


def maximum(left: NumericLike, right: NumericLike) -> Numeric:
    """Return the greater of two numbers."""
    return Extreme("maximum", number(left), number(right))


def held(value: NumericLike) -> Numeric:
    """Return *value* held to [0, 1]."""
    return maximum(0, minimum(1, value))


def facts_of(expression: Expression) -> tuple[Fact, ...]:
    """Return the facts that a formula reads, each once."""
    return tuple(node for node in expression.walk() if isinstance(node, NumberFact | WordFact))


def substituted(expression: AnyExpression, nodes: Mapping[Expression, Expression]) -> AnyExpression:
    """Return *expression* with every node that is a key of *nodes* replaced by what stands there."""
    made: dict[Expression, Any] = {}
    for node in expression.walk():
        parts = [made[one] for one in node.operands]
        made[node] = nodes.get(node) or (node.replaced(parts) if parts else node)
    result: AnyExpression = made[expression]
    return result


def calculated(sign: ArithmeticSign, left: Fraction, right: Fraction) -> Fraction | None:
    """Return what a calculation with parameters alone comes to; None for a division by zero."""
    if sign == "/":
        return left / right if right else None
    return left + right if sign == "+" else left - right if sign == "-" else left * right
