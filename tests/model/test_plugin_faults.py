"""What a plugin does wrong is told with the plugin, the thing, and what it did; whatever it raises or returns."""

from __future__ import annotations

import pytest

from perfeval import IndicatorSetError, Issue, Location, Text
from perfeval.model.plugin_faults import in_short, is_file_stem, nonsense_from, raised_by, surest_first, words_of_cause
from perfeval.model.provenance import Contributor
from perfeval.plugin import Reader

RULE = Text("规则", "rule")
YUNNAN = Contributor(plugin="yunnan", distribution="perfeval-yunnan", version="0.1.0")


class Mute(Exception):  # noqa: N818 - a plugin calls its exceptions as it likes
    """An exception that cannot say what it is."""

    def __str__(self) -> str:
        """Fail."""
        raise RuntimeError

    def __repr__(self) -> str:
        """Fail."""
        raise RuntimeError


def test_what_raised_is_told_in_both_languages() -> None:
    """With plugin, distribution, thing, id and cause; of one that nobody registered that is said."""
    issue = raised_by(YUNNAN, RULE, "Y01", KeyError("甲"))
    assert issue.render("en").startswith(
        "the rule Y01 of the plugin yunnan (perfeval-yunnan 0.1.0) raised KeyError: '甲'"
    )
    assert "yunnan（perfeval-yunnan 0.1.0）" in issue.render("zh") or "yunnan (perfeval-yunnan 0.1.0)" in issue.render(
        "zh"
    )
    assert "Y01" in issue.render("zh")
    assert "(registered by none)" in raised_by(None, RULE, "Y01", KeyError("甲")).render("en")


def test_what_raised_is_logged_as_it_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """In English, as a warning, with the cause and its trace."""
    cause = KeyError("甲")
    with caplog.at_level("WARNING", logger="perfeval"):
        issue = raised_by(YUNNAN, RULE, "Y01", cause)
    (record,) = caplog.records
    assert (record.name, record.levelname, record.getMessage()) == ("perfeval.plugins", "WARNING", issue.render("en"))
    assert record.exc_info is not None
    assert record.exc_info[1] is cause


def test_nonsense_is_told_with_what_was_expected() -> None:
    """And with what came, in short."""
    issue = nonsense_from(YUNNAN, RULE, "Y01", [1] * 1000, expected="findings")
    assert (issue.code, issue.expected, issue.values["id"]) == ("plugin-returned", "findings", "Y01")
    assert issue.found == in_short([1] * 1000)
    assert len(str(issue.found)) == 80
    assert str(issue.found).endswith("…")
    assert in_short("甲" * 78) == repr("甲" * 78)
    assert in_short("甲" * 79) == repr("甲" * 79)[:79] + "…"


def test_the_words_of_a_cause() -> None:
    """Ours in both languages; others as they are; without words, by the class alone; one that fails to speak too."""
    ours = words_of_cause(IndicatorSetError([Issue(code="path-unknown", values={"path": "甲"})]))
    assert ours.zh != ours.en
    assert words_of_cause(ValueError("x")) == Text("ValueError: x", "ValueError: x")
    assert words_of_cause(ValueError()) == Text("ValueError", "ValueError")
    assert words_of_cause(Mute()) == Text("Mute", "Mute")
    assert in_short(Mute()) == "<Mute>"


@pytest.mark.parametrize("name", ["报告", "附件2-评价报告", "a.b", "console", "com10", "nul1", ".hidden", "a b"])
def test_what_may_be_a_files_name(name: str) -> None:
    """On any system."""
    assert is_file_stem(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "..",
            " ",
            "a/b",
            "../a",
            "a\\b",
            "C:a",
            "a\x00",
            "a\n",
            "a?",
            "a*",
            'a"',
            "<a>",
            "a|b",
            "a.",
            "a ",
            " a",
        ),
        *("con", "NUL", "Aux.txt", "prn ", "COM1", "lpt9.docx", "com¹", "nul .x"),
        5,
        None,
    ],
)
def test_what_may_not_be_a_files_name(name: object) -> None:
    """What leads elsewhere, and what Windows does not make: its devices, trailing dots and spaces."""
    assert not is_file_stem(name)


@pytest.mark.parametrize(("sure", "taken"), [(0, False), (1, True), (100, True)])
def test_how_sure_one_is_lies_between_none_and_all(sure: int, taken: bool) -> None:  # noqa: FBT001 - a case
    """In per cent; of nothing it is not asked to do more."""
    faults: list[Issue] = []
    found = surest_first([recogniser(sure)], RULE, "file", at=Location(), faults=faults)
    assert (bool(found), faults) == (taken, [])


@pytest.mark.parametrize("sure", [-1, 101, 0.5, True, None, "100"])
def test_what_is_no_percentage_is_told(sure: object) -> None:
    """And its reader does not read the file."""
    faults: list[Issue] = []
    assert surest_first([recogniser(sure)], RULE, "file", at=Location(path="x"), faults=faults) == []
    assert [(one.code, one.location.path) for one in faults] == [("plugin-returned", "x")]


def recogniser(sure: object) -> Reader:
    """Return a reader that is so sure."""
    return Reader(id="r", title=RULE, recognise=lambda _: sure, read=lambda _: ())  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("sign", [*'/\\:*?"<>|', "\x00", "\x1f", "\n"])
def test_a_sign_that_no_file_may_have(sign: str) -> None:
    """On any system; any other sign may stand in a name."""
    assert not is_file_stem(f"a{sign}b")


@pytest.mark.parametrize("sign", "XxAZ09 .,;'()[]{}~!@#$%^&+=-_　甲，。（）")
def test_a_sign_that_a_file_may_have(sign: str) -> None:
    """Letters, digits, and what is neither a folder's nor a pattern's."""
    assert is_file_stem(f"a{sign}b")


def test_nonsense_is_logged_as_it_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """In English, as a warning."""
    with caplog.at_level("WARNING", logger="perfeval"):
        issue = nonsense_from(YUNNAN, RULE, "Y01", 5, expected="findings")
    (record,) = caplog.records
    assert (record.name, record.levelname, record.getMessage()) == ("perfeval.plugins", "WARNING", issue.render("en"))
