"""Precision and recall of every audit rule, on generated clean evaluations and one known defect at a time."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings

from perfeval import Dossier, Registry
from perfeval.audit.case import Case
from perfeval.audit.engine import audit
from perfeval.testing.defects import DEFECTS, clean_dossiers

EXAMPLES = 20


def main() -> None:
    """Print, for each rule with a defect: found, missed, and fired on a clean evaluation."""
    registry = Registry.discover()
    rules = tuple(registry.audit_rules.values())
    indicators = registry.indicator_set("cn.mof.2020-10.self")
    hits, misses, false = Counter[str](), Counter[str](), Counter[str]()

    def codes(dossier: Dossier) -> set[str]:
        result = audit(Case.of(dossier, indicators=indicators), rules=rules)
        return {finding.code for finding in result.findings}

    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(clean_dossiers())
    def measure(dossier: Dossier) -> None:
        false.update(codes(dossier) & set(DEFECTS))
        for code, defect in DEFECTS.items():
            (hits if code in codes(defect(dossier)) else misses)[code] += 1

    measure()
    print(f"{'rule':<6}{'found':>7}{'missed':>8}{'false':>7}{'precision':>11}{'recall':>8}")
    for code in sorted(DEFECTS):
        precision = hits[code] / (hits[code] + false[code]) if hits[code] else 0.0
        recall = hits[code] / (hits[code] + misses[code])
        print(f"{code:<6}{hits[code]:>7}{misses[code]:>8}{false[code]:>7}{precision:>11.2f}{recall:>8.2f}")
    without = sorted(set(registry.audit_rules) - set(DEFECTS))
    print(
        f"\n{len(DEFECTS)} of {len(registry.audit_rules)} rules have a generated defect; without one: {' '.join(without)}"
    )


if __name__ == "__main__":
    main()
