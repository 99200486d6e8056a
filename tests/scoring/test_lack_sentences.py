"""What a row may lack: each sentence says in one word what it is, a word that the documentation explains, and how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfeval.errors.language import Text
from perfeval.model.dossier import Row
from perfeval.model.hierarchy import Indicator
from perfeval.model.quantities import parse_quantity as quantity
from perfeval.scoring import lack_sentences as lacks
from perfeval.scoring.protocols import Component, Unscorable

ERRORS = Path(__file__).parents[2] / "docs" / "errors.md"
A = Indicator(code="A", name="甲")
SENTENCES = {
    "actual": [
        lacks.NO_ACTUAL,
        lacks.actual_is_no_number(quantity("已完成"), quantity("≥8个")),
        lacks.actual_is_no_number(quantity("已完成"), None),
        lacks.actual_is_a_comparison(quantity("不低于40台")),
    ],
    "target": [lacks.NO_TARGET, lacks.ZERO_TARGET, lacks.target_is_no_number(quantity("显著提高"))],
    "formula": [lacks.NO_FORMULA],
    "direction": [lacks.QUALITATIVE_DIRECTION, lacks.no_direction(quantity("90%"))],
    "unit": [
        lacks.no_count(quantity("5%")),
        lacks.no_scale(quantity("6万元")),
        lacks.different_units(quantity("5公里"), quantity("≥2个")),
    ],
    "faults": [lacks.NO_FAULTS_BY_NAME],
    "money": [lacks.no_amount("spent"), lacks.zero_denominator("adjusted")],
    "component": [lacks.of_components([Component(indicator=A, row=Row(address="A"), rate=lacks.NO_ACTUAL)])],
}


@pytest.mark.parametrize(("word", "sentence"), [(word, one) for word, many in SENTENCES.items() for one in many])
def test_each_sentence_says_what_is_lacking(word: str, sentence: Unscorable) -> None:
    """In one word, in both languages, with a way to mend it."""
    assert sentence.lacks == word
    assert sentence.reason.zh != sentence.reason.en
    assert sentence.parts or (sentence.mend is not None and sentence.mend.zh != sentence.mend.en)


def test_each_word_is_explained() -> None:
    """The table of the documentation has a line for it."""
    explained = set(
        re.findall(r"`([a-z]+)`(?=[^|]*\|[^|\n]*\|[^|\n]*\|$)", ERRORS.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert set(SENTENCES) <= explained


@pytest.mark.parametrize(("actual", "target"), [("5公里", "≥2"), ("5", "≥2公里")])
def test_a_number_without_a_unit_is_said_to_have_none(actual: str, target: str) -> None:
    """Beside the unit that the other has."""
    sentence = lacks.different_units(quantity(actual), quantity(target))
    words = [Text("公里", "公里") if "公里" in one else Text("无单位", "no unit") for one in (actual, target)]
    assert [sentence.found, sentence.expected] == words
    assert "公里" in sentence.reason.zh
    assert "无单位" in sentence.reason.zh
