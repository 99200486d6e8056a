"""Lookups: what is not there is told the nearest name; a file's suffix says which format writes it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import NotFoundError, Registry, Text, hookimpl
from perfeval.plugin import Writer
from perfeval.registry.lookup import BUILT_IN
from perfeval.registry.named_items import NamedItems, writer_of

REGISTRY = Registry([BUILT_IN])
TITLE = Text("某", "some")
LOOKUPS = (
    "scorers",
    "aggregators",
    "layouts",
    "writers",
    "readers",
    "openers",
    "error_codes",
    "audit_rules",
    "commands",
)


def writers_with(*pairs: tuple[str, str]) -> Registry:
    """Return the registry of a plugin that brings writers of these formats and suffixes."""
    brought = [Writer(format=name, suffix=suffix, title=TITLE, write=lambda _: b"") for name, suffix in pairs]
    return Registry.of(SimpleNamespace(__name__="own", perfeval_renderers=hookimpl(lambda: brought)))


@pytest.mark.parametrize("name", LOOKUPS)
@given(asked=st.text(max_size=8))
def test_what_is_not_there_is_not_found(name: str, asked: str) -> None:
    """By no lookup a KeyError; that ``get`` gives None, and ``in`` False, is what a dict does."""
    items = getattr(REGISTRY, name)
    if asked in items:
        return
    with pytest.raises(NotFoundError) as caught:
        items[asked]
    assert not isinstance(caught.value, KeyError)
    assert [issue.code for issue in caught.value.issues] == ["not-registered"]
    assert items.get(asked) is None


@pytest.mark.parametrize(
    ("name", "asked", "meant"),
    [
        ("scorers", "ratoi", "ratio"),
        ("aggregators", "weakest-lnk", "weakest-link"),
        ("layouts", "cn.mof.reprot", "cn.mof.report"),
        ("writers", "markdwon", "markdown"),
        ("readers", "cn.mof.frm", "cn.mof.form"),
        ("openers", "offise", "office"),
        ("error_codes", "unknwon-key", "unknown-key"),
        ("audit_rules", "A1", "A17"),
    ],
)
def test_the_nearest_name_is_told(name: str, asked: str, meant: str) -> None:
    """With the word for what is looked for."""
    items = getattr(REGISTRY, name)
    assert items[meant] is not None
    with pytest.raises(NotFoundError, match=rf"did you mean {meant}") as caught:
        items[asked]
    assert asked in caught.value.render("zh")


def test_a_document_of_a_set_is_found_by_its_name() -> None:
    """The most specific layout of the name; of another, the nearest is told."""
    registry = Registry.discover()
    indicators = registry.indicator_set("cn.yunnan.kunming.wuhua.department")
    assert registry.layout_for(indicators, "report") in registry.layouts_for(indicators)
    with pytest.raises(NotFoundError, match=r"no document called scoresheets: hint did you mean scoresheet\?"):
        registry.layout_for(indicators, "scoresheets")


@given(st.permutations(list(REGISTRY.writers.values())), st.sampled_from(sorted(REGISTRY.writers)), st.text(max_size=5))
def test_a_suffix_says_which_format(writers: list[Writer], name: str, stem: str) -> None:
    """Whatever the file is called, in capitals too, and in whatever order the writers come."""
    writer = REGISTRY.writers[name]
    for suffix in (writer.suffix, writer.suffix.upper()):
        assert writer_of(f"folder.md/{stem.replace('/', '')}x{suffix}", writers) is writer
        assert writer_of(suffix, writers) is writer


def test_a_plugins_suffix_is_found_and_the_longest_counts() -> None:
    """``.min.html`` is no ``.html``; what is built in keeps its suffix; two plugins' are not guessed between."""
    registry = writers_with(("pages", ".min.html"), ("word", ".docx"), ("a", ".ofd"), ("b", ".ofd"))
    assert registry.writer_for("x.min.html").format == "pages"
    assert registry.writer_for("x.html").format == "html"
    assert registry.writer_for("x.docx").format == "docx"
    with pytest.raises(NotFoundError, match=r"several output formats have the suffix \.ofd: a, b") as caught:
        registry.writer_for("x.ofd")
    assert caught.value.issues[0].code == "suffix-shared"


@pytest.mark.parametrize(("file", "hint"), [("x.dcx", "did you mean .docx"), ("audit", "expected .docx / .html")])
def test_an_unknown_suffix_is_told_with_those_that_there_are(file: str, hint: str) -> None:
    """And the nearest."""
    with pytest.raises(NotFoundError, match="no output format has the suffix") as caught:
        REGISTRY.writer_for(file)
    assert hint in str(caught.value)


def test_items_are_a_dict() -> None:
    """Iterated, compared and copied as one."""
    items = NamedItems({"a": 1}, what=TITLE)
    assert items == {"a": 1}
    assert {**items} == {"a": 1}
