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
            self._by_path.setdefault(joined_names(names_of(chain)), []).append(chain)
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
        return joined_names(names_of(self.chain(code)))

    def names(self, address: str) -> tuple[str, ...] | None:
        """Return the names from level 1 down to what *address* means, an own row of an open group included; None if it means nothing."""
        found = self._found(address)
        if len(found) == 1:
            return names_of(found[0])
        own = None if found else self.below_open_group(address)
        return None if own is None else (*names_of(self.chain(own[0].code)), own[1])

    def below_open_group(self, address: str) -> tuple[Indicator, str] | None:
        """Return the open group that an address names, and the name below it that is no indicator's yet.

        The longest part of the address that is an open group decides: where 组 is open and 组/受理量 is not, 组/受理量/年 is the
        row 受理量/年 of 组. A name that is nearly one below a closed group is a slip of the pen, and no row of a group above.
        """
        for group, name in self._cuts(address):
            taken = [label for one in group.children for label in (one.name, one.code)]
            if name in taken:
                return None
            if group.open:
                return group, name
            if did_you_mean(name, taken) is not None:
                return None
        return None

    def place_of_new(self, address: str) -> tuple[Indicator, str] | None:
        """Return the indicator below which an overlay's new one goes, and the new one's name; None if no part of it is an indicator.

        The longest part of the address that is an indicator decides. A name that begins with what is nearly a group's is a slip
        of the pen.
        """
        for parent, name in self._cuts(address):
            groups = [label for one in parent.children if one.children or one.open for label in (one.name, one.code)]
            heads = (name[:end] for end, sign in enumerate(name) if sign == SEPARATOR)
            return None if any(did_you_mean(head, groups) is not None for head in heads) else (parent, name)
        return None

    def _cuts(self, address: str) -> Iterator[tuple[Indicator, str]]:
        """Yield each indicator that a front part of an address means, the longest part first, and what is left of the address."""
        end = address.rfind(SEPARATOR)
        while end > 0:
            found = self.plainly(address[:end])
            several = [] if found is not None else self._found(address[:end])
            if len(several) == 1:
                found = several[0][-1]
            if found is not None and end + 1 < len(address):
                yield found, address[end + 1 :]
            end = address.rfind(SEPARATOR, 0, end)

    def _found(self, address: str) -> list[Chain]:
        by_code = self._by_code.get(address)
        if by_code is not None:
            return by_code
        found = list(_matching(self._indicators, address, ()))
        if found:
            return found
        # Where names repeat, a path may begin at a code anywhere.
        return [
            (*above, *below)
            for end, sign in enumerate(address)
            if sign == SEPARATOR
            for above in self._by_code.get(address[:end], ())
            for below in _matching(above[-1].children, address[end + 1 :], ())
        ]


def names_of(chain: Chain) -> tuple[str, ...]:
    """Return the names of a chain."""
    return tuple(one.name for one in chain)


def joined_names(names: tuple[str, ...]) -> str:
    """Return names from level 1 as a path: a text to read, and an address to look up, but nothing to cut again."""
    return SEPARATOR.join(names)


def names_in(address: str) -> tuple[str, ...]:
    """Return the names in an address where no hierarchy is at hand: cut at each ``/`` that stands between two names, not in brackets.

    >>> names_in("产出/产出数量/受理量（件/年）")
    ('产出', '产出数量', '受理量（件/年）')

    """
    names, depth, begin = [], 0, 0
    for index, sign in enumerate(address):
        depth = max(0, depth + (sign in "（(") - (sign in "）)"))
        if sign == SEPARATOR and depth == 0 and begin < index < len(address) - 1:
            names.append(address[begin:index])
            begin = index + 1
    return (*names, address[begin:])


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
