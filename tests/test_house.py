"""The house as its plan has it: floors, doors, names, sizes, mirrors. Each test reads the source as text or as a tree."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from ambient_arithmetic import ambient_decimals, decimal_notes

import perfeval
import perfeval.plugin
import perfeval.testing

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "perfeval"
TESTS = ROOT / "tests"
MOST_LINES = 400

# Where an import of our own may wait until it is needed, with what it waits for. Extras, which are not ours, may wait
# anywhere, and so may what one command alone needs.
DOORS = {
    ("model.dossier", "views.as_dict"): "a value shows itself",
    ("model.dossier", "views.notebook"): "a value shows itself",
    ("model.evaluation", "views.as_dict"): "a value shows itself",
    ("model.evaluation", "views.data_frame"): "a value shows itself",
    ("model.evaluation", "views.notebook"): "a value shows itself",
    ("model.indicator_set", "views.as_dict"): "a value shows itself",
    ("model.indicator_set", "views.notebook"): "a value shows itself",
    ("model.overlays", "views.as_dict"): "a value shows itself",
    ("codec.loading", "codec.text_files"): "the first file is read",
    ("codec.loading", "codec.parsing"): "the first file is read",
    ("codec.vocabulary", "scoring.kinds"): "no registry gave its own kinds",
    ("registry.built_in", "scoring.kinds"): "somebody asks for scorers",
    ("registry.admitted_kinds", "codec.registered_types"): "somebody asks for scorers",
    ("registry.built_in", "documents.contents.every_document"): "somebody asks for documents",
    ("registry.built_in", "documents.every_writer"): "somebody asks for formats",
    ("registry.built_in", "forms.national_form"): "somebody asks for readers",
    ("registry.built_in", "office.file_formats"): "somebody asks for openers",
    ("registry.built_in", "audit.families.every_family"): "somebody asks for rules",
}
# What is not of the core, by the module that alone may load it, or from the standard library when it is costly, or not there on every system.
EXTRAS = {"narwhals", "numpy", "xlsxwriter", "typst", "docx", "lxml", "jinja2", "importlib", "z3", "resource"}
# Tests of more than one module: of the whole project, or of things that are no module.
WHOLE_PROJECT = {
    "docs",
    "embedding",
    "windows",
    "names_with_slashes",
    "house",
    "architecture",
    "worked_examples",
    "requirements",
    "mutants",
}


class Import(NamedTuple):
    """One import of one of our modules by another."""

    importer: str
    imported: str
    deferred: bool


@cache
def modules() -> dict[str, Path]:
    """Return every module below ``perfeval``, by its dotted name without that."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        found[name.removesuffix(".__init__") if name != "__init__" else ""] = path
    return found


def _imports_in(node: ast.AST, importer: str, *, deferred: bool) -> list[Import]:
    found: list[Import] = []
    for child in ast.iter_child_nodes(node):
        inside = deferred or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(child, ast.ImportFrom) and (child.module or "").split(".")[0] == "perfeval":
            base = (child.module or "").removeprefix("perfeval").removeprefix(".")
            for alias in child.names:
                whole = f"{base}.{alias.name}".removeprefix(".")
                found.append(Import(importer, whole if whole in modules() else base, inside))
        found += _imports_in(child, importer, deferred=inside)
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Return every import of our own in the package, those for type checking included."""
    return tuple(
        one
        for name, path in modules().items()
        for one in _imports_in(ast.parse(path.read_text(encoding="utf-8")), name, deferred=False)
    )


def _circle(graph: dict[str, set[str]]) -> list[str]:
    """Return one circle of a graph, or nothing."""
    state: dict[str, int] = {}
    path: list[str] = []

    def visit(name: str) -> list[str]:
        state[name] = 1
        path.append(name)
        for below in sorted(graph.get(name, ())):
            if state.get(below) == 1:
                return [*path[path.index(below) :], below]
            if below not in state and (found := visit(below)):
                return found
        state[name] = 2
        path.pop()
        return []

    return next((found for name in sorted(graph) if name not in state and (found := visit(name))), [])


def test_no_circle_of_files() -> None:
    """Imports, those for type checking included, make no circle; only the doors lead up."""
    graph: dict[str, set[str]] = {}
    for one in imports():
        if (one.importer, one.imported) not in DOORS and one.importer:
            graph.setdefault(one.importer, set()).add(one.imported)
    assert _circle(graph) == []
    assert _circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]


def test_imports_wait_only_at_the_doors() -> None:
    """A deferred import of our own stands at a door that is named here, or in a command; every door is in use."""
    waiting = {(one.importer, one.imported) for one in imports() if one.deferred}
    assert {pair for pair in waiting if not pair[0].startswith("commands.")} == set(DOORS)


def test_every_deferred_import_says_why() -> None:
    """Each one outside the commands carries its reason; what is not ours and waits is an extra, or costly."""
    for name, path in modules().items():
        if name.startswith("commands"):
            continue
        tree = ast.parse(text := path.read_text(encoding="utf-8"))
        lines = text.splitlines()
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    assert re.search(r"# noqa: (?:[A-Z]+[0-9]+, )*PLC0415 - \w", lines[node.lineno - 1]), (
                        name,
                        node.lineno,
                    )
                    what = node.names[0].name if isinstance(node, ast.Import) else node.module or ""
                    assert what.split(".")[0] in EXTRAS | {"perfeval"}, (name, what)


def _too_alike(first: str, second: str) -> bool:
    """Whether two names differ by a letter or an ending only."""
    short, long = sorted((first, second), key=len)
    if long.startswith(short) and len(long) - len(short) <= 3:
        return True
    if len(first) == len(second):
        return sum(one != other for one, other in zip(first, second, strict=True)) <= 1
    return any(long[:index] + long[index + 1 :] == short for index in range(len(long)))


def test_no_two_names_are_alike() -> None:
    """No two modules or folders of the package share a name, or differ by a letter or an ending."""
    stems = Counter(path.stem for path in modules().values() if not path.stem.startswith("__"))
    stems.update(path.name for path in SOURCE.rglob("*") if (path / "__init__.py").exists())
    assert [name for name, count in stems.items() if count > 1] == []
    alike = [pair for pair in combinations(sorted(stems), 2) if _too_alike(*pair)]
    assert alike == []


@pytest.mark.parametrize(("first", "second"), [("reader", "readers"), ("reading", "readings"), ("cell", "cells")])
def test_alike_is_what_a_stranger_confuses(first: str, second: str) -> None:
    """The measure itself: an ending or a letter."""
    assert _too_alike(first, second)
    assert not _too_alike("overlays", "explanation")


def test_a_class_has_one_meaning() -> None:
    """No two public classes of the package share a name."""
    classes: Counter[str] = Counter()
    for path in modules().values():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes.update(node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")
    assert [name for name, count in classes.items() if count > 1] == []


def test_modules_are_short_and_say_what_they_are() -> None:
    """No module has more than about 400 lines, and each begins with a docstring."""
    for name, path in modules().items():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= MOST_LINES, name
        assert ast.get_docstring(ast.parse(text)), name


def test_what_is_defined_is_used() -> None:
    """Every function, class and constant of the package is named somewhere else in it, in a plugin or in the docs."""
    sources = [
        *SOURCE.rglob("*.py"),
        *ROOT.glob("plugins/*/src/**/*.py"),
        *ROOT.glob("docs/*.md"),
        ROOT / "pyproject.toml",
    ]
    words = Counter(word for path in sources for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))
    called_by_others = re.compile(r"__\w+__|perfeval_\w+|handle_\w+|new_\w+|_code_is_in_the_catalogue|visit_\w+")
    unused = []
    for name, path in modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assigned = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
        targets = [node.targets[0] if isinstance(node, ast.Assign) else node.target for node in assigned]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        names += [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        unused += [f"{name}.{one}" for one in names if words[one] == 1 and not called_by_others.fullmatch(one)]
    assert unused == []


def test_tests_mirror_the_tree() -> None:
    """A test stands on the floor it tests and is called after a module of it, or after the floor itself."""
    for path in sorted(TESTS.rglob("test_*.py")):
        floor = path.parent.relative_to(TESTS)
        stem = path.stem.removeprefix("test_")
        if floor == Path():
            assert stem in WHOLE_PROJECT or (SOURCE / f"{stem}.py").exists(), path
            continue
        assert (SOURCE / floor).is_dir(), path
        assert (SOURCE / floor / f"{stem}.py").exists() or stem.startswith(f"{floor.name}_"), path


@pytest.mark.parametrize("facade", [perfeval, perfeval.plugin, perfeval.testing])
def test_a_facade_says_the_same_thrice(facade: object) -> None:
    """What type checkers see, what is loaded, and ``__all__`` are the same names."""
    path = Path(str(facade.__file__))  # type: ignore[attr-defined]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typed = {
        alias.asname or alias.name: (node.module or "").removeprefix("perfeval.")
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed == facade._HOMES  # type: ignore[attr-defined]
    assert sorted(facade.__all__) == sorted(facade._HOMES)  # type: ignore[attr-defined]
    for name in facade.__all__:  # type: ignore[attr-defined]
        assert getattr(facade, name) is not None


def deeper_imports(text: str) -> set[str]:
    """Return what a text imports of perfeval that no façade lists: modules, and names that are no public names."""
    facades = {"perfeval": perfeval, "perfeval.plugin": perfeval.plugin, "perfeval.testing": perfeval.testing}
    found = set()
    for module, names in re.findall(r"^\s*from (perfeval[.\w]*) import (\([^)]*\)|[^\n#]+)", text, re.MULTILINE):
        if module.startswith("perfeval_"):
            continue
        public = facades[module].__all__ if module in facades else ()
        listed = (name.strip().split(" as ")[0] for name in names.strip("()\n ").split(","))
        found |= {f"{module}.{name}" for name in listed if name and name not in public}
    return found | set(re.findall(r"^\s*import (perfeval\.(?!plugin\b|testing\b)[.\w]+)", text, re.MULTILINE))


def test_plugins_and_pages_import_the_facades_alone() -> None:
    """The plugins in the tree with their tests, and all pages, import nothing deeper than the façades."""
    pages = {*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")} - {
        ROOT / "docs" / "architecture.md"
    }  # which is about the inside
    for path in [*ROOT.glob("plugins/*/src/**/*.py"), *ROOT.glob("plugins/*/tests/*.py"), *pages]:
        assert deeper_imports(path.read_text(encoding="utf-8")) == set(), path
    assert deeper_imports("from perfeval import registry\nimport perfeval.model.funds") != set()


def test_a_public_name_has_one_meaning() -> None:
    """No two modules define a public function, class or constant of one name, but where each of a kind has its own."""
    own = re.compile(r"perfeval_\w+|RULES")  # hooks and their implementations; the rules of each family
    homes: dict[str, set[str]] = {}
    for name, path in modules().items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            defined = [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
            if isinstance(node, ast.Assign | ast.AnnAssign):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                defined = [target.id] if isinstance(target, ast.Name) else []
            for one in defined:
                # A command is called as the function of the library that it runs.
                if not one.startswith("_") and not own.fullmatch(one) and not name.startswith("commands."):
                    homes.setdefault(one, set()).add(name)
    assert {one: found for one, found in homes.items() if len(found) > 1} == {}


def test_no_arithmetic_asks_the_ambient_context() -> None:
    """Wherever annotations tell, Decimals are computed with in their one home, and nobody asks for the thread's context."""
    paths = [*modules().items(), *((path.stem, path) for path in ROOT.glob("plugins/*/src/**/*.py"))]
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in paths}
    notes = decimal_notes(list(trees.values()))
    assert {"lost", "quantum", "full_marks"} <= notes.attributes
    # Strategies draw numbers for tests, and score nothing.
    found = {name: ambient_decimals(tree, notes) for name, tree in trees.items() if not name.startswith("testing.")}
    assert {name: places for name, places in found.items() if places} == {}
    for name, path in paths:
        assert not re.search(r"\b(get|set|local)context\b", path.read_text(encoding="utf-8")), name


@pytest.mark.parametrize(
    "text",
    [
        "def f(a: Decimal, b): return a - b",
        "def f(a: Decimal | None): return 1 / (a or 2)",
        "def f(one): return one.quantum * 2",
        "def f(one): return sum((row.lost for row in one), Decimal(0))",
        "def f(one): return abs(-one.quantum)",
        "def f(a: Decimal): return a.quantize(1)",
        "def f(a): total = Decimal(0); total += a",
        "def f(one): rest = one.full_marks; return rest % 3",
    ],
)
def test_ambient_arithmetic_is_seen(text: str) -> None:
    """The check itself sees each way in which the context is asked."""
    notes = decimal_notes([ast.parse("class A:\n    quantum: Decimal\n    full_marks: Decimal\n    lost: Decimal")])
    assert ambient_decimals(ast.parse(text), notes) != []
    assert ambient_decimals(ast.parse("def f(a: int, b): return a - sum(b)"), notes) == []


# Whoever cuts a text at "/" besides the address book: key paths of a file, fractions, units, parts of Office packages.
CUTS_AT_SLASHES = {
    "codec.located_issues",
    "codec.tree",
    "model.address_book",
    "model.numbers",
    "model.overlay_traces",
    "model.units",
    "documents.word.docx_writer",
    "documents.word.letterhead",
}
CUTTING = frozenset({"split", "rsplit", "partition", "rpartition", "find", "rfind", "index", "rindex"})


def cuts_at_slashes(tree: ast.AST) -> list[int]:
    """Return the lines in which a text is cut, or looked through, at ``/``."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CUTTING
        and any(
            (isinstance(one, ast.Constant) and one.value == "/")
            or (isinstance(one, ast.Name) and one.id == "SEPARATOR")
            for one in node.args
        )
    ]


def test_nobody_cuts_a_path() -> None:
    """A name may hold a ``/``: whoever needs the parts of a path gets the names, and only the address book reads addresses."""
    paths = [*modules().items()]
    paths += [
        (path.stem, path) for folder in ("plugins", "examples", "benchmarks") for path in (ROOT / folder).rglob("*.py")
    ]
    found = {name for name, path in paths if cuts_at_slashes(ast.parse(path.read_text(encoding="utf-8")))}
    assert found - CUTS_AT_SLASHES == set()
    assert cuts_at_slashes(ast.parse("top = one.path.partition('/')[0]; one.path.rpartition(SEPARATOR)")) == [1, 1]
