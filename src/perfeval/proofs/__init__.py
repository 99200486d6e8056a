"""Proofs: what a set's formulas promise, shown for all inputs; and the rules of a set that nothing reaches."""
