"""What a layout is: one document, built as neutral blocks from an evaluation."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from attrs import field, frozen

from perfeval.documents.blocks import Block, Document, Paragraph, Title
from perfeval.documents.sound_documents import misfit_in
from perfeval.errors import Location, MissingExtraError, PerfEvalError, PluginError, ScoringError
from perfeval.errors.language import Language, Text
from perfeval.model.plugin_faults import HARM, LAYOUT, is_file_stem, is_own_word, nonsense_from, raised_by
from perfeval.model.provenance import Contributor

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.model.evaluation import Evaluation
    from perfeval.model.indicator_set import IndicatorSet


_PART = Text(
    "块所声明类型的值（文字用 str，数用 Decimal）",
    "a value of the type that the block declares (text as str, numbers as Decimal)",
)
_DOCUMENT = Text(
    "Document，由 Block 组成，名称不带路径", "a Document of blocks, whose name is that of a file, without a path"
)


@frozen(kw_only=True)
class Layout:
    """One document that can be made of an evaluation (版式).

    Args:
        id: Unique among all layouts, such as ``"cn.mof.scoresheet"``.
        name: What the document is among those of one evaluation, such as ``"scoresheet"``; where two layouts of one name
            serve a set, the one that names the set's most specific layer is used.
        title: What the document is, in both languages.
        build: Makes the document.
        sets: The ids of the sets (or of the layers below them) it is made for; empty: every set.
        template: The bytes of a Word file whose styles, letterhead and margins the document takes; None: the built-in look.
        contributor: The plugin that registered it, as the registry knows; None where it is used without one.

    """

    id: str
    name: str
    title: Text
    build: Callable[[Evaluation, Language], Document]
    sets: tuple[str, ...] = ()
    template: bytes | None = field(default=None, repr=False)
    contributor: Contributor | None = field(default=None, eq=False, repr=False)

    def document(self, evaluation: Evaluation, language: Language) -> Document:
        """Return the document of an evaluation, on the layout's own Word template if it has one.

        What of the set was not in force is said below the title, whoever wrote the layout.

        Raises:
            PluginError: If the layout raises, or returns no document whose name stays in its folder; it is named with its plugin.

        """
        document = _with_notes(self._built(evaluation, language), evaluation, language)
        return document if self.template is None else document.replace(template=self.template)

    def _built(self, evaluation: Evaluation, language: Language) -> Document:
        where = Location(path=evaluation.dossier.source.path)
        try:
            document: object = self.build(evaluation, language)
        except PerfEvalError as error:
            if is_own_word(error, self.contributor, PluginError, ScoringError, MissingExtraError):
                raise
            raise PluginError([raised_by(self.contributor, LAYOUT, self.id, error, at=where)]) from error
        except HARM as cause:
            raise PluginError([raised_by(self.contributor, LAYOUT, self.id, cause, at=where)]) from cause
        if isinstance(document, Document) and _is_sound(document):
            # What is built in is drawn by every test; only another's parts are looked at one by one.
            is_others = self.contributor is not None and not self.contributor.is_built_in
            misfit = misfit_in(document) if is_others else None
            if misfit is None:
                return document
            at = Location(path=where.path, place=f"{document.name}: {misfit[0]}")
            raise PluginError([nonsense_from(self.contributor, LAYOUT, self.id, misfit[1], expected=_PART, at=at)])
        found = document.name if isinstance(document, Document) and not is_file_stem(document.name) else document
        raise PluginError([nonsense_from(self.contributor, LAYOUT, self.id, found, expected=_DOCUMENT, at=where)])

    def closeness(self, indicators: IndicatorSet) -> int:
        """Return how specific the layout is to a set: 0 does not serve it, 1 serves every set, more is nearer."""
        if not self.sets:
            return 1
        layers = indicators.layers or (indicators.id,)
        return max((2 + layers.index(one) for one in self.sets if one in layers), default=0)


def _is_sound(document: Document) -> bool:
    blocks: object = document.blocks
    is_blocks = isinstance(blocks, tuple) and all(isinstance(one, Block) for one in blocks)
    return is_blocks and is_file_stem(document.name) and isinstance(document.title, str)


def _with_notes(document: Document, evaluation: Evaluation, language: Language) -> Document:
    notes = tuple(Paragraph(text=one.note.speak(language), style="plain") for one in evaluation.out_of_force)
    if not notes:
        return document
    heading = tuple(takewhile(_is_heading, document.blocks))
    return document.replace(blocks=(*heading, *notes, *document.blocks[len(heading) :]))


def _is_heading(block: Block) -> bool:
    return isinstance(block, Title) or (isinstance(block, Paragraph) and block.align == "center")
