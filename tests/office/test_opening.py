"""Forms from paths, bytes and open files: the kind is found from the content, whatever the file is called."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest

from perfeval import FileError, FormatError, Registry, draw, evaluate, load_dossier, read_form
from perfeval.model.reading import Reading

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
    assert unnamed.dossier.source.path == f"form{suffix}"
    assert unnamed.values[0].location.path == f"form{suffix}"


@pytest.mark.parametrize("name", ["上传.docx", ""])
def test_what_is_wrong_is_told_by_the_name(name: str) -> None:
    """That which the caller gives, or one that stands for it."""
    with pytest.raises(FormatError) as caught:
        read_form(b"PK but no archive", readers=READERS, name=name)
    assert [one.location.path for one in caught.value.issues] == [name or "form.xlsx"]
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
        assert reading.dossier.source.path == f"form.{old}"
