"""Scoring: scorers, aggregators, and the engine that alone turns rates into points."""
