"""Number systems: what a scorer's one formula is recorded as, and the systems of numbers on which it runs."""
