"""The values: numbers, quantities, grades, indicators, overlays, dossiers, evaluations. Nothing here computes a score."""
