"""A plugin's scorer or aggregator that raises or gives nonsense is an error with plugin, kind and row; never a wrong score."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from attrs import frozen

from perfeval import (
    Dossier,
    Indicator,
    IndicatorSet,
    PerfEvalError,
    PluginError,
    Project,
    Registry,
    Row,
    ScoringError,
    Text,
    evaluate,
    explain,
    hookimpl,
)
from perfeval.plugin import FormulaScorer, Unscorable
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.formula_scorers import facts_read, recorded_formula
from perfeval.scoring.scorers.stated import Stated

GIVES: dict[str, Any] = {}


def given(*_: object) -> Any:
    """Return or raise what the test asks for."""
    if isinstance(GIVES["rate"], BaseException):
        raise GIVES["rate"]
    return GIVES["rate"]


@frozen(kw_only=True)
class Wayward:
    """Gives what the test asks for."""

    kind: ClassVar[str] = "wayward"

    def rate(self, _indicator: object, _row: object, _funds: object) -> Any:
        """Return it."""
        return given()

    def steps(self, _indicator: object, _row: object, _funds: object) -> Any:
        """Return or raise it."""
        if isinstance(GIVES["steps"], BaseException):
            raise GIVES["steps"]
        return GIVES["steps"]


@frozen(kw_only=True)
class WaywardGroup:
    """Gives what the test asks for."""

    kind: ClassVar[str] = "wayward-group"

    def rate(self, _components: object) -> Any:
        """Return it."""
        return given()

    def steps(self, _components: object) -> Any:
        """Return or raise it."""
        return Wayward.steps(self, None, None, None)  # type: ignore[arg-type]


@frozen(kw_only=True)
class WaywardFormula(FormulaScorer):
    """Has a formula that cannot be recorded."""

    kind: ClassVar[str] = "wayward-formula"
    title: ClassVar[Text] = Text("某", "some")

    def formula_for(self, checklist: object) -> Any:
        """Raise it."""
        del checklist
        return given()

    def steps(self, _indicator: object, _row: object, _funds: object) -> Any:
        """Return nothing."""
        return ()


@frozen(kw_only=True)
class PryingGroup(WeakestLink):
    """Looks at its group, and fails."""

    kind: ClassVar[str] = "prying-group"

    def problems(self, children: object) -> Any:
        """Raise, or return what the test asks for."""
        del children
        return given()


def leaf(code: str, scorer: object, points: int | None) -> Indicator:
    """Return an indicator."""
    return Indicator(code=code, name=f"名{code}", points=points, scorer=scorer)  # type: ignore[arg-type]


SETS = {
    "wayward": (leaf("A", Wayward(), 60), leaf("B", Stated(), 40)),
    "wayward-formula": (leaf("A", WaywardFormula(), 60), leaf("B", Stated(), 40)),
    "wayward-group": (
        Indicator(code="A", name="名A", points=60, aggregator=WaywardGroup(), children=(leaf("A1", Stated(), None),)),  # type: ignore[arg-type]
        leaf("B", Stated(), 40),
    ),
    "component": (
        Indicator(code="A", name="名A", points=60, aggregator=WeakestLink(), children=(leaf("A1", Wayward(), None),)),
        leaf("B", Stated(), 40),
    ),
}


def scored(which: str, *, registered: bool = True) -> Any:
    """Return the evaluation of a dossier by one of the sets, registered by the plugin ``wayward``."""
    indicators = IndicatorSet(id="cn.x", title="某", indicators=SETS[which])
    hooks = {
        "perfeval_scorers": [Wayward, WaywardFormula],
        "perfeval_aggregators": [WaywardGroup],
        "perfeval_indicator_sets": [indicators],
    }
    module = SimpleNamespace(
        __name__="wayward-plugin", **{name: hookimpl(lambda one=one: one) for name, one in hooks.items()}
    )
    registry = Registry.of(module)
    rows = (Row(address="A"), Row(address="B", score=40))
    dossier = Dossier(indicators="cn.x", year=2024, project=Project(name="某"), rows=rows)
    return evaluate(dossier, indicators=registry.indicator_set("cn.x") if registered else indicators)


NO_RATES = [
    None, 0.5, Fraction(1, 2), Decimal("0.5"), True, "1/2", (1,), (1, 2, 3), (0.5, 1), (True, 1), (1, True), [1, 2], (None, 1), Ellipsis,
    Unscorable("no text"), Unscorable(Text("甲", "a"), mend="mend"), (1, 0), (-1, 2), (3, 2), (1, -1),  # type: ignore[arg-type]
]  # fmt: skip
CAUSES = [
    RuntimeError("x"),
    SystemExit(0),
    RecursionError(),
    ZeroDivisionError(),
    AttributeError("a"),
    KeyError("k"),
    ScoringError(()),
]


@pytest.mark.parametrize("which", ["wayward", "wayward-group", "component"])
@pytest.mark.parametrize("rate", NO_RATES, ids=str)
def test_nonsense_is_an_error_with_plugin_kind_and_row(which: str, rate: object) -> None:
    """A float, a fraction, None, a truth value, a text: whatever is no pair of integers in [0, 1]."""
    GIVES.update(rate=rate, steps=())
    with pytest.raises(ScoringError) as caught:
        scored(which)
    assert caught.value.issues[0].code in {"plugin-returned", "rate-out-of-range"}
    for language in ("zh", "en"):
        text = caught.value.render(language)
        for word in ("wayward-plugin", "wayward"):
            assert word in text
        assert "A" in str(caught.value.issues[0].location)


@pytest.mark.parametrize("which", list(SETS))
@pytest.mark.parametrize("cause", CAUSES, ids=repr)
def test_what_raises_is_an_error_with_plugin_kind_and_row(which: str, cause: BaseException) -> None:
    """`SystemExit` too; a formula that cannot be recorded, and a component, as well."""
    GIVES.update(rate=cause, steps=())
    with pytest.raises(ScoringError) as caught:
        scored(which)
    (issue,) = caught.value.issues
    assert issue.code == "plugin-raised"
    assert "wayward-plugin" in issue.render("zh")
    assert "A" in str(issue.location)


@pytest.mark.parametrize("says", [RuntimeError("x"), SystemExit(0), ["text"], 5], ids=repr)
def test_an_aggregator_that_fails_as_it_looks_at_its_group_is_told(says: object) -> None:
    """The set can be made; whoever scores by it learns which plugin and which group."""
    GIVES.update(rate=says)
    group = Indicator(
        code="A", name="名A", points=100, aggregator=PryingGroup(), children=(leaf("A1", Wayward(), None),)
    )
    made = IndicatorSet(id="cn.x", title="某", indicators=(group,))
    module = SimpleNamespace(
        __name__="prying-plugin",
        perfeval_aggregators=hookimpl(lambda: [PryingGroup]),
        perfeval_scorers=hookimpl(lambda: [Wayward]),
        perfeval_indicator_sets=hookimpl(lambda: [made]),
    )
    dossier = Dossier(indicators="cn.x", year=2024, project=Project(name="某"))
    with pytest.raises(PerfEvalError, match=r"prying-plugin") as caught:
        evaluate(dossier, indicators=Registry.of(module).indicator_set("cn.x"))
    assert [(one.code, one.location.place) for one in caught.value.issues] == [
        ("plugin-raised", "indicators/0/aggregator")
    ]


@pytest.mark.parametrize("which", ["wayward", "wayward-group"])
@pytest.mark.parametrize("steps", [None, 1, "text", ("text",), [None], RuntimeError("x"), SystemExit()], ids=repr)
def test_steps_that_are_none_are_an_error_too(which: str, steps: object) -> None:
    """The score stands; its explanation names the plugin."""
    GIVES.update(rate=(1, 2), steps=steps)
    evaluation = scored(which)
    assert evaluation.total == 70
    with pytest.raises(ScoringError, match="wayward-plugin"):
        explain(evaluation)


def test_a_kind_that_nobody_registered_is_told_all_the_same() -> None:
    """A set made in Python has no plugin to name."""
    GIVES.update(rate=0.5, steps=())
    with pytest.raises(PerfEvalError, match=r"scorer wayward of the plugin \(registered by none\)"):
        scored("wayward", registered=False)


def test_what_the_user_stops_is_stopped() -> None:
    """An interruption goes through."""
    GIVES.update(rate=KeyboardInterrupt(), steps=())
    with pytest.raises(KeyboardInterrupt):
        scored("wayward")


def test_other_rooms_are_told_which_kind_failed() -> None:
    """What asks a scorer's formula beside the engine, as a blank file does, gets an error that names it."""
    GIVES.update(rate=RuntimeError("x"), steps=())
    for ask in (recorded_formula, facts_read):
        with pytest.raises(PluginError, match=r"wayward-formula.*RuntimeError: x"):
            ask(WaywardFormula(), ())
