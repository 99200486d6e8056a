"""The logs: silent until somebody listens; then each area says what was done, and never what stands in a dossier."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest

from perfeval import Case, Registry, audit_case, evaluate, hookimpl, load_dossier, produce, prove, read_form
from perfeval.batches.worker_processes import worked
from perfeval.logs import Area
from perfeval.plugin import Reader, Text

ROOT = Path(__file__).parents[1]
WUHUA = ROOT / "examples" / "wuhua-2023.yaml"
FORM = min((ROOT / "tests" / "data" / "forms").glob("*.docx"))
MISTAKE = "no such cell"


def fails(_: object) -> int:
    """Fail, as a reader of a plugin may."""
    raise LookupError(MISTAKE)


class BrokenPlugin:
    """A plugin whose reader fails."""

    @hookimpl
    def perfeval_readers(self) -> list[Reader]:
        """Bring it."""
        return [Reader(id="broken", title=Text("坏", "broken"), recognise=fails, read=lambda _: ())]


def size_of(path: Path, registry: Registry) -> int:
    """Do some work on a file."""
    del registry
    return path.stat().st_size


def test_every_area_says_what_was_done(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """From a file to its documents; a warning only where something failed, with the traceback of what a plugin raised."""
    caplog.set_level(logging.DEBUG, "perfeval")
    registry = Registry.discover()
    dossier = load_dossier(WUHUA, vocabulary=registry.vocabulary)
    indicators = registry.set_for(dossier)
    evaluation = evaluate(dossier, indicators=indicators)
    audit_case(Case.of(dossier, indicators=indicators), rules=registry.audit_rules.values())
    layouts = [registry.layout_for(indicators, "report")]
    (path,) = produce(evaluation, folder=tmp_path, layouts=layouts, writers=[registry.writer_for(".html")])
    prove(registry.indicator_set("cn.mof.2020-10.self"))
    assert list(worked(size_of, [FORM], registry=registry, workers=1))
    assert "WARNING" not in {one.levelname for one in caplog.records}
    read_form(FORM, readers=[*registry.readers.values(), *BrokenPlugin().perfeval_readers()])
    assert {one.name for one in caplog.records} == {f"perfeval.{area}" for area in get_args(Area)}
    (warning,) = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert (warning.name, MISTAKE in warning.getMessage()) == ("perfeval.plugins", True)
    assert warning.exc_info is not None
    assert warning.exc_info[0] is LookupError
    written = next(one.getMessage() for one in caplog.records if one.name == "perfeval.files" and "wrote" in one.msg)
    assert written == f"wrote {path}: {path.stat().st_size} bytes"
    assert "logs.py" not in {one.filename for one in caplog.records}


def test_nothing_of_a_dossier_is_recorded(caplog: pytest.LogCaptureFixture) -> None:
    """Its id, and nothing that it holds: no name, no text, no score."""
    caplog.set_level(logging.DEBUG, "perfeval")
    registry = Registry.discover()
    (reading,) = read_form(FORM, readers=registry.readers.values())
    case = Case.of(reading.dossier, indicators=registry.set_for(reading.dossier))
    audit_case(case, rules=registry.audit_rules.values())
    told = "\n".join(one.getMessage() for one in caplog.records)
    project = reading.dossier.project
    texts = {
        project.name,
        project.unit,
        *(text for row in reading.dossier.rows for text in (row.reason, *row.evidence)),
    }
    assert not [text for text in texts if len(text) > 2 and text in told]


def test_a_plugin_that_cannot_be_used_is_recorded(caplog: pytest.LogCaptureFixture) -> None:
    """With what is wrong, in the area of plugins."""
    with caplog.at_level(logging.WARNING, "perfeval.plugins"):
        assert Registry.of(SimpleNamespace(__name__="empty"), strict=False).failures
    assert [one.name for one in caplog.records] == ["perfeval.plugins"]
    assert "empty" in caplog.text


HOST = """
import sys
{before}
from perfeval import Registry, evaluate, load_dossier
assert {loaded} == ("logging" in sys.modules)
assert Registry.of(type("Empty", (), {{"__name__": "empty"}})(), strict=False).failures
registry = Registry.discover()
dossier = load_dossier({path!r}, vocabulary=registry.vocabulary)
assert evaluate(dossier, indicators=registry.set_for(dossier)).total == 91
assert {loaded} == ("logging" in sys.modules)
"""


@pytest.mark.parametrize("before", ["", "import logging"], ids=["nobody listens", "nothing is set up"])
def test_it_is_silent_by_default(before: str) -> None:
    """A program hears nothing, warnings of plugins included; and one that has not imported logging does not get it."""
    program = HOST.format(before=before, loaded=bool(before), path=str(WUHUA))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
