"""The registry: discovery, isolation of failures, conflicts, unknown hooks, and that order never matters."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
from attrs import frozen
from bad_plugins import brought

from perfeval import PluginError, Registry, dump, evaluate, hookimpl, load_dossier
from perfeval.codec.loading import parse
from perfeval.documents.layouts import Layout
from perfeval.errors import IndicatorSetError, NotFoundError
from perfeval.errors.language import Text
from perfeval.model.hierarchy import Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Overlay
from perfeval.registry import built_in
from perfeval.registry.built_in import DATA
from perfeval.registry.discovery import Plugin

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"
YUNNAN = Path(__file__).parents[2] / "plugins" / "perfeval-yunnan" / "src" / "perfeval_yunnan" / "data"


def small_set(set_id: str) -> IndicatorSet:
    """Return a set of one indicator."""
    return IndicatorSet(id=set_id, title=set_id, indicators=(Indicator(code="A", name="甲", points=100),))


def plugin(name: str, **hooks: object) -> Plugin:
    """Return a plugin whose hooks return what is given."""
    functions = {}
    for hook, result in hooks.items():

        def function(result: object = result) -> object:
            if isinstance(result, Exception):
                raise result
            return result

        functions[hook] = hookimpl(function)
    return Plugin(name=name, distribution=name, version="1.0", module=SimpleNamespace(__name__=name, **functions))


@pytest.fixture
def yunnan() -> Plugin:
    """Return a plugin that brings the overlays of Yunnan as files."""
    return plugin("yunnan", perfeval_indicator_sets=[YUNNAN])


def test_a_broken_plugin_is_kept_with_its_cause_and_stops_nothing() -> None:
    """Its exception is in failures; every other set is still there."""
    cause = RuntimeError("no such table")
    registry = Registry(
        [plugin("broken", perfeval_indicator_sets=cause), plugin("good", perfeval_indicator_sets=[small_set("x")])]
    )
    assert registry.indicator_set("x").id == "x"
    (failure,) = registry.failures
    assert failure.plugin == "broken"
    assert failure.cause is cause
    assert "no such table" in str(failure.issue)


def test_strict_raises_every_failure() -> None:
    """What is kept otherwise is raised, all of it, and at once."""
    broken = [plugin(name, perfeval_indicator_sets=RuntimeError("x")) for name in ("broken", "again")]
    with pytest.raises(PluginError, match="broken") as caught:
        Registry(broken, strict=True)
    assert [issue.code for issue in caught.value.issues] == ["plugin-failed", "plugin-failed"]


def test_two_plugins_claiming_one_id_are_both_named() -> None:
    """The conflict is an error naming both distributions, when the id is asked for; the rest works."""
    registry = Registry(
        [
            plugin("first", perfeval_indicator_sets=[small_set("x"), small_set("y")]),
            plugin("second", perfeval_indicator_sets=[small_set("x")]),
        ]
    )
    assert registry.indicator_set("y").id == "y"
    with pytest.raises(PluginError) as caught:
        registry.indicator_set("x")
    assert "first 1.0" in str(caught.value)
    assert "second 1.0" in str(caught.value)
    assert [failure.issue.code for failure in registry.failures] == ["plugin-conflict"]


def test_an_unknown_hook_is_refused_with_the_nearest_name() -> None:
    """A plugin with a misspelt hook is left out as a whole, and told why."""
    registry = Registry(
        [
            plugin("typo", perfeval_indicator_set=[small_set("x")]),
            plugin("good", perfeval_indicator_sets=[small_set("y")]),
        ]
    )
    assert registry.set_ids == ("y",)
    (failure,) = registry.failures
    assert failure.issue.code == "plugin-hook"
    assert "perfeval_indicator_sets" in str(failure.issue)


def test_a_function_that_is_no_hook_is_not_called() -> None:
    """Only what is marked with hookimpl counts."""
    module = SimpleNamespace(__name__="m", perfeval_indicator_sets=lambda: [small_set("x")])
    assert Registry([Plugin(name="m", distribution="m 1", module=module)]).set_ids == ()


def test_order_of_plugins_never_matters(yunnan: Plugin) -> None:
    """Every order of registration gives the same evaluation, fingerprint included."""
    plugins = [
        Plugin(name="builtin", distribution="perfeval", module=built_in),
        yunnan,
        plugin("a", perfeval_indicator_sets=[small_set("a")]),
        plugin("z", perfeval_indicator_sets=[small_set("z")]),
    ]
    fingerprints = set()
    for order in itertools.permutations(plugins):
        registry = Registry(order)
        dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
        fingerprints.add(evaluate(dossier, indicators=registry.indicator_set(dossier.indicators)).fingerprint)
        assert registry.failures == ()
    assert len(fingerprints) == 1


def test_overlays_in_a_ring_are_refused() -> None:
    """A base that leads back to the overlay is named as a ring."""
    registry = Registry(
        [plugin("ring", perfeval_indicator_sets=[Overlay(id="a", base="b"), Overlay(id="b", base="a")])]
    )
    with pytest.raises(IndicatorSetError, match="a → b → a"):
        registry.indicator_set("a")


def test_a_base_that_is_not_there_is_named_with_the_nearest() -> None:
    """overlay-base, with a hint."""
    registry = Registry(
        [plugin("p", perfeval_indicator_sets=[Overlay(id="a", base="national"), small_set("nationals")])]
    )
    with pytest.raises(IndicatorSetError, match="nationals"):
        registry.indicator_set("a")


def test_an_unknown_set_is_named_with_the_nearest() -> None:
    """set-unknown, with a hint."""
    with pytest.raises(NotFoundError, match=r"cn\.mof\.2020-10\.self"):
        Registry.of().indicator_set("cn.mof.2020-10.slef")


def test_the_environment_narrows_discovery() -> None:
    """PERFEVAL_PLUGINS admits only those named; PERFEVAL_BLOCK leaves those named out."""
    only_none = Registry.discover(environment={"PERFEVAL_PLUGINS": ""})
    assert [one.name for one in only_none.plugins] == ["builtin"]
    blocked = Registry.discover(environment={"PERFEVAL_BLOCK": "yunnan"})
    assert "yunnan" not in {one.name for one in blocked.plugins}


def test_a_plugin_brings_its_own_scorer() -> None:
    """A scorer that only the plugin knows scores a set, through the same engine."""

    @frozen(kw_only=True)
    class Half:
        """Half of the points, always."""

        kind: ClassVar[str] = "half"

        def rate(self, indicator: object, row: object, funds: object) -> tuple[int, int]:
            """Return one half."""
            del indicator, row, funds
            return (1, 2)

        def steps(self, indicator: object, row: object, funds: object) -> tuple[object, ...]:
            """Return nothing to say."""
            del indicator, row, funds
            return ()

    registry = Registry.of(plugin("half", perfeval_scorers=[Half]).module)
    assert registry.vocabulary.scorers["half"] is Half
    assert "ratio" in registry.vocabulary.scorers


def test_every_built_in_set_resolves() -> None:
    """All national sets and overlays load without a failure."""
    registry = Registry.of()
    assert len(registry.set_ids) == len([*DATA.glob("sets/*.yaml"), *DATA.glob("overlays/*.yaml")])
    for set_id in registry.set_ids:
        assert registry.indicator_set(set_id).id == set_id
    assert registry.failures == ()


def test_the_most_specific_layout_serves_a_set(yunnan: Plugin) -> None:
    """A layout for a set takes the place of the general one of its name; other sets keep the general one."""
    own = Layout(
        id="own",
        name="scoresheet",
        title=Text("自", "own"),
        build=lambda *_: None,
        sets=("cn.yunnan.self",),  # type: ignore[arg-type, return-value]
    )
    registry = Registry(
        [
            Plugin(name="builtin", distribution="perfeval", module=built_in),
            yunnan,
            plugin("own", perfeval_layouts=[own]),
        ]
    )
    chosen = {one.name: one.id for one in registry.layouts_for(registry.indicator_set("cn.yunnan.self"))}
    general = {one.name: one.id for one in registry.layouts_for(registry.indicator_set("cn.mof.2020-10.self"))}
    assert chosen["scoresheet"] == "own"
    assert general["scoresheet"] == "cn.mof.scoresheet"
    assert set(chosen) == set(general) == {"scoresheet", "report", "problems", "notes"}


def test_a_dossier_whose_set_is_not_known_is_told_where_it_names_it(tmp_path: Path) -> None:
    """Scoring it is an error with the place in the file."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        EXAMPLE.read_text("utf-8").replace("cn.yunnan.kunming.wuhua.department", "cn.yunnan.kunmin"), "utf-8"
    )
    registry = Registry.discover()
    dossier = load_dossier(path, vocabulary=registry.vocabulary)
    with pytest.raises(NotFoundError) as caught:
        registry.set_for(dossier)
    assert (caught.value.issues[0].code, caught.value.issues[0].location.path) == ("set-unknown", str(path))


@pytest.mark.parametrize("set_id", Registry.discover().set_ids)
def test_every_registered_set_reads_back(set_id: str) -> None:
    """Dumped and loaded, as YAML and as JSON of its dict, it is the same set with the same layers and fingerprint."""
    registry = Registry.discover()
    indicators = registry.indicator_set(set_id)
    again = parse(dump(indicators), vocabulary=registry.vocabulary)
    data = json.dumps(indicators.to_dict(), ensure_ascii=False)
    from_dict = parse(data, name="set.json", vocabulary=registry.vocabulary)
    for read in (again, from_dict):
        assert isinstance(read, IndicatorSet)
        assert read == indicators
        assert (read.layers, read.fingerprint) == (indicators.layers, indicators.fingerprint)


def test_the_dict_of_a_dossier_reads_back() -> None:
    """What ``to_dict()`` gives a service is what a file holds."""
    registry = Registry.discover()
    dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    data = json.dumps(dossier.to_dict(), ensure_ascii=False)
    assert parse(data, name="dossier.json", vocabulary=registry.vocabulary) == dossier


def test_what_is_not_found_is_told_with_the_plugin_that_failed() -> None:
    """A set, an overlay's base, that of one given beside, a format, a kind of scorer and a threshold of a profile."""
    registry = brought(
        perfeval_indicator_sets=lambda: 1 / 0, perfeval_scorers=lambda: 1 / 0, perfeval_renderers=lambda: 1 / 0
    )
    text = (
        "format: 1\nindicator-set: x\ntitle: x\nindicators: [{code: A, name: a, points: 100, scorer: {type: nobody}}]\n"
    )
    overlay = Overlay(id="cn.over", base="cn.nobody")
    for ask in (
        lambda: registry.indicator_set("cn.nobody"),
        lambda: registry.writers["ofd"],
        lambda: parse(text, vocabulary=registry.vocabulary),
        lambda: parse(
            "format: 1\nindicator-set: x\ntitle: x\nprofile: {of-a-rule: 90%}\n", vocabulary=registry.vocabulary
        ),
        lambda: registry.beside([overlay]).made_of(overlay),
    ):
        with pytest.raises(Exception, match=r"of the plugin bad, which failed"):
            ask()


def layout_of(id_: str, name: str, *sets: str) -> Layout:
    """Return a layout that builds nothing."""
    return Layout(id=id_, name=name, title=Text("某", "some"), build=lambda *_: None, sets=sets)  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("id_", ["cn.a", "cn.mof.report", "x.l"])
def test_no_layout_takes_the_place_of_a_built_in_document(id_: str) -> None:
    """Whatever its id sorts as: the built-in one serves, and the plugin is told; for a set of its own it may."""
    other = SimpleNamespace(__name__="other", perfeval_layouts=hookimpl(lambda: [layout_of(id_, "report")]))
    registry = Registry.of(other, strict=False)
    national = registry.indicator_set("cn.mof.2020-10.self")
    assert registry.layout_for(national, "report").id == "cn.mof.report"
    (failure,) = registry.failures
    assert failure.issue.code == "plugin-claims-built-in"
    assert failure.plugin == "other"


def test_of_two_layouts_for_one_document_of_one_set_neither_serves() -> None:
    """Both plugins are told; the built-in one serves."""
    set_id = "cn.mof.2020-10.self"
    first, second = (
        SimpleNamespace(
            __name__=name,
            perfeval_layouts=hookimpl(lambda name=name: [layout_of(f"{name}.report", "report", set_id)]),
        )
        for name in ("first", "second")
    )
    registry = Registry.of(first, second, strict=False)
    assert registry.layout_for(registry.indicator_set(set_id), "report").id == "cn.mof.report"
    assert {one.issue.code for one in registry.failures} == {"plugin-conflict"}
    assert {one.plugin for one in registry.failures} == {"first", "second"}
    alone = Registry.of(first)
    assert alone.layout_for(alone.indicator_set(set_id), "report").id == "first.report"
