"""Sets in several versions: each is had by its version, or by the year for which it alone was in force; nothing is guessed."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import (
    Dossier,
    Indicator,
    IndicatorSet,
    IndicatorSetError,
    NotFoundError,
    Overlay,
    PerfEvalError,
    PluginError,
    Project,
    Registry,
    Row,
    dump,
    evaluate,
    hookimpl,
)
from perfeval.model.citations import Period
from perfeval.model.set_names import parse_set_name
from perfeval.registry.discovery import Plugin


def version_of(version: str, first: int | None = None, last: int | None = None, *, id_: str = "cn.x") -> IndicatorSet:
    """Return a version of a set, in force from the first day of a year to the last day of another."""
    period = Period(since=first and date(first, 1, 1), until=last and date(last, 12, 31))
    top = Indicator(code="A", name=f"甲{version}", points=100)
    return IndicatorSet(id=id_, title="某体系", version=version, indicators=(top,), effective=period)


def registry_of(*items: object, apart: bool = False) -> Registry:
    """Return the registry of one plugin that brings all, or of one plugin for each."""
    shares = [[item] for item in items] if apart else [list(items)]
    return Registry(
        Plugin(
            name=f"p{number}",
            distribution=f"perfeval-p{number}",
            version=f"1.{number}",
            module=SimpleNamespace(perfeval_indicator_sets=hookimpl(lambda share=share: share)),
        )
        for number, share in enumerate(shares)
    )


OLD, NEW = version_of("2023", None, 2024), version_of("2024", 2025)


@pytest.mark.parametrize("items", list(itertools.permutations([OLD, NEW, version_of("1", id_="cn.y")])))
@pytest.mark.parametrize("apart", [True, False])
def test_each_version_is_had_by_its_name(items: tuple[IndicatorSet, ...], *, apart: bool) -> None:
    """Whoever brings them, in whatever order, as id@version or with the version apart; an only version needs none."""
    registry = registry_of(*items, apart=apart)
    assert registry.set_ids == ("cn.x@2023", "cn.x@2024", "cn.y")
    assert registry.failures == ()
    for one in (OLD, NEW):
        assert registry.indicator_set(f"cn.x@{one.version}") == one
        assert registry.indicator_set("cn.x", version=one.version) == one
        assert registry.indicator_set(f"cn.x@{one.version}", version=one.version) == one
    assert registry.indicator_set("cn.y").version == "1"
    assert registry.indicator_set("cn.y@1") == registry.indicator_set("cn.y")


@given(
    st.lists(st.tuples(st.integers(2018, 2030), st.integers(0, 4)), min_size=2, max_size=4),
    st.integers(2015, 2035),
)
def test_without_a_version_the_only_one_in_force_or_an_error_that_lists_all(
    periods: list[tuple[int, int]], year: int
) -> None:
    """A fiscal year is evaluated in the next; exactly one version with a day in that year is taken, and else none."""
    sets = [version_of(f"v{at}", first, first + years) for at, (first, years) in enumerate(periods)]
    registry = registry_of(*sets)
    in_force = [one for one, (first, years) in zip(sets, periods, strict=True) if first <= year + 1 <= first + years]
    dossier = Dossier(indicators="cn.x", year=year, project=Project(name="某"))
    if len(in_force) == 1:
        assert registry.set_for(dossier) == in_force[0]
    else:
        with pytest.raises(NotFoundError) as caught:
            registry.set_for(dossier)
        (issue,) = caught.value.issues
        assert issue.code == "set-version-open"
        assert all(f"cn.x@{one.version}" in str(issue.expected) for one in sets)
    with pytest.raises(NotFoundError):
        registry.indicator_set("cn.x")
    for one in sets:
        assert registry.set_for(dossier.replace(indicators=f"cn.x@{one.version}")) == one


def test_what_is_not_registered_is_told_with_what_is() -> None:
    """An unknown version lists those that are there; two versions asked for at once are refused."""
    registry = registry_of(OLD, NEW)
    for ask, code in (
        (lambda: registry.indicator_set("cn.x@2025"), "set-version-unknown"),
        (lambda: registry_of(OLD).indicator_set("cn.x", version="2024"), "set-version-unknown"),
        (lambda: registry.indicator_set("cn.x@2023", version="2024"), "set-name"),
        (lambda: registry.indicator_set("cn.z@2023"), "set-unknown"),
    ):
        with pytest.raises(NotFoundError) as caught:
            ask()
        assert [issue.code for issue in caught.value.issues] == [code]
    with pytest.raises(NotFoundError, match=r"cn\.x@2023 / cn\.x@2024"):
        registry.indicator_set("cn.x@2025")


@pytest.mark.parametrize("other", [OLD, OLD.replace(title="同一版本，另一内容")])
def test_one_version_claimed_twice_is_a_conflict(other: IndicatorSet) -> None:
    """Both plugins are named, the other version is there all the same."""
    registry = registry_of(OLD, other, NEW, apart=True)
    assert registry.indicator_set("cn.x@2024") == NEW
    with pytest.raises(PluginError, match=r"cn\.x@2023.*perfeval-p0 1\.0.*perfeval-p1 1\.1"):
        registry.indicator_set("cn.x@2023")
    assert [failure.issue.code for failure in registry.failures] == ["plugin-conflict"]
    assert failure_names(registry) == {"p1"}


def failure_names(registry: Registry) -> set[str]:
    """Return the plugins of which something failed."""
    return {failure.plugin for failure in registry.failures}


def test_an_overlay_names_the_version_of_its_base() -> None:
    """By id@version; by the id alone only where there is one version. It may be a new version of the set it changes."""
    by_version = Overlay(id="cn.region", base="cn.x@2023", overrides=(("version", "r1"),))
    following = Overlay(id="cn.x", base="cn.x@2024", overrides=(("version", "2025"), ("title", "新版")))
    registry = registry_of(OLD, NEW, by_version, following, Overlay(id="cn.open", base="cn.x"))
    assert registry.indicator_set("cn.region").indicators == OLD.indicators
    newest = registry.indicator_set("cn.x@2025")
    assert (newest.title, newest.indicators) == ("新版", NEW.indicators)
    assert [name for name, _ in newest.origin.layers] == ["cn.x@2024", "cn.x@2025"]
    with pytest.raises(IndicatorSetError, match=r"cn\.x@2023 / cn\.x@2024 / cn\.x@2025"):
        registry.indicator_set("cn.open")
    assert registry_of(OLD, Overlay(id="cn.open", base="cn.x")).indicator_set("cn.open").indicators == OLD.indicators


def test_versions_that_lead_back_to_each_other_are_a_ring() -> None:
    """Also where the ring shows only while the versions are told apart."""
    first = Overlay(id="cn.x", base="cn.x@2", overrides=(("version", "1"),))
    second = Overlay(id="cn.x", base="cn.x@1", overrides=(("version", "2"),))
    with pytest.raises(IndicatorSetError, match="overlay-cycle"):
        registry_of(first, second).indicator_set("cn.x@1")
    beside = registry_of(Overlay(id="cn.x", base="cn.x"), NEW)
    with pytest.raises(PerfEvalError, match="overlay-cycle"):
        beside.indicator_set("cn.x")
    assert beside.indicator_set("cn.x@2024") == NEW


def test_a_file_says_its_version_in_its_name(tmp_path: Path) -> None:
    """cn.x@2023.yaml beside cn.x.yaml; a name that the file itself contradicts is refused when it is read."""
    (tmp_path / "cn.x@2023.yaml").write_text(dump(OLD), "utf-8")
    (tmp_path / "cn.x.yaml").write_text(dump(NEW), "utf-8")
    registry = registry_of(tmp_path)
    assert registry.set_ids == ("cn.x@2023", "cn.x@2024")
    assert registry.indicator_set("cn.x@2023") == OLD
    (tmp_path / "cn.x@2022.yaml").write_text(dump(OLD), "utf-8")
    with pytest.raises(PerfEvalError, match=r"cn\.x@2022.*expected version: 2022; found version: 2023"):
        registry_of(tmp_path).indicator_set("cn.x@2022")
    (tmp_path / "cn.x@@.yaml").write_text(dump(OLD), "utf-8")
    broken = registry_of(tmp_path)
    assert broken.indicator_set("cn.x@2024") == NEW
    assert failure_names(broken) == {"p0"}


def test_a_file_that_cannot_be_read_hides_no_other_set(tmp_path: Path) -> None:
    """It is among the failures where versions have to be told apart, and the sets of other ids are there."""
    (tmp_path / "cn.x.yaml").write_text("format: 1\nindicator-set: cn.x\n", "utf-8")
    registry = registry_of(tmp_path, OLD, version_of("1", id_="cn.y"), apart=True)
    assert registry.set_ids == ("cn.x@2023", "cn.y")
    assert registry.indicator_set("cn.y").version == "1"
    assert registry.indicator_set("cn.x@2023") == OLD
    failures = registry.failures
    assert {(failure.plugin, failure.issue.location.path) for failure in failures} == {
        ("p0", str(tmp_path / "cn.x.yaml"))
    }
    assert "missing-key" in str(failures[0].issue)
    with pytest.raises(PerfEvalError, match="missing-key"):  # which of the two is meant is not guessed
        registry.indicator_set("cn.x")


def test_a_set_and_what_registered_it_travel_together() -> None:
    """A resolved set knows its layers' plugins; a changed copy is nobody's; neither is part of its value."""
    registry = registry_of(OLD, Overlay(id="cn.region", base="cn.x"), apart=True)
    indicators = registry.indicator_set("cn.region")
    assert [(name, str(by)) for name, by in indicators.origin.layers] == [
        ("cn.x@2023", "p0 (perfeval-p0 1.0)"),
        ("cn.region@2023", "p1 (perfeval-p1 1.1)"),
    ]
    assert indicators.replace(title="另一").origin.layers == ()
    assert indicators.replace() == indicators
    assert indicators.replace().fingerprint == indicators.fingerprint
    assert "p1" not in dump(indicators)


def test_a_dossier_is_scored_by_the_version_it_names() -> None:
    """Each version scores by its own rules, which the result names."""
    registry = registry_of(OLD, NEW)
    dossier = Dossier(indicators="cn.x@2023", year=2023, project=Project(name="某"), rows=(Row(address="A", score=80),))
    evaluation = evaluate(dossier, indicators=registry.set_for(dossier))
    assert evaluation.to_dict()["set"]["version"] == "2023"  # type: ignore[index]
    assert parse_set_name(dossier.indicators).id == evaluation.base.id
