"""Auditing files: dossiers and filled forms become cases, every registered rule runs, and the findings are written."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.audit.case import Case
from perfeval.audit.inspection import AuditResult, Outcome, audit_case
from perfeval.audit.json_findings import to_json
from perfeval.audit.sarif import to_sarif
from perfeval.batches.found_files import DOSSIER_SUFFIXES, files_in
from perfeval.batches.worker_processes import worked
from perfeval.codec.loading import load_dossier
from perfeval.documents.contents.audit_tables import audit_document
from perfeval.documents.writers import DrawnFile
from perfeval.errors import Issue, Location, PerfEvalError
from perfeval.errors.language import Language
from perfeval.forms.recognition import read_form
from perfeval.registry.lookup import Registry
from perfeval.version import VERSION

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    from perfeval.documents.writers import Writer
    from perfeval.model.dossier import Dossier

    _Outcome = tuple[tuple[AuditResult, ...], PerfEvalError | None]

_FEWEST_FOR_PROCESSES = 20
_DATA = (".json", ".sarif")


def audit_files(
    paths: Iterable[Path],
    *,
    registry: Registry,
    workers: int = 1,
    progress: Callable[[object], None] | None = None,
) -> tuple[tuple[AuditResult, ...], tuple[PerfEvalError, ...]]:
    """Audit dossiers and filled forms, and those in folders; a file that cannot be read is an error beside the results.

    Args:
        paths: Files and folders.
        registry: Where the sets, the readers and the rules come from.
        workers: How many processes; each has the same registry.
        progress: Called after each file.

    """
    files = files_in(paths, registry=registry)
    outcomes: dict[Path, _Outcome] = {}
    count = workers if len(files) >= _FEWEST_FOR_PROCESSES else 1
    if count > 1:  # what fails of the plugins fails here too, where it is told, and not in the other processes alone
        _ = registry.set_ids, registry.readers, registry.openers, registry.audit_rules
    for path, made in worked(_audit_one, files, registry=registry, workers=count):
        outcomes[path] = _lost(path, made) if isinstance(made, Issue) else made
        if progress is not None:
            progress(outcomes[path])
    results = tuple(result for path in files for result in outcomes[path][0])
    errors = (error for path in files if (error := outcomes[path][1]) is not None)
    return results, tuple(errors)


def _lost(path: Path, issue: Issue) -> _Outcome:
    return (), PerfEvalError([issue.at(Location(path=str(path)))])


def _audit_one(path: Path, registry: Registry) -> _Outcome:
    rules = registry.audit_rules.values()
    try:
        dossiers = _dossiers(path, registry)
    except PerfEvalError as error:
        return (), error
    audits = [(audit_case(_case(dossier, registry), rules=rules), problems) for dossier, problems in dossiers]
    return tuple(evolve(one, faults=(*problems, *one.faults)) for one, problems in audits), None


def _dossiers(path: Path, registry: Registry) -> list[tuple[Dossier, tuple[Issue, ...]]]:
    """Return the dossiers in a file, each with what could not be read of it."""
    if path.suffix.lower() in DOSSIER_SUFFIXES:
        return [(load_dossier(path, vocabulary=registry.vocabulary), ())]
    return [
        (one.dossier, one.problems)
        for one in read_form(path, readers=registry.readers.values(), openers=registry.openers.values())
    ]


def _case(dossier: Dossier, registry: Registry) -> Case:
    """Return the case of a dossier; one whose set is not known, or cannot be made, is audited unscored, and says so."""
    try:
        return Case.of(dossier, indicators=registry.set_for(dossier))
    except PerfEvalError as error:
        return Case(dossier=dossier, issues=error.issues)


def draw_findings(  # noqa: PLR0913 - all that is told
    results: Sequence[AuditResult],
    *,
    file: str | os.PathLike[str],
    registry: Registry,
    writer: Writer | None = None,
    comparison: Outcome | None = None,
    language: Language = "zh",
    plugin_failures: Sequence[str] = (),
) -> DrawnFile:
    """Return the findings of audits as a file in memory: as data (``.json``, ``.sarif``), or in the format of its suffix.

    Args:
        results: The audits.
        file: The file's name, which tells the format.
        registry: Where the writers and the rules come from.
        writer: The format, where the name does not tell it.
        comparison: What comparing them came to.
        language: The language of the words.
        plugin_failures: What of the plugins could not be used, in words, so that findings may be missing.

    Raises:
        NotFoundError: If no format has the suffix.
        PluginError: If a writer of a plugin fails.

    """
    name = PurePath(file).name
    drawing = writer_of_findings(file, registry) if writer is None else writer
    if drawing is None and _suffix(file) == ".json":
        text = to_json(results, comparison=comparison, plugin_failures=plugin_failures)
        return DrawnFile(name=name, media_type="application/json", content=text.encode())
    if drawing is None:
        text = to_sarif(
            results,
            rules=registry.audit_rules.values(),
            version=VERSION,
            comparison=comparison,
            language=language,
            plugin_failures=plugin_failures,
        )
        return DrawnFile(name=name, media_type="application/sarif+json", content=text.encode())
    document = audit_document(
        results,
        comparison=comparison,
        rules=registry.audit_rules,
        language=language,
        plugin_failures=plugin_failures,
    )
    return evolve(drawing.file(document), name=name)


def writer_of_findings(file: str | os.PathLike[str], registry: Registry) -> Writer | None:
    """Return the writer that draws findings into a file of this suffix; None where they are written as data (JSON, SARIF).

    Raises:
        NotFoundError: If no format has the suffix.

    """
    return None if _suffix(file) in _DATA else registry.writer_for(file, beside=_DATA)


def _suffix(file: str | os.PathLike[str]) -> str:
    return PurePath(file).suffix.casefold()
