"""The fields of a class that a file may give, by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.model.plain_values import key_of
from perfeval.model.validated import resolved_fields

if TYPE_CHECKING:
    import attrs


def fields_of(kind: type) -> dict[str, attrs.Attribute[Any]]:
    """Return the fields of an attrs class that a file may give, by their keys, with their types resolved."""
    return {key_of(one): one for one in resolved_fields(kind) if one.init and one.eq}
