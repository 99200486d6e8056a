"""What every test shares: the hypothesis profiles, chosen by PERFEVAL_HYPOTHESIS_PROFILE (fast, dev, ci)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# No deadline anywhere: a slow machine is no defect, and speed is measured in benchmarks/.
settings.register_profile("fast", max_examples=10, deadline=None)
settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("PERFEVAL_HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
