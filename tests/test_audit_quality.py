"""The audit against itself: one known defect at a time fires its rule; a clean evaluation fires none that is an error."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import Dossier, Registry, load_dossier
from perfeval.audit.batch import audit_batch
from perfeval.audit.case import Case
from perfeval.audit.engine import AuditResult, audit
from perfeval.audit.findings import Finding
from perfeval.auditing import audit_files
from perfeval.model.dossier import Acceptance
from perfeval.testing.defects import DEFECTS, clean_dossiers

ROOT = Path(__file__).parents[1]
FORMS = ROOT / "tests" / "data" / "forms"
GOLDEN = json.loads((ROOT / "tests" / "data" / "findings.json").read_text("utf-8"))
REGISTRY = Registry.discover()


def audited(dossier: Dossier) -> AuditResult:
    """Return the audit of a dossier under the set it names."""
    case = Case.of(dossier, indicators=REGISTRY.indicator_set(dossier.indicators))
    return audit(case, rules=REGISTRY.audit_rules.values())


@cache
def seed() -> AuditResult:
    """Return the audit of the Wuhua example."""
    return audited(load_dossier(ROOT / "examples" / "wuhua-2023.yaml", vocabulary=REGISTRY.vocabulary))


def found(result: AuditResult, code: str) -> list[Finding]:
    """Return the findings of one rule."""
    return [finding for finding in result.findings if finding.code == code]


@given(clean_dossiers())
@settings(max_examples=25)
def test_nothing_is_wrong_with_a_clean_evaluation(dossier: Dossier) -> None:
    """No error and no warning."""
    result = audited(dossier)
    assert [(one.code, one.message.zh) for one in result.findings if one.severity != "info"] == []


@pytest.mark.parametrize("code", sorted(DEFECTS))
@given(dossier=clean_dossiers())
@settings(max_examples=4)
def test_each_defect_is_found_by_its_rule(code: str, dossier: Dossier) -> None:
    """One thing made wrong: the rule for it fires, and did not before."""
    assert not found(audited(dossier), code)
    assert found(audited(DEFECTS[code](dossier)), code)


def test_every_rule_of_the_list_is_there() -> None:
    """A01-A17, B01-B16, C01-C25, D01-D14, G01-G08, X01-X14, P01-P08, but for those that compare several forms."""
    counts = {"A": 17, "B": 16, "C": 25, "D": 14, "G": 8, "X": 14, "P": 8}
    wanted = {f"{family}{number:02}" for family, count in counts.items() for number in range(1, count + 1)}
    assert wanted - set(REGISTRY.audit_rules) == {"B15", "G06", "X09"}


def test_rules_are_told_in_both_languages() -> None:
    """Title, message and remedy."""
    for rule in REGISTRY.audit_rules.values():
        assert rule.title.zh
        assert rule.title.en
    for finding in seed().findings:
        assert all((finding.message.zh, finding.message.en, finding.remedy.zh, finding.remedy.en))


def test_every_rule_ends_as_found_passed_or_not_checked() -> None:
    """None is lost, and none counts as passed that could not run."""
    result = seed()
    outcomes = [
        {finding.code for finding in result.findings},
        {one.code for one in result.not_checked},
        set(result.passed),
    ]
    assert set.union(*outcomes) == set(REGISTRY.audit_rules)
    assert not outcomes[2] & (outcomes[0] | outcomes[1])


@pytest.mark.parametrize(
    "code",
    [
        "A08",
        "B04",
        "B16",
        "C09",
        "C12",
        "C13",
        "C21",
        "C22",
        "D08",
        "P01",
        "P02",
        "X02",
        "X03",
        "X04",
        "X05",
        "X06",
        "X10",
    ],
)
def test_the_seed_has_the_defects_an_auditor_finds(code: str) -> None:
    """Each of those a careful reader lists."""
    assert found(seed(), code)


def test_the_seed_says_where_the_values_disagree() -> None:
    """The two amounts, the two percentages, the four rows, the blank total, the three rows of execution."""
    (arrived,) = found(seed(), "X02")
    assert "经费到位数为293.08万元" in dict(arrived.values)["文中"]
    assert "397.8万元" in str(arrived.values)
    (rate,) = found(seed(), "X03")
    assert dict(rate.values) == {"表中": "90%", "报告": "创文考核指标达标率达到100%"}
    assert len(found(seed(), "X06")) == 4
    assert len(found(seed(), "C13")) == 9
    assert len(found(seed(), "C09")) == 9
    assert "预算执行率、全年预算执行进度、资金拨付及时性" in found(seed(), "B16")[0].message.zh
    assert "疫情防控" in found(seed(), "D08")[0].message.zh
    assert [finding.message.zh for finding in found(seed(), "A08")] == ["二级指标“资金管理”出现 2 次"]


@pytest.mark.parametrize("code", ["A01", "A02", "A03", "A04", "A05", "A09", "B01", "G01", "X01"])
def test_what_is_right_in_the_seed_is_not_complained_about(code: str) -> None:
    """The sums, the 73.68 %, the 91 and the 优."""
    assert code in seed().passed


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_the_findings_of_each_form_are_those_checked_by_hand(name: str) -> None:
    """The full list of every published form, rule and place."""
    (result,), errors = audit_files([FORMS / name], registry=REGISTRY)
    assert not errors
    assert [f"{one.code} {one.subject}" for one in result.findings] == GOLDEN[name]


def test_an_accepted_finding_stands_no_more_until_its_values_change() -> None:
    """By its stable id; a changed value makes another id."""
    finding = found(seed(), "X02")[0]
    dossier = seed().case.dossier.replace(accepted=(Acceptance(finding=finding.id, reason="笔误"),))
    (accepted,) = found(audited(dossier), "X02")
    assert accepted.accepted == "笔误"
    assert accepted not in audited(dossier).standing
    funds = dossier.funds.replace(
        sources=(dossier.funds.sources[0].__class__(name="区级财政", initial=400, arrived=400, spent=300),)
    )
    changed = found(audited(dossier.replace(funds=funds)), "X02")
    assert [one.accepted for one in changed if "到位数" in one.message.zh] == [""]


def test_a_form_read_from_a_file_points_into_it() -> None:
    """Table, row and column."""
    (result,), _ = audit_files([FORMS / "29-anhui-jinzhai-bumen-2023.docx"], registry=REGISTRY)
    places = [finding.location.place or "" for finding in result.findings if finding.code == "C06"]
    assert places == ["表1 R11C4"]


def batch_of(*dossiers: Dossier) -> set[str]:
    """Return the codes the batch rules find."""
    cases = [Case.of(one, indicators=REGISTRY.indicator_set(one.indicators)) for one in dossiers]
    return {finding.code for finding in audit_batch(cases)}


@given(st.lists(clean_dossiers(), min_size=5, max_size=6))
@settings(max_examples=5)
def test_forms_that_are_all_alike_are_pointed_out(dossiers: list[Dossier]) -> None:
    """All 100, all budgets spent to the cent: G06 and B15, for a person to look at; one form alone is no batch."""
    assert {"G06", "B15"} <= batch_of(*dossiers)
    assert batch_of(dossiers[0]) == set()


@given(clean_dossiers(), clean_dossiers())
@settings(max_examples=5)
def test_texts_counts_and_averages_are_compared(first: Dossier, second: Dossier) -> None:
    """A copied passage of two units, a wrong number of projects, a wrong average; right ones are passed over."""

    def saying(dossier: Dossier, text: str, unit: str) -> Dossier:
        section = dossier.narrative[0].__class__(heading="一、基本情况", text=text)
        project = dossier.project.__class__(name=dossier.project.name, unit=unit)
        return dossier.replace(narrative=(section, *dossier.narrative[1:]), project=project)

    long = "本项目严格按照财务制度管理资金，做到专款专用，支付标准和支付进度合规合法，与预算相符，没有截留挪用。"
    assert "X09" in batch_of(saying(first, long, "甲公园"), saying(second, long, "乙公园"))
    assert "X09" not in batch_of(saying(first, long, "甲公园"), saying(second, long, "甲公园"))
    assert "X15" in batch_of(saying(first, "共3个项目。", "甲"), second)
    assert "X15" not in batch_of(saying(first, "共2个项目。", "甲"), second)
    assert "X16" in batch_of(saying(first, "平均分为98.5。", "甲"), second)
    assert "X16" not in batch_of(saying(first, "平均分为100。", "甲"), second)
