"""How values show themselves: plain dicts, HTML for notebooks, data frames."""
