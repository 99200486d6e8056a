"""Data as JSON text that every file and every console can hold.

A file's name need not be text: Python keeps bytes that are no UTF-8 as lone surrogates (PEP 383), which no encoding has. JSON can say
them by number, and whoever reads it gets them back.
"""

from __future__ import annotations

import json


def json_text(data: object, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """Return *data* as JSON: characters as they are, lone surrogates by number.

    Args:
        data: What ``json.dumps`` takes.
        indent: By how much each level is moved in; None: all on one line.
        sort_keys: Whether keys stand in their own order.

    >>> json_text({"档案": "某²", "表": None})
    '{"档案": "某²", "表": null}'

    """
    text = json.dumps(data, ensure_ascii=False, indent=indent, sort_keys=sort_keys)
    return text.encode(errors="backslashreplace").decode()
