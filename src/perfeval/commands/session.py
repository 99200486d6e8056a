"""What every command shares: the language, the registry, the dossier argument, the exit codes, and what is told of plugins."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import click

from perfeval.codec.loading import load_dossier
from perfeval.errors import MissingExtraError
from perfeval.errors.language import Language, Text
from perfeval.registry.lookup import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from perfeval.errors import Issue
    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.dossier import Dossier
    from perfeval.model.evaluation import Evaluation
    from perfeval.model.hierarchy import Indicator
    from perfeval.registry.discovery import Failure

    BreachOf = Callable[[DeclaredScorer, Indicator], Text | None]

WRONG_INPUT = 1
"""The input is wrong, or findings stand."""

IN_PART = 3
"""Done, but a plugin failed or something could not be read: with all plugins the answer might be another."""

INTERRUPTED = 130
"""The user stopped it (as shells say: 128 and the number of the signal)."""


class Session:
    """What every command shares: the language, and the registry, made when it is first needed.

    Args:
        language: The language of what is printed.
        allow_out_of_force: Whether a set may be used that was not in force when the dossier's year was evaluated; whatever is
            printed or written then says so.
        registry: The registry, where one has been made already.

    """

    def __init__(
        self, language: Language, *, allow_out_of_force: bool = False, registry: Registry | None = None
    ) -> None:
        """Begin a session; see the class."""
        self.language = language
        self._allow_out_of_force = allow_out_of_force
        self._registry = registry
        self._told = False

    @property
    def registry(self) -> Registry:
        """The registry of all installed plugins."""
        if self._registry is None:
            self._registry = Registry.discover()
        return self._registry

    def plugin_failures(self) -> list[str]:
        """Return what of the plugins could not be used and so may have changed the answer; for output that is data, which says it."""
        self._told = True
        return [] if self._registry is None else _spoken(self._registry.failures_so_far, self.language)

    def end(self, code: int, *, is_answered: bool = True) -> int:
        """Tell on the error stream which plugins failed or were slow; return the exit code, which says so too.

        Every failure is told; only those of what was asked for may have changed the answer, and count.

        Args:
            code: What the command came to.
            is_answered: Whether it gave an answer, be it that findings stand.

        """
        counted = [] if self._registry is None else _spoken(self._registry.failures_so_far, self.language)
        lines = _spoken(self.registry.failures, self.language)
        for line in (*(one.render(self.language) for one in self.registry.slow), *lines):
            click.echo(harmless(line), err=True)
        if counted and is_answered and code in (0, WRONG_INPUT, IN_PART) and not self._told:
            click.echo(self.caveat())
        return IN_PART if counted and not code else code

    def tell(self, faults: Iterable[Issue]) -> None:
        """Tell on the error stream what plugins failed at, once for each thing of theirs, with the first place."""
        first = {
            (one.code, str(one.values.get("name")), str(one.values.get("id"))): one for one in reversed(list(faults))
        }
        for one in reversed(first.values()):
            click.echo(harmless(one.render(self.language)), err=True)

    def comment(self) -> str:
        """Return the caveat as a line of comment for YAML that is printed; empty where no plugin failed."""
        return f"# {self.caveat()}\n" if self.plugin_failures() else ""

    def caveat(self) -> str:
        """Return the sentence that warns of an answer to which not every plugin contributed."""
        return self.speak(
            "注意：有插件未能使用，结果可能因此不同（原因见错误输出）",
            "Note: not every plugin could be used, and the answer might be another with them (why: see the error stream)",
        )

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


FORCE = click.option("--force", is_flag=True, help="覆盖内容不同的已有文件 / replace files that hold something else")
"""Whether what is written may replace what stands there."""

DOSSIER = click.argument("dossier", type=click.Path(dir_okay=False))
"""The file that a command is about."""


def scorer_tester() -> BreachOf | None:
    """Return what looks for a row on which a scorer breaks its promises; None where hypothesis is not installed."""
    try:
        from perfeval.testing.scorer_checks import breach_of
    except MissingExtraError:
        return None
    return lambda scorer, indicator: breach_of(scorer, indicator=indicator)


def _spoken(failures: Iterable[Failure], language: Language) -> list[str]:
    """Return each failure in words, once."""
    return list(dict.fromkeys(failure.issue.render(language) for failure in failures))


def harmless(text: str) -> str:
    """Return *text* without control characters, which could move the cursor or recolour the terminal."""
    return "".join(
        " " if one in "\n\t" else one for one in text if one in "\n\t" or unicodedata.category(one)[0] != "C"
    )
