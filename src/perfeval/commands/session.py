"""What every command shares: the language, the registry, the dossier argument, the exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from perfeval.codec.loading import load_dossier
from perfeval.errors.language import Language, Text
from perfeval.registry.lookup import Registry

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.model.evaluation import Evaluation

WRONG_INPUT = 1


class Session:
    """What every command shares: the language, and the registry, made when it is first needed.

    Args:
        language: The language of what is printed.
        allow_out_of_force: Whether a set may be used that was not in force when the dossier's year was evaluated; whatever is
            printed or written then says so.

    """

    def __init__(self, language: Language, *, allow_out_of_force: bool = False) -> None:
        """Begin a session; see the class."""
        self.language = language
        self._allow_out_of_force = allow_out_of_force
        self._registry: Registry | None = None

    @property
    def registry(self) -> Registry:
        """The registry of all installed plugins."""
        if self._registry is None:
            self._registry = Registry.discover()
        return self._registry

    def speak(self, zh: str, en: str) -> str:
        """Return the sentence in the session's language."""
        return Text(zh, en).speak(self.language)

    def dossier(self, path: str) -> Dossier:
        """Load a dossier."""
        return load_dossier(path, vocabulary=self.registry.vocabulary)

    def evaluation(self, path: str) -> Evaluation:
        """Load a dossier and score it with the set it names."""
        return self.scored(self.dossier(path))

    def scored(self, dossier: Dossier, *, registry: Registry | None = None) -> Evaluation:
        """Score a dossier with the set it names, of *registry* if it is given; with one out of force only where the session allows that."""
        from perfeval.scoring.engine import evaluate

        indicators = (registry or self.registry).set_for(dossier)
        return evaluate(dossier, indicators=indicators, allow_out_of_force=self._allow_out_of_force)


DOSSIER = click.argument("dossier", type=click.Path(dir_okay=False))
"""The file that a command is about."""


def warn_of_failures(session: Session) -> None:
    """Tell on the error stream what of the plugins cannot be used."""
    for failure in session.registry.failures:
        click.echo(failure.issue.render(session.language), err=True)
