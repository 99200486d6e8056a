"""The door of the codec: files to indicator sets, overlays and dossiers.

What reads a file (PyYAML, cattrs, the types of what stands in files) is loaded with the first file, so that a service which is handed its
dossiers as values starts without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from perfeval.codec.file_kinds import KINDS
from perfeval.errors import FormatError, Issue, Location, found_text
from perfeval.errors.language import Text
from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Overlay

if TYPE_CHECKING:
    import os

    from perfeval.codec.parsing import FileOfName, Source
    from perfeval.codec.vocabulary import Vocabulary

Kind = TypeVar("Kind", IndicatorSet, Overlay, Dossier)


def load(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> IndicatorSet | Overlay | Dossier:
    """Load a file of any kind; its second key says which it is.

    Args:
        path: A YAML file, or a JSON file if its name ends with ``.json``.
        vocabulary: The scorers and aggregators it may name; None: the built-in ones.

    Raises:
        FileError: If it cannot be read.
        FormatError: If anything in it is wrong; every problem with its line and column.

    """
    return parse(_text_at(path), name=str(path), vocabulary=vocabulary)


@overload
def parse(
    source: Source, *, kind: type[Kind], name: str | None = None, vocabulary: Vocabulary | None = None
) -> Kind: ...


@overload
def parse(
    source: Source, *, kind: None = None, name: str | None = None, vocabulary: Vocabulary | None = None
) -> IndicatorSet | Overlay | Dossier: ...


def parse(
    source: Source,
    *,
    kind: type[Any] | None = None,
    name: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> IndicatorSet | Overlay | Dossier:
    """Read a set, an overlay or a dossier that is not on disk: its text, its bytes, an open file, or a dict (读入).

    A dict is what ``json.loads`` gives: numbers may be int, Decimal, Fraction, or a float, which is taken by its ``repr``
    (``json.loads(…, parse_float=Decimal)`` keeps every digit). It comes from no text, so places in messages are paths of keys.

    Args:
        source: The text; or bytes, in UTF-8 or as the first line declares; or what can be read; or a dict.
        kind: What it has to be, such as ``Dossier``; None: any of the three, as it says itself.
        name: What it is called, for messages. ``.json`` and ``.yaml`` at its end say what the text is; where they do not, JSON is
            known by its beginning.
        vocabulary: The scorers and aggregators it may name; None: the built-in ones.

    Raises:
        FileError: If an open file cannot be read, or there is too much of it.
        FormatError: If anything in it is wrong; every problem with its place.

    """
    from perfeval.codec.parsing import read_source  # noqa: PLC0415 - the door of the codec, see above

    if kind is not None and kind not in KINDS.values():
        kinds = " / ".join(one.__name__ for one in KINDS.values())
        raise FormatError([Issue(code="wrong-type", expected=kinds, found=found_text(kind))])
    return read_source(source, name=name, vocabulary=vocabulary, wanted=kind)


def load_indicator_set(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> IndicatorSet:
    """Load an indicator set; ``load`` says more."""
    return parse(_text_at(path), kind=IndicatorSet, name=str(path), vocabulary=vocabulary)


def load_overlay(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> Overlay:
    """Load an overlay; ``load`` says more."""
    return parse(_text_at(path), kind=Overlay, name=str(path), vocabulary=vocabulary)


def load_dossier(path: str | os.PathLike[str], *, vocabulary: Vocabulary | None = None) -> Dossier:
    """Load a dossier; ``load`` says more."""
    return parse(_text_at(path), kind=Dossier, name=str(path), vocabulary=vocabulary)


def read_overlay_or_set(path: str | os.PathLike[str], *, vocabulary: Vocabulary) -> IndicatorSet | Overlay:
    """Load a file that a plugin registers as an indicator set; its id, or ``id@version``, is its file name without the suffix.

    Raises:
        FormatError: If it is a dossier, or its id or version differs from its name.

    """
    read = load_checked(path, vocabulary=vocabulary)
    loaded = read.loaded
    if isinstance(loaded, Dossier):
        stem = Path(path).stem
        expected = Text(f"指标体系或叠加层 {stem}", f"an indicator set or overlay called {stem}")
        raise FormatError([Issue(code="wrong-value", expected=expected, found=loaded.called, location=_whole(path))])
    if read.misnamed:
        raise FormatError(read.misnamed)
    return loaded


def load_checked(path: str | os.PathLike[str], *, vocabulary: Vocabulary) -> FileOfName:
    """Load a file as ``perfeval check`` does: a set or an overlay is called as its file is, and says what it rests on.

    Returns the value, and where it does not keep to that.

    Raises:
        FileError: If it cannot be read.
        FormatError: If anything else in it is wrong.

    """
    from perfeval.codec.parsing import read_file_of_name  # noqa: PLC0415 - the door of the codec, see above
    from perfeval.codec.text_files import read_text  # noqa: PLC0415 - the door of the codec, see above

    return read_file_of_name(read_text(Path(path)), path=str(path), stem=Path(path).stem, vocabulary=vocabulary)


def _whole(path: str | os.PathLike[str]) -> Location:
    return Location(path=str(path))


def _text_at(path: str | os.PathLike[str]) -> str:
    from perfeval.codec.text_files import read_text  # noqa: PLC0415 - the door of the codec, see above

    return read_text(Path(path))
