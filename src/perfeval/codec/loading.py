"""Loading and dumping: files to indicator sets, overlays and dossiers, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfeval.codec import tree
from perfeval.codec.converter import FORMAT_KEY, NodeConverter, collected, fields_of, located, made, unknown_key, valid
from perfeval.codec.overlay_operations import read_operation
from perfeval.codec.shorthands import make_converter
from perfeval.codec.text_files import read_text
from perfeval.codec.unstructure import to_file_data
from perfeval.codec.vocabulary import Vocabulary
from perfeval.codec.yaml_events import parse_json, parse_yaml
from perfeval.codec.yaml_text import dump_yaml
from perfeval.errors import FormatError, Issue, Location, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import OVERRIDABLE, Overlay

if TYPE_CHECKING:
    import os

KINDS: dict[str, type] = {"indicator-set": IndicatorSet, "overlay": Overlay, "dossier": Dossier}
FORMAT = "1"


def load(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> IndicatorSet | Overlay | Dossier:
    """Load a file of any kind; its second key says which it is.

    Args:
        path: A YAML file, or a JSON file if its name ends with ``.json``.
        vocabulary: The scorers and aggregators it may name; None: the built-in ones.

    Raises:
        FileError: If it cannot be read.
        FormatError: If anything in it is wrong; every problem with its line and column.

    """
    return parse(read_text(Path(path)), path=str(path), vocabulary=vocabulary)


def parse(
    text: str, *, path: str | None = None, vocabulary: Vocabulary | None = None
) -> IndicatorSet | Overlay | Dossier:
    """Read the text of a file; ``load`` says more.

    Args:
        text: YAML, or JSON if *path* ends with ``.json``.
        path: The file's name, for messages.
        vocabulary: The scorers and aggregators it may name; None: the built-in ones.

    """
    root = parse_json(text, path=path) if path is not None and path.endswith(".json") else parse_yaml(text, path=path)
    mapping = valid(tree.as_mapping(root))
    _check_format(mapping)
    kind = _kind(mapping)
    converter = make_converter(vocabulary or Vocabulary())
    if kind is Overlay:
        return _overlay(mapping, converter)
    result: IndicatorSet | Dossier = converter.read_class(mapping, kind, ignore=frozenset({FORMAT_KEY}))
    return result.replace(source=mapping.location) if isinstance(result, Dossier) else result


def load_indicator_set(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> IndicatorSet:
    """Load an indicator set; ``load`` says more."""
    return _expected(load(path, vocabulary=vocabulary), IndicatorSet, path)  # type: ignore[no-any-return]


def load_overlay(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> Overlay:
    """Load an overlay; ``load`` says more."""
    return _expected(load(path, vocabulary=vocabulary), Overlay, path)  # type: ignore[no-any-return]


def load_dossier(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> Dossier:
    """Load a dossier; ``load`` says more."""
    return _expected(load(path, vocabulary=vocabulary), Dossier, path)  # type: ignore[no-any-return]


def read_overlay_or_set(path: str | os.PathLike[str], *, vocabulary: Vocabulary) -> IndicatorSet | Overlay:
    """Load a file that a plugin registers as an indicator set; its id is its file name without the suffix.

    Raises:
        FormatError: If it is a dossier, or its id differs from its name.

    """
    loaded = load(path, vocabulary=vocabulary)
    stem = Path(path).stem
    if isinstance(loaded, Dossier) or loaded.id != stem:
        expected = Text(f"指标体系或叠加层 {stem}", f"an indicator set or overlay called {stem}")
        raise FormatError([Issue(code="wrong-value", expected=expected, found=loaded.id).at(_whole(path))])
    return loaded


def dump(value: IndicatorSet | Overlay | Dossier) -> str:
    """Return the YAML text of a value; loading it gives an equal value."""
    return dump_yaml(to_file_data(value))


def _whole(path: str | os.PathLike[str]) -> Location:
    return Location(path=str(path))


def _expected(loaded: object, kind: type, path: str | os.PathLike[str]) -> Any:  # noqa: ANN401 - a value of *kind*
    if isinstance(loaded, kind):
        return loaded
    names = {one: name for name, one in KINDS.items()}
    issue = Issue(code="file-kind", expected=names[kind], found=names[type(loaded)], location=_whole(path))
    raise FormatError([issue])


def _check_format(mapping: tree.MappingNode) -> None:
    first = next(iter(mapping.entries), None)
    node = mapping.entries.get(FORMAT_KEY)
    if first != FORMAT_KEY or not isinstance(node, tree.ScalarNode) or node.text != FORMAT:
        found = tree.shown(first or "") if first != FORMAT_KEY or node is None else tree.found_in(node)
        where = mapping.location if node is None else node.location
        raise FormatError([Issue(code="format-version", expected="format: 1", found=found, location=where)])


def _kind(mapping: tree.MappingNode) -> type:
    for name, kind in KINDS.items():
        if name in mapping.entries:
            return kind
    # A dossier may go without an id; it is known by the set it names.
    if "indicators" in mapping.entries and "project" in mapping.entries:
        return Dossier
    expected = " / ".join(f"{name}: …" for name in KINDS)
    found = ", ".join(tree.shown(key) for key in list(mapping.entries)[:6])
    raise FormatError([Issue(code="file-kind", expected=expected, found=found, location=mapping.location)])


def _overlay(mapping: tree.MappingNode, converter: NodeConverter) -> Overlay:
    """Read an overlay: its id and base, what it overrides of the set, its operations."""
    fields = {key: one for key, one in fields_of(IndicatorSet).items() if one.name in OVERRIDABLE}
    own = {"overlay", "base", "operations", FORMAT_KEY}
    issues = [
        unknown_key(mapping, key, owner="overlay", known={*fields, *own})
        for key in mapping.entries
        if key not in fields and key not in own
    ]
    values: dict[str, Any] = {"overrides": [], "operations": ()}
    for key in ("overlay", "base"):
        if key not in mapping.entries:
            values_of = {"owner": "overlay", "key": key}
            issues.append(Issue(code="missing-key", values=values_of, location=mapping.location))
    for key, child in mapping.entries.items():
        try:
            if key in ("overlay", "base"):
                values["id" if key == "overlay" else key] = valid(tree.as_text(child))
            elif key == "operations":
                values["operations"] = _operations(child, converter)
            elif key in fields and not tree.is_null(child):
                values["overrides"].append((fields[key].name, converter.read_field(child, fields[key])))
        except PerfEvalError as error:
            issues.extend(located(issue, child) for issue in error.issues)
    if issues:
        raise FormatError(issues)
    values["overrides"] = tuple(values["overrides"])
    overlay: Overlay = made(lambda: Overlay(**values), mapping)
    return overlay


def _operations(node: tree.Node, converter: NodeConverter) -> tuple[Any, ...]:
    items = valid(tree.as_sequence(node)).items
    return tuple(collected(enumerate(items), lambda _, child: read_operation(child, converter)))
