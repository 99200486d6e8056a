"""Forms in: filled Word and Excel forms become dossiers, every value with the place where it stood."""
