"""Layouts and writers that fail: an error with plugin and item, and nothing is written, within the folder or outside."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from perfeval import NotFoundError, PluginError, Registry, Text, evaluate, hookimpl, load_dossier, produce
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
    return produce(EVALUATION, folder=folder, layouts=layouts, writers=[registry.writer("bad-format")])


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
