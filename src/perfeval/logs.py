"""The logs (日志): one logger an area, ``perfeval.<area>``, silent until the program that embeds perfeval listens.

They are for those who run a service: what was done, with names and counts, and the traceback of what a plugin raised; never what
stands in a dossier. What users must know is in results and errors. ``logging`` is not imported here, for it costs as much as half of
perfeval: where nobody has imported it nobody listens.
"""

from __future__ import annotations

import sys
from typing import Any, Literal

Area = Literal["audit", "batches", "documents", "files", "forms", "plugins", "proofs", "scoring"]
"""What something was done with; ``files``: what is read and written, ``plugins``: which are found, and what of them fails."""

Level = Literal["DEBUG", "INFO", "WARNING"]

_ROOT = "perfeval"


def record(area: Area, level: Level, message: str, *values: object, cause: BaseException | None = None) -> None:
    """Record what was done, if somebody listens.

    Args:
        area: Where it was done.
        level: DEBUG for one value, INFO for a whole job, WARNING for a plugin that failed.
        message: What was done, with ``%s`` for each of the values.
        values: What the message names.
        cause: The exception behind it.

    """
    logging: Any = sys.modules.get("logging")
    if logging is None or not hasattr(logging, "NullHandler"):  # not imported, or not wholly
        return
    root = logging.getLogger(_ROOT)
    if not root.handlers:  # else a warning would reach the error stream of a program that has set up nothing
        root.addHandler(logging.NullHandler())
    logger = logging.getLogger(f"{_ROOT}.{area}")
    number = getattr(logging, level)
    if logger.isEnabledFor(number):
        logger.log(number, message, *values, exc_info=cause, stacklevel=2)
