"""The audit against itself: one known defect at a time fires its rule; a clean evaluation fires none that is an error."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from audit_defects import BATCH_DEFECTS, DEFECTS, clean_batches, clean_dossiers
from hypothesis import given, settings

from perfeval import Dossier, Location, Registry, Text, hookimpl, load_dossier
from perfeval.audit.case import Case
from perfeval.audit.findings import Finding, NotChecked
from perfeval.audit.inspection import AuditResult, audit_case, compare
from perfeval.audit.rule import Rule
from perfeval.audit.summary import summarise
from perfeval.batches.audit_in_bulk import audit_files
from perfeval.model.dossier import Acceptance, Section
from perfeval.model.grades import Band, GradeScale

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "tests" / "data" / "forms"
GOLDEN = json.loads((ROOT / "tests" / "data" / "findings.json").read_text("utf-8"))
REGISTRY = Registry.discover()


def audited(dossier: Dossier) -> AuditResult:
    """Return the audit of a dossier under the set it names."""
    case = Case.of(dossier, indicators=REGISTRY.indicator_set(dossier.indicators))
    return audit_case(case, rules=REGISTRY.audit_rules.values())


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
    """A01-A17, B01-B16, C01-C25, D01-D14, G01-G08, X01-X16, P01-P09, and no other."""
    counts = {"A": 17, "B": 16, "C": 25, "D": 14, "G": 8, "X": 16, "P": 9}
    wanted = {f"{family}{number:02}" for family, count in counts.items() for number in range(1, count + 1)}
    assert set(REGISTRY.audit_rules) == wanted


def test_rules_are_told_in_both_languages() -> None:
    """Title, message and remedy."""
    for rule in REGISTRY.audit_rules.values():
        assert rule.title.zh
        assert rule.title.en
    for finding in seed().findings:
        assert all((finding.message.zh, finding.message.en, finding.remedy.zh, finding.remedy.en))


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
    across, epidemic = found(seed(), "D08")
    assert "跨区域通办" in across.message.zh
    assert "疫情防控" in epidemic.message.zh
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


@given(clean_dossiers())
@settings(max_examples=3)
def test_other_cut_points_than_the_usual_are_pointed_out(dossier: Dossier) -> None:
    """G03 goes by the set: a region's own bands are for information; the national ones pass."""
    usual = REGISTRY.indicator_set(dossier.indicators)
    bands = (Band(name="优", lower=85, upper=100), Band(name="良", lower=0, upper=85))
    own = usual.replace(grades=GradeScale(bands=bands))
    rules = REGISTRY.audit_rules.values()
    assert "G03" in audit_case(Case.of(dossier, indicators=usual), rules=rules).passed
    (finding,) = found(audit_case(Case.of(dossier, indicators=own), rules=rules), "G03")
    assert dict(finding.values)["分界"] == "85、0"


def compared(*dossiers: Dossier) -> set[str]:
    """Return the codes of what is found between dossiers."""
    cases = [Case.of(one, indicators=REGISTRY.indicator_set(one.indicators)) for one in dossiers]
    return {finding.code for finding in compare(cases, rules=REGISTRY.audit_rules.values()).findings}


@given(clean_batches())
@settings(max_examples=10)
def test_nothing_is_wrong_between_clean_evaluations(batch: tuple[Dossier, ...]) -> None:
    """Four projects of four units; each is clean by itself too."""
    assert compared(*batch) == set()
    assert all(one.severity == "info" for dossier in batch for one in audited(dossier).findings)


@pytest.mark.parametrize("code", sorted(BATCH_DEFECTS))
@given(batch=clean_batches())
@settings(max_examples=4)
def test_each_defect_of_a_batch_is_found_by_its_rule(code: str, batch: tuple[Dossier, ...]) -> None:
    """One thing made wrong between dossiers: the rule for it fires."""
    assert code in compared(*BATCH_DEFECTS[code](batch))


@pytest.mark.parametrize(
    ("text", "code", "fires"),
    [
        ("共4个项目。", "X15", False),
        ("共3个项目。", "X15", True),
        ("优占40%，良占60%。", "X15", False),
        ("优占40%，良占50%。", "X15", True),
        ("优等项目占33.3%，良等项目占33.3%，中等项目占33.3%。", "X15", False),
        ("平均分为100。", "X16", False),
        ("平均分为99.5。", "X16", True),
    ],
)
@given(batch=clean_batches())
@settings(max_examples=2)
def test_published_figures_are_recounted(text: str, code: str, fires: bool, batch: tuple[Dossier, ...]) -> None:  # noqa: FBT001 - a case
    """A wrong number of projects, wrong shares, a wrong average; right ones are passed over."""
    sections = (*batch[0].narrative, Section(heading="九、汇总", text=text))
    assert (code in compared(batch[0].replace(narrative=sections), *batch[1:])) == fires


def test_one_dossier_alone_leaves_the_rules_of_batches_unchecked() -> None:
    """Not checked, with the reason; never passed."""
    outcome = compare([seed().case], rules=REGISTRY.audit_rules.values())
    assert [one.code for one in outcome.not_checked] == ["B15", "D07", "G06", "X09", "X13", "X15", "X16"]
    assert not outcome.passed
    assert not outcome.findings


def test_every_rule_ends_as_found_passed_or_not_checked() -> None:
    """Over one dossier and over the batch of all published forms, nothing is lost or counted twice."""
    results, _ = audit_files(sorted(FORMS.glob("*.docx")), registry=REGISTRY)
    comparison = compare([result.case for result in results], rules=REGISTRY.audit_rules.values())
    assert {one.code for one in comparison.findings} == set()
    for result in results:
        ended = [{one.code for one in result.findings}, {one.code for one in result.not_checked}, set(result.passed)]
        batch = {one.code for one in comparison.not_checked} | set(comparison.passed)
        assert set().union(*ended) | batch == set(REGISTRY.audit_rules)
        assert not ended[2] & (ended[0] | ended[1])


def test_a_batch_at_a_glance_adds_up() -> None:
    """Files, findings, grades and scores are each counted once."""
    results, _ = audit_files(sorted(FORMS.glob("*.docx")), registry=REGISTRY)
    summary = summarise(results, rules=REGISTRY.audit_rules)
    standing = sum(len(result.standing) for result in results)
    assert len(summary.files) == len(results)
    assert sum(rule.findings for rule in summary.rules) == standing
    assert sum(count for one in summary.files for count in one.counts.values()) == standing
    assert sum(count for _, count in summary.grades) == len(results)
    assert sum(count for _, count in summary.scores) + summary.unscored == len(results)
    assert summary.least is not None
    assert summary.greatest is not None
    assert (summary.least, summary.greatest) == (91, 98)


GOOD = Finding(subject="x", message=Text("某", "some"), remedy=Text("某", "some"))
WRONG_OUTCOMES = [
    None, 1, 0.5, True, "text", (None,), [GOOD, 1], [GOOD.replace(message="text")], [GOOD.replace(remedy=None)], [GOOD.replace(values=1)],
    [GOOD.replace(values=(("a",),))], [GOOD.replace(subject=None)], [GOOD.replace(location="x")], [NotChecked(reason="x")],  # type: ignore[arg-type]
    RuntimeError("x"), SystemExit(0), KeyError("k"),
]  # fmt: skip


@pytest.mark.parametrize("given", WRONG_OUTCOMES, ids=repr)
def test_a_rule_that_fails_is_told_and_the_rest_goes_on(given: object) -> None:
    """With its plugin, its code and the file; it has not passed, and every other rule finds what it finds without it."""

    def check(_: object) -> Any:
        if isinstance(given, BaseException):
            raise given
        return given

    bad = [Rule(code="Z01", title=Text("某", "some"), severity="info", check=check, across=check)]
    module = SimpleNamespace(__name__="bad-plugin", perfeval_audit_rules=hookimpl(lambda: bad))
    rules = Registry.of(module).audit_rules
    case = seed().case
    without = {code: one for code, one in rules.items() if code != "Z01"}
    for asked, there in (
        (audit_case(case, rules=rules.values()), audit_case(case, rules=without.values())),
        (compare([case, case], rules=rules.values()), compare([case, case], rules=without.values())),
    ):
        assert [one for one in asked.findings if one.code != "Z01"] == list(there.findings)
        assert (asked.passed, asked.not_checked) == (there.passed, there.not_checked)
        (issue,) = asked.faults
        assert there.faults == ()
        for word in ("bad-plugin", "Z01"):
            assert word in issue.render("zh")
    assert issue.location == Location()
    assert audit_case(case, rules=rules.values()).faults[0].location.path == str(ROOT / "examples" / "wuhua-2023.yaml")
