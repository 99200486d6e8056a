"""The door of the codec: files to indicator sets, overlays and dossiers.

What reads a file (PyYAML, cattrs, the types of what stands in files) is loaded with the first file, so that a service which is handed its
dossiers as values starts without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfeval.codec.file_kinds import KINDS
from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Overlay

if TYPE_CHECKING:
    import os

    from perfeval.codec.vocabulary import Vocabulary


def load(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> IndicatorSet | Overlay | Dossier:
    """Load a file of any kind; its second key says which it is.

    Args:
        path: A YAML file, or a JSON file if its name ends with ``.json``.
        vocabulary: The scorers and aggregators it may name; None: the built-in ones.

    Raises:
        FileError: If it cannot be read.
        FormatError: If anything in it is wrong; every problem with its line and column.

    """
    from perfeval.codec.text_files import read_text  # noqa: PLC0415 - the door of the codec, see above

    return parse(read_text(Path(path)), path=str(path), vocabulary=vocabulary)


def parse(
    text: str, *, path: str | None = None, vocabulary: Vocabulary | None = None
) -> IndicatorSet | Overlay | Dossier:
    """Read the text of a file; ``load`` says more.

    Args:
        text: YAML, or JSON if *path* ends with ``.json``.
        path: The file's name, for messages.
        vocabulary: The scorers and aggregators it may name; None: the built-in ones.

    """
    from perfeval.codec.parsing import read_file  # noqa: PLC0415 - the door of the codec, see above

    return read_file(text, path=path, vocabulary=vocabulary)


def load_indicator_set(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> IndicatorSet:
    """Load an indicator set; ``load`` says more."""
    return _expected(load(path, vocabulary=vocabulary), IndicatorSet, path)  # type: ignore[no-any-return]


def load_overlay(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> Overlay:
    """Load an overlay; ``load`` says more."""
    return _expected(load(path, vocabulary=vocabulary), Overlay, path)  # type: ignore[no-any-return]


def load_dossier(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> Dossier:
    """Load a dossier; ``load`` says more."""
    return _expected(load(path, vocabulary=vocabulary), Dossier, path)  # type: ignore[no-any-return]


def read_overlay_or_set(path: str | os.PathLike[str], *, vocabulary: Vocabulary) -> IndicatorSet | Overlay:
    """Load a file that a plugin registers as an indicator set; its id, or ``id@version``, is its file name without the suffix.

    Raises:
        FormatError: If it is a dossier, or its id or version differs from its name.

    """
    loaded, misnamed, _ = _read_with_name(path, vocabulary)
    if isinstance(loaded, Dossier):
        stem = Path(path).stem
        expected = Text(f"指标体系或叠加层 {stem}", f"an indicator set or overlay called {stem}")
        raise FormatError([Issue(code="wrong-value", expected=expected, found=loaded.id, location=_whole(path))])
    if misnamed:
        raise FormatError(misnamed)
    return loaded


def load_checked(
    path: str | os.PathLike[str], *, vocabulary: Vocabulary
) -> tuple[IndicatorSet | Overlay | Dossier, tuple[Issue, ...]]:
    """Load a file as ``perfeval check`` does: a set or an overlay is called as its file is, and says what it rests on.

    Returns the value, and where it does not keep to that.

    Raises:
        FormatError: If anything else in it is wrong.

    """
    loaded, misnamed, told = _read_with_name(path, vocabulary)
    return loaded, (*misnamed, *told)


def _read_with_name(
    path: str | os.PathLike[str], vocabulary: Vocabulary
) -> tuple[IndicatorSet | Overlay | Dossier, tuple[Issue, ...], tuple[Issue, ...]]:
    from perfeval.codec.parsing import read_file_of_name  # noqa: PLC0415 - the door of the codec, see above
    from perfeval.codec.text_files import read_text  # noqa: PLC0415 - the door of the codec, see above

    return read_file_of_name(read_text(Path(path)), path=str(path), stem=Path(path).stem, vocabulary=vocabulary)


def _whole(path: str | os.PathLike[str]) -> Location:
    return Location(path=str(path))


def _expected(loaded: object, kind: type, path: str | os.PathLike[str]) -> Any:  # noqa: ANN401 - a value of *kind*
    if isinstance(loaded, kind):
        return loaded
    names = {one: name for name, one in KINDS.items()}
    issue = Issue(code="file-kind", expected=names[kind], found=names[type(loaded)], location=_whole(path))
    raise FormatError([issue])
