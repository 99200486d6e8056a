"""No ambient Decimal context changes a digit, or crashes anything: scoring, explanation, documents, audit, forms, workbook, files."""

from __future__ import annotations

from decimal import ROUND_UP, Context, Decimal, Inexact, InvalidOperation, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Case, NumberError, Registry, audit_case, compare, dump, evaluate, explain, load_dossier, read_form
from perfeval.audit.json_findings import to_json
from perfeval.model import exact_arithmetic
from perfeval.model.numbers import decimal_places, exact, plain, ratio_of
from perfeval.model.quantities import parse_quantity
from perfeval.workbook.blank_workbook import write_blank_workbook

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "examples" / "wuhua-2023.yaml", ROOT / "tests" / "data" / "self-evaluation.yaml")
FORMS = tuple(sorted((ROOT / "tests" / "data" / "forms").glob("wuhua-2023.*")))
_SIGNALS = tuple(Context().traps)
HOSTILE = {
    "three digits": Context(prec=3),
    "inexact is an error": Context(prec=3, traps=[Inexact]),
    "always up, small e": Context(prec=2, rounding=ROUND_UP, capitals=0),
    "one digit, nothing below 1, every trap": Context(
        prec=1, rounding=ROUND_UP, Emin=0, Emax=0, capitals=0, clamp=1, traps=list(_SIGNALS)
    ),
    "no trap at all": Context(prec=1, Emin=0, Emax=0, traps=[]),
}
numbers = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=3)


def everything() -> dict[str, object]:
    """Return all that the package makes of two dossiers and a form, from reading to bytes."""
    parse_quantity.cache_clear()  # what was parsed in another context proves nothing
    registry = Registry.discover()
    made: dict[str, object] = {}
    for path in FILES:
        dossier = load_dossier(path, vocabulary=registry.vocabulary)
        indicators = registry.indicator_set(dossier.indicators)
        evaluation = evaluate(dossier, indicators=indicators)
        case = Case.of(dossier, indicators=indicators)
        results = [audit_case(case, rules=registry.audit_rules.values())]
        made |= {
            f"{path.stem}/dict": evaluation.to_dict(),
            f"{path.stem}/lost": [(node.code, str(node.lost)) for node in evaluation.nodes],
            f"{path.stem}/explained": [(one.lost, one.steps) for one in explain(evaluation)],
            f"{path.stem}/audit": to_json(
                results, comparison=compare([case, case], rules=registry.audit_rules.values())
            ),
            f"{path.stem}/dossier": dump(dossier),
            f"{path.stem}/set": dump(indicators),
            f"{path.stem}/workbook": write_blank_workbook(indicators, year=dossier.year),
        }
        for layout in registry.layouts_for(indicators):
            document = layout.document(evaluation, "zh")
            for writer in registry.writers.values():
                if writer.suffix != ".pdf":  # its library is not ours
                    made[f"{path.stem}/{document.name}{writer.suffix}"] = writer.write(document)
    for path in FORMS:
        made[path.name] = [
            (dump(one.dossier), one.values, one.problems) for one in read_form(path, readers=registry.readers.values())
        ]
    return made


@pytest.fixture(scope="module")
def plainly() -> dict[str, object]:
    """Return everything as it is made where nobody changed a setting."""
    return everything()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_ambient_context_changes_anything(name: str, plainly: dict[str, object]) -> None:
    """Byte for byte, whatever the precision, the rounding, the traps and the capitals."""
    with localcontext(HOSTILE[name]):
        made = everything()
    assert made.keys() == plainly.keys()
    assert [one for one, value in made.items() if value != plainly[one]] == []


@pytest.mark.parametrize("name", HOSTILE)
@given(one=numbers, other=numbers)
def test_arithmetic_is_that_of_fractions(name: str, one: Decimal, other: Decimal) -> None:
    """Sums, differences, products, distances and shifts, in any ambient context."""
    with localcontext(HOSTILE[name]):
        total = exact_arithmetic.total_of((one, other))
        less, times = exact_arithmetic.difference(one, other), exact_arithmetic.product(one, other)
        far, shifted = exact_arithmetic.apart(one, other), exact_arithmetic.shifted(one, -2)
        halves = exact_arithmetic.rounded_to(one, 2)
    assert Fraction(total) == Fraction(one) + Fraction(other)
    assert Fraction(less) == Fraction(one) - Fraction(other)
    assert Fraction(times) == Fraction(one) * Fraction(other)
    assert Fraction(far) == abs(Fraction(one) - Fraction(other))
    assert Fraction(shifted) == Fraction(one) / 100
    assert abs(Fraction(halves) - Fraction(one)) <= Fraction(1, 200)
    assert (Fraction(halves) * 100).denominator == 1


@pytest.mark.parametrize("name", HOSTILE)
@given(text=st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,9})?(E-?[0-9])?", fullmatch=True))
def test_numbers_are_read_and_printed_alike(name: str, text: str) -> None:
    """Texts of numbers, with and without an exponent."""
    expected = exact(text)
    told = (
        plain(expected),
        decimal_places(expected),
        exact_arithmetic.digits_of(expected),
        parse_quantity(f"≥{text}个"),
    )
    with localcontext(HOSTILE[name]):
        found = exact(text)
        assert (
            plain(found),
            decimal_places(found),
            exact_arithmetic.digits_of(found),
            parse_quantity(f"≥{text}个"),
        ) == told
        assert ratio_of(found, Decimal(1)) == ratio_of(expected, Decimal(1))
    assert found.as_tuple() == expected.as_tuple()


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("text", ["", "abc", "1,5", "--1", "0x1", "１个"])
def test_what_is_no_number_is_told_alike(name: str, text: str) -> None:
    """As ``not-a-number``, where a context without traps would make a NaN of it."""
    with localcontext(HOSTILE[name]), pytest.raises(NumberError) as caught:
        exact(text)
    assert [issue.code for issue in caught.value.issues] == ["not-a-number"]
    with localcontext(HOSTILE[name]), pytest.raises(InvalidOperation):
        exact_arithmetic.decimal_from(text)
