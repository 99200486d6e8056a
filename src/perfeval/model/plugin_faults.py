"""What a plugin does wrong while it is used: what it brought raises, or returns what it must not; told with plugin and item.

Whoever asks something of a plugin's (a scorer for a rate, a rule for findings, a reader for a dossier) catches ``HARM`` there and
tells it by :func:`raised_by`; what came back is looked at before it is used, and told by :func:`nonsense_from`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from perfeval.errors import Issue, Location, PerfEvalError
from perfeval.errors.language import Text
from perfeval.logs import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from perfeval.errors import Phrase
    from perfeval.model.provenance import Contributor

HARM = (Exception, SystemExit)
"""What a plugin may raise without hurting anybody: all but what the user or the interpreter asks for."""

_MOST_SHOWN = 80
_WHOLLY_SURE = 100
_SURENESS = Text("0 到 100 的整数", "an integer from 0 to 100")
UNKNOWN = Text("（未经注册）", "(registered by none)")
_NOWHERE = Location()
_NO_FILE_NAME = {*'/\\:*?"<>|', *map(chr, range(32))}
# Devices of Windows: a file cannot be called so, with or without a suffix (Microsoft, "Naming Files, Paths, and Namespaces").
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}


def words_of_cause(cause: BaseException) -> Text:
    """Return what an exception says, in both languages where it is one of ours."""
    if isinstance(cause, PerfEvalError):
        return Text(cause.render("zh"), cause.render("en"))
    try:
        said = f"{type(cause).__name__}: {cause}".removesuffix(": ")
    except HARM:  # its text raises too
        said = type(cause).__name__
    return Text(said, said)


def in_short(value: object) -> str:
    """Return a value of a plugin as messages show it, however it prints itself."""
    try:
        text = repr(value)
    except HARM:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def is_file_stem(text: object) -> bool:
    """Whether a text can be the name of a file in a folder, on Windows too: it leads neither out of the folder nor below it."""
    if not isinstance(text, str) or set(text) & _NO_FILE_NAME or text != text.strip(" ") or text.endswith("."):
        return False
    return text != "" and text.partition(".")[0].rstrip(" ").casefold() not in _DEVICES


def is_own_word(error: PerfEvalError, contributor: Contributor | None, *meant: type[PerfEvalError]) -> bool:
    """Whether an error of ours stays as it is: of what is built in always, of a plugin's if it is one of those that are *meant* to be raised.

    Any other is what the plugin stumbled over, such as a value that it made wrongly, and is told as its fault.
    """
    return contributor is None or contributor.is_built_in or isinstance(error, meant)


def raised_by(
    contributor: Contributor | None, what: Text, name: str, cause: BaseException, *, at: Location = _NOWHERE
) -> Issue:
    """Return the issue of something of a plugin's that raised.

    Args:
        contributor: The plugin; None where it is not known.
        what: What it is, such as a scorer.
        name: Its id, kind or code.
        cause: What it raised.
        at: What it was asked about: a row, a file.

    """
    values = {"name": _named(contributor), "what": what, "id": name, "cause": words_of_cause(cause)}
    issue = Issue(code="plugin-raised", values=values, location=at)
    record("plugins", "WARNING", "%s", issue.render("en"), cause=cause)
    return issue


def nonsense_from(  # noqa: PLR0913 - what is to be told
    contributor: Contributor | None,
    what: Text,
    name: str,
    value: object,
    *,
    expected: Phrase,
    at: Location = _NOWHERE,
) -> Issue:
    """Return the issue of something of a plugin's that returned what it must not.

    Args:
        contributor: The plugin; None where it is not known.
        what: What it is, such as a scorer.
        name: Its id, kind or code.
        value: What it returned.
        expected: What it should have returned.
        at: What it was asked about: a row, a file.

    """
    values = {"name": _named(contributor), "what": what, "id": name}
    issue = Issue(code="plugin-returned", values=values, location=at, expected=expected, found=in_short(value))
    record("plugins", "WARNING", "%s", issue.render("en"))
    return issue


class Recogniser(Protocol):
    """What says how sure it is of a file: a reader of forms, an opener of files."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def contributor(self) -> Contributor | None:
        """The plugin that it comes from."""
        ...

    @property
    def recognise(self) -> Callable[[Any], int]:
        """The function that says it, in per cent."""
        ...


_Item = TypeVar("_Item", bound=Recogniser)


def surest_first(
    items: Iterable[_Item], what: Text, asked: object, *, at: Location, faults: list[Issue]
) -> list[_Item]:
    """Return the readers or openers that know what they are asked about, the surest first; of equals by id.

    Args:
        items: The readers or openers.
        what: What they are.
        asked: What they are asked about.
        at: The file.
        faults: To which list the faults of those that fail are added.

    """
    sure = [(_sureness(one, what, asked, at, faults), one) for one in items]
    return [one for _, one in sorted((pair for pair in sure if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].id))]


def _sureness(one: Recogniser, what: Text, asked: object, at: Location, faults: list[Issue]) -> int:
    """Return how sure one is; what fails is not sure at all, and is told."""
    try:
        sure: object = one.recognise(asked)
    except HARM as cause:
        faults.append(raised_by(one.contributor, what, one.id, cause, at=at))
        return 0
    if type(sure) is int and 0 <= sure <= _WHOLLY_SURE:
        return sure
    faults.append(nonsense_from(one.contributor, what, one.id, sure, expected=_SURENESS, at=at))
    return 0


def _named(contributor: Contributor | None) -> Phrase:
    return UNKNOWN if contributor is None else str(contributor)


PLUGIN_FAILURES = "plugin-failures"
"""The key under which output that is data says which plugins could not be used."""

SCORER = Text("计分方法", "scorer")
AGGREGATOR = Text("汇总方法", "aggregator")
PARAMETER = Text("参数类型", "parameter type")
LAYOUT = Text("版式", "layout")
WRITER = Text("输出格式", "writer")
READER = Text("读表器", "reader")
RULE = Text("审核规则", "audit rule")
COMMAND = Text("命令", "command")
OPENER = Text("文件打开器", "file opener")
ERROR_CODE = Text("错误代码", "error code")
INDICATOR_SET = Text("指标体系", "indicator set")
