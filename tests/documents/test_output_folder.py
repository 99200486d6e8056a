"""Layouts and writers that fail: an error with plugin and item, and nothing is written, within the folder or outside."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from perfeval import (
    FormatError,
    NotFoundError,
    PluginError,
    Registry,
    Text,
    draw,
    evaluate,
    hookimpl,
    load_dossier,
    produce,
)
from perfeval.plugin import Document, Issue, Layout, Title, Writer

REGISTRY = Registry.discover()
DOSSIER = load_dossier(Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml", vocabulary=REGISTRY.vocabulary)
EVALUATION = evaluate(DOSSIER, indicators=REGISTRY.set_for(DOSSIER))
CAUSES = [RuntimeError("x"), SystemExit(0), RecursionError(), KeyError("k")]
TITLE = Text("某", "some")
BLOCKS = (Title(text="某"),)


def produced(folder: Path, *, document: object = None, drawn: object = b"x") -> tuple[Path, ...]:
    """Write a document by a plugin's layout and writer that return or raise what is given."""

    def give(given: object) -> Any:
        if isinstance(given, BaseException):
            raise given
        return given

    made = Document(name="own", title="某", blocks=BLOCKS) if document is None else document
    layout = Layout(id="bad.layout", name="own", title=TITLE, build=lambda *_: give(made))
    writer = Writer(format="bad-format", suffix=".bad", title=TITLE, write=lambda _: give(drawn))
    module = SimpleNamespace(
        __name__="bad-plugin",
        perfeval_layouts=hookimpl(lambda: [layout]),
        perfeval_renderers=hookimpl(lambda: [writer]),
    )
    registry = Registry.of(module)
    layouts = [registry.layouts["cn.mof.notes"], registry.layouts["bad.layout"]]
    return produce(EVALUATION, folder=folder, layouts=layouts, writers=[registry.writers["bad-format"]])


def test_what_is_right_is_written(tmp_path: Path) -> None:
    """The measure of the others."""
    assert [path.name for path in produced(tmp_path)] == ["notes.bad", "own.bad"]


NAMES = ["../out", "a/b", "/tmp/out", "..", ".", "", "a\\b", "C:out", "a\0b", "a\nb", "NOTES", 1, None]  # noqa: S108 - a name that is refused
DOCUMENTS = [
    *CAUSES, 1, "text", b"x", [], (),
    *(Document(name=name, title="某", blocks=BLOCKS) for name in NAMES),  # type: ignore[arg-type]
    Document(name="own", title="某", blocks=None), Document(name="own", title="某", blocks=("text",)),  # type: ignore[arg-type]
    Document(name="own", title=None, blocks=BLOCKS),  # type: ignore[arg-type]
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(DOCUMENTS)))
def test_a_layout_that_fails_is_named_and_nothing_is_written(at: int, tmp_path: Path) -> None:
    """It raises, returns no document, or one whose name leaves the folder or is another's."""
    with pytest.raises(PluginError, match=r"bad\.layout") as caught:
        produced(tmp_path / "a" / "out", document=DOCUMENTS[at])
    assert "bad-plugin" in caught.value.render("zh")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("drawn", [*CAUSES, None, "text", 1, [1], bytearray(b"x")], ids=repr)
def test_a_writer_that_fails_is_named_and_nothing_is_written(drawn: object, tmp_path: Path) -> None:
    """It raises, or returns no bytes."""
    with pytest.raises(PluginError, match="bad-format") as caught:
        produced(tmp_path / "out", drawn=drawn)
    assert "bad-plugin" in caught.value.render("zh")
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_ours_is_what_was_meant(tmp_path: Path) -> None:
    """A font that is missing is no fault of the writer."""
    with pytest.raises(NotFoundError, match="font-missing"):
        produced(tmp_path, drawn=NotFoundError([Issue(code="font-missing", values={"text": "某"})]))


def test_documents_in_memory_are_those_of_the_folder(tmp_path: Path) -> None:
    """Name by name and byte by byte, each with its MIME type."""
    writers = [REGISTRY.writers[name] for name in ("docx", "xlsx", "pdf", "html", "markdown", "json")]
    layouts = REGISTRY.layouts_for(EVALUATION.base)
    drawn = draw(EVALUATION, layouts=layouts, writers=writers, language="en")
    paths = produce(EVALUATION, folder=tmp_path, layouts=layouts, writers=writers, language="en")
    assert [(one.name, one.content) for one in drawn] == [(path.name, path.read_bytes()) for path in paths]
    assert {one.name.partition(".")[2]: one.media_type for one in drawn} == {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
        "html": "text/html; charset=utf-8",
        "md": "text/markdown; charset=utf-8",
        "json": "application/json",
    }


def test_a_writer_that_says_nothing_draws_bytes() -> None:
    """``application/octet-stream``."""
    writer = Writer(format="own", suffix=".own", title=TITLE, write=lambda _: b"x")
    (file,) = draw(EVALUATION, layouts=[REGISTRY.layouts["cn.mof.notes"]], writers=[writer])
    assert (file.name, file.media_type, file.content) == ("notes.own", "application/octet-stream", b"x")


def test_two_formats_of_one_suffix_are_refused() -> None:
    """One file would take the other's place."""
    writers = [Writer(format=name, suffix=suffix, title=TITLE, write=lambda _: b"x") for name, suffix in SHARING]
    with pytest.raises(FormatError, match=r"the suffix \.own: a, b"):
        draw(EVALUATION, layouts=[REGISTRY.layouts["cn.mof.notes"]], writers=writers)


SHARING = [("a", ".own"), ("b", ".OWN"), ("c", ".other")]
