"""Whole files: which kind one is, and its value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from perfeval.codec import tree
from perfeval.codec.chinese_words import key_in_chinese
from perfeval.codec.file_kinds import FORMAT, FORMAT_KEY, KINDS
from perfeval.codec.indicator_slips import slips_of
from perfeval.codec.located_issues import begins_in, located, valid
from perfeval.codec.plain_trees import plain_tree
from perfeval.codec.registered_types import make_converter
from perfeval.codec.text_files import text_of
from perfeval.codec.vocabulary import Vocabulary
from perfeval.codec.yaml_events import parse_json, parse_yaml
from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text
from perfeval.logs import record
from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Overlay
from perfeval.model.plugin_faults import in_short
from perfeval.model.set_names import parse_set_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.codec.byte_sources import Readable
    from perfeval.codec.file_types import NodeReader

    Source = str | bytes | bytearray | memoryview | Mapping[str, Any] | Readable

Loaded = IndicatorSet | Overlay | Dossier

_BYTES = bytes | bytearray | memoryview
_SOURCES = Text("文本、字节、打开的文件，或字典", "a text, bytes, an open file, or a dict")
_LOAD = Text(
    "读取路径用 load_dossier、load_indicator_set、load_overlay",
    "a path is for load_dossier, load_indicator_set, load_overlay",
)
_JSON_OBJECT = re.compile(r"\ufeff?\s*\{\s*[\"}]")


def read_source(
    source: Source, *, name: str | None, vocabulary: Vocabulary | None, wanted: type | None = None
) -> Loaded:
    """Read a file, its text, its bytes or its plain data; :func:`~perfeval.codec.loading.parse` says more.

    A file of another kind than is *wanted* is told as that, whatever else is wrong in it.
    """
    mapping = _root(source, name)
    if wanted is not None and (found := kind_of(mapping)) is not wanted:
        names = {one: key for key, one in KINDS.items()}
        where = Location(path=name) if name else Location()
        raise FormatError([Issue(code="file-kind", expected=names[wanted], found=names[found], location=where)])
    loaded = read_mapping(mapping, make_converter(vocabulary or Vocabulary()))
    record("files", "DEBUG", "read %s: %s %s", name or "a source without a name", type(loaded).__name__, loaded.id)
    return loaded


@frozen(kw_only=True)
class FileOfName:
    """A file whose set or overlay should be called as the file is.

    Args:
        loaded: What it holds.
        misnamed: What is wrong with its name.
        told: What is told when it is checked: no citations, rules that earn less for more.
        root: Its keys.

    """

    loaded: Loaded
    misnamed: tuple[Issue, ...] = ()
    told: tuple[Issue, ...] = ()
    root: tree.MappingNode

    def placed(self, issue: Issue) -> Issue:
        """Return what shows only when the value is used, at the line of the key it names, or where a dossier names its set."""
        place = issue.location.place
        if issue.location.line is not None or not place:
            return issue
        if isinstance(self.loaded, Dossier) and not begins_in(self.root, place):
            return issue.at(evolve(self.loaded.source, place=place))
        return located(issue, self.root)


def read_file_of_name(text: str, *, path: str, stem: str, vocabulary: Vocabulary) -> FileOfName:
    """Read the text of a file whose set or overlay should be called as the file is, and say what it rests on.

    Args:
        text: The text of the file.
        path: The file, for messages.
        stem: Its name without the suffix: an id, or ``id@version``.
        vocabulary: The scorers and aggregators it may name.

    Raises:
        FormatError: With everything else that is wrong.

    """
    mapping = _root(text, path)
    loaded = read_mapping(mapping, make_converter(vocabulary))
    if isinstance(loaded, Dossier):
        return FileOfName(loaded=loaded, root=mapping)
    uncited: tuple[Issue, ...] = ()
    given = loaded.citations if isinstance(loaded, IndicatorSet) else dict(loaded.overrides).get("citations")
    if not given:
        hint = Text(
            "请写明所依据的文件，如 citations: [{document: 文号, article: 条款}]",
            "name the documents it rests on, like citations: [{document: …, article: …}]",
        )
        values = {"owner": loaded.called, "key": "citations"}
        uncited = (Issue(code="missing-key", values=values, location=mapping.location, hint=hint),)
    slips = tuple(located(issue, mapping) for issue in slips_of(loaded))
    misnamed = tuple(_name_problems(mapping, loaded, stem))
    return FileOfName(loaded=loaded, misnamed=misnamed, told=(*uncited, *slips), root=mapping)


def _root(source: Source, name: str | None) -> tree.MappingNode:
    """Return the keys of a file whose format has been checked.

    The keys of a JSON object have no order: what a service or a data base gives back may have them sorted; so may a dict.
    """
    if isinstance(source, Mapping):
        root, is_ordered = plain_tree(source, path=name), False
    else:
        if isinstance(source, PathLike) or not (isinstance(source, str | _BYTES) or hasattr(source, "read")):
            raise FormatError([_no_source(source, name)])
        text = source if isinstance(source, str) else text_of(source, name=name)
        is_ordered = not _is_json(text, name)
        root = parse_yaml(text, path=name) if is_ordered else parse_json(text, path=name)
    mapping = valid(tree.as_mapping(root))
    check_format(mapping, first=is_ordered)
    return mapping


def _no_source(source: object, name: str | None) -> Issue:
    hint = _LOAD if isinstance(source, PathLike) else None
    found = in_short(source)
    return Issue(code="wrong-type", location=Location(path=name), expected=_SOURCES, found=found, hint=hint)


def _is_json(text: str, name: str | None) -> bool:
    """Whether a text is JSON: as its name says; if that says nothing, where it begins with an object."""
    called = (name or "").casefold()
    return called.endswith(".json") or (not called.endswith((".yaml", ".yml")) and bool(_JSON_OBJECT.match(text)))


def _name_problems(mapping: tree.MappingNode, loaded: IndicatorSet | Overlay, stem: str) -> Iterator[Issue]:
    """Yield that an id, or a version that the file's name says, is not that of the file; an overlay has to say it too."""
    name = parse_set_name(stem)
    node = mapping.entries["overlay" if isinstance(loaded, Overlay) else "indicator-set"]
    hint = Text(f"请把文件改名为 {loaded.id}，或改编号", f"rename the file to {loaded.id}, or change the id")
    if loaded.id != name.id:
        yield Issue(code="wrong-value", expected=name.id, found=loaded.id, hint=hint, location=node.location)
    version = loaded.version if isinstance(loaded, IndicatorSet) else dict(loaded.overrides).get("version", "")
    if name.version is not None and version != name.version:
        where = mapping.entries.get("version", node).location
        expected = f"version: {name.version}"
        yield Issue(code="wrong-value", expected=expected, found=f"version: {version}", location=where)


def read_mapping(mapping: tree.MappingNode, reader: NodeReader) -> IndicatorSet | Overlay | Dossier:
    """Read the keys of a file whose format has been checked."""
    loaded: IndicatorSet | Overlay | Dossier = reader.types.of(kind_of(mapping)).read(mapping, reader)
    return loaded


def check_format(mapping: tree.MappingNode, *, first: bool) -> None:
    """Refuse a mapping that does not say ``format: 1``, and say so *first* where keys have an order.

    Raises:
        FormatError: If it says another format, or none.

    """
    key = next(iter(mapping.entries), None)
    node = mapping.entries.get(FORMAT_KEY)
    misplaced = node is None or (first and key != FORMAT_KEY)
    if misplaced or not isinstance(node, tree.ScalarNode) or node.text != str(FORMAT):
        found = tree.shown(key or "") if misplaced or node is None else tree.found_in(node)
        where = mapping.location if node is None else node.location
        hint = key_in_chinese(key or "", (FORMAT_KEY,))
        if unicodedata.normalize("NFKC", str(found)) != str(found):
            hint = Text(
                f"请用半角字符：{FORMAT_KEY}: {FORMAT}", f"write it with half-width characters: {FORMAT_KEY}: {FORMAT}"
            )
        raise FormatError([Issue(code="format-version", expected="format: 1", found=found, location=where, hint=hint)])


_OF_DOSSIERS = ("project", "year", "rows", "funds", "indicators")


def kind_of(mapping: tree.MappingNode) -> type:
    """Return the kind of file that a mapping is.

    Raises:
        FormatError: If it is none.

    """
    for name, kind in KINDS.items():
        if name in mapping.entries:
            return kind
    # A dossier may go without an id; it is known by the set it names.
    if "indicators" in mapping.entries and "project" in mapping.entries:
        return Dossier
    if sum(any(word == key or key_in_chinese(word, (key,)) for word in mapping.entries) for key in _OF_DOSSIERS) > 1:
        return Dossier  # in other words, each of which is told
    expected = " / ".join(f"{name}: …" for name in KINDS)
    found = ", ".join(tree.shown(key) for key in list(mapping.entries)[:6])
    hint = next((hint for key in mapping.entries if (hint := key_in_chinese(key, KINDS))), None)
    raise FormatError([Issue(code="file-kind", expected=expected, found=found, location=mapping.location, hint=hint)])
