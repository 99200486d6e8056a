"""Audit: rules over a dossier and its evaluation that find what cannot be true, and what a careful reader would ask."""
