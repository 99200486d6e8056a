"""Stored results: the dict of an evaluation, read back from JSON with every problem at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import field, frozen

from perfeval.codec import tree
from perfeval.codec.file_kinds import FORMAT_KEY
from perfeval.codec.file_types import FileType
from perfeval.codec.json_scanner import parse_json
from perfeval.codec.located_issues import collected, valid
from perfeval.codec.parsing import check_format, kind_of
from perfeval.codec.plain_trees import plain_tree
from perfeval.codec.registered_types import TYPES, make_converter
from perfeval.codec.whole_files import DossierFile
from perfeval.codec.written_scalars import TEXT
from perfeval.errors import FormatError, Issue
from perfeval.errors.language import Text
from perfeval.model.dossier import Dossier
from perfeval.model.numbers import plain
from perfeval.model.plugin_faults import PLUGIN_FAILURES

if TYPE_CHECKING:
    from perfeval.codec.file_types import NodeReader, Schema, SchemaMaker
    from perfeval.codec.vocabulary import Vocabulary


@frozen(kw_only=True)
class StoredSet:
    """The set by which a stored result was made."""

    called: ClassVar[Text] = Text("所存的指标体系", "the stored set")

    id: str
    version: str = ""
    fingerprint: str
    layers: tuple[str, ...] = ()


@frozen(kw_only=True)
class StoredPlugin:
    """A plugin that had a part in a stored result, and what of it was used."""

    called: ClassVar[Text] = Text("所存的插件", "a stored plugin")

    plugin: str
    distribution: str = ""
    version: str = ""
    indicator_sets: tuple[str, ...] = ()
    scorers: tuple[str, ...] = ()
    aggregators: tuple[str, ...] = ()

    def statements(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of everything that is said of it."""
        path = f"plugins/{self.plugin}"
        yield path, f"{self.distribution} {self.version}".strip()
        for key in ("indicator-sets", "scorers", "aggregators"):
            if names := getattr(self, key.replace("-", "_")):
                yield f"{path}/{key}", _text(names)


@frozen(kw_only=True)
class StoredNote:
    """What of the set was not in force, as a stored result says it."""

    called: ClassVar[Text] = Text("所存的说明", "a stored note")

    zh: str
    en: str


@frozen(kw_only=True)
class StoredRow:
    """An indicator of a stored result, with what it got, and the indicators below it."""

    called: ClassVar[Text] = Text("所存的指标", "a stored indicator")

    code: str
    name: str
    points: Decimal | None = None
    score: Decimal | None = None
    computed: Decimal | None = None
    stated: Decimal | None = None
    target: str = ""
    actual: str = ""
    reason: str = ""
    children: tuple[StoredRow, ...] = ()

    def statements(self, above: str) -> Iterator[tuple[tuple[str, str], str, str]]:
        """Yield code and key, path, and text of everything that is said of it and of what stands below."""
        path = f"{above}/{self.name}"
        for key in ("name", "points", "score", "computed", "stated", "target", "actual", "reason"):
            value = getattr(self, key)
            if value not in (None, ""):
                yield (self.code, key), f"{path} [{self.code}]/{key}", _text(value)
        for child in self.children:
            yield from child.statements(path)


@frozen(kw_only=True)
class StoredResult:
    """A stored result: what :meth:`perfeval.Evaluation.to_dict` gave, and its dossier."""

    called: ClassVar[Text] = Text("存档结果", "a stored result")

    perfeval: str
    plugins: tuple[StoredPlugin, ...] = ()
    set: StoredSet
    project: str
    unit: str = ""
    year: int
    kind: str
    total: Decimal
    full_marks: Decimal
    grade: str
    grade_before_vetoes: str
    vetoes: tuple[str, ...] = ()
    out_of_force: tuple[StoredNote, ...] = ()
    fingerprint: str
    indicators: tuple[StoredRow, ...]
    dossier: Dossier = field(repr=False)

    def statements(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Return everything that is said, but the dossier, as path and text; by what tells it apart, such as code and key."""
        said = {("", key): (key, _text(getattr(self, name))) for key, name in _PLAIN.items()}
        said["", "set/fingerprint"] = ("set/fingerprint", self.set.fingerprint)
        said["", "set/version"] = ("set/version", self.set.version)
        said["", "out-of-force"] = ("out-of-force", " ".join(f"{one.zh} {one.en}" for one in self.out_of_force))
        said["", "set/layers"] = ("set/layers", ", ".join(self.set.layers))
        said.update({("", path): (path, text) for one in self.plugins for path, text in one.statements()})
        for row in self.indicators:
            said.update({key: (path, text) for key, path, text in row.statements("indicators")})
        return said


_PLAIN = {
    key: key.replace("-", "_")
    for key in (
        "perfeval",
        "project",
        "unit",
        "year",
        "kind",
        "total",
        "full-marks",
        "grade",
        "grade-before-vetoes",
        "vetoes",
        "fingerprint",
    )
}


def read_stored(stored: Mapping[str, Any] | str, *, path: str | None = None, vocabulary: Vocabulary) -> StoredResult:
    """Read a stored result: the dict itself, or its JSON text.

    Args:
        stored: The dict, or the text; that of a JSON document whose ``data`` is a result will do too.
        path: The file of the text, for messages.
        vocabulary: The scorers and aggregators that its dossier may name.

    Raises:
        FormatError: If it is not what a result is; every problem with its place.

    """
    root = parse_json(stored, path=path) if isinstance(stored, str) else plain_tree(stored)
    return _read(root, vocabulary)


def _read(root: tree.AnyNode, vocabulary: Vocabulary) -> StoredResult:
    mapping = valid(tree.as_mapping(root))
    if {"document", "data"} <= mapping.entries.keys():
        mapping = valid(tree.as_mapping(mapping.entries["data"]))
    check_format(mapping, first=False)
    converter = make_converter(
        vocabulary, types=TYPES.beside({Dossier: _StoredDossier(), tuple[str, ...]: _ListOfTexts()})
    )
    result: StoredResult = converter.read_class(mapping, StoredResult, ignore=frozenset({FORMAT_KEY, PLUGIN_FAILURES}))
    _refuse_doubles(mapping)
    return result


class _StoredDossier(FileType):
    """The dossier of a result: whole, as its file has it."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Dossier:
        mapping = valid(tree.as_mapping(node))
        check_format(mapping, first=False)
        if kind_of(mapping) is not Dossier:
            raise FormatError([Issue(code="file-kind", expected="dossier", location=node.location)])
        # It is read as any dossier is, whatever a stored result may not write in short.
        return DossierFile().read(mapping, make_converter(reader.vocabulary))

    def schema(self, maker: SchemaMaker) -> Schema:
        return DossierFile().schema(maker)


class _ListOfTexts(FileType):
    """A list of texts, which no single word stands for: what a program wrote nobody writes in short."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> tuple[str, ...]:  # noqa: ARG002 - see FileType
        sequence = valid(tree.as_sequence(node))
        return tuple(collected(enumerate(sequence.items), lambda _, item: valid(tree.as_text(item))))

    def schema(self, maker: SchemaMaker) -> Schema:
        return {"type": "array", "items": maker.of(TEXT)}


def _refuse_doubles(mapping: tree.MappingNode) -> None:
    """Refuse a code that stands twice: of two rows one could not be compared."""
    seen: set[str] = set()
    issues: list[Issue] = []
    waiting = list(valid(tree.as_sequence(mapping.entries["indicators"])).items)
    while waiting:
        row = valid(tree.as_mapping(waiting.pop(0)))
        node = row.entries["code"]
        code = valid(tree.as_text(node))
        if code in seen:
            issues.append(Issue(code="duplicate-code", values={"code": tree.shown(code)}, location=node.location))
        seen.add(code)
        if "children" in row.entries:
            waiting += valid(tree.as_sequence(row.entries["children"])).items
    if issues:
        raise FormatError(issues)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
