"""Provenance: by which versions a result was made; it travels with the set, the evaluation and the processes."""

from __future__ import annotations

import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

from attrs import frozen

from perfeval import (
    Dossier,
    Evaluation,
    Indicator,
    IndicatorSet,
    Overlay,
    Project,
    Registry,
    Row,
    __version__,
    apply_overlay,
    evaluate,
    hookimpl,
    load_dossier,
    parse_quantity,
)
from perfeval.model.provenance import Contribution
from perfeval.registry.discovery import Plugin
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.yes_no import YesNo

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"


@frozen(kw_only=True)
class Whole:
    """All of the points, always."""

    kind: ClassVar[str] = "whole"

    def rate(self, *_: object) -> tuple[int, int]:
        """Return the whole."""
        return (1, 1)

    def steps(self, *_: object) -> tuple[object, ...]:
        """Return nothing to say."""
        return ()


def plugin(name: str, version: str, **hooks: object) -> Plugin:
    """Return a plugin whose hooks return what is given."""
    functions = {hook: hookimpl(lambda result=result: result) for hook, result in hooks.items()}
    return Plugin(name=name, distribution=f"perfeval-{name}", version=version, module=SimpleNamespace(**functions))


NATION = IndicatorSet(
    id="cn.x",
    version="2023",
    title="某体系",
    indicators=(
        Indicator(code="A", name="甲", points=40, scorer=ByTarget(quantitative=Ratio(), qualitative=Whole())),
        Indicator(
            code="B",
            name="乙",
            points=20,
            aggregator=WeakestLink(),
            children=(Indicator(code="B1", name="子", scorer=YesNo()),),
        ),
        Indicator(code="C", name="丙", points=40, open=True),
    ),
)
ROWS = (
    Row(address="A", target=parse_quantity("定性")),
    Row(address="B1", actual=parse_quantity("是")),
    Row(address="丙/自带", points=40, scorer=Whole()),
)
DOSSIER = Dossier(indicators="cn.region", year=2023, project=Project(name="某"), rows=ROWS)


def evaluation_with(*plugins: Plugin) -> Evaluation:
    """Return the evaluation of the dossier by the region's set."""
    registry = Registry([*Registry.of().plugins, *plugins])
    return evaluate(DOSSIER, indicators=registry.set_for(DOSSIER))


def used(evaluation: Evaluation) -> dict[str, tuple[Contribution, ...]]:
    """Return what was used, by plugin and version."""
    return {
        f"{one.contributor.plugin} {one.contributor.version}": (
            one.indicator_sets,
            one.scorers,
            one.aggregators,
        )
        for one in evaluation.provenance.contributions
    }  # type: ignore[return-value]


PLUGINS = (
    plugin("nation", "2.1", perfeval_indicator_sets=[NATION]),
    plugin("region", "0.3", perfeval_indicator_sets=[Overlay(id="cn.region", base="cn.x")]),
    plugin("scorers", "1.0", perfeval_scorers=[Whole]),
    plugin("idle", "9.9", perfeval_indicator_sets=[NATION.replace(id="cn.idle")]),
)


def test_every_plugin_that_was_used_is_named_with_its_version() -> None:
    """Sets, overlays, scorers (inside others and brought by rows too) and aggregators; a plugin that had no part is not."""
    for order in (PLUGINS, PLUGINS[::-1]):
        assert used(evaluation_with(*order)) == {
            f"builtin {__version__}": ((), ("by-target", "ratio", "yes-no"), ("weakest-link",)),
            "nation 2.1": (("cn.x@2023",), (), ()),
            "region 0.3": (("cn.region@2023",), (), ()),
            "scorers 1.0": ((), ("whole",), ()),
        }


def test_it_stands_in_the_dict() -> None:
    """With the version of perfeval, and the set's id, version and fingerprint."""
    evaluation = evaluation_with(*PLUGINS)
    data = evaluation.to_dict()
    assert data["perfeval"] == __version__
    assert {
        "plugin": "region",
        "distribution": "perfeval-region",
        "version": "0.3",
        "indicator-sets": ["cn.region@2023"],
    } in (
        data["plugins"]  # type: ignore[operator]
    )
    assert data["set"] == {
        "id": "cn.region",
        "version": "2023",
        "fingerprint": evaluation.base.fingerprint,
        "layers": ["cn.x", "cn.region"],
    }


def test_without_a_registry_what_is_known_is_said() -> None:
    """The version of perfeval, and no plugin; of an overlay applied by hand, the registered base alone."""
    evaluation = evaluate(DOSSIER.replace(indicators=NATION.id), indicators=NATION)
    assert (evaluation.provenance.perfeval, evaluation.provenance.contributions) == (__version__, ())
    assert evaluation.to_dict()["plugins"] == []
    registered = Registry([PLUGINS[0]]).indicator_set("cn.x")
    by_hand = evaluate(
        DOSSIER.replace(indicators="mine"), indicators=apply_overlay(Overlay(id="mine", base="cn.x"), base=registered)
    )
    assert used(by_hand) == {"nation 2.1": (("cn.x@2023",), (), ())}


def test_it_is_no_part_of_the_value_and_travels_to_other_processes() -> None:
    """Another version of a plugin with the same rules gives the same fingerprint; pickling keeps what is known."""
    one = evaluation_with(*PLUGINS)
    other = evaluation_with(plugin("nation", "2.2", perfeval_indicator_sets=[NATION]), *PLUGINS[1:])
    assert one.fingerprint == other.fingerprint
    assert one.provenance != other.provenance
    registry = Registry.discover()
    dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    evaluation = evaluate(dossier, indicators=registry.set_for(dossier))
    assert evaluation.provenance.contributions
    assert pickle.loads(pickle.dumps(evaluation)).provenance == evaluation.provenance  # noqa: S301 - our own bytes
