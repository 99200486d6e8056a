"""An audit as a document of neutral blocks, so that every writer can draw it: HTML, Markdown, Excel, Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.audit.findings import SEVERITIES
from perfeval.audit.json_findings import audit_data
from perfeval.audit.summary import Summary, summarise
from perfeval.documents.blocks import Block, Document, Grid, Heading, Paragraph, Title
from perfeval.documents.composing import SheetBuilder, head_cell, label_cell, text_cell
from perfeval.errors.language import Language, Text
from perfeval.model.numbers import plain
from perfeval.scoring.step_texts import approximate_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from perfeval.audit.findings import Finding
    from perfeval.audit.inspection import AuditResult, Outcome
    from perfeval.audit.rule import Rule

SEVERITY_NAMES = {"error": Text("错误", "error"), "warning": Text("警告", "warning"), "info": Text("提示", "info")}
_TITLE = Text("绩效评价勾稽校验", "Audit of performance evaluations")
_HEADS = Text("编号|级别|位置|数值|问题|处理", "Rule|Severity|Place|Values|Problem|Remedy")
_ACCEPTED = Text("（已认可：{reason}）", "(accepted: {reason})")
FILE_HEADS = Text("项目|总分|等次|错误|警告|提示", "Project|Total|Grade|Errors|Warnings|Infos")
RULE_HEADS = Text("规则|级别|内容|问题数|档案数", "Rule|Severity|What it checks|Findings|Dossiers")
_MEASURES = Text(
    "总分：平均 {mean}，中位数 {median}，最低 {least}，最高 {greatest}",
    "Totals: mean {mean}, median {median}, least {least}, greatest {greatest}",
)
_NOT_CHECKED = Text("未能检查", "Not checked")
_NONE = Text("没有发现问题。", "Nothing was found.")


def audit_document(
    results: Sequence[AuditResult],
    *,
    comparison: Outcome | None = None,
    rules: Mapping[str, Rule],
    language: Language = "zh",
) -> Document:
    """Return the findings of one or several audits as a document.

    Args:
        results: The audits, one for each dossier.
        comparison: What comparing them came to; None if they were not compared.
        rules: The rules by code, for their titles.
        language: The language of the words.

    """
    blocks: list[Block] = [Title(text=_TITLE.speak(language))]
    if len(results) > 1:
        blocks.extend(_overview(summarise(results, rules=rules), language))
    if comparison is not None and comparison.findings:
        blocks.append(_findings(comparison.findings, language))
    for result in results:
        blocks.extend(_one(result, language))
    return Document(
        name="audit",
        title=_TITLE.speak(language),
        blocks=tuple(blocks),
        language=language,
        style="sheet",
        data=audit_data(results, comparison=comparison),
    )


def _one(result: AuditResult, language: Language) -> list[Block]:
    dossier = result.case.dossier
    blocks: list[Block] = [Heading(text=f"{dossier.project.name}（{dossier.year}）")]
    if result.case.evaluation is not None:
        total, grade = plain(result.case.evaluation.total), result.case.evaluation.grade.name
        blocks.append(Paragraph(text=Text(f"总分 {total}，{grade}", f"Total {total}, {grade}").speak(language)))
    blocks.extend(Paragraph(text=issue.render(language), style="plain") for issue in result.case.issues)
    blocks.append(_findings(result.findings, language) if result.findings else Paragraph(text=_NONE.speak(language)))
    if result.not_checked:
        blocks.append(Heading(text=_NOT_CHECKED.speak(language), level=2))
        blocks.extend(
            Paragraph(text=f"{one.code} {one.reason.speak(language)}", style="plain") for one in result.not_checked
        )
    return blocks


def _findings(findings: tuple[Finding, ...], language: Language) -> Grid:
    sheet = SheetBuilder((5, 5, 14, 16, 22, 18))
    sheet.row(*(head_cell(text) for text in _HEADS.speak(language).split("|")))
    sheet.end_of_head()
    for finding in findings:
        accepted = _ACCEPTED.format(reason=finding.accepted).speak(language) if finding.accepted else ""
        sheet.row(
            label_cell(finding.code),
            label_cell(SEVERITY_NAMES[finding.severity].speak(language)),
            text_cell("\n".join(part for part in (finding.subject, str(finding.location)) if part)),
            text_cell("\n".join(f"{name}: {value}" for name, value in finding.values)),
            text_cell(finding.message.speak(language) + accepted),
            text_cell(finding.remedy.speak(language)),
        )
    return sheet.grid(caption=_TITLE.speak(language))


def _overview(summary: Summary, language: Language) -> list[Block]:
    """Return the tables of a whole folder: findings by file and by rule, and how scores and grades are spread."""
    by_file = SheetBuilder((30, 10, 8, 8, 8, 8))
    _heads(by_file, FILE_HEADS, language)
    for one in summary.files:
        total = text_cell("" if one.total is None else plain(one.total), align="right")
        counts = (text_cell(str(one.counts[severity]), align="right") for severity in SEVERITIES)
        by_file.row(text_cell(one.project), total, label_cell(one.grade), *counts)
    by_rule = SheetBuilder((8, 8, 40, 10, 10))
    _heads(by_rule, RULE_HEADS, language)
    for rule in summary.rules:
        title = text_cell(rule.title.speak(language) if rule.title else "")
        counted = (text_cell(str(number), align="right") for number in (rule.findings, rule.files))
        by_rule.row(label_cell(rule.code), label_cell(SEVERITY_NAMES[rule.severity].speak(language)), title, *counted)
    blocks: list[Block] = [by_file.grid(caption=FILE_HEADS.speak(language).split("|")[0])]
    if summary.rules:
        blocks.append(by_rule.grid(caption=RULE_HEADS.speak(language).split("|")[0]))
    blocks.extend(Paragraph(text=line, style="plain") for line in spread_lines(summary, language=language))
    return blocks


def _heads(sheet: SheetBuilder, heads: Text, language: Language) -> None:
    sheet.row(*(head_cell(text) for text in heads.speak(language).split("|")))
    sheet.end_of_head()


def spread_lines(summary: Summary, *, language: Language) -> list[str]:
    """Return how scores and grades are spread over a batch, a sentence each."""
    none = Text("无", "none").speak(language)
    listed = {
        Text("等次分布", "Grades"): [(name or none, count) for name, count in summary.grades],
        Text("得分率分布（%）", "Scores in % of full marks"): list(summary.scores),
    }
    lines = [
        f"{title.speak(language)}: "
        + Text("，", ", ").speak(language).join(f"{name} × {count}" for name, count in pairs)
        for title, pairs in listed.items()
        if pairs
    ]
    if summary.mean is not None and summary.median is not None and summary.least is not None:
        numbers = {
            "mean": approximate_text(summary.mean, 2), "median": approximate_text(summary.median, 2), "least": plain(summary.least),
            "greatest": plain(summary.greatest or summary.least),
        }  # fmt: skip
        lines.append(_MEASURES.format(**numbers).speak(language))
    if summary.unscored:
        lines.append(
            Text("无总分的档案：{count}", "Without a total: {count}").format(count=summary.unscored).speak(language)
        )
    return lines
