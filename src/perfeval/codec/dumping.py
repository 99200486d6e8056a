"""Dumping: indicator sets, overlays and dossiers to the text of a file that loads as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.unstructure import to_file_data
from perfeval.codec.yaml_text import dump_yaml

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlays import Overlay


def dump(value: IndicatorSet | Overlay | Dossier) -> str:
    """Return the YAML text of a value; loading it gives an equal value."""
    return dump_yaml(to_file_data(value))
