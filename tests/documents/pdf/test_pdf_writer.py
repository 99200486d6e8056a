"""PDF: every layout compiles, the same bytes twice, the text is in it, and a missing glyph is an error."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from perfeval import NotFoundError, Registry, evaluate, load_dossier
from perfeval.commands.entry import main
from perfeval.documents.pdf.pdf_writer import write_pdf
from perfeval.documents.pdf.typst_markup import typst_source, typst_string
from perfeval.plugin import Cell, Document, Grid, Paragraph, Title

EXAMPLE = Path(__file__).parents[3] / "examples" / "wuhua-2023.yaml"


def text_of(content: bytes, folder: Path) -> str:
    """Return the text of a PDF, without spaces, as poppler reads it."""
    path = folder / "x.pdf"
    path.write_bytes(content)
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return "".join(run.stdout.split())


@pytest.mark.parametrize("name", ["scoresheet", "report", "problems", "notes"])
def test_the_documents_of_the_seed_compile(name: str, tmp_path: Path) -> None:
    """PDF/UA-1, byte for byte the same, with the words of the document."""
    registry = Registry.discover()
    dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    evaluation = evaluate(dossier, indicators=registry.indicator_set(dossier.indicators))
    layout = {one.name: one for one in registry.layouts_for(evaluation.base)}[name]
    document = layout.build(evaluation, "zh")
    content = write_pdf(document)
    assert content == write_pdf(document)
    assert b"pdfuaid" in content
    wanted = {
        "scoresheet": "周三值班次数",
        "report": "综合评价情况及评价结论",
        "problems": "问题描述",
        "notes": "取整为2",
    }[name]
    assert wanted in text_of(content, tmp_path)


def test_text_never_becomes_markup(tmp_path: Path) -> None:
    """Hashes, brackets, quotes and backslashes are printed as they are."""
    hostile = '#panic("x") [a] *b* $c$ "d" \\e `f`'
    grid = Grid(rows=((Cell(text=hostile),),), widths=(1,))
    document = Document(name="x", title=hostile, blocks=(Title(text="t"), Paragraph(text=hostile), grid))
    assert "".join(hostile.split()) in text_of(write_pdf(document), tmp_path)
    assert typst_string('"') == '"\\""'
    assert "#panic" not in typst_source(document).replace(typst_string(hostile), "")


def test_a_character_without_a_font_is_an_error_that_names_it() -> None:
    """font-missing, with what to install."""
    document = Document(name="x", title="x", blocks=(Title(text="t"), Paragraph(text="\U000f0000")))
    with pytest.raises(NotFoundError) as caught:
        write_pdf(document)
    assert caught.value.issues[0].code == "font-missing"
    assert "fonts-noto-cjk" in caught.value.render("en")


def test_the_command_takes_font_folders(tmp_path: Path) -> None:
    """``perfeval pdf`` takes folders of fonts; ``run`` knows the format."""
    result = CliRunner().invoke(main, ["pdf", str(EXAMPLE), "-o", str(tmp_path / "a"), "--font-path", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert len(list((tmp_path / "a").glob("*.pdf"))) == 4
    again = CliRunner().invoke(main, ["run", str(EXAMPLE), "-o", str(tmp_path / "b"), "--formats", "pdf"])
    assert again.exit_code == 0, again.output
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_the_audit_is_drawn_as_pdf(tmp_path: Path) -> None:
    """By the suffix of its file."""
    output = tmp_path / "audit.pdf"
    result = CliRunner().invoke(main, ["audit", str(EXAMPLE), "-o", str(output)])
    assert result.exit_code == 1, result.output  # findings stand
    assert "绩效评价勾稽校验" in text_of(output.read_bytes(), tmp_path)
