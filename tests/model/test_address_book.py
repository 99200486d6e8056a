"""The address book: what an address means, and what it does not."""

from __future__ import annotations

import pytest
from told_issues import issues_of

from perfeval.model.address_book import AddressBook, names_in
from perfeval.model.hierarchy import Indicator


def one(code: str, name: str, *children: Indicator, is_open: bool = False) -> Indicator:
    """Return an indicator."""
    return Indicator(code=code, name=name, children=children, open=is_open)


BOOK = AddressBook(
    (
        one(
            "A",
            "产出",
            one("A1", "数量", one("A11", "受理量（件/年）"), is_open=True),
            one("A2", "质量"),
            one("A3", "质量"),
        ),
        one("B", "效益/影响", one("B1", "社会"), is_open=True),
        one("C", "产出", one("C1", "成本")),
    )
)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("A", "A"),
        ("A1", "A1"),
        ("产出/数量", "A1"),
        ("A/数量", "A1"),
        ("产出/A1", "A1"),
        ("A/A1", "A1"),
        ("A1/受理量（件/年）", "A11"),
        ("产出/数量/受理量（件/年）", "A11"),
        ("产出/A1/A11", "A11"),
        ("效益/影响", "B"),
        ("效益/影响/社会", "B1"),
        ("效益/影响/B1", "B1"),
        ("产出/成本", "C1"),
        ("C/成本", "C1"),
    ],
)
def test_an_address_is_names_codes_and_mixtures(address: str, code: str) -> None:
    """From level 1, or from a code."""
    assert BOOK.find(address).code == code
    assert BOOK.knows(address)
    assert BOOK.chain(address)[-1].code == code


def test_a_chain_goes_from_level_1_down() -> None:
    """Whatever the address begins with; its path is of names alone."""
    assert [step.code for step in BOOK.chain("A1/A11")] == ["A", "A1", "A11"]
    assert [step.code for step in BOOK.chain("A11")] == ["A", "A1", "A11"]
    assert BOOK.path("A11") == "产出/数量/受理量（件/年）"
    assert BOOK.path("B1") == "效益/影响/社会"
    assert BOOK.path("C") == "产出"


@pytest.mark.parametrize("address", ["产出", "产出/质量", "A/质量"])
def test_an_address_of_several_is_refused_with_their_codes(address: str) -> None:
    """A name that repeats needs the code."""
    (issue,) = issues_of(lambda: BOOK.find(address))
    assert (issue.code, issue.values["path"]) == ("path-ambiguous", address)
    assert issue.values["codes"] == {"产出": "A, C", "产出/质量": "A2, A3", "A/质量": "A2, A3"}[address]
    assert not BOOK.knows(address)
    assert BOOK.plainly(address) is None


@pytest.mark.parametrize(
    "address", ["", "X", "产出/", "/产出", "产出/数", "产出/成", "A1/成本", "社会", "A/A1/X", "C/数量"]
)
def test_an_address_of_nothing_is_refused(address: str) -> None:
    """No part of a name is the name; a child of another is not its own."""
    (issue,) = issues_of(lambda: BOOK.find(address))
    assert (issue.code, issue.values) == ("path-unknown", {"path": address})
    assert not BOOK.knows(address)
    assert BOOK.plainly(address) is None


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("产出/时效", ("A", "时效")),
        ("产出/数量/件/天", ("A1", "件/天")),
        ("产出/数最/件数", None),
        ("产出/A4/件数", None),
        ("产出/可持续景响/件数", ("A", "可持续景响/件数")),
        ("效益", None),
    ],
)
def test_where_a_new_indicator_belongs(address: str, found: tuple[str, str] | None) -> None:
    """Below the longest part that is an indicator; what is nearly a group's name, or code, is a slip of the pen, of a leaf's it is not."""
    book = AddressBook(
        (one("A", "产出", one("A1", "数量", one("A11", "件数")), one("A2", "可持续影响")), one("B", "效益/影响"))
    )
    place = book.place_of_new(address)
    assert (place and (place[0].code, place[1])) == found


def test_a_near_address_is_proposed() -> None:
    """Of paths and of codes."""
    assert "产出/数量" in str(issues_of(lambda: BOOK.find("产出/数最"))[0].hint)
    assert "A11" in str(issues_of(lambda: BOOK.find("A111"))[0].hint)


def test_plainly_is_a_code_or_a_whole_path_of_names() -> None:
    """What needs no search; mixtures are left to the search."""
    assert BOOK.plainly("A1") == BOOK.find("A1")
    assert BOOK.plainly("产出/数量") == BOOK.find("A1")
    assert BOOK.plainly("A/数量") is None


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("A1/新", ("A1", "新")),
        ("产出/数量/新", ("A1", "新")),
        ("A/数量/新", ("A1", "新")),
        ("A/A1/新/旧", ("A1", "新/旧")),
        ("效益/影响/新", ("B", "新")),
        ("B/满意/知晓", ("B", "满意/知晓")),
        ("A1/受理量（件/年）", None),
        ("A1/A11", None),
        ("B/社会", None),
        ("A1/", None),
        ("A2/新", None),
        ("A/新", None),
        ("X/新", None),
        ("新", None),
        ("/新", None),
        ("产出/质量/新", None),
    ],
)
def test_what_stands_below_an_open_group(address: str, found: tuple[str, str] | None) -> None:
    """The group and the new name; nothing for what is there already, for a closed group, or without a name."""
    below = BOOK.below_open_group(address)
    assert (None if below is None else (below[0].code, below[1])) == found


def test_a_code_comes_before_a_name() -> None:
    """Where one indicator's name is another's code."""
    book = AddressBook((one("X", "Y"), one("Y", "X")))
    assert (book.find("X").code, book.find("Y").code) == ("X", "Y")


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("产出/数量", ("产出", "数量")),
        ("产出", ("产出",)),
        ("产出/数量/受理量（件/年）", ("产出", "数量", "受理量（件/年）")),
        ("产出/速度(公里/小时)", ("产出", "速度(公里/小时)")),
        ("甲（乙/丙）/丁", ("甲（乙/丙）", "丁")),
        ("甲/（乙（丙/丁）/戊）", ("甲", "（乙（丙/丁）/戊）")),
        ("", ("",)),
    ],
)
def test_an_address_is_cut_outside_brackets(address: str, names: tuple[str, ...]) -> None:
    """At each ``/`` between two names, of brackets of both widths."""
    assert names_in(address) == names


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("A11", ("产出", "数量", "受理量（件/年）")),
        ("产出/A1", ("产出", "数量")),
        ("效益/影响/社会", ("效益/影响", "社会")),
        ("A1/新", ("产出", "数量", "新")),
        ("A/数量/件/天", ("产出", "数量", "件/天")),
        ("产出/质量", None),
        ("产出", None),
        ("A2/新", None),
        ("X", None),
    ],
)
def test_the_names_that_an_address_means(address: str, names: tuple[str, ...] | None) -> None:
    """From level 1, own rows of an open group included; of nothing, and of several, there are none."""
    assert BOOK.names(address) == names


def test_a_name_below_a_mixture_of_three_levels() -> None:
    """The group is the last step of what the front part means, not the one above it."""
    book = AddressBook((one("A", "产出", one("A1", "数量", one("A11", "件数", is_open=True))),))
    below = book.below_open_group("产出/A1/件数/新")
    assert below is not None
    assert (below[0].code, below[1]) == ("A11", "新")


@pytest.mark.parametrize(("address", "names"), [("甲/", ("甲/",)), ("/甲", ("/甲",)), ("甲//乙", ("甲", "/乙"))])
def test_a_sign_with_no_name_beside_it_cuts_nothing(address: str, names: tuple[str, ...]) -> None:
    """It is a part of the name."""
    assert names_in(address) == names
