"""The command line: thin; it parses, calls the library and prints.

Exit codes: 0 done; 1 the input is wrong (the errors are printed, nothing is written); 2 the command was misused.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

try:
    import click
except ImportError:
    sys.exit("click is not installed; run pip install 'perfeval[cli]' / 缺少 click，请运行 pip install 'perfeval[cli]'")

from perfeval import __version__
from perfeval.errors import PerfEvalError
from perfeval.language import LANGUAGES, Language, Text
from perfeval.registry import Registry

if TYPE_CHECKING:
    from perfeval.audit.findings import Severity
    from perfeval.model.dossier import Dossier
    from perfeval.model.evaluation import Evaluation

WRONG_INPUT = 1


class Session:
    """What every command shares: the language, and the registry, made when it is first needed.

    Args:
        language: The language of what is printed.

    """

    def __init__(self, language: Language) -> None:
        """Begin a session; see the class."""
        self.language = language
        self._registry: Registry | None = None

    @property
    def registry(self) -> Registry:
        """The registry of all installed plugins."""
        if self._registry is None:
            self._registry = Registry.discover()
        return self._registry

    def speak(self, zh: str, en: str) -> str:
        """Return the sentence in the session's language."""
        return Text(zh, en).speak(self.language)

    def dossier(self, path: str) -> Dossier:
        """Load a dossier."""
        from perfeval.codec.loading import load_dossier

        return load_dossier(path, vocabulary=self.registry.vocabulary)

    def evaluation(self, path: str) -> Evaluation:
        """Load a dossier and score it with the set it names."""
        from perfeval.scoring.engine import evaluate

        dossier = self.dossier(path)
        return evaluate(dossier, indicators=self.registry.set_for(dossier))


class PerfEvalGroup(click.Group):
    """The command group: prints our errors as errors, and takes up the commands that plugins bring."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the built-in commands and the plugins'."""
        return sorted({*super().list_commands(context), *Registry.discover().commands})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command by name; the built-in ones come first."""
        return super().get_command(context, name) or Registry.discover().commands.get(name)

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Run the command; wrong input is printed and ends with exit code 1."""
        try:
            return super().invoke(context)
        except PerfEvalError as error:
            language = context.obj.language if isinstance(context.obj, Session) else "zh"
            click.echo(error.render(language), err=True)
            context.exit(WRONG_INPUT)


@click.group(cls=PerfEvalGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="zh 中文 / en English")
@click.version_option(__version__, prog_name="perfeval")
@click.pass_context
def main(context: click.Context, lang: Language) -> None:
    """预算绩效评价：评分、说明、出具文档。 Score, explain and document budget performance evaluations."""
    context.obj = Session(lang)


_DOSSIER = click.argument("dossier", type=click.Path(dir_okay=False))


@main.command()
@_DOSSIER
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), help="输出文件夹 / output folder")
@click.option(
    "--formats", default="docx,xlsx,html,markdown,json", show_default=True, help="输出格式，逗号分隔 / formats"
)
@click.pass_obj
def run(session: Session, dossier: str, output: str, formats: str) -> None:
    """评分并出具全部文档。 Score a dossier, print the result and write its documents."""
    from perfeval.documents.production import produce
    from perfeval.terminal import print_evaluation, print_paths

    evaluation = session.evaluation(dossier)
    names = [name.strip() for name in formats.split(",") if name.strip()]
    files = produce(
        evaluation,
        folder=Path(output),
        layouts=session.registry.layouts_for(evaluation.base),
        writers=[_writer(session.registry, name) for name in names],
        language=session.language,
    )
    print_evaluation(evaluation, language=session.language)
    print_paths(files, language=session.language)
    _warn_of_failures(session)


def _writer(registry: Registry, name: str) -> Any:  # noqa: ANN401 - a Writer; naming it would import the documents
    from perfeval.errors import Issue, NotFoundError, did_you_mean

    if name not in registry.writers:
        hint = did_you_mean(name, registry.writers)
        raise NotFoundError([Issue(code="writer-unknown", values={"id": name}, hint=hint)])
    return registry.writers[name]


@main.command()
@_DOSSIER
@click.pass_obj
def score(session: Session, dossier: str) -> None:
    """评分并打印结果。 Score a dossier and print the result."""
    from perfeval.terminal import print_evaluation

    print_evaluation(session.evaluation(dossier), language=session.language)


@main.command()
@_DOSSIER
@click.argument("code", required=False)
@click.pass_obj
def explain(session: Session, dossier: str, code: str | None) -> None:
    """说明每项得分的由来。 Explain the score of every indicator, or of CODE (a code or a path) and what is below it."""
    from perfeval.scoring.explanation import explain as explained
    from perfeval.terminal import print_explanations

    print_explanations(explained(session.evaluation(dossier), address=code), language=session.language)


@main.command()
@click.pass_obj
def sets(session: Session) -> None:
    """列出指标体系。 List the indicator sets."""
    from perfeval.terminal import print_sets

    registry = session.registry
    print_sets([registry.indicator_set(one) for one in registry.set_ids], language=session.language)
    _warn_of_failures(session)


@main.command()
@click.argument("indicator_set", metavar="SET")
@click.option("--against", metavar="SET", help="与另一体系比较 / print what differs from another set")
@click.pass_obj
def show(session: Session, indicator_set: str, against: str | None) -> None:
    """显示一套指标体系。 Show an indicator set, or what it changes of another."""
    from perfeval.terminal import print_set

    chosen = session.registry.indicator_set(indicator_set)
    if against is None:
        print_set(chosen, language=session.language)
        return
    from perfeval.codec.loading import dump
    from perfeval.model.overlays import diff

    click.echo(dump(diff(session.registry.indicator_set(against), chosen)), nl=False)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False), metavar="FILE…")
@click.pass_obj
def check(session: Session, files: tuple[str, ...]) -> None:
    """检查指标体系、叠加层和档案文件。 Check sets, overlays and dossiers; all errors are printed."""
    from perfeval.codec.loading import load

    wrong = 0
    for path in files:
        try:
            _check_one(load(path, vocabulary=session.registry.vocabulary), session)
        except PerfEvalError as error:
            wrong += 1
            click.echo(error.render(session.language), err=True)
        else:
            click.echo(session.speak(f"{path}：无误", f"{path}: ok"))
    if wrong:
        raise SystemExit(WRONG_INPUT)


def _check_one(loaded: object, session: Session) -> None:
    """Check what a file alone cannot show: an overlay against its base, a dossier against its set."""
    from perfeval.model.dossier import Dossier
    from perfeval.model.overlays import Overlay, apply_overlay
    from perfeval.scoring.engine import evaluate

    if isinstance(loaded, Overlay):
        apply_overlay(loaded, base=session.registry.indicator_set(loaded.base))
    elif isinstance(loaded, Dossier):
        evaluate(loaded, indicators=session.registry.set_for(loaded))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…")
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="输出文件夹 / folder"
)
@click.option("--workers", type=click.IntRange(min=1), help="并行进程数，缺省为核数 / processes; default: one a core")
@click.pass_obj
def read(session: Session, files: tuple[Path, ...], output: Path, workers: int | None) -> None:
    """读入填好的 Word、Excel、HTML 评价表。 Read filled forms (files or folders) into dossiers."""
    from perfeval.forms.batch import forms_in, read_forms
    from perfeval.terminal import Progress, print_batch

    paths = forms_in(files)
    readers = tuple(session.registry.readers.values())
    with Progress(len(paths), language=session.language) as progress:
        result = read_forms(paths, folder=output, readers=readers, workers=workers, progress=progress.step)
    print_batch(result, language=session.language)
    if result.count("failed"):
        raise SystemExit(WRONG_INPUT)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="输出文件 / file: .md .html .xlsx .docx .json .sarif",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="何级未决问题使退出码为 1 / what makes the exit code 1",
)
@click.option("--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="并行进程数 / processes")
@click.pass_obj
def audit(session: Session, files: tuple[Path, ...], output: Path | None, fail_on: Severity, workers: int) -> None:
    """勾稽校验：查档案或填好的评价表。 Audit dossiers and filled forms: what is wrong, where, and what to do."""
    from perfeval.audit.engine import compare
    from perfeval.audit.summary import summarise
    from perfeval.auditing import audit_files, files_in, findings_text
    from perfeval.codec.files import write_file
    from perfeval.terminal import Progress, print_audits, print_comparison, print_summary

    paths = files_in(files)
    with Progress(len(paths), language=session.language) as progress:
        results, errors = audit_files(paths, registry=session.registry, workers=workers, progress=progress.step)
    rules = session.registry.audit_rules
    comparison = compare([result.case for result in results], rules=rules.values())
    for error in errors:
        click.echo(error.render(session.language), err=True)
    if output is None:
        print_audits(results, language=session.language)
        print_comparison(comparison, language=session.language)
        if len(results) > 1:
            print_summary(summarise(results, rules=rules), language=session.language)
    else:
        suffix, language = output.suffix, session.language
        write_file(
            output,
            findings_text(results, suffix=suffix, registry=session.registry, comparison=comparison, language=language),
        )
        click.echo(str(output))
    if errors or any(result.fails(fail_on) for result in results) or comparison.fails(fail_on):
        raise SystemExit(WRONG_INPUT)


@main.command()
@click.argument("kind", type=click.Choice(["indicator-set", "overlay", "dossier"]))
@click.pass_obj
def schema(session: Session, kind: str) -> None:
    """打印 JSON Schema。 Print the JSON Schema of a kind of file."""
    import json

    from perfeval.codec.schema import schema_of

    text = json.dumps(schema_of(kind, vocabulary=session.registry.vocabulary), ensure_ascii=False, indent=2)
    click.echo(text)


@main.command()
@click.pass_obj
def plugins(session: Session) -> None:
    """列出插件及其问题。 List the plugins, and what of them cannot be used."""
    for plugin in session.registry.plugins:
        click.echo(f"{plugin.name}  {plugin.distribution}")
    _warn_of_failures(session)


@main.group()
def new() -> None:
    """新建待填文件。 Make a file to fill in."""


@new.command("dossier")
@click.option("--set", "set_id", required=True, metavar="ID", help="指标体系 / the indicator set")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="输出文件，缺省为屏幕 / file; default: print")
@click.pass_obj
def new_dossier(session: Session, set_id: str, output: str | None) -> None:
    """新建带注释的档案 YAML。 Make a commented dossier in YAML to fill in."""
    from perfeval.codec.files import write_file
    from perfeval.codec.template import dossier_template

    text = dossier_template(session.registry.indicator_set(set_id), language=session.language)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_file(Path(output), text.encode())
        click.echo(output)


@new.command("form")
@click.option("--set", "set_id", required=True, metavar="ID", help="指标体系 / the indicator set")
@click.option("--year", type=int, default=2024, show_default=True, help="年度 / the budget year")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="输出文件 / file")
@click.pass_obj
def new_form(session: Session, set_id: str, year: int, output: Path) -> None:
    """新建待填的 Excel 表。 Make a workbook to fill in; `perfeval read` reads it back."""
    from perfeval.codec.files import write_file
    from perfeval.documents.excel.blank_form import write_blank_form

    indicators = session.registry.indicator_set(set_id)
    write_file(output, write_blank_form(indicators, year=year, language=session.language))
    click.echo(str(output))


def _warn_of_failures(session: Session) -> None:
    for failure in session.registry.failures:
        click.echo(failure.issue.render(session.language), err=True)
