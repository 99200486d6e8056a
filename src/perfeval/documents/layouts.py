"""What a layout is: one document, built as neutral blocks from an evaluation."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from attrs import field, frozen

from perfeval.documents.blocks import Block, Paragraph, Title
from perfeval.errors.language import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.documents.blocks import Document
    from perfeval.model.evaluation import Evaluation
    from perfeval.model.indicator_set import IndicatorSet


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

    """

    id: str
    name: str
    title: Text
    build: Callable[[Evaluation, Language], Document]
    sets: tuple[str, ...] = ()
    template: bytes | None = field(default=None, repr=False)

    def document(self, evaluation: Evaluation, language: Language) -> Document:
        """Return the document of an evaluation, on the layout's own Word template if it has one.

        What of the set was not in force is said below the title, whoever wrote the layout.
        """
        document = _with_notes(self.build(evaluation, language), evaluation, language)
        return document if self.template is None else document.replace(template=self.template)

    def closeness(self, indicators: IndicatorSet) -> int:
        """Return how specific the layout is to a set: 0 does not serve it, 1 serves every set, more is nearer."""
        if not self.sets:
            return 1
        layers = indicators.layers or (indicators.id,)
        return max((2 + layers.index(one) for one in self.sets if one in layers), default=0)


def _with_notes(document: Document, evaluation: Evaluation, language: Language) -> Document:
    notes = tuple(Paragraph(text=one.note.speak(language), style="plain") for one in evaluation.out_of_force)
    if not notes:
        return document
    heading = tuple(takewhile(_is_heading, document.blocks))
    return document.replace(blocks=(*heading, *notes, *document.blocks[len(heading) :]))


def _is_heading(block: Block) -> bool:
    return isinstance(block, Title) or (isinstance(block, Paragraph) and block.align == "center")
