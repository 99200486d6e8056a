"""Settings of the documentation; `make docs` builds it with every warning an error."""

from __future__ import annotations

import re
from enum import Enum
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Any

from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
python_maximum_signature_line_length = 100
napoleon_google_docstring = True
napoleon_use_rtype = False

nitpick_ignore_regex = [
    # Types of others, and what stands for other types, have no page of their own here.
    ("py:.*", r"(pathlib|os|click|collections|narwhals|decimal|fractions|datetime|typing)\..*"),
    (
        "py:.*",
        r"(Path|PathLike|Decimal|Fraction|date|Any|Callable|Iterable|Iterator|Mapping|Sequence|Command|optional)",
    ),
    ("py:.*", r"(UnionType|Literal|Typeface)"),
    # Names for other types, such as Number for what a Decimal is made of; and what formulas are made of inside.
    (
        "py:.*",
        r"(Number|Severity|Column|Direction|RoundingMode|PromiseName|EvaluationKind|ZeroTarget|Check|AcrossCheck)",
    ),
    ("py:.*", r"(Tester|Source|FormSource)"),
    ("py:.*", r"(.*\.)?(ScoredLeaf|WrittenType|Own|Kind|Condition|Fact|Equal|AtMost|Effect|Spoken|Brought)"),
]


def _signature(  # noqa: PLR0913, PLR0917 - as Sphinx calls it
    app: Sphinx, what: str, name: str, thing: object, options: object, signature: str | None, returned: str | None
) -> tuple[str | None, str | None]:
    """Print as an ellipsis a default that is made anew each time, which attrs calls NOTHING; protocols and choices are not called."""
    del app, what, name, options
    if isinstance(thing, type) and (issubclass(thing, Enum) or getattr(thing, "_is_protocol", False)):
        return "", None
    return (re.sub(r"= (NOTHING|<[^>]*>)", "= ...", signature) if signature else signature), returned


def _reference(app: Sphinx, env: Any, node: Any, contnode: Any) -> Any:  # noqa: ANN401 - as Sphinx calls it
    """Find a type of ours by its own name, for a signature does not say from which façade it is taken."""
    if node.get("refdomain") != "py":
        return None
    wanted = node.get("reftarget", "").rpartition(".")[2]
    found = {name: one for name, one in env.get_domain("py").objects.items() if name.rpartition(".")[2] == wanted}
    name, one = min(found.items(), key=lambda item: len(item[0]), default=("", None))
    if one is None or one.objtype not in {"class", "exception", "data", "function"}:
        return None
    return make_refnode(app.builder, node["refdoc"], one.docname, one.node_id, contnode, name)


def setup(app: Sphinx) -> None:
    """Take up what is done here while the pages are made."""
    app.connect("autodoc-process-signature", _signature)
    app.connect("missing-reference", _reference)
