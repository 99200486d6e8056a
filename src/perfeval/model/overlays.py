"""Overlays: what a region changes in a base set, operation by operation; each is an error if its target is absent.

Overlays stack: nation, province, district. ``diff`` finds the overlay between two sets, so that
``apply_overlay(diff(base, target), base=base) == target`` in content.
"""

from __future__ import annotations

from typing import Any, ClassVar

import attrs
from attrs import evolve, field, frozen

from perfeval.errors import IndicatorSetError, Issue, Location, did_you_mean
from perfeval.errors.language import Text
from perfeval.model.file_keys import as_compared, by_name, named, pairs
from perfeval.model.hierarchy import Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.set_names import naming_problems
from perfeval.model.validated import PartOfSet, taken_fields

Indicators = tuple[Indicator, ...]

# What `set` may change: every field of an indicator but those that move and add change.
CHANGEABLE = tuple(one.name for one in attrs.fields(Indicator) if one.name != "children")

# What an overlay may override of the set as a whole.
OVERRIDABLE = (
    "title",
    "title_en",
    "version",
    "kind",
    "full_marks",
    "rounding",
    "grades",
    "absence",
    "vetoes",
    "panel",
    "corrections",
    "profile",
    "citations",
    "effective",
)


@frozen(kw_only=True)
class SetFields(PartOfSet):
    """Change fields of the indicator at ``target`` (a path or a code); citations add to those it has, none at all unset them."""

    called: ClassVar[Text] = Text("操作 set", "the operation set")

    target: str
    changes: tuple[tuple[str, Any], ...] = field(eq=by_name, metadata=pairs())
    place: Location = field(factory=Location, eq=False)

    def __attrs_post_init__(self) -> None:
        """Take the new values as the fields of an indicator take them.

        Raises:
            IndicatorSetError: If nothing is changed, a field is none that can be, or a value is none of the field.

        """
        super().__attrs_post_init__()
        if not self.changes:
            expected = Text("至少一个要修改的键，如 points", "at least one key that is changed, such as points")
            raise IndicatorSetError([Issue(code="overlay-operation", expected=expected, found=f"set: {self.target}")])
        object.__setattr__(self, "changes", _as_fields_of(Indicator, self.changes, CHANGEABLE, self.target))


@frozen(kw_only=True)
class Add(PartOfSet):
    """Add an indicator below ``parent`` (empty: at level 1), last or before or after a sibling.

    Args:
        parent: The code or the path of the indicator below which it goes.
        indicator: The new indicator.
        address: Where a file gives parent and name in one, that whole, which the base's address book cuts.
        before: The sibling before which it goes.
        after: The sibling after which it goes.
        place: Where it stood in its file.

    """

    called: ClassVar[Text] = Text("操作 add", "the operation add")

    parent: str
    indicator: Indicator
    address: str = ""
    before: str = ""
    after: str = ""
    place: Location = field(factory=Location, eq=False)


@frozen(kw_only=True)
class Remove(PartOfSet):
    """Remove the indicator at ``target`` and all below it."""

    called: ClassVar[Text] = Text("操作 remove", "the operation remove")

    target: str
    place: Location = field(factory=Location, eq=False)


@frozen(kw_only=True)
class Move(PartOfSet):
    """Move the indicator at ``target`` below ``to`` (empty: to level 1), last or before or after a sibling."""

    called: ClassVar[Text] = Text("操作 move", "the operation move")

    target: str
    to: str
    before: str = ""
    after: str = ""
    place: Location = field(factory=Location, eq=False)


Operation = SetFields | Add | Remove | Move


def _fields_of_a_set(overrides: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    fields = attrs.fields_dict(IndicatorSet)
    return by_name(tuple((name, as_compared(fields[name], content)) for name, content in overrides))


@frozen(kw_only=True)
class Overlay(PartOfSet):
    """What a region changes in a base set.

    Args:
        id: The id of the set it makes.
        base: The set (or the overlay's set) it stands on, by id or as ``id@version``.
        overrides: Fields of the set as a whole, by name, such as ``title`` or ``rounding``; citations add to the base's.
        operations: The changes to the indicators, in order.
        drops_citations: Whether the citations of the base are left out.
        places: Where its fields stood in the file it was read from, by name.

    Raises:
        IndicatorSetError: If its id holds the sign that parts id and version.

    """

    called: ClassVar[Text] = Text("叠加层", "an overlay")

    id: str = field(metadata=named("overlay"))
    base: str
    overrides: tuple[tuple[str, Any], ...] = field(default=(), eq=_fields_of_a_set, metadata=pairs())
    operations: tuple[Operation, ...] = ()
    drops_citations: bool = False
    places: tuple[tuple[str, Location], ...] = field(default=(), metadata=pairs(), eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Take the new values as the fields of a set take them; refuse other fields, and an id by which nobody could name the set."""
        super().__attrs_post_init__()
        if problems := naming_problems(("overlay", self.id)):
            raise IndicatorSetError(problems)
        object.__setattr__(self, "overrides", _as_fields_of(IndicatorSet, self.overrides, OVERRIDABLE, self.id))

    def place_of(self, name: str) -> Location:
        """Return where a field stood in the file, or where the overlay begins; nowhere for one that was read from no file."""
        places = dict(self.places)
        return places.get(name, places.get("id", Location()))

    def to_dict(self) -> dict[str, object]:
        """Return the overlay as the plain data of its file, which reads back; numbers as decimal text."""
        from perfeval.views.as_dict import file_dict  # noqa: PLC0415 - only when someone asks

        return file_dict(self)

    def replace(self, **changes: Any) -> Overlay:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)


def _as_fields_of(
    kind: type, values: tuple[tuple[str, Any], ...], known: tuple[str, ...], owner: str
) -> tuple[tuple[str, Any], ...]:
    """Return values by the names of fields as a class would take them; of its fields only those that are *known* may be given."""
    issues = [
        Issue(code="unknown-key", values={"owner": owner, "key": name}, hint=did_you_mean(name, known))
        for name, _ in values
        if name not in known
    ]
    taken = taken_fields(kind, {name: value for name, value in values if name in known}, issues)
    if issues:
        raise IndicatorSetError(issues)
    return tuple(taken.items())
