"""A plugin as pip would install it: a module and its metadata in a folder that a test puts on the path."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
from pathlib import Path
from typing import ClassVar
from attrs import frozen
from perfeval.plugin import Finding, FormFile, Layout, Opener, Overlay, Reader, Rule, Text, Writer, about, hookimpl, rule
TITLE = Text("某", "some")
"""


def install(folder: Path, name: str, body: str) -> None:
    """Put a distribution with one module and one entry point into *folder*.

    Args:
        folder: What stands on the path.
        name: The entry point's name; the distribution is ``perfeval-NAME`` 1.0, the module ``perfeval_NAME_plugin``.
        body: The module's text, behind what every one imports.

    """
    module = f"perfeval_{name}_plugin"
    (folder / f"{module}.py").write_text(HEAD + textwrap.dedent(body), "utf-8")
    sys.modules.pop(module, None)  # what another test installed under this name
    metadata = folder / f"perfeval_{name}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: perfeval-{name}\nVersion: 1.0\n", "utf-8")
    (metadata / "entry_points.txt").write_text(f"[perfeval]\n{name} = {module}\n", "utf-8")
