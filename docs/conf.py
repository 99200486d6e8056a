"""Settings of the documentation; `make docs` builds it with every warning an error."""

from __future__ import annotations

from importlib.metadata import version as version_of

project = "perfeval"
author = "perfeval contributors"
project_copyright = "2026, perfeval contributors"
release = version = version_of("perfeval")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "perfeval"
language = "en"

autodoc_typehints = "none"  # the signatures carry them already
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_use_rtype = False

nitpick_ignore_regex = [
    # Types named in prose of docstrings that have no page of their own here.
    ("py:.*", r"(pathlib|os|click|collections|narwhals|decimal|fractions|datetime)\..*"),
    ("py:.*", r"(Path|Number|Language|Direction|optional|Decimal|Fraction|date|Location|Scorer|Aggregator)"),
]
