"""Whatever is wrong with a plugin is a failure with its name and distribution, costs that thing alone, and no built-in vanishes."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import click
import pytest
from attrs import frozen
from bad_plugins import brought, told
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Case, PerfEvalError, PluginError, Registry, Text, audit_case, dump, hookimpl, load_dossier
from perfeval.commands.entry import main
from perfeval.plugin import ErrorCode, Layout, Opener, Overlay, Reader, Rule, Writer
from perfeval.registry import built_in
from perfeval.registry.admitted_kinds import ADMITTED, COMMANDS
from perfeval.registry.discovery import Plugin
from perfeval.registry.hook_functions import KNOWN
from perfeval.registry.lookup import BUILT_IN

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"
TITLE = Text("某", "some")
LOOKUPS = (
    *("scorers", "aggregators", "layouts", "writers", "readers", "openers", "error_codes", "audit_rules", "commands"),
)


class Plain:
    """No attrs class."""

    kind = "plain"

    def rate(self, _indicator: object, _row: object, _funds: object) -> tuple[int, int]:
        """Return one half."""
        return (1, 2)

    steps = rate


@frozen(kw_only=True)
class Kindless:
    """Has no kind."""

    def rate(self, _indicator: object, _row: object, _funds: object) -> tuple[int, int]:
        """Return one half."""
        return (1, 2)

    def steps(self, _indicator: object, _row: object, _funds: object) -> tuple[Text, ...]:
        """Return nothing."""
        return ()


@frozen(kw_only=True)
class OfTwoFacts(Kindless):
    """Takes too little."""

    kind: ClassVar[str] = "two-facts"

    def rate(self, _indicator: object, _row: object) -> tuple[int, int]:  # type: ignore[override]
        """Return one half."""
        return (1, 2)


@frozen(kw_only=True)
class OfAType(Kindless):
    """Has a parameter that a file could not tell from the kind."""

    kind: ClassVar[str] = "of-a-type"
    type: str = ""


def layout(**changes: Any) -> Layout:
    """Return a layout with changes."""
    return Layout(**{"id": "x", "name": "x", "title": TITLE, "build": lambda *_: None, **changes})


def writer(**changes: Any) -> Writer:
    """Return a writer with changes."""
    return Writer(**{"format": "x", "suffix": ".x", "title": TITLE, "write": lambda _: b"", **changes})


def reader(**changes: Any) -> Reader:
    """Return a reader with changes."""
    return Reader(**{"id": "x", "title": TITLE, "recognise": lambda _: 0, "read": lambda _: (), **changes})


def rule(**changes: Any) -> Rule:
    """Return a rule with changes."""
    return Rule(**{"code": "Z01", "title": TITLE, "severity": "info", "check": lambda _: (), **changes})


def opener(**changes: Any) -> Opener:
    """Return an opener with changes."""
    return Opener(
        **{"id": "x", "title": TITLE, "suffixes": (".x",), "recognise": lambda _: 0, "open": lambda *_: None, **changes}
    )


def error_code(**changes: Any) -> ErrorCode:
    """Return an error code with changes."""
    return ErrorCode(**{"code": "x.y", "sentence": TITLE, **changes})


class Cursed:
    """Raises whatever is asked of it."""

    def __getattr__(self, name: str) -> object:
        raise SystemExit(name)

    def __repr__(self) -> str:
        raise ValueError


NONSENSE = [None, 1, 1.5, True, "text", b"bytes", object(), [], {}, Cursed()]
WRONG = {
    "perfeval_scorers": [Plain, Kindless, OfTwoFacts, OfAType, Kindless(), type("Abstract", (), {})],
    "perfeval_aggregators": [Plain, Kindless, Kindless()],
    "perfeval_layouts": [
        layout(id=1), layout(id=""), layout(name="../out"), layout(name="a/b"), layout(name=".."), layout(title="x"), layout(build=None),
        layout(build=lambda: None), layout(sets="cn.x"), layout(sets=(1,)), layout(template="x"), layout(sets=("cn.nobody",)), Layout,
    ],
    "perfeval_renderers": [
        writer(format=None), writer(suffix="x"), writer(suffix="./../x"), writer(suffix=None), writer(title=None), writer(write=1),
        writer(write=lambda: b""), Writer,
    ],
    "perfeval_readers": [
        reader(id=None), reader(title="x"), reader(recognise=None), reader(read=lambda: ()), Reader,
    ],
    "perfeval_file_openers": [
        opener(id=None), opener(title="x"), opener(suffixes=".x"), opener(suffixes=("x",)), opener(suffixes=None), opener(recognise=None),
        opener(recognise=lambda: 0), opener(open=lambda _: None), Opener,
    ],
    "perfeval_error_codes": [
        error_code(code=None), error_code(code="x"), error_code(code="x. y"), error_code(sentence="x"), error_code(sentence=None),
        error_code(sentence=Text("{a}", "{b}")), error_code(sentence=Text("{}", "{}")), error_code(sentence=Text("{", "x")),
        error_code(sentence=Text("{a.b}", "{a.b}")), error_code(sentence=Text("{0}", "{0}")), ErrorCode,
        error_code(sentence=Text("{a:d}", "{a:d}")), error_code(sentence=Text("{a!r:>9}", "{a!r:>9}")),
    ],
    "perfeval_audit_rules": [
        rule(code=None), rule(code="A 1"), rule(title=None), rule(severity="bad"), rule(check=None), rule(check=lambda: ()),
        rule(check=1, across=lambda _: ()), rule(citation=None), rule(thresholds="low"), rule(thresholds=(1,)), lambda _: (),
    ],
    "perfeval_commands": [click.Command(None), click.Command("score"), click.Command("audit"), lambda: None, click.Command],
    "perfeval_indicator_sets": [Path("nowhere"), Path("nowhere.yaml"), __file__, "cn.mof.2020-10.self"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("hook", "at"), [(hook, at) for hook, items in WRONG.items() for at in range(len(items) + len(NONSENSE))]
)
def test_a_wrong_item_is_a_failure_and_costs_nothing_else(hook: str, at: int) -> None:
    """Whatever it is, it is told, and all that is built in is there."""
    item = [*WRONG[hook], *NONSENSE][at]
    registry = brought(**{hook: lambda: [item]})
    assert len(told(registry)) == 1
    pristine = Registry([BUILT_IN])
    for items in LOOKUPS:
        assert getattr(registry, items).keys() - {"x"} == getattr(pristine, items).keys()
    assert registry.set_ids == pristine.set_ids
    with pytest.raises(PluginError, match="bad"):
        Registry(registry.plugins, strict=True)


@pytest.mark.parametrize("hook", sorted(KNOWN))
@pytest.mark.parametrize("result", [None, 1, 1.5, True, "text", b"bytes", {"a": 1}, lambda: None])
def test_a_hook_that_returns_no_list_is_a_failure(hook: str, result: object) -> None:
    """Told with the hook's name."""
    (failure,) = told(brought(**{hook: lambda: result}))
    assert hook in str(failure.issue)


@pytest.mark.parametrize("hook", sorted(KNOWN))
@pytest.mark.parametrize("cause", [RuntimeError("x"), SystemExit(7), SystemExit(), RecursionError(), AssertionError()])
def test_a_hook_that_raises_is_a_failure(hook: str, cause: BaseException) -> None:
    """`SystemExit` too, and behind the first item of a generator."""

    def raising() -> object:
        raise cause

    def later() -> object:
        yield from ()
        raise cause

    for function in (raising, later):
        (failure,) = told(brought(**{hook: function}))
        assert failure.cause is cause
        assert hook in str(failure.issue)


def test_what_the_user_stops_is_stopped() -> None:
    """An interruption is no failure of a plugin."""

    def interrupted() -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        brought(perfeval_scorers=interrupted).scorers  # noqa: B018 - asking is what is tried


def test_a_hook_with_arguments_costs_that_hook_alone() -> None:
    """The plugin's other hooks are asked."""
    registry = brought(perfeval_scorers=lambda registry: [registry], perfeval_audit_rules=lambda: [rule()])
    (failure,) = told(registry)
    assert failure.issue.code == "plugin-item"
    assert "perfeval_scorers" in str(failure.issue)
    assert "Z01" in registry.audit_rules


def test_a_module_without_hooks_is_a_failure_that_names_what_is_not_marked() -> None:
    """A forgotten decorator is hinted at."""
    for module in (SimpleNamespace(perfeval_scorers=list), SimpleNamespace(), Cursed()):
        (failure,) = told(
            Registry([BUILT_IN, Plugin(name="bad", distribution="perfeval-bad", version="1.0", module=module)])
        )
        assert failure.issue.code == "plugin-empty"
    (failure,) = told(
        Registry(
            [
                BUILT_IN,
                Plugin(
                    name="bad",
                    distribution="perfeval-bad",
                    version="1.0",
                    module=SimpleNamespace(perfeval_scorers=list),
                ),
            ]
        )
    )
    assert "perfeval_scorers" in failure.issue.render("zh")


def test_doubled_entry_points_are_failures() -> None:
    """Two plugins of one name are both left out, one that calls itself built in too; a module is used once."""
    module = SimpleNamespace(perfeval_audit_rules=hookimpl(lambda: [rule()]))
    other = SimpleNamespace(perfeval_audit_rules=hookimpl(lambda: [rule(code="Z02")]))

    def plugin(name: str, distribution: str, what: object) -> Plugin:
        return Plugin(name=name, distribution=distribution, version="1", module=what)

    for order in itertools.permutations([BUILT_IN, plugin("a", "one", module), plugin("a", "two", other)]):
        registry = Registry(order)
        assert not {"Z01", "Z02"} & registry.audit_rules.keys()
        assert {(one.issue.code, one.distribution) for one in registry.failures} == {
            ("plugin-doubled", "one 1"),
            ("plugin-doubled", "two 1"),
        }
    for order in itertools.permutations([BUILT_IN, plugin("a", "one", module), plugin("b", "two", module)]):
        registry = Registry(order)
        assert "Z01" in registry.audit_rules
        assert [(one.issue.code, one.plugin) for one in registry.failures] == [("plugin-doubled", "b")]
    for order in itertools.permutations([BUILT_IN, plugin("builtin", "evil", other)]):
        registry = Registry(order)
        assert "ratio" in registry.scorers
        assert [(one.issue.code, one.distribution) for one in registry.failures] == [("plugin-doubled", "evil 1")]


@pytest.mark.parametrize("hook", sorted(set(ADMITTED) & set(vars(built_in))))
def test_what_is_built_in_never_vanishes(hook: str) -> None:
    """A plugin that returns the built-in things again changes nothing, and is told once."""
    registry = brought(**{hook: getattr(built_in, hook)})
    (failure,) = told(registry)
    assert failure.issue.code == "plugin-claims-built-in"
    pristine = Registry([BUILT_IN])
    for items in LOOKUPS:
        assert getattr(registry, items) == getattr(pristine, items)


def test_built_in_sets_never_vanish() -> None:
    """Neither the same again, nor another version, nor an overlay of a built-in's id takes the set from anybody."""
    pristine = Registry([BUILT_IN])
    for claim in (
        built_in.DATA / "sets",
        pristine.indicator_set("cn.mof.2020-10.self").replace(version="9"),
        Overlay(id="cn.mof.2020-10.self", base="cn.mof.2020-10.department"),
    ):
        registry = brought(perfeval_indicator_sets=lambda claim=claim: [claim])
        assert registry.set_ids == pristine.set_ids
        for name in pristine.set_ids:
            assert registry.indicator_set(name).fingerprint == pristine.indicator_set(name).fingerprint
        assert [one.issue.code for one in told(registry)] == ["plugin-claims-built-in"]


def test_the_audit_does_not_change_because_its_rules_are_claimed() -> None:
    """The findings of the example are the same with a plugin that returns the built-in rules again."""
    registry = Registry.discover()
    dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    case = Case.of(dossier, indicators=registry.set_for(dossier))
    claimed = brought(perfeval_audit_rules=built_in.perfeval_audit_rules)
    first, second = (audit_case(case, rules=one.audit_rules.values()) for one in (registry, claimed))
    assert first.findings == second.findings != ()


def test_one_bad_file_loses_that_set_alone(tmp_path: Path) -> None:
    """Its failure has the plugin, file, line and column; the set beside it and all others are there."""
    good = Registry.of().indicator_set("cn.mof.2020-10.self").replace(id="cn.good")
    (tmp_path / "cn.good.yaml").write_text(dump(good), "utf-8")
    (tmp_path / "cn.bad.yaml").write_text("format: 1\nindicator-set: cn.bad\ntitle: [", "utf-8")
    (tmp_path / "cn.other.yml").write_text(dump(good), "utf-8")
    registry = brought(perfeval_indicator_sets=lambda: [tmp_path])
    assert registry.indicator_set("cn.good").fingerprint
    by_place = {failure.issue.location.path: str(failure.issue) for failure in told(registry)}
    assert len(by_place) == 2
    assert "yaml-syntax" in by_place[str(tmp_path / "cn.bad.yaml")]
    assert "cn.other.yaml" in by_place[None]


def test_what_is_given_beside_a_bad_file_is_used_all_the_same(tmp_path: Path) -> None:
    """A version that cannot be made, of the registry or given too, leaves the others theirs, and is told by who asks for it."""
    good = Registry.of().indicator_set("cn.mof.2020-10.self").replace(id="cn.good", version="1")
    (tmp_path / "cn.good.yaml").write_text("format: 1\nindicator-set: cn.good\ntitle: [", "utf-8")
    (tmp_path / "cn.good@2.yaml").write_text(dump(good.replace(version="2")), "utf-8")
    registry = brought(perfeval_indicator_sets=lambda: [tmp_path])
    (failure,) = told(registry)
    assert "yaml-syntax" in str(failure.issue)
    overlay = Overlay(id="cn.good", base="cn.nobody")
    beside = registry.beside([good])
    for version in ("1", "2"):
        assert beside.indicator_set("cn.good", version=version).version == version
    both = registry.beside([good, overlay])
    assert both.made_of(good).version == both.indicator_set("cn.good", version="1").version == "1"
    with pytest.raises(PerfEvalError, match="overlay-base"):
        both.made_of(overlay)
    assert registry.failures == (failure,)


def test_folders_without_sets_are_failures(tmp_path: Path) -> None:
    """An empty folder, or one that was not packed, is told with its path."""
    for folder in (tmp_path, tmp_path / "none"):
        (failure,) = told(brought(perfeval_indicator_sets=lambda folder=folder: [folder]))
        assert str(folder) in str(failure.issue)


def test_one_plugin_that_claims_an_id_twice_is_told() -> None:
    """Which of the two is meant is not guessed."""
    (failure,) = told(brought(perfeval_audit_rules=lambda: [rule(), rule(title=Text("别", "other"))]))
    assert failure.issue.code == "plugin-conflict"


def test_the_names_of_built_in_commands_have_one_more_home() -> None:
    """The registry, below the commands, knows their names."""
    assert set(main.commands) == COMMANDS


@given(st.permutations(range(4)))
def test_the_order_of_plugins_changes_no_failure(order: list[int]) -> None:
    """What is told, and what stays, is the same."""
    modules = [
        SimpleNamespace(perfeval_audit_rules=hookimpl(lambda: [rule(), rule(code=1)])),
        SimpleNamespace(perfeval_audit_rules=hookimpl(lambda: [rule()])),
        SimpleNamespace(perfeval_audit_rules=hookimpl(built_in.perfeval_audit_rules)),
    ]
    plugins = [BUILT_IN, *(Plugin(name=f"p{at}", distribution=f"d{at}", module=one) for at, one in enumerate(modules))]
    registry = Registry([plugins[at] for at in order])
    assert "Z01" not in registry.audit_rules
    assert [one.issue.code for one in registry.failures] == ["plugin-item", "plugin-claims-built-in", "plugin-conflict"]
