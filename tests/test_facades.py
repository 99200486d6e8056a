"""What `import perfeval` loads, and what each part may not need."""

from __future__ import annotations

import subprocess
import sys
from enum import Enum
from typing import Any, get_args

import attrs
import pytest

import perfeval
import perfeval.plugin
from perfeval import Dossier, Indicator, IndicatorSet, Overlay, apply_overlay
from perfeval.model.validated import resolved_fields
from perfeval.plugin import Add, ChecklistItem, Goals, Move, Ratio, Remove, SetFields
from perfeval.scoring.kinds import AGGREGATORS, SCORERS

EXTRAS = (
    "docx",
    "lxml",
    "xlsxwriter",
    "typst",
    "openpyxl",
    "python_calamine",
    "jinja2",
    "click",
    "rich",
    "narwhals",
    "pandas",
    "polars",
)


def loaded_after(statement: str) -> set[str]:
    """Return the top-level modules that a fresh process holds after *statement*."""
    program = f"import sys; {statement}; print(' '.join(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_perfeval_loads_no_library_but_attrs() -> None:
    """cattrs, pluggy and yaml come on first use; no extra ever comes with the core."""
    assert not loaded_after("import perfeval") & {"cattrs", "pluggy", "yaml", *EXTRAS}


def test_scoring_loads_no_extra() -> None:
    """Loading, scoring and explaining need the core alone."""
    statement = (
        "from perfeval import Registry, evaluate, explain, load_dossier; "
        "r = Registry.discover(); d = load_dossier('examples/wuhua-2023.yaml', vocabulary=r.vocabulary); "
        "explain(evaluate(d, indicators=r.indicator_set(d.indicators)))"
    )
    assert not loaded_after(statement) & set(EXTRAS)


def test_the_facade_is_sorted_small_and_whole() -> None:
    """At most 52 names, in order, each of which is there: 48, and what a service needs that has no files (parse, draw, DrawnFile …)."""
    assert list(perfeval.__all__) == sorted(perfeval.__all__, key=lambda name: (name[0].islower(), name))
    assert len(perfeval.__all__) <= 52
    for name in perfeval.__all__:
        assert getattr(perfeval, name) is not None
    assert set(perfeval.__all__) <= set(dir(perfeval))


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="no attribute 'evalute'"):
        _ = perfeval.evalute


@pytest.mark.parametrize(
    ("missing", "statement", "extra"),
    [
        ("docx", "from perfeval.documents.word.docx_writer import write_docx; write_docx(document)", "docx"),
        ("xlsxwriter", "from perfeval.documents.excel.xlsx_writer import write_xlsx; write_xlsx(document)", "xlsx"),
        ("typst", "from perfeval.documents.pdf.pdf_writer import write_pdf; write_pdf(document)", "pdf"),
        ("jinja2", "from perfeval.documents.web.html_writer import write_html; write_html(document)", "html"),
        ("rich", "import perfeval.commands.terminal", "cli"),
    ],
)
def test_a_missing_extra_names_its_pip_line(missing: str, statement: str, extra: str) -> None:
    """The error is an ImportError that says what to install."""
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from perfeval import MissingExtraError\n"
        "from perfeval.documents.blocks import Document, Paragraph\n"
        "document = Document(name='x', title='x', blocks=(Paragraph(text='x'),))\n"
        "try:\n"
        f"    {statement}\n"
        "except MissingExtraError as error:\n"
        "    print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert f"perfeval[{extra}]" in run.stdout


def classes_held_by(*kinds: Any) -> set[type]:
    """Return every class of a value that values of these kinds can hold, however deep."""
    found: set[type] = set()
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if not isinstance(kind, type) or kind in found or not (attrs.has(kind) or issubclass(kind, Enum)):
            continue
        found.add(kind)
        waiting += [one.type for one in resolved_fields(kind)] if attrs.has(kind) else []
    return found


def test_every_value_that_a_dossier_or_a_set_holds_is_public() -> None:
    """Each class that a file can make, operations and scorers included, is in one of the façades."""
    held = classes_held_by(Dossier, IndicatorSet, Overlay, *SCORERS, *AGGREGATORS)
    assert {Add, Goals, ChecklistItem, perfeval.Absence, Ratio} <= held
    names = [getattr(module, name) for module in (perfeval, perfeval.plugin) for name in module.__all__]
    public = {one for one in names if isinstance(one, type)}
    assert {one.__qualname__ for one in held if one not in public} == set()


def test_an_overlay_is_made_of_public_names() -> None:
    """Every operation, and what it makes of its base."""
    base = IndicatorSet(
        id="cn.base",
        title="基础",
        indicators=(Indicator(code="A", name="甲", points=60), Indicator(code="B", name="乙", points=40)),
    )
    overlay = Overlay(
        id="cn.over",
        base="cn.base",
        operations=(
            Add(parent="", indicator=Indicator(code="C", name="丙", points=40, scorer=Ratio())),
            Remove(target="乙"),
            Move(target="C", to="", before="A"),
            SetFields(target="甲", changes={"name": "甲一"}),
        ),
    )
    made = apply_overlay(overlay, base=base)
    assert [one.name for one in made.indicators] == ["丙", "甲一"]
