"""What every test shares: the hypothesis profiles, chosen by PERFEVAL_HYPOTHESIS_PROFILE (fast, dev, ci, mutants)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# No deadline anywhere: a slow machine is no defect, and speed is measured in benchmarks/.
settings.register_profile("fast", max_examples=10, deadline=None)
settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
# A mutant is killed by the first example that fails: nothing is shrunk, nothing remembered for the next mutant.
settings.register_profile(
    "mutants",
    max_examples=15,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("PERFEVAL_HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
