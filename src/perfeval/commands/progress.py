"""The progress bar of long work, on the error stream; nothing where that is no terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from perfeval.errors import missing_extra
from perfeval.errors.language import Language, Text

try:
    from rich.console import Console
    from rich.progress import Progress as Bars
except ImportError:
    raise missing_extra(extra="cli", package="rich") from None

if TYPE_CHECKING:
    from typing import Self


class Progress:
    """A progress bar on a terminal; nothing where the output goes elsewhere.

    Args:
        total: How many steps there are.
        language: The language of its words.

    """

    def __init__(self, total: int, *, language: Language) -> None:
        """Make the bar; see the class."""
        self.done = 0
        self._bar = Bars(console=Console(stderr=True), disable=not sys.stderr.isatty())
        self._task = self._bar.add_task(Text("读入", "reading").speak(language), total=total)

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self._bar.stop()

    def step(self, _: object) -> None:
        """Go on by one."""
        self.done += 1
        self._bar.advance(self._task)
