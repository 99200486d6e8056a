"""An oracle: whole evaluations by fractions, from the text of the regulations and of docs/formats.md alone.

It takes the plain data of a set and of a dossier (what their files hold), knows no scorer, and imports nothing of perfeval: what
it says of a score is a second opinion. It is slow, straight and naive on purpose. Its words are those of the files.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from oracle_rules import Facts, Unknown, rate_by_table, rate_of_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

NO_EVIDENCE = ("missing", "unverifiable")


@dataclass
class Place:
    """One indicator: what the set says of it, what the dossier says, and what it got."""

    code: str
    name: str
    key: str
    given: Data
    above: Place | None
    children: list[Place] = field(default_factory=list)
    row: Data | None = None
    points: Fraction = Fraction(0)
    stated: Fraction | None = None
    computed: Fraction | None = None
    score: Fraction | None = None

    @property
    def is_scored(self) -> bool:
        """Whether it has a score of its own."""
        return "aggregator" in self.given or not (self.children or self.given.get("open"))

    @property
    def is_absent(self) -> str:
        """Why it has no actual value; empty if it has."""
        return str((self.row or {}).get("absence", ""))

    def walk(self) -> Iterator[Place]:
        """Yield it and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def scored(self) -> Iterator[Place]:
        """Yield what is scored in it, in the order of the form."""
        if self.is_scored:
            yield self
        else:
            for child in self.children:
                yield from child.scored()


@dataclass
class Opinion:
    """What the oracle says: scores by key (a code, or a group's code and the name of a project's own row), total and grade."""

    points: dict[str, Fraction]
    scores: dict[str, Fraction | None]
    computed: dict[str, Fraction | None]
    total: Fraction
    grade: str
    grade_before_vetoes: str
    vetoes: list[str]


def opinion(indicators: Data, dossier: Data) -> Opinion:
    """Return what the regulations make of *dossier* under *indicators*.

    Args:
        indicators: The plain data of a set.
        dossier: The plain data of a dossier that fits it.

    """
    tops = [_place(one, None) for one in indicators["indicators"]]
    _put_rows(tops, dossier.get("rows", {}))
    leaves = [leaf for top in tops for leaf in top.scored()]
    for leaf in leaves:
        leaf.points = _points(leaf)
        leaf.stated = None if leaf.row is None or "score" not in leaf.row else Fraction(leaf.row["score"])
    policy = {"not-applicable": "exclude", "within": "set", "stated-scores": "refuse"} | indicators.get("absence", {})
    rounding = {"quantum": "0.01", "mode": "half-up"} | indicators.get("rounding", {})
    if policy["not-applicable"] == "reallocate":
        _reallocate(leaves, policy, rounding)
    for leaf in leaves:
        _score(leaf, dossier, rounding)
    total = _total(leaves)
    before = _grade(indicators, total)
    vetoes = [one["code"] for one in indicators.get("vetoes", []) if _applies(one, tops, dossier)]
    return Opinion(
        points={leaf.key: leaf.points for leaf in leaves},
        scores={leaf.key: leaf.score for leaf in leaves},
        computed={leaf.key: leaf.computed for leaf in leaves},
        total=total,
        grade=_after_vetoes(indicators, before, vetoes),
        grade_before_vetoes=before,
        vetoes=vetoes,
    )


# --- places and rows ----------------------------------------------------------------------------------------------


def _place(given: Data, above: Place | None) -> Place:
    place = Place(code=given["code"], name=given["name"], key=given["code"], given=given, above=above)
    place.children = [_place(child, place) for child in given.get("children", [])]
    return place


def _put_rows(tops: list[Place], rows: Data) -> None:
    """Give each row to its indicator; what stands below an open group and is no indicator's is the project's own."""
    places = [place for top in tops for place in top.walk()]
    for address, value in rows.items():
        row = {"absence": value} if isinstance(value, str) else value
        found = _at(places, address)
        if found is not None:
            found.row = row
            continue
        cuts = [at for at, sign in enumerate(address) if sign == "/"]
        group, name = next(
            (group, address[at + 1 :]) for at in reversed(cuts) if (group := _at(places, address[:at])) is not None
        )
        assert group.given.get("open"), address
        code = row.get("code") or f"{group.code}.{_digest(name)}"
        scorer = row.get("scorer") or group.given.get("default-scorer") or {"type": "stated"}
        own = Place(code=code, name=name, key=f"{group.code}/{name}", given={"scorer": scorer}, above=group, row=row)
        group.children.append(own)


def _at(places: list[Place], address: str) -> Place | None:
    """Return the indicator of an address: its code, or its path of names where only one has it."""
    for place in places:
        if place.code == address:
            return place
    found = [place for place in places if _path(place) == address]
    return found[0] if len(found) == 1 else None


def _path(place: Place) -> str:
    return place.name if place.above is None else f"{_path(place.above)}/{place.name}"


def _digest(name: str) -> str:
    """Return what tells a project's own row from the others of its group, next year too."""
    normal = unicodedata.normalize("NFKC", "".join(name.split())).casefold()
    return hashlib.sha256(normal.encode()).hexdigest()[:12]


def _points(leaf: Place) -> Fraction:
    row = leaf.row or {}
    return Fraction(leaf.given["points"] if "points" in leaf.given else row.get("points", 0))


# --- rows that do not apply ---------------------------------------------------------------------------------------


def _reallocate(leaves: list[Place], policy: Data, rounding: Data) -> None:
    """Give the points of rows that do not apply to the others: in proportion, in whole quanta, by largest remainder."""
    quantum = Fraction(rounding["quantum"])
    groups = sorted({_pool(leaf, policy) for leaf in leaves})
    for pool in groups:
        here = sorted((leaf for leaf in leaves if _pool(leaf, policy) == pool), key=lambda leaf: leaf.code)
        given = [leaf for leaf in here if leaf.is_absent == "not-applicable"]
        takers = [leaf for leaf in here if leaf not in given and leaf.points]
        amount = sum((leaf.points for leaf in given), Fraction(0)) / quantum
        if not amount:
            continue
        whole = sum((leaf.points for leaf in takers), Fraction(0))
        exact = [amount * leaf.points / whole for leaf in takers]
        floors = [one.numerator // one.denominator for one in exact]
        by_rest = sorted(range(len(takers)), key=lambda at: (floors[at] - exact[at], at))
        for at in by_rest[: int(amount) - sum(floors)]:
            floors[at] += 1
        for leaf in given:
            leaf.points = Fraction(0)
        for leaf, quanta in zip(takers, floors, strict=True):
            old, leaf.points = leaf.points, leaf.points + quanta * quantum
            if leaf.stated is not None and quanta:
                assert policy["stated-scores"] == "scale", "the set refuses it"
                leaf.stated = _rounded(leaf.stated * leaf.points / old, rounding)


def _pool(leaf: Place, policy: Data) -> str:
    return leaf.above.code if policy["within"] == "group" and leaf.above is not None else ""


# --- scores -------------------------------------------------------------------------------------------------------


def _rounded(points: Fraction, rounding: Data) -> Fraction:
    """Return points rounded to the set's quantum: 四舍五入 and the other modes."""
    quantum = Fraction(rounding["quantum"])
    quanta = points / quantum
    down = quanta.numerator // quanta.denominator
    rest = quanta - down
    half = Fraction(1, 2)
    goes_up = {
        "half-up": rest >= half,
        "half-even": rest > half or (rest == half and down % 2 == 1),
        "down": False,
        "up": rest > 0,
    }[rounding["mode"]]
    return (down + int(goes_up)) * quantum


def _score(leaf: Place, dossier: Data, rounding: Data) -> None:
    try:
        leaf.computed = _rounded(leaf.points * _rate(leaf, leaf.points, dossier), rounding)
    except Unknown:
        leaf.computed = None if leaf.points else Fraction(0)
    leaf.score = leaf.stated if leaf.stated is not None else leaf.computed


def _total(leaves: list[Place]) -> Fraction:
    return sum((leaf.score for leaf in leaves if leaf.score is not None), Fraction(0))


def _rate(place: Place, points: Fraction, dossier: Data) -> Fraction:
    """Return the rate of an indicator or a component that has so many points: absence first, then its rule."""
    if place.is_absent in NO_EVIDENCE:
        return Fraction(0)
    if place.is_absent:
        return Fraction(1)
    aggregator = place.given.get("aggregator")
    if aggregator is None:
        facts = Facts(place.row or {}, place.given, points, dossier.get("funds", {}))
        return rate_of_facts(place.given.get("scorer", {"type": "stated"}), facts)
    parts = [child for child in place.children if child.is_absent != "not-applicable"]
    if not parts:
        raise Unknown
    if aggregator["type"] == "weakest-link":
        return min(_rate(child, points, dossier) for child in parts)
    assert aggregator["type"] == "lookup-table"
    if any(child.is_absent for child in parts):
        return Fraction(0)
    ratings = [(child.name, child.code, _rating(child)) for child in parts]
    return rate_by_table(aggregator, ratings)


def _rating(component: Place) -> str:
    row = component.row or {}
    return str(row.get("rating") or row.get("actual") or "")


# --- grades -------------------------------------------------------------------------------------------------------


def _bands(indicators: Data) -> list[tuple[Fraction, str]]:
    national = [("优", 90), ("良", 80), ("中", 60), ("差", 0)]
    given = indicators.get("grades", [{"name": name, "from": lower} for name, lower in national])
    return sorted(((Fraction(band["from"]), band["name"]) for band in given), reverse=True)


def _grade(indicators: Data, total: Fraction) -> str:
    """Return the grade: the highest whose lower bound, included (第十八条), the total reaches."""
    return next(name for lower, name in _bands(indicators) if total >= lower)


def _applies(veto: Data, tops: list[Place], dossier: Data) -> bool:
    """Whether the dossier names a veto, or an indicator reaches less than the rate that the veto asks for."""
    if veto["code"] in dossier.get("vetoes", []):
        return True
    if not veto.get("indicator") or "below" not in veto:
        return False
    place = _at([one for top in tops for one in top.walk()], veto["indicator"])
    assert place is not None
    holders = [one for one in reversed(_chain(place)[1:]) if "aggregator" in one.given]
    if holders:  # a component has no score, but a rate; where a group above it has a row that says why not, that row's
        deciding = next((one for one in holders if one.is_absent), place)
        return _rate(deciding, holders[0].points, dossier) < _ratio(
            veto["below"]
        )  # a rate that nobody knows is refused
    leaves = list(place.scored())
    points = sum((leaf.points for leaf in leaves), Fraction(0))
    return bool(points) and _total(leaves) / points < _ratio(veto["below"])


def _chain(place: Place) -> list[Place]:
    return [place] if place.above is None else [place, *_chain(place.above)]


def _ratio(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def _after_vetoes(indicators: Data, before: str, vetoes: list[str]) -> str:
    """Return the lowest of the grade and of what the vetoes lower it to (一票否决)."""
    order = [name for _, name in _bands(indicators)]
    limits = [one["lowers-to"] for one in indicators.get("vetoes", []) if one["code"] in vetoes]
    return str(max([before, *limits], key=order.index))


# --- the comparison -----------------------------------------------------------------------------------------------


def disagreements(evaluation: Any, indicators: Data | None = None) -> list[str]:
    """Return what an evaluation says otherwise than the oracle: points, scores, what is computed, total, grades, vetoes.

    Args:
        evaluation: An evaluation of perfeval.
        indicators: The plain data of its set, if they are at hand.

    """
    mine = opinion(indicators or evaluation.base.to_dict(), evaluation.dossier.to_dict())
    known = {one.code for one in evaluation.base.walk()}
    unit = Fraction(evaluation.unit)
    found: list[str] = []
    keys = [
        leaf.code if leaf.code in known else f"{leaf.home}/{leaf.indicator.name}" for leaf in evaluation.scored_leaves
    ]
    for what in ("points", "scores", "computed"):
        theirs = {
            key: None if units is None else units * unit
            for key, units in zip(keys, getattr(evaluation, what), strict=True)
        }
        ours = getattr(mine, what)
        found += [
            f"{what} of {key}: {theirs.get(key)}, by fractions {ours.get(key)}"
            for key in {**theirs, **ours}
            if theirs.get(key, "nothing") != ours.get(key, "nothing")
        ]
    pairs = {
        "the total": (Fraction(evaluation.total), mine.total),
        "the grade": (evaluation.grade.name, mine.grade),
        "the grade before vetoes": (evaluation.grade_before_vetoes.name, mine.grade_before_vetoes),
        "the vetoes": (list(evaluation.vetoes), mine.vetoes),
    }
    return found + [f"{what}: {one}, by fractions {other}" for what, (one, other) in pairs.items() if one != other]
