"""Normal forms: which signs are one, and that folding twice changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.model.normal_form import half_width, normalise

SIGNS = {
    "≥": "≧⩾≥",
    "≤": "≦⩽≤",
    ">": "﹥＞>",
    "<": "﹤＜<",
    "=": "﹦═＝=",
    '"': "“”„＂",
    "'": "‘’＇",
    "-": "—–−－",
    ",": "、，",
    ".": "。．",
    "%": "％﹪",
    "(": "（",
    ")": "）",
    ":": "：",
    "9": "９",
}
"""Each sign, and what people type for it."""
PAIRS = {"≥": (">=", "=>", "＞＝", "＝＞"), "≤": ("<=", "=<", "＜＝", "＝＜")}


@pytest.mark.parametrize(("sign", "typed"), [(sign, one) for sign, typed in SIGNS.items() for one in typed])
def test_what_people_type_for_a_sign_is_the_sign(sign: str, typed: str) -> None:
    """Alone, and between words; names that differ in it alone are one."""
    assert half_width(typed) == sign
    assert half_width(f"甲{typed}乙") == f"甲{sign}乙"
    assert normalise(f"甲 {typed}乙") == f"甲{sign}乙"


@pytest.mark.parametrize(("sign", "typed"), [(sign, one) for sign, typed in PAIRS.items() for one in typed])
def test_a_comparison_of_two_signs_is_one(sign: str, typed: str) -> None:
    """In either order, in either width."""
    assert half_width(f"{typed}5") == f"{sign}5"


@given(st.text())
def test_folding_a_normal_form_changes_nothing(text: str) -> None:
    """Nor does any space, or the case of letters, make another name."""
    assert normalise(normalise(text)) == normalise(text)
    assert not any(sign.isspace() for sign in normalise(text))
    assert normalise(f" {text}\u3000\t") == normalise(text)
