"""Formulas: written only where Excel is sure to compute what is printed; recalculated, they equal it to the digit."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perfeval.documents.blocks import Cell, Document, GradeOf, Grid, PageBreak, Quotient, Sum, Title
from perfeval.documents.excel.sum_formulas import fits, number_format
from perfeval.documents.excel.xlsx_writer import write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from perfeval.documents.blocks import Block, Formula

BANDS = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
# A profile of its own in which LibreOffice recalculates every workbook it loads (0 is "always").
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def _number(value: Decimal | str | int, key: str | None = None, formula: Formula | None = None) -> Cell:
    exact = Decimal(value)
    return Cell(text=f"{exact:f}", value=exact, role="number", key=key, formula=formula)


def _rate(value: Decimal | str, numerator: str, denominator: str) -> Cell:
    exact = Decimal(value)
    formula = Quotient(numerator=numerator, denominator=denominator)
    return Cell(text=f"{exact * 100:.2f}%", value=exact, percent=True, formula=formula, role="number")


def _workbook(*blocks: Block) -> bytes:
    return write_xlsx(Document(name="x", title="评价表", blocks=blocks, style="sheet"))


def _table(*rows: tuple[Cell, ...]) -> Grid:
    return Grid(rows=rows, widths=(1,) * max(map(len, rows)))


def _formulas(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(BytesIO(content))
    return [str(cell.value) for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def _one(*rows: tuple[Cell, ...]) -> list[str]:
    """Return the formulas of one table of four columns, which stand on the columns A to D."""
    blank = tuple(Cell() for _ in range(4))
    return _formulas(_workbook(_table(blank, *((*row, *blank)[:4] for row in rows))))


def test_sums_name_the_cells_of_their_keys() -> None:
    """Cells below one another are a range, others are listed, and ROUND mends binary fractions."""
    cells = [(_number("0.1", "a"), _number("0.2", "c")), (_number("0.2", "b"),)]
    total = _number("0.3", formula=Sum(of=("a", "b")))
    mixed = _number("0.5", formula=Sum(of=("a", "c", "b")))
    assert _one(*cells, (total,), (mixed,)) == ["=ROUND(SUM(A2:A3),2)", "=ROUND(SUM(A2,B2,A3),2)"]


def test_sums_pass_over_texts() -> None:
    """An indicator that does not apply (不涉及) leaves the total live."""
    rows = ((_number(4, "a"),), (Cell(text="不涉及", key="b"),), (Cell(key="c"),))
    assert _one(*rows, (_number(4, formula=Sum(of=("a", "b", "c"))),)) == ["=ROUND(SUM(A2:A4),2)"]


def test_sums_reach_other_sheets() -> None:
    """A key on another sheet is named with its sheet, quoted."""
    content = _workbook(
        Title(text="甲's"), _table((_number(1, "a"), *[Cell()] * 3)), PageBreak(), Title(text="乙"),
        _table((_number(1, formula=Sum(of=("a",))), *[Cell()] * 3)),
    )  # fmt: skip
    assert _formulas(content) == ["=ROUND(SUM('甲''s'!A2),2)"]


def test_ratios_and_grades_are_live() -> None:
    """A rate guards against an empty denominator; a grade asks for each lower bound in turn."""
    grade = Cell(text="优", formula=GradeOf(total="a", bands=BANDS))
    assert _one((_number(90, "a"), _number(100, "b")), (_rate("0.9", "a", "b"), grade)) == [
        '=IF(B2=0,"",ROUND(A2/B2,4))',
        '=IF(A2>=90,"优",IF(A2>=80,"良",IF(A2>=60,"中","差")))',
    ]


def test_a_rate_of_nothing_is_empty() -> None:
    """The rate of an empty row of funds is live and prints nothing."""
    rate = Cell(formula=Quotient(numerator="a", denominator="b"), percent=True)
    assert _one((Cell(key="a"), Cell(key="b")), (rate,)) == ['=IF(B2=0,"",ROUND(A2/B2,4))']


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(_number(3, formula=Sum(of=("a", "absent"))), id="a key that is not there"),
        pytest.param(_number(4, formula=Sum(of=("a", "words"))), id="a text that would have to count"),
        pytest.param(_number(3, formula=Sum(of=())), id="nothing to add"),
        pytest.param(_number(99, formula=Sum(of=("a",))), id="a stated total that is wrong"),
        pytest.param(_number(3, "self", Sum(of=("self",))), id="itself"),
        pytest.param(_number(3, "x", Sum(of=("y",))), id="in a circle"),
        pytest.param(_number("100000000000003.5", formula=Sum(of=("large", "half"))), id="more digits than Excel has"),
        pytest.param(Cell(text="三", value=Decimal(3), formula=Sum(of=("a",))), id="printed in words"),
        pytest.param(_rate("0.5", "a", "absent"), id="a rate of nothing known"),
        pytest.param(_rate("0.77", "a", "four"), id="a stated rate that is wrong"),
        pytest.param(Cell(text="—", formula=Quotient(numerator="a", denominator="zero")), id="a dash for no rate"),
        pytest.param(Cell(text="优", formula=GradeOf(total="a", bands=BANDS)), id="a stated grade that is wrong"),
        pytest.param(
            Cell(text="F(x", formula=GradeOf(total="a", bands=(("F(x", Decimal(0)),))), id="a name with a bracket"
        ),
        pytest.param(
            Cell(text="#N/A", formula=GradeOf(total="a", bands=(("#N/A", Decimal(0)),))), id="an error's name"
        ),
        pytest.param(Cell(text="差", formula=GradeOf(total="a", bands=BANDS[::-1])), id="bands upside down"),
        pytest.param(Cell(text="差", formula=GradeOf(total="words", bands=BANDS)), id="a grade of a text"),
        pytest.param(
            Cell(text="长" * 256, formula=GradeOf(total="a", bands=(("长" * 256, Decimal(0)),))), id="a long name"
        ),
    ],
)
def test_a_plain_value_stands_where_a_formula_could_err(cell: Cell) -> None:
    """The value of the evaluation is never replaced by another."""
    facts = (_number(3, "a"), Cell(text="不涉及", key="words"), _number(4, "four"), _number(0, "zero"))
    more = (
        _number(3, "y", Sum(of=("x",))) if cell.key == "x" else Cell(), _number("100000000000003", "large"),
        _number("0.5", "half"), cell,
    )  # fmt: skip
    content = _workbook(_table(facts, more))
    assert _formulas(content) == []
    found = openpyxl.load_workbook(BytesIO(content)).worksheets[0]["D2"].value
    assert found == (cell.text if number_format(cell) is None or cell.value is None else float(cell.value))


def test_a_number_longer_than_excel_has_digits_is_kept_as_text() -> None:
    """Sixteen digits are not rounded: they are written as text, and a note says so."""
    sheet = openpyxl.load_workbook(
        BytesIO(_workbook(_table((_number("1234567890123456.7"), *[Cell()] * 3))))
    ).worksheets[0]
    assert sheet["A1"].value == "1234567890123456.7"
    assert "15" in str(sheet["A1"].comment.text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
@example(Decimal("9.950"))
@example(Decimal("-0.005"))
def test_what_fits_comes_back_exactly(value: Decimal) -> None:
    """A number of up to fifteen digits survives the binary fraction, and is printed as it was."""
    cell = _number(value)
    content = _workbook(_table((cell, *[Cell()] * 3)))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        stored = re.search('<c r="A1"[^>]*><v>([^<]*)</v>', archive.read("xl/worksheets/sheet1.xml").decode())
    assert fits(value)
    assert stored is not None
    assert Decimal(stored[1]) == value
    assert float(stored[1]) == float(value)


@pytest.mark.parametrize(
    ("text", "value", "percent", "expected"),
    [
        ("91", "91", False, "General"),
        ("91.00", "91", False, "0.00"),
        ("1,234.50", "1234.5", False, "#,##0.00"),
        ("1234.50", "1234.5", False, "0.00"),
        ("12345678901", "12345678901", False, "0"),
        ("73.68%", "0.7368", True, "0.00%"),
        ("74%", "0.74", True, "0%"),
        ("", "5", False, ";;;"),
        ("-3.5", "-3.5", False, "0.0"),
        ("207株", "207", False, None),
        ("+5", "5", False, None),
        ("05", "5", False, None),
        ("5", "6", False, None),
        ("5%", "5", False, None),
        ("５", "5", False, None),
        ("NaN", "NaN", False, None),
        ("1" * 16, "1" * 16, False, None),
    ],
)
def test_number_formats_print_the_text(text: str, value: str, percent: bool, expected: str | None) -> None:  # noqa: FBT001 - a column of the table above
    """A number is shown as it was printed, or it stays text."""
    assert number_format(Cell(text=text, value=Decimal(value), percent=percent)) == expected


def _half_up(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _scoresheet() -> bytes:
    scores = [Decimal(number * 7 % 30) / 10 for number in range(45)]
    rows = [(_number(score, f"s{number}"), Cell(text="指标"), Cell(), Cell()) for number, score in enumerate(scores)]
    rows[20] = (Cell(text="不涉及", key="s20"), Cell(text="指标"), Cell(), Cell())
    scores[20] = Decimal(0)
    total = _number(sum(scores, Decimal(0)), "total", Sum(of=tuple(f"s{number}" for number in range(45))))
    name = next(name for name, bound in BANDS if total.value is not None and total.value >= bound)
    return _workbook(
        _table(*rows, (total, Cell(text=name, formula=GradeOf(total="total", bands=BANDS)), Cell(), Cell())),
    )


def _hard_sums() -> bytes:
    """Sums that come out wrong in binary fractions: tenths, thousandths, and what cancels out."""
    lists = [
        ["0.1", "0.2"],
        ["0.1"] * 10,
        ["1.005", "2.675", "-0.001"],
        ["0.7", "0.1", "-0.8"],
        ["99999999.99", "0.01"],
    ]
    rows = []
    for number, values in enumerate(lists):
        cells = [_number(value, f"{number}-{place}") for place, value in enumerate(values)]
        total = _number(sum(map(Decimal, values)), formula=Sum(of=tuple(f"{number}-{p}" for p in range(len(values)))))
        rows.append((*cells, *[Cell()] * (10 - len(cells)), total))
    return _workbook(_table(*rows))


def _hard_ratios() -> bytes:
    """Rates on a tie between two printed digits, and next to one."""
    pairs = [("293.08", "397.80"), ("14737", "20000"), ("0.00005", "1"), ("1.00005", "1"), ("1", "3"), ("2", "3")]
    pairs += [(f"{n}.5", "10000") for n in range(1, 60)] + [(f"{n}.35", "7000") for n in range(1, 40)]
    pairs += [(str(n), "20000") for n in range(1, 200, 2)]
    rows = [
        (
            _number(above, f"a{number}"),
            _number(below, f"b{number}"),
            _rate(_half_up(Fraction(above) / Fraction(below)), f"a{number}", f"b{number}"),
            Cell(),
        )
        for number, (above, below) in enumerate(pairs)
    ]
    return _workbook(
        _table(*rows, (Cell(key="x"), Cell(key="y"), Cell(formula=Quotient(numerator="x", denominator="y")), Cell()))
    )


def _grades() -> bytes:
    """Totals on the bounds of the bands, and one cent below them."""
    rows = []
    for number, total in enumerate(["100", "90", "89.99", "80", "79.99", "60", "59.99", "0"]):
        name = next(name for name, bound in BANDS if Decimal(total) >= bound)
        parts = (_number(Decimal(total) - Decimal("0.3"), f"p{number}"), _number("0.3", f"q{number}"))
        added = _number(total, f"t{number}", Sum(of=(f"p{number}", f"q{number}")))
        rows.append((*parts, added, Cell(text=name, formula=GradeOf(total=f"t{number}", bands=BANDS))))
    return _workbook(_table(*rows))


def _with_wrong_caches(content: bytes) -> tuple[bytes, int]:
    """Return the workbook with 0 as the stored result of every formula, and how many formulas it has."""
    target, count = BytesIO(), 0
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name).decode()
            data, found = re.subn(
                r'(<c r="\w+"(?: s="\d+")?)(?: t="str")?(><f>[^<]*</f>)<v>[^<]*</v>', r"\1\2<v>0</v>", data
            )
            count += found
            copy.writestr(name, data)
    return target.getvalue(), count


def _values(content: bytes) -> dict[str, object]:
    """Return what every cell shows; an empty text and an empty cell show the same."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        for row in sheet
        for cell in row
        if cell.value not in {None, ""}
    }


def test_recalculated_formulas_equal_what_is_printed(tmp_path: Path) -> None:
    """LibreOffice, made to recalculate workbooks whose stored results are all 0, finds every printed number again."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "this test needs LibreOffice (apt-get install libreoffice-calc-nogui)"
    user = tmp_path / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    books = {"scores": _scoresheet(), "sums": _hard_sums(), "ratios": _hard_ratios(), "grades": _grades()}
    formulas = 0
    for name, content in books.items():
        wrong, count = _with_wrong_caches(content)
        assert count == len(_formulas(content)) > 0
        assert _values(wrong) != _values(content)
        formulas += count
        (tmp_path / f"{name}.xlsx").write_bytes(wrong)
    assert formulas > 200
    subprocess.run(
        [
            soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"),
            *(str(tmp_path / f"{name}.xlsx") for name in books),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    for name, content in books.items():
        assert _values((tmp_path / "out" / f"{name}.xlsx").read_bytes()) == _values(content)
