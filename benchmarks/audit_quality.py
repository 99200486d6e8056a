"""Precision and recall of every audit rule, on generated clean evaluations and one known defect at a time."""

from __future__ import annotations

from collections import Counter

from audit_defects import BATCH_DEFECTS, DEFECTS, clean_batches, clean_dossiers
from hypothesis import HealthCheck, Phase, given, settings

from perfeval import Dossier, Registry
from perfeval.audit.case import Case
from perfeval.audit.inspection import audit_case, compare

EXAMPLES = 20
_QUIET = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def main() -> None:
    """Print, for each rule with a defect: found, missed, and fired on a clean evaluation."""
    registry = Registry.discover()
    rules = tuple(registry.audit_rules.values())
    hits, misses, false = Counter[str](), Counter[str](), Counter[str]()

    def case(dossier: Dossier) -> Case:
        return Case.of(dossier, indicators=registry.indicator_set(dossier.indicators))

    def alone(dossier: Dossier) -> set[str]:
        return {finding.code for finding in audit_case(case(dossier), rules=rules).findings}

    def together(batch: tuple[Dossier, ...]) -> set[str]:
        return {finding.code for finding in compare([case(one) for one in batch], rules=rules).findings}

    @_QUIET
    @given(clean_dossiers())
    def measure_rules(dossier: Dossier) -> None:
        false.update(alone(dossier) & set(DEFECTS))
        for code, defect in DEFECTS.items():
            (hits if code in alone(defect(dossier)) else misses)[code] += 1

    @_QUIET
    @given(clean_batches())
    def measure_batch_rules(batch: tuple[Dossier, ...]) -> None:
        false.update(together(batch) & set(BATCH_DEFECTS))
        for code, defect in BATCH_DEFECTS.items():
            (hits if code in together(defect(batch)) else misses)[code] += 1

    measure_rules()
    measure_batch_rules()
    print(f"{'rule':<6}{'found':>7}{'missed':>8}{'false':>7}{'precision':>11}{'recall':>8}")
    measured = sorted({*DEFECTS, *BATCH_DEFECTS})
    for code in measured:
        precision = hits[code] / (hits[code] + false[code]) if hits[code] else 0.0
        recall = hits[code] / (hits[code] + misses[code])
        print(f"{code:<6}{hits[code]:>7}{misses[code]:>8}{false[code]:>7}{precision:>11.2f}{recall:>8.2f}")
    without = sorted(set(registry.audit_rules) - set(measured))
    print(
        f"\n{len(measured)} of {len(registry.audit_rules)} rules have a generated defect; without one: {' '.join(without)}"
    )


if __name__ == "__main__":
    main()
