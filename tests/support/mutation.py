"""Mutants: small changes of a module's text, each of which a test ought to notice.

Made from the syntax tree and spliced into the text, so that a mutant differs from its original in one place. What has no behaviour
is left alone: docstrings, annotations, what is imported for type checkers, decorators, assertions, and the words of messages.
"""

from __future__ import annotations

import ast
import copy
import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}
# The words that these say are not behaviour; which of them is said is.
_MESSAGES = {"Text", "TypeError", "ValueError", "ZeroDivisionError", "TypeVar", "re.compile"}
_SAID = {"title", "message"}
_STATEMENTS = (ast.Expr, ast.AugAssign, ast.Raise, ast.Continue, ast.Break)


@dataclass(frozen=True)
class Mutant:
    """One change.

    Args:
        line: The line of the original that changes first.
        kind: What was done.
        text: The whole module with the change.

    """

    line: int
    kind: str
    text: str

    def diff(self, original: str) -> str:
        """Return the lines that differ."""
        lines = difflib.unified_diff(original.splitlines(), self.text.splitlines(), lineterm="", n=0)
        return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def mutants_of(text: str) -> list[Mutant]:
    """Return every mutant of a module, in the order of its lines; each differs from the original, and is Python."""
    found: dict[str, Mutant] = {}
    for node, replacement, kind in _Changes().of(ast.parse(text)):
        changed = _spliced(text, node, replacement)
        if changed != text:
            found.setdefault(changed, Mutant(line=node.lineno, kind=kind, text=changed))
    return sorted(found.values(), key=lambda one: (one.line, one.kind, one.text))


def _spliced(text: str, node: ast.stmt | ast.expr, replacement: str) -> str:
    lines = text.splitlines(keepends=True)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    before = "".join(lines[: node.lineno - 1]) + _bytes(lines[node.lineno - 1], 0, node.col_offset)
    after = _bytes(lines[node.end_lineno - 1], node.end_col_offset, None) + "".join(lines[node.end_lineno :])
    return before + replacement + after


def _bytes(line: str, start: int, end: int | None) -> str:
    """Return a part of a line by its bytes, as the tree counts."""
    return line.encode()[start:end].decode()


Change = tuple["ast.stmt | ast.expr", str, str]
"""What is replaced, by which text, and what that is called."""


class _Changes:
    """Walks a tree and makes every change."""

    def of(self, node: ast.AST) -> Iterator[Change]:
        """Yield the changes at *node* and below it."""
        if isinstance(node, ast.stmt):
            yield from self._of_statement(node)
        if isinstance(node, ast.expr):
            yield from self._of_expression(node)
        for child in self._below(node):
            yield from self.of(child)

    def _below(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what has behaviour below *node*."""
        if _has_no_behaviour(node):
            return
        left_out: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef):
            left_out = [*node.decorator_list, node.returns]
        elif isinstance(node, ast.ClassDef):
            left_out = [*node.decorator_list, *node.bases]
        elif isinstance(node, ast.AnnAssign):
            left_out = [node.annotation]
        elif isinstance(node, ast.Call):
            left_out = [one for one in node.keywords if one.arg == "strict"]  # asserts that two lists are of one length
        for child in ast.iter_child_nodes(node):
            if child not in left_out and not _is_docstring(child):
                yield child

    def _of_statement(self, node: ast.stmt) -> Iterator[Change]:
        if isinstance(node, _STATEMENTS) and not _is_docstring(node):
            yield node, "pass", "statement removed"
        if isinstance(node, ast.If | ast.While) and ast.unparse(node.test) != "TYPE_CHECKING":
            yield node.test, f"not ({ast.unparse(node.test)})", "condition turned round"
            if isinstance(node, ast.If) and not node.orelse:
                yield node.test, "False", "block never entered"
        if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
            yield node, "return None", "nothing returned"

    def _of_expression(self, node: ast.expr) -> Iterator[Change]:
        for kind, changed in self._changed(node):
            yield node, f"({ast.unparse(changed)})", kind

    def _changed(self, node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            yield "another operator", _with(node, op=_OPERATORS[type(node.op)]())
        elif isinstance(node, ast.Constant):
            yield from _other_constants(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMES:
            yield "opposite function", _with(node, func=ast.Name(_NAMES[node.func.id]))
        else:
            yield from _other_conditions(node)
            yield from _without_filters(node)


def _other_conditions(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Compare):
        for at, one in enumerate(node.ops):
            for other in _COMPARISONS[type(one)]:
                yield "another comparison", _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])
    elif isinstance(node, ast.BoolOp):
        yield "and for or", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for at in range(len(node.values)):
            rest = [one for position, one in enumerate(node.values) if position != at]
            yield "operand removed", _with(node, values=rest) if len(rest) > 1 else rest[0]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield "sign removed", node.operand
    elif isinstance(node, ast.IfExp):
        yield "branches changed round", _with(node, body=node.orelse, orelse=node.body)


def _without_filters(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        for at, one in enumerate(node.generators):
            if one.ifs:
                bare = copy.copy(one)
                bare.ifs = []
                yield (
                    "filter removed",
                    _with(node, generators=[*node.generators[:at], bare, *node.generators[at + 1 :]]),
                )


def _with(node: ast.expr, **changes: object) -> ast.expr:
    """Return a copy of a node with some fields changed."""
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _other_constants(node: ast.Constant) -> Iterator[tuple[str, ast.expr]]:
    value = node.value
    if isinstance(value, bool):
        yield "another constant", ast.Constant(not value)
    elif isinstance(value, int):
        yield "another constant", ast.Constant(value + 1)
        if value:
            yield "another constant", ast.Constant(value - 1)
    elif isinstance(value, str):
        yield "another constant", ast.Constant(f"{value}X")


def _has_no_behaviour(node: ast.AST) -> bool:
    """Whether nothing is changed below a node: what is imported or asserted, and what is only said."""
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in _MESSAGES
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return _is_for_readers(node)
    return isinstance(node, ast.Assert | ast.Import | ast.ImportFrom | ast.JoinedStr | ast.arg)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_for_readers(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether an assignment is a title, what an exception says, the fields named in a class, or another name for a type."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    value = ast.unparse(node.value) if node.value is not None else ""
    return (isinstance(target, ast.Name) and target.id in _SAID) or value.startswith(("Literal[", "tuple[", "dict["))
