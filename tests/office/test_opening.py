"""Forms from paths, bytes and open files: the kind is found from the content, whatever the file is called."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from perfeval import FileError, FormatError, Registry, Text, draw, evaluate, hookimpl, load_dossier, read_form
from perfeval.batches.audit_in_bulk import audit_files
from perfeval.batches.found_files import forms_in
from perfeval.batches.read_in_bulk import read_forms
from perfeval.model.reading import Reading
from perfeval.plugin import ErrorCode, FormFile, FormGrid, GridCell, Opener

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "tests" / "data" / "forms"
REGISTRY = Registry.discover()
READERS = tuple(REGISTRY.readers.values())


def page() -> bytes:
    """Return a form as a web page."""
    dossier = load_dossier(ROOT / "examples" / "wuhua-2023.yaml", vocabulary=REGISTRY.vocabulary)
    evaluation = evaluate(dossier, indicators=REGISTRY.set_for(dossier))
    layouts = [REGISTRY.layout_for(evaluation.base, "scoresheet")]
    return draw(evaluation, layouts=layouts, writers=[REGISTRY.writers["html"]])[0].content


CONTENTS = {
    ".docx": (FORMS / "29-anhui-jinzhai-bumen-2023.docx").read_bytes(),
    ".xlsx": (FORMS / "29-anhui-jinzhai-bumen-2023.xlsx").read_bytes(),
    ".html": page(),
}


def data_of(readings: tuple[Reading, ...], name: str) -> list[object]:
    """Return readings as data, with the file's own name in the place of *name*."""
    return [str(one.to_dict()).replace(name, "NAME") for one in readings]


@pytest.mark.parametrize("suffix", list(CONTENTS))
def test_a_form_in_memory_reads_as_on_disk(suffix: str, tmp_path: Path) -> None:
    """Bytes and open files, with a name that says nothing or something else, or without one."""
    content = CONTENTS[suffix]
    path = tmp_path / "form"
    path.write_bytes(content)
    expected = data_of(read_form(path, readers=READERS), str(path))
    assert data_of(read_form(content, readers=READERS, name="上传.bin"), "上传.bin") == [
        one.replace("'form'", "'上传'") for one in map(str, expected)
    ]
    with path.open("rb") as stream:
        assert read_form(stream, readers=READERS, name="a.doc") == read_form(content, readers=READERS, name="a.doc")
    (unnamed,) = read_form(io.BytesIO(content), readers=READERS)
    assert unnamed.dossier.source.path == "form"
    assert unnamed.values[0].location.path == "form"


@pytest.mark.parametrize("name", ["上传.docx", ""])
def test_what_is_wrong_is_told_by_the_name(name: str) -> None:
    """That which the caller gives, or one that stands for it."""
    with pytest.raises(FormatError) as caught:
        read_form(b"PK but no archive", readers=READERS, name=name)
    assert [one.location.path for one in caught.value.issues] == [name or "form"]
    with pytest.raises(FileError, match=f"empty: {name or 'form'}"):
        read_form(b"", readers=READERS, name=name)
    with pytest.raises(FormatError, match="wrong-type"):
        read_form(7, readers=READERS, name=name)  # type: ignore[arg-type]


def test_an_old_file_is_known_by_its_streams(tmp_path: Path) -> None:
    """The bytes of an .xls and of a .doc need no name."""
    for suffix, old in ((".xlsx", "xls"), (".docx", "doc")):
        source = tmp_path / f"form{suffix}"
        source.write_bytes(CONTENTS[suffix])
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", old, "--outdir", str(tmp_path), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        (reading,) = read_form((tmp_path / f"form.{old}").read_bytes(), readers=READERS)
        (new,) = read_form(CONTENTS[suffix], readers=READERS)
        assert [row.address for row in reading.dossier.rows] == [row.address for row in new.dossier.rows]


LINES = "项目名称|某项目\n一级指标|二级指标|三级指标|分值|得分\n产出|数量|咨询台|100|90\n"


def opened(content: bytes, name: str) -> FormFile:
    """Open a table of lines."""
    rows = [line.split("|") for line in content.decode().splitlines()]
    cells = [
        GridCell(text=text, row=row, column=column)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
    ]
    return FormFile(path=name, kind="lines", parts=(FormGrid(name="表1", cells=tuple(cells), row_count=len(rows)),))


def registry_with(*openers: Opener) -> Registry:
    """Return a registry that knows openers of a plugin."""
    return Registry.of(SimpleNamespace(__name__="own", perfeval_file_openers=hookimpl(lambda: list(openers))))


def opener(**changes: Any) -> Opener:
    """Return an opener of tables of lines, with changes."""
    usual = {"id": "lines", "title": Text("行", "lines"), "suffixes": (".lines.txt",), "open": opened}
    return Opener(**{**usual, "recognise": lambda content: 90 * (b"|" in content), **changes})


def read_lines(*openers: Opener) -> tuple[Reading, ...]:
    """Read the table of lines with the built-in openers and these."""
    registry = registry_with(*openers)
    return read_form(LINES.encode(), name="x", readers=READERS, openers=registry.openers.values())


def test_a_plugin_opens_a_kind_of_file_of_its_own() -> None:
    """What is built in still opens what it did, however sure somebody else is."""
    (reading,) = read_lines(opener())
    assert [(row.name, row.score) for row in reading.dossier.rows] == [("咨询台", 90)]
    with pytest.raises(FormatError, match="html / xls / xlsx file: of no known kind"):
        read_form(LINES.encode(), readers=READERS)


def give(result: object) -> Any:
    """Return a result, or raise it."""
    if isinstance(result, BaseException):
        raise result
    return result


NONSENSE: list[Any] = [None, 1.5, "x", -1, 101, True, b"x", RuntimeError("x"), SystemExit(0), KeyError("k")]


@pytest.mark.parametrize("at", range(len(NONSENSE)))
def test_an_opener_that_fails_is_told_and_the_next_opens(at: int) -> None:
    """It raises, is sure by nonsense, or gives no file; told with plugin, opener and file."""
    for bad in (
        opener(id="bad", recognise=lambda _: give(NONSENSE[at])),
        opener(id="bad", recognise=lambda _: 95, open=lambda *_: give(NONSENSE[at])),
    ):
        (reading,) = read_lines(opener(), bad)
        (problem,) = reading.problems
        assert problem.code in {"plugin-raised", "plugin-returned"}
        assert "file opener bad of the plugin own" in str(problem)
        assert problem.location.path == "x"
        with pytest.raises(FormatError, match="file opener bad of the plugin own") as caught:
            read_lines(bad)
        assert caught.value.issues[-1].code == "form-corrupt"


def test_what_an_opener_refuses_is_raised_with_its_code() -> None:
    """Of perfeval, or of its own; the file is named."""
    own = ErrorCode(code="own.empty", sentence=Text("{what} 是空的", "{what} is empty"))
    refusing = opener(open=lambda *_: give(FormatError([own.issue(values={"what": "表"})])))
    with pytest.raises(FormatError, match=r"^x: 表 is empty \[own\.empty\]$") as caught:
        read_lines(refusing)
    assert caught.value.issues[0].to_dict("zh")["message"] == "表 是空的"


def test_files_of_a_plugins_kind_are_found_in_folders(tmp_path: Path) -> None:
    """By the audit and by reading, in processes too."""
    for number in range(3):
        (tmp_path / f"{number}.lines.txt").write_text(LINES, "utf-8")
    (tmp_path / "other.txt").write_text(LINES, "utf-8")
    registry = registry_with(opener())
    assert len(forms_in([tmp_path], registry=registry)) == 3
    results, errors = audit_files([tmp_path], registry=registry)
    assert (len(results), errors) == (3, ())
    made = read_forms(forms_in([tmp_path], registry=registry), folder=tmp_path / "out", registry=registry, workers=1)
    assert made.count("read") + made.count("partly") == 3
