"""A commented dossier to fill in, for any indicator set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.yaml_text import dump_yaml
from perfeval.errors.language import Language, Text
from perfeval.model.funds import COLUMN_NAMES
from perfeval.model.numbers import plain
from perfeval.scoring.formula_scorers import facts_read, fields_asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet

_INTRODUCTION = Text(
    "{title}（{id}）的评价档案：填在冒号和空格之后，不用的行可以留空或删去",
    "A dossier for {title} ({id}): fill in after the colon and the space; leave empty or delete what you do not need",
)
_ABSENCE = Text(
    "没有实际完成值时写 missing（缺失）、not-applicable（不涉及）或 unverifiable（无法核实）",
    "where there is no actual value write missing, not-applicable or unverifiable",
)
_WIDEST = 1 + max(map(len, COLUMN_NAMES))
_OPEN = Text("在此逐行写本项目自己的指标，如：", "write the project's own indicators here, such as:")


def dossier_template(indicators: IndicatorSet, *, name: str = "", language: Language = "zh") -> str:
    """Return the text of a dossier for *indicators* with every indicator to fill in, commented in *language*.

    The text loads as it is once the project's name is filled in; it cannot be scored before its rows are.

    Args:
        indicators: The set.
        name: How the dossier names it, such as ``cn.example@2023``; empty: by its id.
        language: The language of the comments.

    """
    title = indicators.title_en if language == "en" and indicators.title_en else indicators.title
    lines = [
        f"# {_line(_INTRODUCTION.format(title=title, id=indicators.id).speak(language))}",
        "format: 1",
        f"dossier: {_key('my-dossier')}",
        f"indicators: {_key(name or indicators.id)}",
        "year: 2024",
        f"kind: {indicators.kind}                     # self / department / fiscal",
        "project:",
        '  name: ""',
        *(f"  {key}:" for key in ("department", "unit", "leader", "phone", "type")),
        "funds:",
        "  unit: 万元",
        "  财政拨款:",
        *(
            f"    {column}:{' ' * (_WIDEST - len(column))}# {name.speak(language)}"
            for column, name in COLUMN_NAMES.items()
        ),
        "goals:",
        "  expected: []",
        "  actual:",
        f"# {_ABSENCE.speak(language)}",
        "rows:",
        *_level_lines(indicators.indicators, 1, language),
        "narrative: []",
        "problems: []",
        "evaluators: []",
    ]
    return "\n".join(lines) + "\n"


def _level_lines(
    level: tuple[Indicator, ...], depth: int, language: Language, *, components: bool = False, above: str = ""
) -> Iterator[str]:
    """Yield the lines of indicators that stand side by side; components have neither points nor a stated score.

    Where their group cannot be the key *above* them, each has it in its own.
    """
    names = [one.name for one in level]
    for one in level:
        # Where a form prints a name twice, the code tells the two apart.
        key = above + (one.code if names.count(one.name) > 1 else one.name)
        yield from _indicator_lines(one, key, depth, language, component=components)


def _indicator_lines(
    indicator: Indicator, key: str, depth: int, language: Language, *, component: bool
) -> Iterator[str]:
    indent = "  " * depth
    if not indicator.is_leaf:
        yield f"{indent}{_key(key)}:" + (f"   # {_line(indicator.name)}" if key != indicator.name else "")
        yield from _level_lines(indicator.children, depth + 1, language)
        if indicator.open:
            yield f"{indent}  # {_OPEN.speak(language)}"
            yield f"{indent}  # 指标名称: {{points: 2, target: ≥10个, actual: 10个}}"
        return
    if indicator.definition:
        yield f"{indent}# {_line(indicator.definition)}"
    for number, item in enumerate(indicator.checklist, start=1):
        yield f"{indent}#   {number}. {_line(item.text)}"
    points = (
        "" if indicator.points is None else f"   # {plain(indicator.points)} {Text('分', 'points').speak(language)}"
    )
    if indicator.children:  # components, each filled in by itself
        has_row = indicator.points is None and not component
        if has_row and key == indicator.code:
            yield from _level_lines(indicator.children, depth, language, components=True, above=f"{key}/")
        else:
            yield f"{indent}{_key(key)}:{points}"
            yield from _level_lines(indicator.children, depth + 1, language, components=True)
        if has_row:
            yield from (f"{indent}{_key(indicator.code)}:   # {_line(indicator.name)}", f"{indent}  points:")
        return
    yield f"{indent}{_key(key)}:{points}"
    if indicator.points is None and not component:
        yield f"{indent}  points:"
    yield from (f"{indent}  {field}" for field in _fields(indicator))
    if not component:
        yield f"{indent}  score:"


def _fields(indicator: Indicator) -> tuple[str, ...]:
    """Return the keys that the row's scorer reads, with what may stand there."""
    facts = facts_read(indicator.scorer, indicator.checklist)
    entries: dict[str, list[str]] = {key: [] for key in fields_asked(indicator.scorer, indicator.checklist)}
    for fact in facts:
        if fact.entry is not None:
            name, example = fact.entry
            for key in fact.fields:
                entries[key].append(f"{_quoted(name)}: {example}")
    return tuple(f"{key}:   # {{{', '.join(entries[key])}}}" if entries[key] else f"{key}:" for key in entries)


def _quoted(text: str) -> str:
    """Return a key as it stands between braces, on one line."""
    return '"' + _line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(text: str) -> str:
    """Return a key or a text as YAML needs it, quoted where it must be."""
    return dump_yaml({text: None}).split(":")[0] if ":" not in text else dump_yaml([text]).strip().removeprefix("- ")


def _line(text: str) -> str:
    return " ".join(text.split())
