"""Issues as text and as data, in one language or in both."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import FormatError, Issue, Location, PerfEvalError, Text
from perfeval.errors import built_in_codes, found_text
from perfeval.errors.language import Language, spoken
from perfeval.plugin import ErrorCode

TEXTS = st.builds(Text, st.text(max_size=5), st.text(max_size=5))
PHRASES = st.none() | st.text(max_size=5) | TEXTS
LOCATIONS = st.builds(
    Location,
    path=st.none() | st.text(max_size=5),
    line=st.none() | st.integers(1),
    column=st.none() | st.integers(1),
    place=st.none() | st.text(max_size=5),
)
ISSUES = st.builds(
    Issue,
    code=st.just("unknown-key"),
    values=st.fixed_dictionaries({"owner": TEXTS | st.text(max_size=5), "key": st.text(max_size=5)}),
    location=LOCATIONS,
    expected=PHRASES,
    found=PHRASES,
    hint=PHRASES,
)


@given(ISSUES, st.sampled_from(["zh", "en"]))
def test_data_has_every_key_in_the_language_that_is_asked_for(issue: Issue, language: Language) -> None:
    """It survives JSON; both languages at once are what each says alone; the place is in parts; what is not known is null."""
    data = issue.to_dict(language)
    assert json.loads(json.dumps(data)) == data
    assert list(data) == ["code", "message", "location", "expected", "found", "hint"]
    both = issue.to_dict()
    for name in ("message", "expected", "found", "hint"):
        assert data[name] == (both[name] if both[name] is None else both[name][language])
    assert Location(**data["location"]) == issue.location
    assert data["message"] in issue.render(language)


def test_an_error_gives_all_of_its_problems_as_data() -> None:
    """What a service answers with."""
    where = Location(path="a.yaml", line=3, column=5, place="funds/合计")
    error = FormatError([Issue(code="not-a-number", location=where, found="七"), Issue(code="file-kind")])
    assert isinstance(error, PerfEvalError)
    first, second = error.to_dict("zh")["issues"]
    assert first["message"] == "不是数"
    assert first["location"] == {"path": "a.yaml", "line": 3, "column": 5, "place": "funds/合计"}
    assert first["found"] == "七"
    assert second["location"] == {"path": None, "line": None, "column": None, "place": None}


@given(TEXTS | st.text(max_size=5))
def test_words_are_spoken_in_one_language_or_in_both(words: Text | str) -> None:
    """A word that is the same in both is said in both."""
    assert spoken(words, None) == {"zh": spoken(words, "zh"), "en": spoken(words, "en")}


def test_what_was_found_stands_on_one_line() -> None:
    """Sixty characters of a text, with a sign that there was more; what Python prints not at all is told in words."""
    assert found_text("一" * 60) == repr("一" * 60)
    assert found_text("一" * 61) == repr("一" * 60 + "…")
    assert found_text([1, 2]) == "[1, 2]"
    assert found_text(None) == "None"
    assert len(str(found_text(list(range(1000))))) < 60
    for value in (10**5000, Fraction(10**5000, 3), [10**5000], {10**5000: 1}):
        assert found_text(value) == Text("位数过多的数", "a number of too many digits")


def test_an_error_of_a_plugin_carries_its_sentence() -> None:
    """In both languages, to another process too; a value of two languages is said in each."""
    code = ErrorCode(code="cn.x.no-seal", sentence=Text("{unit} 未盖{what}", "{unit} has no {what}"))
    issue = code.issue(values={"unit": "甲", "what": Text("公章", "seal")}, found="空")
    for one in (issue, pickle.loads(pickle.dumps(issue)), issue.at(Location())):  # noqa: S301 - our own
        assert one == issue
        assert one.render("zh") == "甲 未盖公章；实为 空 [cn.x.no-seal]"
        assert one.render("en") == "甲 has no seal: found 空 [cn.x.no-seal]"


def test_a_code_that_nobody_knows_is_no_issue() -> None:
    """Nor is one whose sentence cannot be filled, or that gives a built-in code another sentence."""
    for make in (
        lambda: Issue(code="cn.x.no-seal"),
        lambda: Issue(code="file-kind", own_sentence=Text("别", "other")),
        lambda: ErrorCode(code="cn.x.no-seal", sentence=Text("{unit}", "{unit}")).issue(),
    ):
        with pytest.raises(KeyError):
            make()


def test_a_built_in_code_keeps_its_sentence() -> None:
    """Whoever makes an issue of it."""
    for code in built_in_codes():
        if "{" not in code.sentence.zh:
            assert ErrorCode(code=code.code, sentence=Text("别", "other")).issue().message == code.sentence
