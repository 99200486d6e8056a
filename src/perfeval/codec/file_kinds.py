"""The kinds of files, and the number of the format in which they are written."""

from __future__ import annotations

from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Overlay

KINDS: dict[str, type] = {"indicator-set": IndicatorSet, "overlay": Overlay, "dossier": Dossier}
"""The kinds of files, by the key that says which one it is."""

FORMAT_KEY = "format"
FORMAT = 1
"""The format that is written and read; ``perfeval upgrade`` brings older files to it."""
