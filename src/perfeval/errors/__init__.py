"""What can go wrong: one root, issues with their places, the catalogue of their sentences, the two languages."""

from __future__ import annotations

from perfeval.errors.exceptions import (
    DossierError,
    FileError,
    FormatError,
    IndicatorSetError,
    MissingExtraError,
    NotFoundError,
    NumberError,
    PerfEvalError,
    PluginError,
    ScoringError,
    missing_extra,
)
from perfeval.errors.issues import ErrorCode, Issue, Location, built_in_codes, did_you_mean, found_text
from perfeval.errors.language import Phrase

__all__ = [
    "DossierError",
    "ErrorCode",
    "FileError",
    "FormatError",
    "IndicatorSetError",
    "Issue",
    "Location",
    "MissingExtraError",
    "NotFoundError",
    "NumberError",
    "PerfEvalError",
    "Phrase",
    "PluginError",
    "ScoringError",
    "built_in_codes",
    "did_you_mean",
    "found_text",
    "missing_extra",
]
