"""How a set is named in a dossier, in an overlay and on the command line: by its id, or by id and version (cn.example@2023)."""

from __future__ import annotations

from attrs import frozen

from perfeval.errors import Issue, Location, NotFoundError
from perfeval.errors.language import Text
from perfeval.model.validated import PartOfSet

SIGN = "@"
"""What stands between id and version; neither of the two may hold it."""


@frozen(kw_only=True)
class SetName(PartOfSet):
    """An id, and the version that is asked for.

    Args:
        id: The id of the set.
        version: Its version; None leaves it open.

    """

    id: str
    version: str | None = None

    def __str__(self) -> str:
        """Print as ``id@version``, or as the id alone where no version is asked for, or the version is empty."""
        return f"{self.id}{SIGN}{self.version}" if self.version else self.id


def parse_set_name(text: str) -> SetName:
    """Return the set that *text* names.

    >>> parse_set_name("cn.example@2023")
    SetName(id='cn.example', version='2023')

    Args:
        text: An id, or ``id@version``.

    Raises:
        NotFoundError: If it has several signs ``@``, or nothing before or behind it.

    """
    id_, sign, version = text.partition(SIGN)
    if sign and (not id_ or not version or SIGN in version):
        raise NotFoundError([Issue(code="set-name", values={"name": text})])
    return SetName(id=id_, version=version if sign else None)


def naming_problems(*parts: tuple[str, str]) -> list[Issue]:
    """Return what keeps a set from being named: the sign ``@`` in a part of its name.

    Args:
        parts: The parts, such as the id and the version, each behind the key under which it stands.

    """
    return [
        Issue(
            code="wrong-value",
            expected=Text(
                f"不含 {SIGN}：{SIGN} 用来隔开编号与版本", f"a text without {SIGN}, which parts id and version"
            ),
            found=text,
            location=Location(place=key),
        )
        for key, text in parts
        if SIGN in text
    ]
