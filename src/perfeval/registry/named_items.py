"""What is registered, by name; whoever asks for what is not there is told the nearest name, and which plugin failed."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from perfeval.errors import Issue, NotFoundError, did_you_mean
from perfeval.errors.language import Text
from perfeval.registry.admission import hinted

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from perfeval.documents.writers import Writer
    from perfeval.registry.discovery import Failure

Brought = TypeVar("Brought")


class NamedItems(dict[str, Brought]):
    """Things of one kind by their names, as a dict; ``[name]`` of what is not there is a :class:`~perfeval.NotFoundError`.

    Args:
        items: The things.
        what: What one is called.
        failures: Which plugins failed, known by the time somebody asks.

    """

    def __init__(self, items: Mapping[str, Brought], *, what: Text, failures: Sequence[Failure] = ()) -> None:
        """Hold the things; see the class."""
        super().__init__(items)
        self._what = what
        self._failures = failures

    def __missing__(self, name: object) -> Brought:
        """Refuse a name that is not there.

        Raises:
            NotFoundError: Always; with the nearest name, and which plugins failed.

        """
        issue = Issue(
            code="not-registered", values={"what": self._what, "id": name}, hint=did_you_mean(str(name), self)
        )
        raise NotFoundError([hinted(issue, self._failures)])


def writer_of(
    file: str | os.PathLike[str],
    writers: Iterable[Writer],
    *,
    beside: Iterable[str] = (),
    failures: Iterable[Failure] = (),
) -> Writer:
    """Return the writer of a file by its suffix, of several suffixes that fit the longest; what is built in goes first.

    Args:
        file: The file's name, or a suffix such as ``.docx``.
        writers: The writers that there are.
        beside: What else may be written, by its suffix, for the message.
        failures: Which plugins failed.

    Raises:
        NotFoundError: If no writer has the suffix, with the nearest; or several plugins' have.

    """
    name = PurePath(file).name.casefold()
    fitting = [one for one in writers if name.endswith(one.suffix.casefold())]
    best = max((len(one.suffix) for one in fitting), default=0)
    longest = sorted((one for one in fitting if len(one.suffix) == best), key=lambda one: one.format)
    own = [one for one in longest if one.contributor is not None and one.contributor.is_built_in]
    found = own or longest
    if len(found) == 1:
        return found[0]
    if found:
        formats = ", ".join(one.format for one in found)
        raise NotFoundError([Issue(code="suffix-shared", values={"suffix": found[0].suffix, "formats": formats})])
    raise NotFoundError([hinted(unknown_suffix(file, {*beside, *(one.suffix for one in writers)}), failures)])


def unknown_suffix(file: str | os.PathLike[str], known: Iterable[str]) -> Issue:
    """Return the issue of a file that cannot be written because its suffix is none of those that are *known*."""
    suffixes = sorted(known)
    hint = did_you_mean(PurePath(file).suffix or PurePath(file).name, suffixes)
    return Issue(code="suffix-unknown", values={"file": str(file)}, expected=" / ".join(suffixes), hint=hint)
