"""Dumping: indicator sets, overlays and dossiers to the text of a file that loads as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.file_kinds import KINDS
from perfeval.codec.unstructure import to_file_data
from perfeval.codec.yaml_text import dump_yaml
from perfeval.errors import FormatError, Issue, found_text
from perfeval.errors.language import Text
from perfeval.model.limits import FILE_BYTES, VALUES
from perfeval.model.plain_values import shortest

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlays import Overlay

_KINDS = Text("指标体系、叠加层或评价档案", "an indicator set, an overlay or a dossier")


def dump(value: IndicatorSet | Overlay | Dossier) -> str:
    """Return the YAML text of a value, numbers as numbers; loading it gives an equal value.

    Raises:
        FormatError: If it is none of the three, or holds what no file can say exactly, or what loading would refuse: it is too large, too deep, or has too many
            values.

    """
    if not isinstance(value, tuple(KINDS.values())):
        raise FormatError([Issue(code="wrong-type", expected=_KINDS, found=found_text(value))])
    try:
        data = to_file_data(value, number=shortest, shown=True)
    except TypeError as problem:  # a float, or anything else of a plugin's
        expected = Text("能准确写出的值", "what can be written exactly")
        raise FormatError([Issue(code="wrong-type", expected=expected, found=str(problem))]) from problem
    text = dump_yaml(data)
    if (count := _count(data)) > VALUES.most:
        raise FormatError([Issue(code="too-many-nodes", expected=VALUES.words, found=str(count))])
    if (size := len(text.encode())) > FILE_BYTES.most:
        raise FormatError(
            [Issue(code="file-too-large", values={"path": "-"}, expected=FILE_BYTES.words, found=str(size))]
        )
    return text


def _count(data: object) -> int:
    """Return how many values, keys and containers data has, as a reader counts them."""
    if isinstance(data, dict):
        return 1 + sum(1 + _count(content) for content in data.values())
    return 1 + sum(_count(one) for one in data) if isinstance(data, list) else 1
