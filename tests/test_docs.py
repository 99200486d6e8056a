"""The documentation says what the code does: hooks, error codes, public names, files that load."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import perfeval
import perfeval.plugin
from perfeval import Registry, apply_overlay, evaluate
from perfeval.codec.loading import parse
from perfeval.errors.catalogue import CATALOGUE
from perfeval.model.dossier import Dossier
from perfeval.model.overlays import Overlay
from perfeval.registry import built_in
from perfeval.registry import hooks as specifications

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    """Return the text of a page."""
    return (DOCS / name).read_text("utf-8")


def test_every_hook_is_documented_with_its_exact_signature() -> None:
    """hooks.md has each hook, its signature and its docstring, and no other."""
    text = page("hooks.md")
    hooks = {name: hook for name, hook in vars(specifications).items() if name.startswith("perfeval_")}
    for name, hook in hooks.items():
        assert f"{name}{inspect.signature(hook)}\n" in text
        assert inspect.getdoc(hook) in text
    assert set(re.findall(r"^## `(perfeval_\w+)`$", text, re.MULTILINE)) == set(hooks)


def test_every_hook_is_used_by_the_built_in_plugin_or_tested() -> None:
    """The built-ins go through the hooks; only commands are left to others."""
    hooks = {name for name in vars(specifications) if name.startswith("perfeval_")}
    assert hooks - set(dir(built_in)) == {"perfeval_commands"}


def test_every_error_code_is_explained() -> None:
    """errors.md has each code with its sentences in both languages, and no other."""
    text = page("errors.md")
    assert re.findall(r"^## `([a-z-]+)`$", text, re.MULTILINE) == list(CATALOGUE)
    for entry in CATALOGUE.values():
        assert entry.sentence.zh in text
        assert entry.sentence.en in text


def documented(name: str, facade: str) -> list[str]:
    """Return the names of a façade that a page documents."""
    return re.findall(rf"(?:auto\w+|py:data):: {re.escape(facade)}\.(\w+)$", page(name), re.MULTILINE)


def test_every_public_name_is_in_the_api() -> None:
    """api.md has all of perfeval, plugin-api.md what perfeval.plugin has beside, each once."""
    assert sorted(documented("api.md", "perfeval")) == sorted(perfeval.__all__)
    assert sorted(documented("plugin-api.md", "perfeval.plugin")) == sorted(
        set(perfeval.plugin.__all__) - set(perfeval.__all__)
    )


def untyped(described: ET.Element) -> list[str]:
    """Return what of a documented object's signature has no type: its parameters, and what a function returns."""
    parameters = ["".join(one.itertext()) for one in described.iterfind("desc_signature//desc_parameter")]
    found = [one for one in parameters if ":" not in one and one not in {"*", "/"}]
    returns = described.find("desc_signature/desc_returns") is not None
    return (
        found if returns or described.get("objtype") in {"class", "exception", "property", "data"} else [*found, "->"]
    )


def test_every_signature_in_the_docs_has_types(tmp_path: Path) -> None:
    """The pages are built, and every parameter of every public name has its type, and what it returns too."""
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-b", "xml", str(DOCS), str(tmp_path)]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    shown = 0
    for name in ("api", "plugin-api"):
        for described in ET.parse(tmp_path / f"{name}.xml").iter("desc"):  # noqa: S314 - our own
            signature = "".join(described[0].itertext())
            assert untyped(described) == [], signature
            assert "NOTHING" not in signature
            shown += described.find("desc_signature/desc_parameterlist") is not None
    assert shown > 150


def yaml_blocks(name: str) -> list[str]:
    """Return the YAML files that a page shows."""
    blocks = re.findall(r"```yaml\n(.*?)```", page(name), re.DOTALL)
    return [block for block in blocks if block.startswith("format:")]


@pytest.mark.parametrize("name", ["formats.md", "plugins.zh.md"])
def test_the_files_that_pages_show_load(name: str) -> None:
    """Each set, overlay and dossier; the overlay applies, the dossier scores."""
    registry = Registry.discover()
    blocks = yaml_blocks(name)
    assert blocks
    for block in blocks:
        value = parse(block, vocabulary=registry.vocabulary)
        if isinstance(value, Overlay):
            apply_overlay(value, base=registry.indicator_set(value.base))
        elif isinstance(value, Dossier):
            assert evaluate(value, indicators=registry.indicator_set(value.indicators)).total > 0


def test_the_readme_names_the_two_commands() -> None:
    """In both languages."""
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text("utf-8")
        assert "make demo" in text
        assert "make test" in text


def test_every_page_is_in_the_table_of_contents() -> None:
    """No page is an orphan."""
    listed = page("index.md")
    for path in DOCS.glob("*.md"):
        if path.stem != "index":
            assert f"\n{path.stem}\n" in listed
