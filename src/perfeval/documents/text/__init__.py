"""Documents as plain text: Markdown and JSON."""
