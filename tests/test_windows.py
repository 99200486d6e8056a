r"""What Windows does otherwise, as far as another system can try it: line ends, the mark of Notepad, paths with ``\``, file names."""

from __future__ import annotations

import json
from pathlib import Path, PureWindowsPath

import pytest

from perfeval import Dossier, PerfEvalError, Registry, draw, dump, evaluate, load_dossier, parse
from perfeval.model.plugin_faults import is_file_stem

ROOT = Path(__file__).parents[1]
WUHUA = (ROOT / "examples" / "wuhua-2023.yaml").read_text(encoding="utf-8")
FILES = [
    ROOT / "examples" / "wuhua-2023.yaml",
    *sorted((ROOT / "src/perfeval/data").glob("[so]*s/*.yaml")),
    *sorted((ROOT / "plugins").glob("*/src/*/data/[so]*s/*.yaml")),
]
REGISTRY = Registry.discover()
DRIVE = "C:\\档案\\2023年\\"


def on_windows(text: str) -> bytes:
    """Return a text as Notepad saves it."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_line_ends_change_no_value(path: Path) -> None:
    """A set, an overlay or a dossier is the same, and written again the same; its places too."""
    text = path.read_text(encoding="utf-8")
    one, other = (parse(source, name="x.yaml", vocabulary=REGISTRY.vocabulary) for source in (text, on_windows(text)))
    assert other == one
    assert dump(other) == dump(one)
    if isinstance(one, Dossier) and isinstance(other, Dossier):
        assert [row.place for row in other.rows] == [row.place for row in one.rows]


def test_json_with_windows_line_ends() -> None:
    """Is the same dossier."""
    text = json.dumps(parse(WUHUA, vocabulary=REGISTRY.vocabulary).to_dict(), ensure_ascii=False, indent=2)
    one = parse(text, name="x.json", vocabulary=REGISTRY.vocabulary)
    assert parse(on_windows(text), name="x.json", vocabulary=REGISTRY.vocabulary) == one


@pytest.mark.parametrize(("name", "text"), [("d.yaml", "year: 2024\nrows: ["), ("d.json", '{"year":\n 2024')])
def test_a_place_in_a_windows_file_is_told_as_it_is_called_there(name: str, text: str) -> None:
    """Drive, folders and all, with line and column; what kind of file it is, is seen by its suffix."""
    for source in (text, on_windows(text)):
        with pytest.raises(PerfEvalError) as caught:
            parse(source, name=DRIVE + name)
        (issue,) = caught.value.issues
        assert (issue.location.path, issue.location.line) == (DRIVE + name, 2)
        assert issue.render("zh").startswith(f"{DRIVE}{name}:2:")


def test_a_format_is_known_by_the_suffix_of_a_windows_path() -> None:
    """Whatever its case."""
    assert REGISTRY.writer_for(PureWindowsPath(DRIVE, "报告.DOCX")).format == "docx"


def test_every_document_can_be_a_file_of_windows() -> None:
    """By its name; no two differ by case alone."""
    for set_id in REGISTRY.set_ids:
        names = [layout.name for layout in REGISTRY.layouts_for(REGISTRY.indicator_set(set_id))]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(map(is_file_stem, names))
    dossier = load_dossier(ROOT / "examples" / "wuhua-2023.yaml", vocabulary=REGISTRY.vocabulary)
    evaluation = evaluate(dossier, indicators=REGISTRY.set_for(dossier))
    drawn = draw(evaluation, layouts=REGISTRY.layouts_for(evaluation.base), writers=[REGISTRY.writer_for(".html")])
    assert all(is_file_stem(one.name) for one in drawn)
