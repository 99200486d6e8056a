"""The types of scorers and aggregators: a mapping whose ``type:`` names the class, a plugin's too, and whose other keys are its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from perfeval.codec import tree
from perfeval.codec.chinese_words import choice_meant, key_in_chinese
from perfeval.codec.file_types import FileType
from perfeval.codec.located_issues import valid
from perfeval.errors import FormatError, Issue, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.file_keys import TYPE_KEY
from perfeval.model.plugin_faults import HARM, raised_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.codec.file_types import FileTypes, NodeReader, Schema, SchemaMaker
    from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer

SUM = "sum"
"""The aggregator that a file may name and that needs none: what a group does by itself."""


class AddedPoints:
    """What ``sum`` names: no aggregator at all."""

    kind: ClassVar[str] = SUM
    title: ClassVar[Text] = Text("分值相加", "points added up")


_SCORER = Text("计分方法", "scorer")
_AGGREGATOR = Text("汇总方法", "aggregator")


class ScorerType(FileType):
    """A scorer of any kind that is known."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> DeclaredScorer:
        """Return the scorer with its parameters."""
        scorer: DeclaredScorer = _tagged(node, reader, reader.vocabulary.scorers, _SCORER)
        return scorer

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return a reference to the schema of all kinds."""
        return maker.shared(ScorerType, "Scorer", lambda: {"anyOf": _alternatives(maker, maker.vocabulary.scorers)})

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return the most usual one."""
        return {TYPE_KEY: "ratio"}


class AggregatorType(FileType):
    """An aggregator of any kind that is known, or ``sum``, which is none."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> DeclaredAggregator | None:
        """Return the aggregator with its parameters."""
        mapping = valid(tree.as_mapping(node))
        tag = mapping.entries.get(TYPE_KEY)
        if isinstance(tag, tree.ScalarNode) and tag.text == SUM:
            return None
        aggregator: DeclaredAggregator = _tagged(node, reader, reader.vocabulary.aggregators, _AGGREGATOR)
        return aggregator

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return a reference to the schema of all kinds."""

        def schema() -> Schema:
            added = maker.keys(AddedPoints, {}, words={TYPE_KEY: {"const": SUM}})
            return {"anyOf": [added, *_alternatives(maker, maker.vocabulary.aggregators)]}

        return maker.shared(AggregatorType, "Aggregator", schema)

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return one without parameters."""
        return {TYPE_KEY: "weakest-link"}


def _alternatives(maker: SchemaMaker, kinds: Mapping[str, type]) -> list[Schema]:
    """Return a schema for each kind, chosen by its ``type``; a plugin's class that nothing can read has none."""
    found = []
    for name, kind in sorted(kinds.items()):
        try:
            found.append(maker.keys(kind, words={TYPE_KEY: {"const": name}}))
        except (NameError, attrs.exceptions.NotAnAttrsClassError):
            continue
    return found


def _tagged(node: tree.AnyNode, reader: NodeReader, kinds: Mapping[str, Any], what: Text) -> Any:  # noqa: ANN401 - one of *kinds*
    """Read a mapping whose ``type:`` names its class."""
    mapping = valid(tree.as_mapping(node))
    name = _kind_named(mapping, reader, kinds, what)
    owner = Text(f"{what.zh} {name}", f"the {what.en} {name}")
    try:
        return reader.read_class(mapping, kinds[name], ignore=frozenset({TYPE_KEY}), owner=owner)
    except PerfEvalError:
        raise
    except HARM as cause:  # a plugin's class has checks of its own
        raise FormatError(
            [raised_by(reader.vocabulary.contributor_of(name), what, name, cause, at=mapping.location)]
        ) from cause


def _kind_named(mapping: tree.MappingNode, reader: NodeReader, kinds: Mapping[str, Any], what: Text) -> str:
    """Return the kind that ``type:`` names.

    Raises:
        FormatError: If there is no such key, or no such kind.

    """
    tag = mapping.entries.get(TYPE_KEY)
    if tag is None:
        # The type may be there, in Chinese.
        written = next((key for key in mapping.entries if key_in_chinese(key, (TYPE_KEY,))), None)
        where = mapping.location if written is None else mapping.keys[written].location
        hint = None if written is None else key_in_chinese(written, (TYPE_KEY,))
        values = {"owner": what, "key": TYPE_KEY}
        raise FormatError([Issue(code="missing-key", values=values, location=where, hint=hint)])
    name: str = valid(tree.as_text(tag))
    if name not in kinds:
        titles = {kind: one.title for kind, one in kinds.items() if isinstance(getattr(one, "title", None), Text)}
        hint = choice_meant(name, kinds, titles=titles)
        issue = Issue(
            code="unknown-type",
            values={"type": tree.shown(name), "what": what},
            location=tag.location,
            expected=" / ".join(sorted(kinds)),
            hint=hint,
        )
        failed = reader.vocabulary.failed_plugins
        raise FormatError([issue if failed is None else issue.advised(failed)])
    return name
