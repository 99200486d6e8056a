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

    """

    def __init__(self, language: Language) -> None:
        """Begin a session; see the class."""
        self.language = language
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
        from perfeval.scoring.engine import evaluate

        dossier = self.dossier(path)
        return evaluate(dossier, indicators=self.registry.set_for(dossier))


DOSSIER = click.argument("dossier", type=click.Path(dir_okay=False))
"""The file that a command is about."""


def warn_of_failures(session: Session) -> None:
    """Tell on the error stream what of the plugins cannot be used."""
    for failure in session.registry.failures:
        click.echo(failure.issue.render(session.language), err=True)
