"""The dossier (评价档案): what is filled in for one project in one year, apart from the policy that scores it."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, ClassVar

from attrs import evolve, field, frozen

from perfeval.errors import DossierError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.address_book import joined_names, names_in
from perfeval.model.declarations import DeclaredScorer
from perfeval.model.domain_words import EvaluationKind, Stage
from perfeval.model.file_keys import by_name, in_order_of, named, pairs, within
from perfeval.model.funds import Funds
from perfeval.model.numbers import optional_exact, optional_fraction, plain
from perfeval.model.quantities import Quantity
from perfeval.model.validated import Validated


class Absence(Enum):
    """Why a row has no actual value; the three are never mixed."""

    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    UNVERIFIABLE = "unverifiable"

    @property
    def text(self) -> Text:
        """The word in both languages: 缺失, 不涉及, 无法核实."""
        return _ABSENCE_TEXTS[self]


_ABSENCE_TEXTS = {
    Absence.MISSING: Text("缺失", "missing"),
    Absence.NOT_APPLICABLE: Text("不涉及", "not-applicable"),
    Absence.UNVERIFIABLE: Text("无法核实", "unverifiable"),
}
ABSENCE_WORDS: dict[str, Absence] = {
    **{absence.value: absence for absence in Absence},
    **{absence.text.zh: absence for absence in Absence},
}
"""What a file may write in place of an actual value, in either language."""


_SHORT_YEAR = Issue(code="wrong-value", expected=Text("四位数", "four digits"), location=Location(place="Dossier.year"))


@frozen(kw_only=True)
class Row(Validated):
    """What is filled in for one indicator.

    Args:
        address: The indicator, by path of names (产出/产出数量/…) or by code.
        code: The code a row brings for its own indicator; empty: one is made from the group's.
        points: 分值 that the dossier sets where the set leaves them open.
        target: 指标值; None takes the set's.
        actual: 实际完成值; None where nothing is filled in.
        absence: Why there is no actual value.
        score: The evaluators' stated score, in points.
        assessor_scores: What each assessor (评委) of a panel gave, in points, by name.
        rating: The tier chosen for a qualitative indicator.
        rating_rate: The rate chosen within that tier, in [0, 1].
        checks: Checklist items, by text or by number from 1, with the share met, in [0, 1].
        deductions: How often each deduction applies.
        scorer: The row's own scorer, for an indicator that the dossier brings.
        reason: 偏差原因分析及改进措施.
        evidence: 佐证材料.
        review_score: The score a reviewer gave (复核分), in points.
        review_note: The reviewer's reason.
        definition: What an indicator that the dossier brings means.
        place: Where the row stood in its file; not part of its value.
        names: The names from level 1 down to its own, where the form it was read from shows them; not part of its value.

    """

    called: ClassVar[Text] = Text("填报行", "a row")

    address: str
    code: str = ""
    points: Decimal | None = field(default=None, converter=optional_exact)
    target: Quantity | None = None
    actual: Quantity | None = None
    absence: Absence | None = None
    score: Decimal | None = field(default=None, converter=optional_exact)
    assessor_scores: tuple[tuple[str, Decimal], ...] = field(default=(), eq=by_name, metadata=pairs())
    rating: str | None = None
    rating_rate: Fraction | None = field(default=None, converter=optional_fraction, metadata=within(0, 1))
    checks: tuple[tuple[str, Fraction], ...] = field(default=(), eq=by_name, metadata=pairs() | within(0, 1))
    deductions: tuple[tuple[str, Decimal], ...] = field(default=(), eq=by_name, metadata=pairs())
    scorer: DeclaredScorer | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()
    review_score: Decimal | None = field(default=None, converter=optional_exact)
    review_note: str = ""
    definition: str = ""
    place: Location = field(factory=Location, eq=False)
    names: tuple[str, ...] = field(default=(), eq=False)

    def settle(self) -> None:
        """Take the word of an absence in the place of an actual value as the absence, as in files."""
        if self.actual is not None and self.absence is None and self.actual.text in ABSENCE_WORDS:
            object.__setattr__(self, "absence", ABSENCE_WORDS[self.actual.text])
            object.__setattr__(self, "actual", None)

    @property
    def names_down(self) -> tuple[str, ...]:
        """The names from level 1 down to its own: as a form shows them, else as the address can be cut without a set at hand."""
        return self.names or names_in(self.address)

    @property
    def name(self) -> str:
        """The last of its names."""
        return self.names_down[-1]

    @property
    def group(self) -> str:
        """The names above its own, as an address."""
        return joined_names(self.names_down[:-1])

    @property
    def target_text(self) -> str:
        """The target as the officer wrote it; empty if there is none."""
        return "" if self.target is None else self.target.text

    @property
    def actual_text(self) -> str:
        """The actual value as the officer wrote it, or the Chinese word for why there is none."""
        if self.absence is not None:
            return self.absence.text.zh
        return "" if self.actual is None else self.actual.text

    def replace(self, **changes: Any) -> Row:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)


@frozen(kw_only=True)
class Project(Validated):
    """What the evaluation is about.

    Args:
        name: 项目名称.
        department: 主管部门.
        unit: 项目实施单位.
        leader: 项目负责人.
        phone: 联系电话.
        type: 项目类型 as ticked, such as 经常性项目.
        summary: What the project does, in a few sentences.

    """

    called: ClassVar[Text] = Text("项目", "the project")

    name: str
    department: str = ""
    unit: str = ""
    leader: str = ""
    phone: str = ""
    type: str = ""
    summary: str = ""


@frozen(kw_only=True)
class Goals(Validated):
    """年度总体目标: the expected goals, and what was achieved."""

    called: ClassVar[Text] = Text("绩效目标", "the goals")

    expected: tuple[str, ...] = ()
    actual: str = ""


@frozen(kw_only=True)
class Section(Validated):
    """A section of the report's own prose: its heading as printed, its text, its subsections."""

    called: ClassVar[Text] = Text("报告章节", "a section")

    heading: str
    text: str = ""
    sections: tuple[Section, ...] = ()


@frozen(kw_only=True)
class Problem(Validated):
    """One row of the problem list (问题清单).

    Args:
        category: 问题分类 as printed, such as 项目立项存在的问题.
        number: 序号 within its class.
        unit: 项目责任单位.
        text: 问题描述; may be 无.
        accepted: The key of the drafted problem that this row accepts, if it does.

    """

    called: ClassVar[Text] = Text("问题", "a problem")

    category: str = field(metadata=named("class"))
    number: int = 1
    unit: str = ""
    text: str = ""
    accepted: str = ""


@frozen(kw_only=True)
class Evaluator(Validated):
    """A person who evaluates, and in which role."""

    called: ClassVar[Text] = Text("评价人员", "an evaluator")

    name: str
    role: str = ""
    title: str = ""
    unit: str = ""


@frozen(kw_only=True)
class Signature(Validated):
    """A signature line: the label as printed, the name and the date (empty where the form is blank)."""

    called: ClassVar[Text] = Text("签字", "a signature")

    label: str
    name: str = ""
    date: str = ""


@frozen(kw_only=True)
class PrintedResult(Validated):
    """What the form itself prints as its result, kept to be compared with what is computed.

    Args:
        total: 总分, in points.
        grade: 评价等次.
        points: The printed sum of the points.
        levels: Printed points of groups, by the name printed.

    """

    called: ClassVar[Text] = Text("表上所印结果", "the printed result")

    total: Decimal | None = field(default=None, converter=optional_exact)
    grade: str = ""
    points: Decimal | None = field(default=None, converter=optional_exact)
    levels: tuple[tuple[str, Decimal], ...] = field(default=(), eq=by_name, metadata=pairs())


@frozen(kw_only=True)
class Acceptance(Validated):
    """A finding of the audit that a reviewer accepts, by its stable id, with the reason."""

    called: ClassVar[Text] = Text("已核实的发现", "an acceptance")

    finding: str
    reason: str
    by: str = ""


@frozen(kw_only=True)
class Dossier(Validated):
    """Everything filled in for one project and one year.

    What its file keeps under keys (rows, lines of money, signatures) is equal in any order; it is shown in that of the form.

    Args:
        id: A free name for the dossier.
        indicators: The id of the indicator set that scores it.
        year: The budget year, of four digits; 0 where a form names none.
        project: What the evaluation is about.
        kind: Who evaluates: self, department or fiscal.
        stage: What is filled in: the goals (目标申报), a monitoring (运行监控) or the evaluation (绩效评价).
        funds: The money.
        goals: The annual goals.
        rows: The indicators' rows, in the order of the form.
        vetoes: The codes of the vetoes that apply.
        narrative: The report's own prose.
        problems: The problem list.
        remarks: 问题和建议 on the scoresheet.
        evaluators: Who evaluated.
        signatures: The signature lines.
        printed: What the form prints as its result.
        accepted: Findings a reviewer accepts.
        source: The file it was read from; not part of its value.

    Raises:
        DossierError: If a row is filled in twice, a score is negative, or an actual value is the word for an absence; every problem
            is listed.

    """

    called: ClassVar[Text] = Text("评价档案", "a dossier")

    id: str = field(default="", metadata=named("dossier"))
    indicators: str
    year: int = field(metadata=within(0, 9999))
    project: Project
    kind: EvaluationKind = "self"
    stage: Stage = "evaluation"
    funds: Funds = field(factory=Funds)
    goals: Goals = field(factory=Goals)
    rows: tuple[Row, ...] = field(default=(), eq=in_order_of("address"))
    vetoes: tuple[str, ...] = ()
    narrative: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: str = ""
    evaluators: tuple[Evaluator, ...] = ()
    signatures: tuple[Signature, ...] = field(default=(), eq=in_order_of("label", "name", "date"))
    printed: PrintedResult = field(factory=PrintedResult, metadata=named("stated"))
    accepted: tuple[Acceptance, ...] = ()
    source: Location = field(factory=Location, eq=False)

    def __attrs_post_init__(self) -> None:
        """Refuse rows that cannot be true whatever the set."""
        super().__attrs_post_init__()
        if issues := [
            issue
            for issues in (
                self._short_year(),
                self._doubled_rows(),
                self._negative_numbers(),
                self._absences_as_actuals(),
            )
            for issue in issues
        ]:
            raise DossierError(issues)

    def _short_year(self) -> list[Issue]:
        return [evolve(_SHORT_YEAR, found=str(self.year))] if 0 < self.year < 1000 else []  # noqa: PLR2004 - four digits

    def _doubled_rows(self) -> list[Issue]:
        seen: set[str] = set()
        issues = []
        for row in self.rows:
            if row.address in seen:
                issues.append(Issue(code="row-duplicate", values={"path": row.address}, location=row_location(row)))
            seen.add(row.address)
        return issues

    def _negative_numbers(self) -> list[Issue]:
        issues = []
        for row in self.rows:
            if row.points is not None and row.points < 0:
                issues.append(_negative("points-negative", {"name": row.address}, row, row.points))
            given = (row.score, row.review_score, *(one for _, one in row.assessor_scores))
            issues += [
                _negative("score-negative", {"path": row.address}, row, one)
                for one in given
                if one is not None and one < 0
            ]
        return issues

    def _absences_as_actuals(self) -> list[Issue]:
        """Refuse an actual value that says why there is none: it would be scored as a text, and read back as an absence."""
        return [
            Issue(
                code="wrong-value",
                expected=f"absence={absence}",
                found=f"actual={row.actual.text}",
                location=row_location(row),
            )
            for row in self.rows
            if row.actual is not None and (absence := ABSENCE_WORDS.get(row.actual.text)) is not None
        ]

    def row(self, address: str) -> Row | None:
        """Return the row filled in under *address*, or None."""
        return next((row for row in self.rows if row.address == address), None)

    def replace(self, **changes: Any) -> Dossier:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)

    def to_dict(self) -> dict[str, object]:
        """Return the dossier as the plain data of its file, which reads back; numbers as decimal text."""
        from perfeval.views.as_dict import file_dict  # noqa: PLC0415 - only when someone asks

        return file_dict(self)

    def _repr_html_(self) -> str:
        from perfeval.views.notebook import dossier_html  # noqa: PLC0415 - only in a notebook

        return dossier_html(self)


def _negative(code: str, values: dict[str, str], row: Row, number: Decimal) -> Issue:
    expected = Text("不小于 0", "0 or more")
    return Issue(code=code, values=values, found=plain(number), expected=expected, location=row_location(row))


def row_location(row: Row) -> Location:
    """Return where *row* stands: its place in the file, or its path."""
    if row.place.path is None and row.place.line is None:
        return Location(place=f"rows/{row.address}")
    return row.place
