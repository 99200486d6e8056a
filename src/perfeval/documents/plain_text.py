"""Text from a file as a text format may hold it: without the characters that no page can show."""

from __future__ import annotations

import re

# What XML forbids, and the C1 controls, which a terminal may obey; CR is a line break, see clean().
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    r"""Return *text* with every unprintable character as U+FFFD and every line break as a line feed.

    >>> clean("a\x00b\r\nc")
    'a�b\nc'

    """
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
