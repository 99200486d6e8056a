"""An audit as a document of neutral blocks, so that every writer can draw it: HTML, Markdown, Excel, Word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from perfeval.audit.findings import SEVERITIES
from perfeval.audit.plain_output import result_dict
from perfeval.documents.blocks import Block, Document, Grid, Heading, Paragraph, Title
from perfeval.documents.form_builder import FormBuilder, head, label, words
from perfeval.documents.form_parts import money
from perfeval.language import Language, Text
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfeval.audit.engine import AuditResult
    from perfeval.audit.findings import Finding

SEVERITY_NAMES = {"error": Text("错误", "error"), "warning": Text("警告", "warning"), "info": Text("提示", "info")}
_TITLE = Text("绩效评价勾稽校验", "Audit of performance evaluations")
_HEADS = Text("编号|级别|位置|数值|问题|处理", "Rule|Severity|Place|Values|Problem|Remedy")
_ACCEPTED = Text("（已认可：{reason}）", "(accepted: {reason})")
_NOT_CHECKED = Text("未能检查", "Not checked")
_NONE = Text("没有发现问题。", "Nothing was found.")


def audit_document(
    results: Sequence[AuditResult], *, together: Sequence[Finding] = (), language: Language = "zh"
) -> Document:
    """Return the findings of one or several audits as a document.

    Args:
        results: The audits, one for each dossier.
        together: What the batch rules found.
        language: The language of the words.

    """
    blocks: list[Block] = [Title(text=_TITLE.speak(language))]
    if len(results) > 1:
        blocks.extend(_overview(results, language))
        blocks.extend([_findings(tuple(together), language)] if together else [])
    for result in results:
        blocks.extend(_one(result, language))
    return Document(
        name="audit",
        title=_TITLE.speak(language),
        blocks=tuple(blocks),
        language=language,
        style="form",
        data={"audits": [result_dict(result) for result in results]},
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
    form = FormBuilder((5, 5, 14, 16, 22, 18))
    form.row(*(head(text) for text in _HEADS.speak(language).split("|")))
    form.end_of_head()
    for finding in findings:
        accepted = _ACCEPTED.format(reason=finding.accepted).speak(language) if finding.accepted else ""
        form.row(
            label(finding.code),
            label(SEVERITY_NAMES[finding.severity].speak(language)),
            words("\n".join(part for part in (finding.subject, str(finding.location)) if part)),
            words("\n".join(f"{name}: {value}" for name, value in finding.values)),
            words(finding.message.speak(language) + accepted),
            words(finding.remedy.speak(language)),
        )
    return form.grid(caption=_TITLE.speak(language))


def _overview(results: Sequence[AuditResult], language: Language) -> list[Block]:
    """Return the tables of a whole folder: findings by file and by rule, and how grades are spread."""
    by_file = FormBuilder((30, 10, 8, 8, 8))
    heads = Text("项目|总分|错误|警告|提示", "Project|Total|Errors|Warnings|Infos").speak(language).split("|")
    by_file.row(*(head(text) for text in heads))
    by_file.end_of_head()
    for result in results:
        counts = Counter(finding.severity for finding in result.standing)
        total = "" if result.case.evaluation is None else money(result.case.evaluation.total)
        name = words(result.case.dossier.project.name)
        numbers = (words(str(counts[severity]), align="right") for severity in SEVERITIES)
        by_file.row(name, words(total, align="right"), *numbers)
    by_rule = FormBuilder((10, 10))
    by_rule.row(*(head(text) for text in Text("规则|次数", "Rule|Findings").speak(language).split("|")))
    by_rule.end_of_head()
    for code, count in sorted(Counter(finding.code for result in results for finding in result.standing).items()):
        by_rule.row(label(code), words(str(count), align="right"))
    grades = Counter(result.case.evaluation.grade.name for result in results if result.case.evaluation is not None)
    spread = "，".join(f"{name} {count}" for name, count in sorted(grades.items())) or "-"
    return [
        by_file.grid(caption=heads[0]),
        by_rule.grid(caption=Text("规则", "Rules").speak(language)),
        Paragraph(text=f"{Text('等次分布', 'Grades').speak(language)}: {spread}"),
    ]
