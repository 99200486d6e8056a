"""Trying what plugins bring: sets are compiled, scorers and aggregators asked, commands say their help, layouts are drawn, rules and readers run.

What is tried is a sample: a dossier in which every indicator of a set has full marks. A set that no such dossier fits, as one whose
points each project brings, is compiled only.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from fractions import Fraction
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import attrs
from attrs import frozen

from perfeval.audit.case import Case
from perfeval.audit.inspection import audit_case, compare
from perfeval.codec.json_scanner import parse_json
from perfeval.codec.registered_types import TYPES, make_converter
from perfeval.codec.tree import MappingNode
from perfeval.errors import (
    FormatError,
    Issue,
    MissingExtraError,
    NotFoundError,
    PerfEvalError,
    PluginError,
    ScoringError,
)
from perfeval.errors.language import LANGUAGES, Text
from perfeval.forms.recognition import read_form
from perfeval.model.dossier import Dossier, Project, Row
from perfeval.model.exact_arithmetic import difference, product, total_of
from perfeval.model.file_keys import DESCRIBED, WRITTEN_AS
from perfeval.model.funds import Funds
from perfeval.model.hierarchy import Indicator
from perfeval.model.plugin_faults import (
    AGGREGATOR,
    COMMAND,
    HARM,
    INDICATOR_SET,
    LAYOUT,
    OPENER,
    PARAMETER,
    READER,
    RULE,
    SCORER,
    WRITER,
    nonsense_from,
    raised_by,
)
from perfeval.model.set_names import SetName
from perfeval.model.validated import resolved_fields
from perfeval.office.opening import open_form
from perfeval.scoring.compiled import compiled
from perfeval.scoring.engine import evaluate
from perfeval.scoring.kinds_that_fail import (
    answer,
    checked_steps,
    contributor_of,
    failed,
    is_rate_in_range,
    out_of_range,
)
from perfeval.scoring.protocols import Component, Unscorable, aggregator_of, scorer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    import click

    from perfeval.codec.file_types import FileField
    from perfeval.codec.parameter_types import ParameterType
    from perfeval.documents.layouts import Layout
    from perfeval.forms.recognition import Reader
    from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
    from perfeval.model.evaluation import Evaluation
    from perfeval.model.file_keys import KeyDescription
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.provenance import Contributor
    from perfeval.office.opening import Opener
    from perfeval.registry.lookup import Registry

    BreachOf = Callable[[DeclaredScorer, Indicator], Text | None]

_Made = TypeVar("_Made")

_YEAR = 2024
_GENERAL = "cn.mof.scoresheet"


@frozen(kw_only=True)
class Trial:
    """One thing of a plugin that was tried.

    Args:
        plugin: The plugin's name.
        what: What it is, such as a layout.
        name: Its id, kind or code.
        issue: What went wrong first; None if nothing did.

    """

    plugin: str
    what: Text
    name: str
    issue: Issue | None


def tried(registry: Registry, *, breach_of: BreachOf | None = None) -> Iterator[Trial]:
    """Try everything that the plugins of a registry bring, in order; what is built in has tests of its own.

    Args:
        registry: The registry; what it has refused already is in its ``failures``.
        breach_of: What looks for a row on which a scorer breaks its promises, as :mod:`perfeval.testing.scorer_checks` does where
            hypothesis is installed; None: one row is tried.

    """
    sets = list(_sets(registry))
    yield from _trials_of_rules(registry, sets, breach_of)
    for name, command in registry.commands.items():
        yield from _trial(registry.contributors_of_commands[name], COMMAND, name, partial(_help_of, command, name))
    samples = [made for one in sets if (made := _sample(one)) is not None]
    for layout in registry.layouts.values():
        served = next((one for one in samples if layout.closeness(one.base)), None)
        if served is not None:
            yield from _trial(layout.contributor, LAYOUT, layout.id, partial(_draw, layout, served, registry))
    yield from _trials_of_files(registry, samples[0])
    yield from _trials_of_audit(registry, samples[0])


def _trials_of_rules(registry: Registry, sets: list[IndicatorSet], breach_of: BreachOf | None) -> Iterator[Trial]:
    """Try what scores: sets, scorers, aggregators, and the types of their parameters."""
    kinds, combining = dict(sets[0].origin.scorers), dict(sets[0].origin.aggregators)
    for one in sets:
        by = one.origin.layers[-1][1]
        yield from _trial(by, INDICATOR_SET, str(SetName(id=one.id, version=one.version)), partial(compiled, one))
    yield from _trials_of_types(registry, {**combining, **kinds})
    for scorer in _scorers(registry, sets):
        yield from _trial(kinds[scorer.kind], SCORER, scorer.kind, partial(_ask, scorer, sets[0], breach_of))
    for joining in _aggregators(registry, sets):
        yield from _trial(combining[joining.kind], AGGREGATOR, joining.kind, partial(_combine, joining, sets[0]))


def _trials_of_files(registry: Registry, some: Evaluation) -> Iterator[Trial]:
    """Try what writes and reads files: writers, openers, readers."""
    document = registry.layouts[_GENERAL].document(some, "zh")
    for writer in registry.writers.values():
        yield from _trial(writer.contributor, WRITER, writer.format, partial(writer.draw, document))
    form = registry.writers["xlsx"].draw(document)
    for opener in registry.openers.values():
        yield from _trial(opener.contributor, OPENER, opener.id, partial(_open, opener, form))
    for reader in registry.readers.values():
        yield from _trial(reader.contributor, READER, reader.id, partial(_read, reader, form))


def _trials_of_audit(registry: Registry, some: Evaluation) -> Iterator[Trial]:
    """Try the audit's rules."""
    case = Case(dossier=some.dossier, indicators=some.base, evaluation=some)
    for rule in registry.audit_rules.values():
        outcomes = (audit_case(case, rules=[rule]), compare([case, case], rules=[rule]))
        issue = next(chain.from_iterable(one.faults for one in outcomes), None)
        if rule.contributor is not None and not rule.contributor.is_built_in:
            yield Trial(plugin=rule.contributor.plugin, what=RULE, name=rule.code, issue=issue)


def sample_evaluation(indicators: IndicatorSet) -> Evaluation:
    """Return an evaluation in which every indicator of a set has full marks.

    Raises:
        PerfEvalError: If no such dossier fits the set.

    """
    rows = _rows_of(indicators.indicators, indicators.full_marks, indicators.rounding.quantum)
    name = SetName(id=indicators.id, version=indicators.version or None)
    dossier = Dossier(id="sample", indicators=str(name), year=_YEAR, project=Project(name="示例项目"), rows=tuple(rows))
    evaluation = evaluate(dossier, indicators=indicators, allow_out_of_force=True)
    assert evaluation.indicators, "its rows make a whole set"
    return evaluation


def _rows_of(indicators: tuple[Indicator, ...], points: Decimal, quantum: Decimal) -> Iterator[Row]:
    """Yield rows with full marks; what has no points shares what the others leave, in whole quanta."""
    fixed = [_fixed_points(one) for one in indicators]
    left, sharing = difference(points, total_of(one for one in fixed if one is not None)), fixed.count(None)
    for one, own in zip(indicators, fixed, strict=True):
        share = own
        if share is None:
            share = product(quantum, Fraction(left) // (Fraction(quantum) * sharing))
            left, sharing = difference(left, share), sharing - 1
        if one.is_leaf:
            yield Row(address=one.code, points=share if one.points is None else None, score=share)
        elif one.children:
            yield from _rows_of(one.children, share, quantum)
        else:
            yield Row(address=f"{one.code}/示例", points=share, score=share)


def _fixed_points(one: Indicator) -> Decimal | None:
    """Return the points of an indicator that a set gives, itself or by what stands below; None if it leaves them open."""
    if one.points is not None or one.is_leaf or not one.children:
        return one.points
    below = [_fixed_points(child) for child in one.children]
    return None if None in below else total_of(part for part in below if part is not None)


def _sets(registry: Registry) -> Iterator[IndicatorSet]:
    for name in registry.set_ids:
        try:
            yield registry.indicator_set(name)
        except PerfEvalError:  # it is among the registry's failures
            continue


def _sample(indicators: IndicatorSet) -> Evaluation | None:
    try:
        return sample_evaluation(indicators)
    except PerfEvalError:
        return None


def _scorers(registry: Registry, sets: list[IndicatorSet]) -> Iterator[DeclaredScorer]:
    """Yield a scorer of each kind as a set declares it, else as it is without parameters, where it needs none."""
    declared = {one.scorer.kind: one.scorer for made in sets for one in made.walk() if one.scorer is not None}
    yield from _made_of_each(registry.scorers, declared)


def _aggregators(registry: Registry, sets: list[IndicatorSet]) -> Iterator[DeclaredAggregator]:
    """Yield an aggregator of each kind, as of scorers."""
    groups = [one.aggregator for made in sets for one in made.walk() if one.aggregator is not None]
    yield from _made_of_each(registry.aggregators, {one.kind: one for one in groups})


def _made_of_each(kinds: Mapping[str, Callable[[], _Made]], declared: Mapping[str, _Made]) -> Iterator[_Made]:
    for kind, made in kinds.items():
        try:
            yield declared.get(kind) or made()
        except HARM:  # it needs parameters, and nobody gives it any
            continue


def _trials_of_types(registry: Registry, kinds: dict[str, Contributor]) -> Iterator[Trial]:
    """Try the types of their own that parameters of scorers and aggregators have."""
    for kind, declared in [*registry.scorers.items(), *registry.aggregators.items()]:
        for held in _own_types(declared):
            yield from _trial(kinds[kind], PARAMETER, held.kind.__name__, held.read_back)
        for one in _described_fields(declared):
            yield from _trial(kinds[kind], PARAMETER, f"{kind}/{one.key}", partial(_read_examples, one, registry))


def _described_fields(declared: type) -> list[FileField]:
    """Return the parameters of a class that say what they are for."""
    try:
        return [one for one in TYPES.fields_of(declared).values() if DESCRIBED in one.attribute.metadata]
    except NameError:  # as of _own_types
        return []


def _read_examples(one: FileField, registry: Registry) -> None:
    """Read the examples of a parameter as files hold them.

    Raises:
        PerfEvalError: If one is none.

    """
    said: KeyDescription = one.attribute.metadata[DESCRIBED]
    for example in (said.example_zh, said.example_en):
        root = parse_json(json.dumps({one.key: example}))
        assert isinstance(root, MappingNode), "one key"
        make_converter(registry.vocabulary).read_field(root.entries[one.key], one)


def _own_types(made: type, *, above: tuple[type, ...] = ()) -> Iterator[ParameterType[Any]]:
    """Yield the types of a plugin's own that parameters of a class have, those of their parts too."""
    try:
        fields = resolved_fields(made)
    except NameError:  # what nobody can resolve no file can hold; who tries is told
        return
    for one in fields:
        if WRITTEN_AS in one.metadata:
            yield one.metadata[WRITTEN_AS]
        for part in (one.type, *get_args(one.type)):
            if isinstance(part, type) and attrs.has(part) and part not in (*above, made):
                yield from _own_types(part, above=(*above, made))


def _ask(declared: DeclaredScorer, indicators: IndicatorSet, breach_of: BreachOf | None) -> None:
    """Ask a scorer for the rate and the steps of an empty row, and of rows of every sort where something looks for them."""
    indicator, row = Indicator(code="A", name="示例", points=10), Row(address="A")
    scorer = scorer_of(declared)
    assert scorer is not None, "there is a declared one"
    try:
        answer(scorer.rate(indicator, row, Funds()))
    except HARM as cause:
        raise failed(declared, row, indicators, cause) from cause
    checked_steps(lambda: scorer.steps(indicator, row, Funds()), declared, row, indicators)
    if breach_of is not None and (breach := breach_of(declared, indicator)) is not None:
        by, what = contributor_of(declared, indicators)
        values = {"name": str(by), "what": what, "id": declared.kind}
        raise ScoringError([Issue(code="plugin-returned", values=values, found=breach)])


def _combine(declared: DeclaredAggregator, indicators: IndicatorSet) -> None:
    """Ask an aggregator for the rate and the steps of two components, one of which got all and the other half."""
    group = tuple(Indicator(code=code, name=f"示例{code}") for code in ("A1", "A2"))
    rows = tuple(Row(address=one.code, rating=rating) for one, rating in zip(group, ("优", "中"), strict=True))
    components = tuple(
        Component(indicator=one, row=row, rate=rate, group=group)
        for one, row, rate in zip(group, rows, ((1, 1), (1, 2)), strict=True)
    )
    aggregator = aggregator_of(declared)
    assert aggregator is not None, "there is a declared one"
    try:
        rate = answer(aggregator.rate(components))
    except HARM as cause:
        raise failed(declared, rows[0], indicators, cause) from cause
    if not isinstance(rate, Unscorable) and not is_rate_in_range(rate):
        raise ScoringError([out_of_range(rate, rows[0], declared, indicators)])
    checked_steps(lambda: aggregator.steps(components), declared, rows[0], indicators)


def _help_of(command: click.Command, name: str) -> None:
    """Let a command say its help, and read a line without arguments; it is not run."""
    with command.make_context(name, [], resilient_parsing=True) as context:
        command.get_help(context)


def _draw(layout: Layout, evaluation: Evaluation, registry: Registry) -> None:
    others = [one for one in registry.layouts_for(evaluation.base) if one.id != layout.id]
    taken: list[str] = []
    for language in LANGUAGES:
        document = layout.document(evaluation, language)
        for other in others:
            with suppress(PerfEvalError):  # its own trial tells
                other_document = other.document(evaluation, language)
                if other_document.name.casefold() == document.name.casefold():
                    taken.append(other.id)
        if taken:
            expected = Text(
                f"别的文档没有用过的名称（{taken[0]} 已用）", f"a name that no other document has, as {taken[0]} does"
            )
            raise PluginError([nonsense_from(layout.contributor, LAYOUT, layout.id, document.name, expected=expected)])
        for writer in registry.writers.values():
            if writer.contributor is not None and writer.contributor.is_built_in:
                with suppress(
                    MissingExtraError, NotFoundError
                ):  # a library or a font that is not here is not the layout's fault
                    writer.draw(document)


def _open(opener: Opener, form: bytes) -> None:
    """Let an opener look at a form; that it is not its kind, or is refused, is no fault."""
    faults: list[Issue] = []
    with suppress(PerfEvalError):
        open_form(form, openers=[opener], faults=faults)
    if faults:
        raise FormatError(faults)


def _read(reader: Reader, form: bytes) -> None:
    """Let a reader look at a form; that it is not its own is no fault."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(form)
        try:
            readings = read_form(path, readers=[reader])
        except FormatError as error:
            faults = [one for one in error.issues if one.code != "form-not-recognised"]
        else:
            faults = [one for reading in readings for one in reading.problems]
    if faults:
        raise FormatError(faults)


def _trial(by: Contributor | None, what: Text, name: str, attempt: Callable[[], object]) -> Iterator[Trial]:
    """Try one thing; nothing is tried of what is built in."""
    if by is None or by.is_built_in:
        return
    try:
        attempt()
    except PerfEvalError as error:
        yield Trial(plugin=by.plugin, what=what, name=name, issue=error.issues[0])
    except HARM as cause:
        yield Trial(plugin=by.plugin, what=what, name=name, issue=raised_by(by, what, name, cause))
    else:
        yield Trial(plugin=by.plugin, what=what, name=name, issue=None)
