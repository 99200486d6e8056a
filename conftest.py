"""Every code block of the README, of docs/ and of the docstrings runs as a test."""

from __future__ import annotations

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

from sybil import Sybil
from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

_OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE

_pages = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=_OPTIONS), DocTestDirectiveParser(_OPTIONS), SkipParser()],
    patterns=["README.md", "README.zh-CN.md", "docs/*.md", "docs/**/*.md"],
)
_docstrings = Sybil(
    parsers=[DocTestParser(_OPTIONS)], patterns=["src/perfeval/*.py", "src/perfeval/*/*.py", "src/perfeval/*/*/*.py"]
)

pytest_collect_file = (_pages + _docstrings).pytest()
