"""The command line: thin; it parses, calls the library and prints.

Exit codes: 0 done; 1 the input is wrong (the errors are printed, nothing is written) or findings stand; 2 the command was misused; 3 done,
but a plugin failed or something could not be read; 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import Any

try:
    import click
except ImportError:
    sys.exit("click is not installed; run pip install 'perfeval[cli]' / 缺少 click，请运行 pip install 'perfeval[cli]'")

from perfeval.commands.draw_pdf import pdf
from perfeval.commands.find_defects import audit
from perfeval.commands.list_limits import limits
from perfeval.commands.list_plugins import plugins
from perfeval.commands.new_blanks import new
from perfeval.commands.output_streams import print_every_character
from perfeval.commands.prove_promises import prove
from perfeval.commands.read_forms import read
from perfeval.commands.replay_results import replay
from perfeval.commands.run_score_explain import explain, run, score
from perfeval.commands.session import IN_PART, INTERRUPTED, WRONG_INPUT, Session
from perfeval.commands.sets_show_check import check, schema, sets, show
from perfeval.commands.upgrade_files import upgrade
from perfeval.errors import Issue, NotFoundError, PerfEvalError, did_you_mean
from perfeval.errors.language import LANGUAGES, Language
from perfeval.model.plugin_faults import COMMAND, HARM, raised_by
from perfeval.registry.admission import hinted
from perfeval.registry.lookup import Registry
from perfeval.version import VERSION

_REGISTRY = "perfeval.registry"


class PerfEvalGroup(click.Group):
    """The command group: prints our errors as errors, and takes up the commands that plugins bring."""

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - click's own
        """Run the command line on any console."""
        print_every_character()
        return super().main(*arguments, **options)

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the built-in commands and the plugins'."""
        return sorted({*super().list_commands(context), *_registry(context).commands})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command by name; the built-in ones come first."""
        return super().get_command(context, name) or _registry(context).commands.get(name)

    def invoke(self, context: click.Context) -> None:
        """Run the command; wrong input is printed, plugins that failed are told, and the exit code says what came of it."""
        is_answered = True
        try:
            super().invoke(context)
            code = 0
        except PerfEvalError as error:
            click.echo(error.render(_session(context).language), err=True)
            code, is_answered = WRONG_INPUT, False
        except SystemExit as end:  # how a command ends with another code than 0
            code = end.code if isinstance(end.code, int) else WRONG_INPUT
        except KeyboardInterrupt:
            click.echo(_session(context).speak("已中断", "interrupted"), err=True)
            context.exit(INTERRUPTED)
        except click.UsageError:
            _session(context).end(WRONG_INPUT, is_answered=False)
            raise
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except HARM as cause:
            click.echo(self._plugins_fault(context, cause).render(_session(context).language), err=True)
            code, is_answered = IN_PART, False
        context.exit(_session(context).end(code, is_answered=is_answered))

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; one that there is not is told with the nearest, and with the plugins that failed and may have brought it."""
        name = args[0]
        if self.get_command(context, name) is not None or name.startswith("-"):
            return super().resolve_command(context, args)
        error = NotFoundError([hinted(self._unknown(context, name), _registry(context).failures)])
        raise click.UsageError(error.render(_session(context).language), context)

    def _unknown(self, context: click.Context, name: str) -> Issue:
        hint = did_you_mean(name, self.list_commands(context))
        return Issue(code="command-unknown", values={"name": name}, hint=hint)

    def _plugins_fault(self, context: click.Context, cause: BaseException) -> Issue:
        """Return the issue of a plugin's command that raised; what our own raises is a fault of ours, and stays what it is."""
        name = context.invoked_subcommand or ""
        contributor = None if name in self.commands else _registry(context).contributors_of_commands.get(name)
        if contributor is None:
            raise cause
        return raised_by(contributor, COMMAND, name, cause)


def _registry(context: click.Context) -> Registry:
    """Return the registry of this run of the command line, made when it is first needed."""
    registry: Registry = context.meta.get(_REGISTRY) or context.meta.setdefault(_REGISTRY, Registry.discover())
    return registry


def _session(context: click.Context) -> Session:
    """Return the session; where the command was not even found, one that knows what is known by then."""
    if isinstance(context.obj, Session):
        return context.obj
    return Session(context.params.get("lang", "zh"), registry=context.meta.get(_REGISTRY))


@click.group(cls=PerfEvalGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="zh 中文 / en English")
@click.option(
    "--allow-out-of-force",
    is_flag=True,
    help="允许使用评价期间未施行的指标体系，并在结果中注明 / allow a set that was not in force, and say so in the result",
)
@click.version_option(VERSION, prog_name="perfeval")
@click.pass_context
def main(context: click.Context, lang: Language, *, allow_out_of_force: bool) -> None:
    """预算绩效评价：评分、说明、出具文档。 Score, explain and document budget performance evaluations."""
    registry = context.meta.get(_REGISTRY)
    context.obj = Session(lang, allow_out_of_force=allow_out_of_force, registry=registry)


for command in (
    audit,
    check,
    explain,
    limits,
    new,
    pdf,
    plugins,
    prove,
    read,
    replay,
    run,
    schema,
    score,
    sets,
    show,
    upgrade,
):
    main.add_command(command)
