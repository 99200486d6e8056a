"""Family P: procedure, people, dates and privacy."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.audit.drafting import about
from perfeval.audit.findings import Finding, NotChecked
from perfeval.audit.passages import passages
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.dates import dates_in
from perfeval.model.exact_arithmetic import decimal_from, difference, product, shifted
from perfeval.model.in_force import out_of_force, year_of_evaluation
from perfeval.model.normal_form import half_width, normalise
from perfeval.model.numbers import plain
from perfeval.model.quantities import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case
    from perfeval.model.dates import PartialDate

_LEADERS = ("组长",)
_LEAST_SUFFIX = 4
_UNFINISHED = ("待验收", "未验收", "在建", "未完工", "尚未完成", "正在实施")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])0[0-9]{2,3}-?[0-9]{7,8}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9])")
_CLAUSE = re.compile(r"[,，。;；\n]")
_FINISHED = ("完工", "竣工", "建成", "完成时间", "完成日期")
_ACCEPTED = ("验收",)
_DEDUCTED = re.compile(r"扣(?:减|除)?([0-9]+(?:\.[0-9]+)?)(%|分)")


@rule(
    "P01",
    zh="评价人员与项目实施单位应分开",
    en="evaluators are not the implementers",
    severity="warning",
    citation="财预〔2020〕10号第二十四条",
)
def p01(case: Case) -> Iterator[Finding | NotChecked]:
    """In department and fiscal evaluations: is the head of the group the project's leader; are all from the unit itself."""
    dossier = case.dossier
    if dossier.kind == "self":
        yield NotChecked(reason=Text("只约束部门评价和财政评价", "it binds department and fiscal evaluations only"))
        return
    if not dossier.evaluators:
        yield NotChecked(reason=Text("没有填写评价人员", "no evaluators are named"))
        return
    leader = normalise(dossier.project.leader)
    for person in dossier.evaluators:
        if leader and normalise(person.name) == leader and any(word in person.role for word in _LEADERS):
            yield Finding(
                subject="evaluators",
                values=(("项目负责人", dossier.project.leader), (person.role, person.name)),
                message=Text(
                    f"{person.role}就是项目负责人（{person.name}）",
                    f"the project's leader heads the group ({person.name})",
                ),
                remedy=Text("由项目实施单位以外的人担任", "let somebody outside the unit head it"),
            )
    units = [person.unit for person in dossier.evaluators if person.unit]
    if dossier.project.unit and units and all(_is_part_of(unit, dossier.project.unit) for unit in units):
        yield Finding(
            subject="evaluators/unit",
            values=(("项目实施单位", dossier.project.unit), ("评价人员单位", "、".join(dict.fromkeys(units)))),
            message=Text(
                f"{len(units)} 名评价人员全部来自项目实施单位",
                f"all {len(units)} evaluators come from the implementing unit",
            ),
            remedy=Text("吸收主管部门或第三方人员参加", "take in people of the department or of a third party"),
        )


def _is_part_of(unit: str, whole: str) -> bool:
    """Whether *unit* begins with the end of *whole*: 区政务服务管理局办公室 is part of 某市某区政务服务管理局."""
    part, name = normalise(unit), normalise(whole)
    return any(part.startswith(name[start:]) for start in range(len(name) - _LEAST_SUFFIX + 1))


@rule("P02", zh="签字、盖章、日期齐全", en="signed and dated", severity="warning")
def p02(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for signature lines without a name or without a date."""
    signatures = case.dossier.signatures
    if not signatures:
        yield NotChecked(reason=Text("没有读到签字栏", "no signature lines were read"))
        return
    for what, en, labels in (
        ("签字", "name", [one.label for one in signatures if not one.name.strip()]),
        ("日期", "date", [one.label for one in signatures if not one.date.strip()]),
    ):
        if labels:
            listed = "、".join(labels)
            yield Finding(
                subject=f"signatures/{en}",
                values=((f"缺{what}", listed),),
                message=Text(f"{listed}没有{what}", f"no {en}: {listed}"),
                remedy=Text(f"补{what}", f"add the {en}"),
            )


@rule("P03", zh="填报日期不早于年度终了", en="filled in after the year's end", severity="info", flag_only=True)
def p03(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare the signature dates with the budget year."""
    dates = [(one, parse_quantity(one.date).date) for one in case.dossier.signatures if one.date.strip()]
    known = [(one, date) for one, date in dates if date is not None and date.year is not None]
    if not known:
        yield NotChecked(reason=Text("没有填报日期", "there is no date"))
        return
    for signature, date in known:
        if date.year is not None and date.year <= case.dossier.year:
            yield Finding(
                subject=f"signatures/{signature.label}",
                values=(("年度", str(case.dossier.year)), ("日期", signature.date)),
                message=Text(
                    f"{signature.label}的日期 {signature.date} 在 {case.dossier.year} 年度终了之前",
                    f"{signature.label} is dated {signature.date}, before the end of {case.dossier.year}",
                ),
                remedy=Text("核对填报日期", "check the date"),
            )


@rule("P04", zh="完成日期与验收日期相符", en="completion and acceptance dates agree", severity="warning")
def p04(case: Case) -> Iterator[Finding | NotChecked]:
    """Dates beside 完工 and 竣工, and dates beside 验收, in rows, evidence and text: was all of it accepted before it was done?"""
    finished = _dates_beside(_FINISHED, case)
    accepted = _dates_beside(_ACCEPTED, case)
    if not finished or not accepted:
        yield NotChecked(reason=Text("没有完成日期或验收日期", "there is no date of completion or of acceptance"))
        return
    year = case.dossier.year
    first, last = min(finished, key=lambda one: one.earliest(year)), max(accepted, key=lambda one: one.latest(year))
    if last.latest(year) < first.earliest(year):
        yield about(
            "rows",
            Text(f"验收日期 {last} 早于完成日期 {first}", f"accepted on {last}, before completion on {first}"),
            Text("核对验收单与完成日期", "compare the acceptance with the date of completion"),
            ("完成", str(first)),
            ("验收", str(last)),
        )


def _dates_beside(words: tuple[str, ...], case: Case) -> list[PartialDate]:
    """Return the full dates that stand in one clause with one of *words*, and in rows that are named so."""
    texts = [text for row in case.scored if row.row is not None for text in (*row.row.evidence, row.reason)]
    texts.extend(passage.text for passage in passages(case.dossier))
    found = [
        date
        for text in texts
        for clause in _CLAUSE.split(half_width(text))
        if any(word in clause for word in words)
        for date in dates_in(clause)
    ]
    named = [row.actual for row in case.scored if row.actual is not None and any(word in row.name for word in words)]
    return [*found, *(actual.date for actual in named if actual.date is not None)]


@rule("P05", zh="未验收先记完成", en="counted as finished before acceptance", severity="warning")
def p05(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for words such as 待验收 in the reason or the actual value of a row with full points."""
    for row in case.scored:
        text = row.reason + (row.actual.text if row.actual is not None else "")
        word = next((one for one in _UNFINISHED if one in text), None)
        if word is not None and row.is_full:
            yield Finding(
                subject=row.subject,
                location=row.location,
                values=(("得分", plain(row.score or Decimal(0))), ("说明", text[:40])),
                message=Text(f"“{row.name}”写明“{word}”却得满分", f"{row.name} says {word} yet has full points"),
                remedy=Text("按实际进度计分", "score what is finished"),
            )


@rule("P06", zh="指标有佐证材料", en="rows have evidence", severity="info")
def p06(case: Case) -> Iterator[Finding | NotChecked]:
    """Count the scored rows without any evidence."""
    without = [row for row in case.scored if row.points and (row.row is None or not row.row.evidence)]
    if without:
        yield Finding(
            subject="rows/evidence",
            values=(("无佐证材料", str(len(without))), ("计分行", str(len(case.scored)))),
            message=Text(
                f"{len(case.scored)} 行中 {len(without)} 行没有列佐证材料",
                f"{len(without)} of {len(case.scored)} rows list no evidence",
            ),
            remedy=Text(
                "列出正式资料、工作资料、原始凭证或说明材料",
                "list official papers, working papers, vouchers or statements",
            ),
            citation="财预〔2021〕101号",
        )


@rule("P07", zh="公开文本不含电话、身份证号", en="no telephone or identity numbers in public text", severity="warning")
def p07(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for mobile, landline and identity numbers in every text; the number itself is not repeated."""
    dossier = case.dossier
    texts = [("project/phone", dossier.project.phone), ("remarks", dossier.remarks)]
    texts += [(one.subject, one.text) for one in passages(dossier)]
    texts += [(row.subject, row.reason) for row in case.rows]
    for subject, text in texts:
        bare = half_width(text)
        for pattern, zh, en in (
            (_IDENTITY, "身份证号", "an identity number"),
            (_MOBILE, "手机号", "a mobile number"),
            (_LANDLINE, "电话号码", "a telephone number"),
        ):
            if pattern.search(bare):
                yield Finding(
                    subject=subject,
                    values=(("内容", zh),),
                    message=Text(f"{subject} 含{zh}", f"{subject} holds {en}"),
                    remedy=Text("公开前删去或遮盖", "remove or mask it before publication"),
                )
                break


@rule("P08", zh="复核改分须说明", en="a changed review score has a reason", severity="warning")
def p08(case: Case) -> Iterator[Finding | NotChecked]:
    """A review score that differs needs a note; a deduction the note states must be the difference."""
    reviewed = [row for row in case.scored if row.row is not None and row.row.review_score is not None]
    if not reviewed:
        yield NotChecked(reason=Text("没有复核分", "there are no review scores"))
        return
    for row in reviewed:
        own, review = row.score, row.row.review_score if row.row is not None else None
        if own is None or review is None or own == review:
            continue
        note = row.row.review_note if row.row is not None else ""
        stated = _DEDUCTED.search(half_width(note))
        wrong = stated is not None and _deduction(stated, row.points or Decimal(0)) != difference(own, review)
        if not note.strip() or wrong:
            zh, en = (
                ("与说明的扣分不符", "differs from the stated deduction") if wrong else ("没有说明", "has no reason")
            )
            yield Finding(
                subject=row.subject,
                location=row.location,
                values=(("自评分", plain(own)), ("复核分", plain(review)), ("说明", note[:40])),
                message=Text(
                    f"“{row.name}”复核分 {plain(review)} {zh}", f"{row.name}: the review score {plain(review)} {en}"
                ),
                remedy=Text("写明复核改分的理由和扣分数", "give the reason and the points taken off"),
            )


def _deduction(match: re.Match[str], points: Decimal) -> Decimal:
    number = decimal_from(match[1])
    return shifted(product(number, points), -2) if match[2] == "%" else number


@rule("P09", zh="指标体系在评价期间施行", en="the set was in force when the year was evaluated", severity="warning")
def p09(case: Case) -> Iterator[Finding | NotChecked]:
    """Ask the set and its indicators whether a day of the year after the dossier's lies within their dates."""
    if case.indicators is None:
        yield NotChecked(reason=Text("没有对应的指标体系", "no indicator set is known"))
        return
    for one in out_of_force(case.indicators, case.dossier.year):
        when = year_of_evaluation(one.year)
        yield about(
            "indicators",
            Text(
                f"{one.what.zh}的施行时间为{one.period.text.zh}，{one.year} 年度于 {when} 年评价时未施行",
                f"{one.what.en} is in force {one.period.text.en}, not in {when}, when fiscal year {one.year} is evaluated",
            ),
            Text("改用当时施行的指标体系，或说明理由", "use a set that was in force, or give the reason"),
            ("对象", one.what.zh),
            ("年度", str(one.year)),
        )


RULES: tuple[Rule, ...] = (p01, p02, p03, p04, p05, p06, p07, p08, p09)
