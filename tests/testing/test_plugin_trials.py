"""`perfeval plugins --check`: everything that a plugin brings is tried, and what fails only when it is used is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from plugin_on_disk import install

from perfeval import Registry
from perfeval.commands.entry import main
from perfeval.testing.plugin_trials import sample_evaluation, tried

if TYPE_CHECKING:
    from pathlib import Path

BODY = """
import click
from perfeval.plugin import NATIONAL_FORM, Document, Title, parse_quantity

@frozen(kw_only=True)
class Trial:
    kind: ClassVar[str] = "trial"

    def rate(self, indicator, row, funds):
        return {rate}

    def steps(self, indicator, row, funds):
        return {steps}

def build(evaluation, language):
    return {document}

@frozen(kw_only=True)
class Join:
    kind: ClassVar[str] = "join"

    def rate(self, components):
        return {joined}

    def steps(self, components):
        return {told}

@click.command("trial-command")
@click.argument("where", default=lambda: {default})
def command(where):
    raise SystemExit(9)

@hookimpl
def perfeval_aggregators():
    return [Join]

@hookimpl
def perfeval_commands():
    return [command]

@rule("Z01", zh="某", en="some", severity="info")
def z01(case):
    return {outcomes}

@hookimpl
def perfeval_scorers():
    return [Trial]

@hookimpl
def perfeval_layouts():
    return [Layout(id="trial.layout", name="trial", title=TITLE, build=build)]

@hookimpl
def perfeval_renderers():
    return [Writer(format="trial", suffix=".trial", title=TITLE, write=lambda document: {drawn})]

@hookimpl
def perfeval_file_openers():
    return [Opener(id="trial.file", title=TITLE, suffixes=(".t",), recognise=lambda content: {looks}, open=lambda content, name: {file})]

@hookimpl
def perfeval_readers():
    return [Reader(id="trial.form", title=TITLE, recognise=lambda file: {sure}, read=lambda file: {readings})]

@hookimpl
def perfeval_audit_rules():
    return [z01]

@hookimpl
def perfeval_indicator_sets():
    return [Overlay(id="cn.trial", base={base!r})]
"""
SOUND = {
    "rate": "(1, 2)",
    "steps": "(TITLE,)",
    "joined": "components[1].rate",
    "told": "(TITLE,)",
    "default": "'here'",
    "document": "Document(name='trial', title='某', blocks=(Title(text='某'),))",
    "outcomes": "()",
    "drawn": "b'x'",
    "looks": "100",
    "file": "FormFile(path=name, kind='t', parts=())",
    "sure": "100",
    "readings": "NATIONAL_FORM.read(file)",
    "base": "cn.mof.2020-10.self",
}
FAULTS = [
    ("rate", "0.5", "trial"),
    ("rate", "1 / 0", "trial"),
    ("rate", "(3, 2)", "trial"),
    ("rate", "(1, 2) if row.rating else (2, 1)", "trial"),
    ("steps", "None", "trial"),
    ("joined", "0.5", "join"),
    ("joined", "1 / 0", "join"),
    ("joined", "(3, 2)", "join"),
    ("told", "None", "join"),
    ("default", "1 / 0", "trial-command"),
    ("document", "None", "trial.layout"),
    ("document", "1 / 0 if language == 'en' else Document(name='t', title='t', blocks=())", "trial.layout"),
    ("document", "Document(name='../t', title='t', blocks=())", "trial.layout"),
    ("document", "Document(name='t', title='t', blocks=(Title(text=None),))", "trial.layout"),
    ("document", "Document(name='Report', title='t', blocks=())", "trial.layout"),
    ("outcomes", "None", "Z01"),
    ("outcomes", "1 / 0", "Z01"),
    ("drawn", "None", "trial"),
    ("looks", "None", "trial.file"),
    ("file", "None", "trial.file"),
    ("sure", "None", "trial.form"),
    ("readings", "None", "trial.form"),
    ("base", "cn.nobody", "cn.trial"),
]


def checked() -> tuple[int, str]:
    """Return the exit code and all output of the check."""
    result = CliRunner().invoke(main, ["plugins", "--check"])
    return result.exit_code, result.output


def test_a_sound_plugin_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thing of it is listed, and the exit code is 0."""
    install(tmp_path, "trial", BODY.format(**SOUND))
    monkeypatch.syspath_prepend(tmp_path)
    code, output = checked()
    assert code == 0, output
    names = [trial.name for trial in tried(Registry.discover()) if trial.plugin == "trial"]
    assert names == [
        "cn.trial@2020-10",
        "trial",
        "join",
        "trial-command",
        "trial.layout",
        "trial",
        "trial.file",
        "trial.form",
        "Z01",
    ]
    assert all(f" {name}: 可用" in output for name in names)


@pytest.mark.parametrize(("what", "value", "name"), FAULTS)
def test_what_fails_when_it_is_used_is_found(
    what: str, value: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thing is named, and the exit code is 1; all other things of the plugin are tried."""
    install(tmp_path, "trial", BODY.format(**{**SOUND, what: value}))
    monkeypatch.syspath_prepend(tmp_path)
    code, output = checked()
    assert code == 1, output
    wrong = [line for line in output.splitlines() if "[plugin-" in line or "[rate-" in line or "[overlay-" in line]
    assert wrong, output
    assert all(name in line for line in wrong), output


OWN_TYPE = """
from decimal import Decimal
from attrs import field, frozen
from perfeval.plugin import ParameterType, described, written_as

class Length(str):
    pass

LENGTH = ParameterType(kind=Length, title=TITLE, example={example!r}, read=lambda text: Length(text + {more!r}), dump=str)

@frozen(kw_only=True)
class Part:
    size: Length = field(metadata=written_as(LENGTH))

@frozen(kw_only=True)
class Sized(Trial):
    kind: ClassVar[str] = "sized"
    parts: tuple[Part, ...]
    share: Decimal = field(metadata=described(TITLE, TITLE, example={share!r}))

@hookimpl
def perfeval_scorers():
    return [Trial, Sized]
"""


@pytest.mark.parametrize(
    ("more", "share", "said"),
    [
        ("", 0.5, ""),
        ("!", 1, "参数类型 Length 返回了不能用的值"),
        ("", "一半", '不是数；应为 一个数；实为 "一半" [not-a-number]'),
    ],
)
def test_types_of_its_own_and_examples_are_read(
    more: str, share: object, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of a parameter's part too, of a scorer that nobody can make without parameters."""
    install(tmp_path, "trial", BODY.format(**SOUND) + OWN_TYPE.format(example="3 m", more=more, share=share))
    monkeypatch.syspath_prepend(tmp_path)
    code, output = checked()
    assert code == bool(said), output
    assert said in output
    assert (" Length: 可用" in output) == (not more)


def test_a_sample_fits_every_set() -> None:
    """Full marks everywhere, whatever a set leaves to the project."""
    registry = Registry.discover()
    for name in registry.set_ids:
        evaluation = sample_evaluation(registry.indicator_set(name))
        assert evaluation.total == evaluation.full_marks
        assert evaluation.lost == 0
