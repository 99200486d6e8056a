"""The console of any machine: what it has no characters for is printed by number, and no command fails for it.

A Chinese Windows console speaks GBK, which has neither ² nor half of the rarer names.
"""

from __future__ import annotations

import codecs
import json
import sys
from io import TextIOWrapper

_BY_NUMBER = "perfeval-by-number"


def _by_number(error: UnicodeError) -> tuple[str, int]:
    """Return characters by their numbers, written as in JSON: printed JSON stays the same data."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def print_every_character() -> None:
    """Let both output streams print what their encoding lacks by number."""
    codecs.register_error(_BY_NUMBER, _by_number)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_BY_NUMBER)
