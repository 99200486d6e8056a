"""The address book: which indicator an address means. Rows, components, vetoes, notes, explanations and overlays ask here.

An address is a code, or a path from level 1 (or from a code) of names, codes and any mixture of the two, joined by ``/``. A
name may hold a ``/`` of its own (受理量（件/年）): the names that are there decide where an address is cut, not the sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors import Issue, NotFoundError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.hierarchy import Indicator

    Chain = tuple[Indicator, ...]

SEPARATOR = "/"


class AddressBook:
    """Every address of the indicators of a hierarchy.

    Args:
        indicators: The level-1 indicators.

    """

    def __init__(self, indicators: tuple[Indicator, ...]) -> None:
        """Write the book; see the class."""
        self._indicators = indicators
        self._by_path: dict[str, list[Chain]] = {}
        self._by_code: dict[str, list[Chain]] = {}
        for chain in _chains(indicators, ()):
            self._by_path.setdefault(path_of(chain), []).append(chain)
            self._by_code.setdefault(chain[-1].code, []).append(chain)
        # What nearly every address is: a code, or else the whole path of names.
        self._plain = {
            address: found[0][-1]
            for index in (self._by_path, self._by_code)
            for address, found in index.items()
            if len(found) == 1
        }
        for address, found in self._by_code.items():
            if len(found) > 1:
                self._plain.pop(address, None)

    def chain(self, address: str) -> Chain:
        """Return the indicators from level 1 to the one at *address*.

        Raises:
            NotFoundError: If there is none (``path-unknown``), with the nearest name, or there are several
                (``path-ambiguous``), with their codes.

        """
        found = self._found(address)
        if len(found) == 1:
            return found[0]
        if found:
            codes = ", ".join(chain[-1].code for chain in found)
            raise NotFoundError([Issue(code="path-ambiguous", values={"path": address, "codes": codes})])
        hint = did_you_mean(address, [*self._by_path, *self._by_code])
        raise NotFoundError([Issue(code="path-unknown", values={"path": address}, hint=hint)])

    def knows(self, address: str) -> bool:
        """Whether *address* means one indicator."""
        return len(self._found(address)) == 1

    def find(self, address: str) -> Indicator:
        """Return the indicator at *address*; :meth:`chain` says more."""
        return self.chain(address)[-1]

    def plainly(self, address: str) -> Indicator | None:
        """Return the indicator whose code, or whose path of names alone, is *address*; None leaves it to :meth:`chain`."""
        return self._plain.get(address)

    def path(self, code: str) -> str:
        """Return the path of names from level 1 to the indicator of *code*."""
        return path_of(self.chain(code))

    def below_open_group(self, address: str) -> tuple[Indicator, str] | None:
        """Return the open group that an address names, and the name below it that is no indicator's yet.

        The longest part of the address that is an open group decides.
        """
        end = address.rfind(SEPARATOR)
        while end > 0:
            group = self.plainly(address[:end]) or self._mixed(address[:end])
            if group is not None:
                name = address[end + 1 :]
                taken = group.children and any(name in (one.name, one.code) for one in group.children)
                return (group, name) if group.open and name and not taken else None
            end = address.rfind(SEPARATOR, 0, end)
        return None

    def _mixed(self, address: str) -> Indicator | None:
        """Return the one indicator at an address of names and codes, if there is one."""
        if (
            address.rpartition(SEPARATOR)[2] not in self._by_code
            and address.partition(SEPARATOR)[0] not in self._by_code
        ):
            return None
        found = self._found(address)
        return found[0][-1] if len(found) == 1 else None

    def _found(self, address: str) -> list[Chain]:
        by_code = self._by_code.get(address)
        if by_code is not None:
            return by_code
        found = list(_matching(self._indicators, address, ()))
        if found:
            return found
        # Where names repeat, a path may begin at a code anywhere.
        code, _, rest = address.partition(SEPARATOR)
        return [
            (*above, *below)
            for above in self._by_code.get(code, ())
            for below in _matching(above[-1].children, rest, ())
        ]


def path_of(chain: Chain) -> str:
    """Return a chain as a path of names."""
    return SEPARATOR.join(one.name for one in chain)


def split_path(address: str) -> tuple[str, str]:
    """Return the group and the name of an address where no hierarchy is at hand: cut at the last ``/`` outside brackets.

    >>> split_path("产出/产出数量/受理量（件/年）")
    ('产出/产出数量', '受理量（件/年）')

    """
    depth = 0
    for index in range(len(address) - 1, -1, -1):
        if address[index] in "）)":
            depth += 1
        elif address[index] in "（(":
            depth -= 1
        elif address[index] == SEPARATOR and depth <= 0:
            return address[:index], address[index + 1 :]
    return "", address


def _chains(indicators: tuple[Indicator, ...], above: Chain) -> Iterator[Chain]:
    for indicator in indicators:
        chain = (*above, indicator)
        yield chain
        yield from _chains(indicator.children, chain)


def _matching(level: tuple[Indicator, ...], address: str, above: Chain) -> Iterator[Chain]:
    for one in level:
        for label in dict.fromkeys((one.name, one.code)):
            if address == label:
                yield (*above, one)
            elif address.startswith(f"{label}{SEPARATOR}"):
                yield from _matching(one.children, address[len(label) + 1 :], (*above, one))
