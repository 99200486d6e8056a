"""Auditing files: dossiers and filled forms become cases, every registered rule runs, and the findings are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import __version__
from perfeval.audit.case import Case
from perfeval.audit.engine import AuditResult, audit
from perfeval.audit.plain_output import to_json
from perfeval.audit.sarif import to_sarif
from perfeval.audit_document import audit_document
from perfeval.codec.loading import load_dossier
from perfeval.errors import Issue, NotFoundError, PerfEvalError, did_you_mean
from perfeval.forms.batch import SUFFIXES
from perfeval.forms.reading import read_form
from perfeval.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from perfeval.model.dossier import Dossier
    from perfeval.model.indicators import IndicatorSet
    from perfeval.registry import Registry

DOSSIER_SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_WRITERS = {".md": "markdown", ".html": "html", ".xlsx": "xlsx", ".docx": "docx"}


def audit_files(
    paths: Iterable[Path], *, registry: Registry
) -> tuple[tuple[AuditResult, ...], tuple[PerfEvalError, ...]]:
    """Audit dossiers and filled forms, and those in folders; a file that cannot be read is an error beside the results.

    Args:
        paths: Files and folders.
        registry: Where the sets, the readers and the rules come from.

    """
    rules = tuple(registry.audit_rules.values())
    results: list[AuditResult] = []
    errors: list[PerfEvalError] = []
    for path in _files(paths):
        try:
            dossiers = _dossiers(path, registry)
        except PerfEvalError as error:
            errors.append(error)
            continue
        results.extend(
            audit(Case.of(dossier, indicators=_set_of(dossier, registry)), rules=rules) for dossier in dossiers
        )
    return tuple(results), tuple(errors)


def _files(paths: Iterable[Path]) -> list[Path]:
    wanted = DOSSIER_SUFFIXES | SUFFIXES
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in wanted) if path.is_dir() else [path]
        # What reading a form leaves beside its dossier is no dossier.
        found.update(dict.fromkeys(one for one in inside if not one.name.endswith(".reading.json")))
    return list(found)


def _dossiers(path: Path, registry: Registry) -> tuple[Dossier, ...]:
    if path.suffix.lower() in DOSSIER_SUFFIXES:
        return (load_dossier(path, vocabulary=registry.vocabulary),)
    return tuple(reading.dossier for reading in read_form(path, readers=registry.readers.values()))


def _set_of(dossier: Dossier, registry: Registry) -> IndicatorSet | None:
    return registry.indicator_set(dossier.indicators) if dossier.indicators in registry.set_ids else None


def findings_text(
    results: Sequence[AuditResult], *, suffix: str, registry: Registry, language: Language = "zh"
) -> bytes:
    """Return the findings in the format of a file suffix: .json, .sarif, .md, .html, .xlsx, .docx.

    Raises:
        NotFoundError: If no format has the suffix.

    """
    if suffix == ".json":
        return to_json(results).encode()
    if suffix == ".sarif":
        rules = registry.audit_rules.values()
        return to_sarif(results, rules=rules, version=__version__, language=language).encode()
    if suffix not in _WRITERS:
        known = [".json", ".sarif", *_WRITERS]
        expected = " / ".join(known)
        issue = Issue(code="writer-unknown", values={"id": suffix}, expected=expected, hint=did_you_mean(suffix, known))
        raise NotFoundError([issue])
    return registry.writers[_WRITERS[suffix]].write(audit_document(results, language=language))
