"""The page on the architecture: its walks are walked and its worked examples are worked, so that it cannot grow old."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from perfeval.commands.entry import main

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FORMS = ROOT / "tests" / "data" / "forms"
HOP = re.compile(r"^\| `([^`]+\.py)` \| `(\w+)` \| .+ \|$", re.MULTILINE)
FLOOR = re.compile(r"^\| `(\w+(?:\.py|/))` \| .+ \| .+ \|$", re.MULTILINE)


def section(title: str) -> str:
    """Return the text of a section or subsection of the page."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,3}} |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[2]


def entered(*arguments: str) -> list[tuple[str, str]]:
    """Return the functions of the house that a command enters, one after the other."""
    calls: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(str(ROOT)):
            calls.append((code.co_filename[len(str(ROOT)) + 1 :], code.co_name))

    sys.setprofile(note)
    try:
        result = CliRunner().invoke(main, arguments)
    finally:
        sys.setprofile(None)
    assert result.exit_code in (0, 1), result.output
    return calls


@pytest.mark.parametrize(
    ("title", "arguments"),
    [
        (
            "From a dossier to a Word file",
            ["run", str(ROOT / "examples" / "wuhua-2023.yaml"), "--formats", "docx", "-o"],
        ),
        ("From a form to a finding", ["audit", str(FORMS / "wuhua-2023.docx")]),
    ],
)
def test_a_walk_goes_where_the_page_says(title: str, arguments: list[str], tmp_path: Path) -> None:
    """Every hop is a function that the command enters after it has entered the hop before."""
    hops = HOP.findall(section(title))
    assert len(hops) == section(title).count("\n| `") >= 15  # no row in another shape
    calls = iter(entered(*arguments, *([str(tmp_path)] if arguments[-1] == "-o" else [])))
    assert [hop for hop in hops if hop not in calls] == []  # each "in" goes on behind the hop before


def test_the_map_is_the_tree() -> None:
    """Every floor of the package is on the map, and nothing that is not there."""
    floors = {path.name + "/" for path in (ROOT / "src" / "perfeval").iterdir() if (path / "__init__.py").exists()}
    assert set(FLOOR.findall(section("The map"))) == floors | {"plugin.py"}


def worked(title: str, folder: Path, *, most_files: int, check: str) -> str:
    """Apply the change of a worked example to a copy of the package, run a program there, and return what it prints."""
    diff = re.search(r"```diff\n(.*?)```", section(title), re.DOTALL)
    assert diff is not None
    files = re.findall(r"^\+\+\+ b/(.+)$", diff[1], re.MULTILINE)
    assert len(files) <= most_files
    assert not [file for file in files if "/codec/" in file]
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    patch = subprocess.run(["git", "apply", "-"], cwd=folder, input=diff[1].encode(), capture_output=True, check=False)
    assert patch.returncode == 0, patch.stderr.decode()
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1", "PERFEVAL_PLUGINS": ""}
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


SCORER = """
from perfeval import Registry, dump, evaluate, explain
from perfeval.codec.loading import parse
from perfeval.codec.schema import schema_of
from perfeval.codec.blank_dossier import dossier_template
from perfeval.workbook.blank_workbook import write_blank_workbook
registry = Registry.of()
indicators = parse('''format: 1
indicator-set: demo
title: demo
indicators:
  - {code: A, name: 数, points: 100, scorer: {type: halved}}
''')
dossier = parse('''format: 1
indicators: demo
year: 2024
project: {name: 示例}
rows: {数: {target: ≥4个, actual: 3个}}
''')
evaluation = evaluate(dossier, indicators=indicators)
assert parse(dump(indicators)) == indicators
assert "halved" in str(schema_of("indicator-set"))
assert dossier_template(indicators)
assert write_blank_workbook(indicators, year=2024)
assert "halved" in registry.scorers
print(evaluation.total, explain(evaluation, address="数")[0].speak("zh"))
"""

MONEY = """
from io import BytesIO
from pathlib import Path
from openpyxl import load_workbook
from perfeval import Registry, dump, evaluate
from perfeval.audit.case import Case
from perfeval.audit.inspection import audit_case
from perfeval.codec.loading import parse
from perfeval.codec.schema import schema_of
from perfeval.documents.output_folder import produce
from perfeval.forms.recognition import read_form
from perfeval.workbook.blank_workbook import write_blank_workbook
registry = Registry.of()
indicators = registry.indicator_set("cn.mof.2020-10.self")
dossier = parse('''format: 1
indicators: cn.mof.2020-10.self
year: 2024
project: {name: 示例}
funds: {unit: 万元, 财政拨款: {initial: 10, adjusted: 10, arrived: 10, spent: 8, carried: 2}}
rows:
  产出指标/数量指标/甲: {points: 50, target: ≥1个, actual: 1个}
  效益指标/社会效益指标/乙: {points: 30, score: 30}
  满意度指标/服务对象满意度指标/丙: {points: 10, score: 10}
''')
evaluation = evaluate(dossier, indicators=indicators)
assert parse(dump(dossier)).funds == dossier.funds
assert "carried" in str(schema_of("dossier"))
layouts = [one for one in registry.layouts_for(indicators) if one.name in ("scoresheet", "report")]
files = produce(evaluation, folder=Path("out"), layouts=layouts, writers=list(registry.writers.values()))
sheet = next(file for file in files if file.name.endswith("sheet.docx"))
reading = read_form(sheet, readers=registry.readers.values())[0]
assert reading.dossier.funds.sources[0].carried == 2, reading.dossier.funds
assert audit_case(Case.of(dossier, indicators=indicators), rules=registry.audit_rules.values())
book = load_workbook(BytesIO(write_blank_workbook(indicators, year=2024)))
assert "结转结余数" in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
print(dossier.funds.amount("carried"))
"""

ROW = """
from pathlib import Path
from perfeval import Registry, dump, evaluate
from perfeval.codec.loading import parse
from perfeval.codec.schema import schema_of
from perfeval.documents.output_folder import produce
from perfeval.forms.recognition import read_form
registry = Registry.of()
indicators = registry.indicator_set("cn.mof.2020-10.self")
dossier = parse('''format: 1
indicators: cn.mof.2020-10.self
year: 2024
project: {name: 示例}
funds: {unit: 万元, 财政拨款: {initial: 10, adjusted: 10, arrived: 10, spent: 8}}
rows:
  产出指标/数量指标/甲: {points: 50, target: ≥1个, actual: 1个, baseline: 去年 3个}
  效益指标/社会效益指标/乙: {points: 30, score: 30}
  满意度指标/服务对象满意度指标/丙: {points: 10, score: 10}
''')
assert parse(dump(dossier)) == dossier
assert "基期值" in str(schema_of("dossier"))
layouts = [one for one in registry.layouts_for(indicators) if one.name == "scoresheet"]
evaluation = evaluate(dossier, indicators=indicators)
files = produce(evaluation, folder=Path("out"), layouts=layouts, writers=[registry.writers["docx"]])
reading = read_form(files[0], readers=registry.readers.values())[0]
print([row.baseline for row in reading.dossier.rows if row.baseline])
"""


@pytest.mark.parametrize(
    ("title", "most_files", "check", "printed"),
    [
        ("A new kind of scorer: two files", 2, SCORER, "50.00 一半；100 × 50% = 50\n"),
        ("A column of money: one file", 2, MONEY, "2\n"),
        ("A column of a row: three files", 3, ROW, "['去年 3个']\n"),
    ],
)
def test_a_worked_example_works(title: str, most_files: int, check: str, printed: str, tmp_path: Path) -> None:
    """The change on the page touches no more files than promised, and the codec, the schema, forms and documents follow it."""
    assert worked(title, tmp_path, most_files=most_files, check=check) == printed
