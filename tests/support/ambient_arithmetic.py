"""Where source text computes with Decimals by the ambient context, as far as its annotations tell."""

from __future__ import annotations

import ast
from typing import NamedTuple

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod, ast.FloorDiv, ast.Pow)
_ASKING_THE_CONTEXT = {"sum", "abs", "round", "divmod", "pow"}
_METHODS_ASKING_IT = {"quantize", "normalize", "scaleb", "sqrt", "fma", "remainder_near", "to_eng_string"}


def _is_decimal_note(note: ast.expr | None) -> bool:
    return note is not None and ast.unparse(note) in {"Decimal", "Decimal | None", "'Decimal'", "'Decimal | None'"}


class Notes(NamedTuple):
    """What annotations say is a Decimal: attributes wherever they stand, and what functions return."""

    attributes: frozenset[str]
    functions: frozenset[str]


def decimal_notes(trees: list[ast.Module]) -> Notes:
    """Return the names of attributes and functions that are Decimals in every class and module that annotates them."""
    attributes: dict[str, set[bool]] = {}
    functions: dict[str, set[bool]] = {}
    for node in (one for tree in trees for one in ast.walk(tree)):
        if isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                    attributes.setdefault(one.target.id, set()).add(_is_decimal_note(one.annotation))
                if isinstance(one, ast.FunctionDef) and any(
                    ast.unparse(mark) == "property" for mark in one.decorator_list
                ):
                    attributes.setdefault(one.name, set()).add(_is_decimal_note(one.returns))
        if isinstance(node, ast.FunctionDef):
            functions.setdefault(node.name, set()).add(_is_decimal_note(node.returns))
    return Notes(
        *(frozenset(name for name, found in one.items() if found == {True}) for one in (attributes, functions))
    )


class _Ambient(ast.NodeVisitor):
    """Finds where a Decimal, as far as annotations tell, meets the ambient context."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.known: list[set[str]] = [set()]
        self.found: list[str] = []

    def is_decimal(self, node: ast.expr) -> bool:
        """Whether annotations tell that an expression is a Decimal."""
        if isinstance(node, ast.Name):
            return any(node.id in known for known in self.known)
        if isinstance(node, ast.Attribute):
            return node.attr in self.notes.attributes
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            return name == "Decimal" or name in self.notes.functions
        if isinstance(node, ast.BoolOp):
            return any(map(self.is_decimal, node.values))
        if isinstance(node, ast.IfExp):
            return self.is_decimal(node.body) or self.is_decimal(node.orelse)
        return isinstance(node, ast.GeneratorExp | ast.ListComp) and self.is_decimal(node.elt)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        self.known.append({one.arg for one in arguments if _is_decimal_note(one.annotation)})
        self.generic_visit(node)
        self.known.pop()

    def visit_Assign(self, node: ast.Assign) -> None:
        """Know the names that are given a Decimal."""
        if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and self.is_decimal(node.value):
            self.known[-1].add(node.targets[0].id)
        self.generic_visit(node)

    def _note(self, node: ast.expr | ast.AugAssign, *operands: ast.expr) -> None:
        if any(map(self.is_decimal, operands)):
            self.found.append(f"{node.lineno}: {ast.unparse(node)}")

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Note an operator."""
        if isinstance(node.op, _OPERATORS):
            self._note(node, node.left, node.right)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Note an operator that assigns."""
        self._note(node, node.target, node.value)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """Note a sign: it rounds."""
        if isinstance(node.op, ast.USub | ast.UAdd):
            self._note(node, node.operand)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Note what sums, measures or rounds."""
        if isinstance(node.func, ast.Name) and node.func.id in _ASKING_THE_CONTEXT:
            self._note(node, *node.args, *(one.value for one in node.keywords))
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS_ASKING_IT:
            self._note(node, node.func.value)
        self.generic_visit(node)


def ambient_decimals(tree: ast.Module, notes: Notes) -> list[str]:
    """Return where a module computes with Decimals by the ambient context."""
    visitor = _Ambient(notes)
    visitor.visit(tree)
    return visitor.found
