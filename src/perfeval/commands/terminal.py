"""What the command line prints: trees and tables by rich, plain when the output is no terminal.

Text from files is printed as text: no markup is read in it, and control characters are taken out.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.audit.findings import SEVERITIES
from perfeval.commands.session import harmless
from perfeval.documents.contents.audit_tables import FILE_HEADS, RULE_HEADS, SEVERITY_NAMES, spread_lines
from perfeval.errors import missing_extra
from perfeval.errors.language import Language, Text
from perfeval.model.dossier import Absence
from perfeval.model.numbers import plain
from perfeval.scoring.explanation import explain

try:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as RichText
    from rich.tree import Tree
except ImportError:
    raise missing_extra(extra="cli", package="rich") from None

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from perfeval.audit.findings import Severity
    from perfeval.audit.inspection import AuditResult, Outcome
    from perfeval.audit.summary import Summary
    from perfeval.batches.read_in_bulk import BatchResult, FileOutcome
    from perfeval.model.evaluation import Evaluation, Node
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.scoring.explanation import Explanation

_SEVERITY_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_GRADE_STYLES = {"优": "bold green", "良": "green", "中": "yellow", "差": "bold red"}


def _console() -> Console:
    # A pipe has no width; 100 columns keep a line of the tree on one line.
    return Console(highlight=False, width=None if sys.stdout.isatty() else 100, soft_wrap=not sys.stdout.isatty())


def _words(text: str, style: str = "") -> RichText:
    return RichText(harmless(text), style=style)


def print_evaluation(evaluation: Evaluation, *, language: Language) -> None:
    """Print the tree with points and scores, the total and the grade, and where points were lost and why."""
    console = _console()
    tree = Tree(_words(f"{evaluation.dossier.project.name}（{evaluation.dossier.year}）", "bold"))
    for node in evaluation.tree:
        _grow(tree, node, language)
    console.print(tree)
    print_out_of_force(evaluation, language=language)
    total, full, grade = plain(evaluation.total), plain(evaluation.full_marks), evaluation.grade.name
    labels = Text("总分 {total} / {full}，评价等次 {grade}", "Total {total} of {full}, grade {grade}")
    line = labels.format(total=total, full=full, grade=grade).speak(language)
    console.print(_words(line, _GRADE_STYLES.get(grade, "bold")))
    _print_lost(console, evaluation, language)


def print_out_of_force(evaluation: Evaluation, *, language: Language) -> None:
    """Print what of the set was not in force and was allowed; nothing where all was."""
    for one in evaluation.out_of_force:
        _console().print(_words(one.note.speak(language), "yellow"))


def _grow(tree: Tree, node: Node, language: Language) -> None:
    branch = tree.add(_words(node.name).append_text(_score_words(node, language)))
    for child in node.children:
        _grow(branch, child, language)


def _score_words(node: Node, language: Language) -> RichText:
    if node.row is not None and node.row.absence is Absence.NOT_APPLICABLE and not node.points:
        return _words(f"  {Absence.NOT_APPLICABLE.text.speak(language)}", "dim")
    if node.points is None or node.score is None:
        return _words("")
    if not node.points and node.row is None and not node.children:
        return _words(f"  {Text('未设', 'no rows').speak(language)}", "dim")
    style = "red" if node.is_leaf and node.lost else "cyan"
    return _words(f"  {plain(node.score)} / {plain(node.points)}", style)


def _print_lost(console: Console, evaluation: Evaluation, language: Language) -> None:
    if not evaluation.lost:
        return
    title = Text("失分 {lost} 分", "{lost} points lost").format(lost=plain(evaluation.lost)).speak(language)
    heads = Text("指标|分值|得分|失分|原因", "Indicator|Points|Score|Lost|Why").speak(language).split("|")
    table = Table(title=title, title_justify="left")
    for index, head in enumerate(heads):
        table.add_column(head, justify="right" if index in (1, 2, 3) else "left", overflow="fold")
    for one in explain(evaluation):
        if one.lost:
            numbers = (plain(one.points or Decimal(0)), plain(one.score or Decimal(0)), plain(one.lost))
            table.add_row(_words(one.name), *numbers, _words(one.why(language)))
    console.print(table)


def print_paths(paths: Iterable[Path], *, language: Language) -> None:
    """Print the files that were written."""
    console = _console()
    console.print(Text("已生成：", "Written:").speak(language))
    for path in paths:
        console.print(_words(f"  {path}"))


def print_batch(result: BatchResult, *, language: Language) -> None:
    """Print what became of each file, and the counts, which add up to the files given."""
    console = _console()
    words = {"read": Text("已读", "read"), "partly": Text("部分读入", "partly read"), "failed": Text("失败", "failed")}
    for outcome in result.outcomes:
        console.print(_words(f"{words[outcome.state].speak(language)}  {outcome.path}{_made(outcome, language)}"))
        if outcome.state != "read":
            console.print(_words("    " + outcome.message.speak(language).replace("\n", "\n    ")))
    counts = ", ".join(
        f"{words[state].speak(language)} {result.count(state)}" for state in ("read", "partly", "failed")
    )
    console.print(_words(f"{Text('共', 'files').speak(language)} {len(result.outcomes)}: {counts}"))


def _made(outcome: FileOutcome, language: Language) -> str:
    """Say which dossiers a file became, how sure the match is, and how much of it was not understood."""
    if not outcome.dossiers:
        return ""
    sure = Text("把握 {confidence}%，未读懂 {left} 处", "{confidence} % sure, {left} texts not understood")
    files = ", ".join(f"{name}.yaml" for name in outcome.dossiers)
    return f" → {files} ({sure.format(confidence=outcome.confidence, left=outcome.left).speak(language)})"


def print_audits(results: Sequence[AuditResult], *, language: Language) -> None:
    """Print the findings of each dossier, what could not be checked, and the counts."""
    console = _console()
    for result in results:
        dossier = result.case.dossier
        console.print(_words(f"{dossier.project.name}（{dossier.year}） {dossier.source.path or ''}", "bold"))
        for issue in result.case.issues:
            console.print(_words(f"  {issue.render(language)}"))
        _print_outcome(console, result, language)
    total = sum(len(result.findings) for result in results)
    texts = Text("{files} 份档案，{total} 个问题", "{files} dossiers, {total} findings")
    console.print(_words(texts.format(files=len(results), total=total).speak(language)))


def _print_outcome(console: Console, outcome: Outcome, language: Language) -> None:
    for finding in outcome.findings:
        style = "dim" if finding.accepted else _SEVERITY_STYLES[finding.severity]
        console.print(_words(f"  {finding.code} {finding.message.speak(language)}", style))
        values = "；".join(f"{name} {value}" for name, value in finding.values)
        place = str(finding.location) or finding.subject
        console.print(_words(f"      {place}  {values}".rstrip(), "dim"))
        console.print(_words(f"      → {finding.remedy.speak(language)}"))
        if finding.accepted:
            console.print(_words(f"      {Text('已认可', 'accepted').speak(language)}: {finding.accepted}"))
    lacking: dict[str, list[str]] = {}
    for one in outcome.not_checked:
        lacking.setdefault(one.reason.speak(language), []).append(one.code)
    for reason, codes in lacking.items():
        label = Text("未能检查", "not checked").speak(language)
        console.print(_words(f"  {label} {' '.join(codes)}: {reason}", "dim"))
    for issue in outcome.faults:
        console.print(_words(f"  {issue.render(language)}", "red"))
    passed = Text("通过 {count} 条规则", "{count} rules passed").format(count=len(outcome.passed))
    console.print(_words(f"  {passed.speak(language)}", "dim"))


def print_comparison(comparison: Outcome, *, language: Language) -> None:
    """Print what shows only when the dossiers are compared."""
    console = _console()
    console.print(_words(Text("各档案比较", "The dossiers compared").speak(language), "bold"))
    _print_outcome(console, comparison, language)


def print_summary(summary: Summary, *, language: Language) -> None:
    """Print the tables of a batch: findings by file and by rule, and how scores and grades are spread."""
    console = _console()
    by_file = _table(FILE_HEADS, language, numbers=(1, 3, 4, 5))
    for one in summary.files:
        total = "" if one.total is None else plain(one.total)
        by_file.add_row(_words(one.project), total, _words(one.grade), *(str(one.counts[key]) for key in SEVERITIES))
    by_rule = _table(RULE_HEADS, language, numbers=(3, 4))
    for rule in summary.rules:
        title = rule.title.speak(language) if rule.title else ""
        style, severity = _SEVERITY_STYLES[rule.severity], SEVERITY_NAMES[rule.severity].speak(language)
        by_rule.add_row(rule.code, _words(severity, style), _words(title), str(rule.findings), str(rule.files))
    console.print(by_file)
    console.print(by_rule)
    for line in spread_lines(summary, language=language):
        console.print(_words(line))


def _table(heads: Text, language: Language, *, numbers: tuple[int, ...]) -> Table:
    table = Table()
    for index, head in enumerate(heads.speak(language).split("|")):
        table.add_column(head, justify="right" if index in numbers else "left", overflow="fold")
    return table


def print_explanations(explanations: Sequence[Explanation], *, language: Language) -> None:
    """Print each leaf's path, score and steps."""
    console = _console()
    for one in explanations:
        console.print(_words(f"{one.code} {one.path}  {one.outcome}", "bold"))
        console.print(_words(f"    {one.speak(language)}"))
        label = Text("偏差原因", "reason").speak(language)
        if one.reason:
            console.print(_words(f"    {label}: {one.reason}"))
        for citation in one.citations:
            console.print(_words(f"    {Text('依据', 'source').speak(language)}: {citation}", "dim"))


def print_lines(text: str) -> None:
    """Print lines of text that may come from a file, each on a line of its own."""
    console = _console()
    for line in text.split("\n"):
        console.print(_words(line))


def print_sets(sets: Sequence[IndicatorSet], *, language: Language) -> None:
    """Print each set's id and title."""
    console = _console()
    table = Table()
    for head in Text("编号|名称|版本|满分", "Id|Title|Version|Full marks").speak(language).split("|"):
        table.add_column(head, overflow="fold")
    for one in sets:
        title = one.title_en if language == "en" and one.title_en else one.title
        table.add_row(_words(one.id), _words(title), _words(one.version), plain(one.full_marks))
    console.print(table)


def print_set(indicators: IndicatorSet, *, language: Language) -> None:
    """Print a set's tree with points and scorers, its grades and its citations."""
    console = _console()
    tree = Tree(_words(f"{indicators.title} {indicators.id}", "bold"))
    for top in indicators.indicators:
        _grow_set(tree, top)
    console.print(tree)
    bands = "  ".join(f"{band.name} [{plain(band.lower)}, {plain(band.upper)})" for band in indicators.grades.bands)
    console.print(_words(f"{Text('等次', 'grades').speak(language)}: {bands}"))
    for citation in indicators.citations:
        console.print(_words(f"{Text('依据', 'source').speak(language)}: {citation}", "dim"))


def _grow_set(tree: Tree, indicator: Indicator) -> None:
    points = "-" if indicator.points is None else plain(indicator.points)
    kind = getattr(indicator.scorer, "kind", "") or ("…" if indicator.open else "")
    branch = tree.add(_words(f"{indicator.code} {indicator.name}  {points}  {kind}".rstrip()))
    for child in indicator.children:
        _grow_set(branch, child)
