"""Hypothesis strategies for whole values: sets, dossiers that fit them, evaluations, overlays; nothing is filtered away."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from perfeval.model.hierarchy import Indicator
from perfeval.model.overlays import Add, Move, Operation, Overlay, Remove, SetFields
from perfeval.scoring.engine import evaluate
from perfeval.scoring.scorers.stated import Stated
from perfeval.testing.dossier_drawing import dossiers_for
from perfeval.testing.set_drawing import indicator_sets, names

if TYPE_CHECKING:
    from perfeval.model.evaluation import Evaluation
    from perfeval.model.indicator_set import IndicatorSet

_CHANGED = {False: ("name", "definition"), True: ("definition",)}
# What an overlay changes of an indicator, and of a component.


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Draw an evaluation of a generated set and dossier."""
    indicators = draw(indicator_sets())
    return evaluate(draw(dossiers_for(indicators)), indicators=indicators)


@st.composite
def overlays_of(draw: st.DrawFn, base: IndicatorSet) -> Overlay:
    """Draw an overlay whose operations can all be done on *base*: renames, moves of whole level-1 indicators, additions."""
    # A table may name its components, which therefore keep their names.
    components = {child.code for one in base.walk() if one.aggregator is not None for child in one.children}
    operations: list[Operation] = [
        SetFields(target=code, changes=tuple((name, draw(names)) for name in _CHANGED[code in components]))
        for code in draw(st.lists(st.sampled_from([one.code for one in base.walk()]), max_size=4))
    ]
    if draw(st.booleans()):
        known = {one.code for one in base.walk()}
        number = next(at for at in count(1) if f"NEW{at}" not in known)
        new = Indicator(code=f"NEW{number}", name=f"新增{number}", points=0, scorer=Stated())
        operations.append(Add(parent="", indicator=new))
        if draw(st.booleans()):
            operations.append(Remove(target=new.code))
    tops = [one.code for one in base.indicators]
    if len(tops) > 1 and draw(st.booleans()):
        moved, anchor = draw(st.permutations(tops))[:2]
        operations.append(Move(target=moved, to="", before=anchor))
    title = draw(st.sampled_from(["", "某区指标体系"]))
    return Overlay(
        id="test.overlay",
        base=base.id,
        overrides=(("title", title),) if title else (),
        operations=tuple(operations),
    )
