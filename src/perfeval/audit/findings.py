"""Findings: what a rule found, where, which values disagree, and what to do; with an id that stays the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Literal

from attrs import evolve, field, frozen

from perfeval.errors import Location
from perfeval.errors.language import Language, Text
from perfeval.model.file_keys import pairs
from perfeval.model.plain_values import to_plain

Severity = Literal["error", "warning", "info"]
"""error: the numbers cannot all be true; warning: a regulation or good practice is broken; info: a person should look."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@frozen(kw_only=True)
class Finding:
    """One defect that a rule found.

    Args:
        code: The rule's code, such as ``"B04"``; the engine fills it in.
        severity: How bad it is, as the rule declares; the engine fills it in.
        subject: What it is about, as a dossier path (``rows/产出/…``, ``funds/合计``, ``narrative/三``); with the values it
            makes the stable id, so that a finding comes back if the values change.
        location: Where that stood in the file, if it was read from one.
        values: The values that disagree, each with what it is.
        message: What is wrong.
        remedy: What to do.
        citation: What the rule rests on; the engine fills it in.
        accepted: The reason a reviewer gave for accepting it; empty: it stands.

    """

    code: str = ""
    severity: Severity = "warning"
    subject: str
    location: Location = field(factory=Location, eq=False)
    values: tuple[tuple[str, str], ...] = field(default=(), metadata=pairs())
    message: Text
    remedy: Text
    citation: str = ""
    accepted: str = ""

    @property
    def family(self) -> str:
        """The rule's family: the letter of its code."""
        return self.code[:1]

    @property
    def id(self) -> str:
        """A stable id: the code, and a digest of the subject and the values."""
        content = "\x1f".join([self.code, self.subject, *(part for pair in self.values for part in pair)])
        return f"{self.code}-{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:10]}"

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return the finding as plain data for services: its ``id`` and every field; ``values`` in order, for a name may come twice.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        values = [{"name": name, "value": value} for name, value in self.values]
        return {"id": self.id, **to_plain(self, whole=True, language=language), "values": values}

    def replace(self, **changes: Any) -> Finding:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)


def fails(findings: Iterable[Finding], severity: Severity) -> bool:
    """Whether a finding of *severity* or worse stands, accepted ones left out."""
    worst = SEVERITIES.index(severity)
    return any(SEVERITIES.index(one.severity) <= worst for one in findings if not one.accepted)


@frozen(kw_only=True)
class NotChecked:
    """A rule that could not run for lack of data; it never counts as passed.

    Args:
        code: The rule's code; the engine fills it in.
        reason: What is missing.

    """

    code: str = ""
    reason: Text

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return it as plain data for services: the ``code`` and the ``reason``.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        return to_plain(self, whole=True, language=language)


def is_outcome(value: object) -> bool:
    """Whether a value is what a rule may yield, and each part of it can be printed."""
    if isinstance(value, NotChecked):
        return isinstance(value.reason, Text)
    if not isinstance(value, Finding):
        return False
    words: tuple[object, ...] = (value.subject, value.citation, *(part for pair in value.values for part in pair))
    texts: tuple[object, ...] = (value.message, value.remedy)
    return (
        all(isinstance(one, str) for one in words)
        and all(isinstance(one, Text) for one in texts)
        and all(len(pair) == 2 for pair in value.values)  # noqa: PLR2004 - what it is, and the value
        and isinstance(value.location, Location)
    )
