"""PDF: documents as typst source, compiled."""
