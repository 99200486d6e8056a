"""Finding plugins: whatever an import does is a failure, what it prints stays out of the output, and a registry travels."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bad_plugins import told
from plugin_on_disk import install

from perfeval import PluginError, Registry, hookimpl
from perfeval.registry.lookup import BUILT_IN


@pytest.mark.parametrize("body", ["raise SystemExit(3)", "import nothing_of_this_name", "1 / 0", "def f(:"])
def test_an_import_that_fails_in_any_way_is_a_failure(
    body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`SystemExit` and a syntax error too; strict discovery raises it."""
    install(tmp_path, "bad", body)
    monkeypatch.syspath_prepend(tmp_path)
    environment = {"PERFEVAL_PLUGINS": "bad"}
    registry = Registry.discover(environment=environment)
    (failure,) = told(registry)
    assert failure.issue.code == "plugin-failed"
    assert registry.set_ids == Registry([BUILT_IN]).set_ids
    with pytest.raises(PluginError, match="bad"):
        Registry.discover(strict=True, environment=environment)


def test_what_is_printed_at_import_goes_to_the_error_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At import and in a hook."""
    install(
        tmp_path,
        "loud",
        "print('at import')\n@hookimpl\ndef perfeval_scorers():\n    print('in a hook')\n    return []",
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert Registry.discover(environment={"PERFEVAL_PLUGINS": "loud"}).scorers
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "at import\nin a hook\n"


def test_a_registry_travels_by_its_plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules go by name, and what failed goes along."""
    install(
        tmp_path,
        "travels",
        "@hookimpl\ndef perfeval_audit_rules():\n    return [Rule(code='Z09', title=TITLE, severity='info', check=lambda case: ())]",
    )
    install(tmp_path, "fails", "1 / 0")
    monkeypatch.syspath_prepend(tmp_path)
    registry = Registry.discover(environment={"PERFEVAL_PLUGINS": "travels,fails"})
    again = pickle.loads(pickle.dumps(registry))  # noqa: S301 - our own bytes
    assert again.audit_rules.keys() == registry.audit_rules.keys()
    assert [str(one.issue) for one in again.failures] == [str(one.issue) for one in registry.failures]
    assert again.plugins[-1].module is sys.modules["perfeval_travels_plugin"]


@pytest.mark.parametrize("brought", [None, "x", {"a": 1}, 5])
def test_a_hook_that_brings_no_list_is_a_failure_in_either_language(brought: object) -> None:
    """With plugin, distribution and hook; nothing of Python's own words stands in the sentence."""
    module = SimpleNamespace(__name__="odd", perfeval_scorers=hookimpl(lambda: brought))
    registry = Registry.of(module, strict=False)
    _ = registry.scorers
    (failure,) = registry.failures
    zh = failure.issue.render("zh")
    assert "perfeval_scorers" in zh
    assert "应为 返回列表" in zh
    assert "(given by hand)" in zh
    assert "Error" not in zh
