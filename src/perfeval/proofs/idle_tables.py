"""Lookup tables: combinations without a line, lines that overlap, lines and tiers that can never count."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from perfeval.errors.language import LANGUAGES, Text
from perfeval.model.address_book import AddressBook
from perfeval.model.dossier import Absence
from perfeval.proofs.aggregated import LEFT_OUT, ratings_of, table_formula
from perfeval.proofs.solving import ask, ask_defined, differ, reaches
from perfeval.proofs.verdicts import Remark
from perfeval.scoring.number_systems.expressions import number
from perfeval.scoring.number_systems.promises import Sense
from perfeval.scoring.number_systems.shallow_graphs import any_of
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from perfeval.proofs.aggregated import ComponentRating
    from perfeval.proofs.claims import ScoringRule
    from perfeval.scoring.aggregators import LookupTable, TableEntry
    from perfeval.scoring.number_systems.expressions import Condition, Numeric

_NO_RATE = Fraction(-1)


def remarks_of_table(rule: ScoringRule, table: LookupTable) -> Iterator[Remark]:
    """Yield what in a table leaves a gap, overlaps, or never counts.

    Raises:
        MissingExtraError: If the solver is not installed.

    """
    children = rule.indicator.children
    ratings = ratings_of(table, children)

    def formula(entries: tuple[TableEntry, ...], otherwise: Fraction | None) -> Numeric:
        return table_formula(entries, otherwise, ratings, children)

    whole, applies = formula(table.table, table.otherwise), _all_apply(ratings)
    yield from _gaps(rule, table, formula(table.table, None), applies)
    for position, entry in enumerate(table.table):
        rest = table.table[:position] + table.table[position + 1 :]
        if differ(whole, formula(rest, table.otherwise)) is False:
            before = formula(table.table[:position], None)
            yield _idle_line(rule, position, entry, _mend_of(rule, entry, before, ratings))
    yield from _idle_components(rule, table, ratings)
    yield from _overlaps(rule, table, ratings)
    yield from _unnamed_tiers(rule, table, ratings)


def _all_apply(ratings: dict[str, ComponentRating]) -> tuple[Condition, ...]:
    """Return that every component applies: which of them a project has is its own affair."""
    return tuple(one.is_one_of(*(word for word in one.words if word != LEFT_OUT)) for one in ratings.values())


def _gaps(rule: ScoringRule, table: LookupTable, lines: Numeric, applies: tuple[Condition, ...]) -> Iterator[Remark]:
    """Yield a combination without a line where nothing else is declared; or that what else is declared is never asked for."""
    if table.otherwise is not None:
        if ask_defined(lines).holds:
            what = Text("otherwise：各种组合都已在表中", "otherwise: every combination is in the table")
            yield Remark(rules=(rule.title,), kind="idle", what=what, mend=Text("删去 otherwise", "take otherwise out"))
        return
    answer = ask_defined(lines, assuming=applies)
    if answer.holds and len(applies) > 1:  # which components a project has is its own affair, but it has one
        answer = ask_defined(lines, assuming=[any_of(applies)])
    if answer.holds is False:
        ratings = [(fact.title.zh, str(rating)) for fact, rating in answer.rows[0].facts]
        zh, en = (_ratings_text([(name, _said(one).speak(spoken)) for name, one in ratings]) for spoken in LANGUAGES)
        what = Text(f"表中没有这种组合：{zh}", f"no line of the table matches {en}")
        yield Remark(
            rules=(rule.title,),
            kind="gap",
            what=what,
            mend=Text("加一行，或写明 otherwise", "add a line, or declare otherwise"),
        )


def _idle_line(rule: ScoringRule, position: int, entry: TableEntry, mend: Text) -> Remark:
    found, rate = _ratings_text(entry.when), percent_text(entry.rate)
    return Remark(
        rules=(rule.title,),
        kind="idle",
        what=Text(
            f"表的第 {position + 1} 行（{found}：{rate}）", f"line {position + 1} of the table ({found}: {rate})"
        ),
        mend=mend,
    )


def _mend_of(rule: ScoringRule, entry: TableEntry, before: Numeric, ratings: dict[str, ComponentRating]) -> Text:
    """Return how to mend a line that never counts: it contradicts itself, lines before it hide it, or it says what follows anyway."""
    book = AddressBook(rule.indicator.children)
    asked = {(book.find(name).code, rating) for name, rating in entry.when}
    if len(asked) > len({code for code, _ in asked}):
        return Text("同一个组成部分只写一个评级，或删去", "ask for one rating of each component, or take it out")
    matches = [ratings[code].is_one_of(rating) for code, rating in sorted(asked)]
    if ask_defined(before, assuming=matches).holds:
        return Text("移到盖住它的行之前，或删去", "move it before the line that hides it, or take it out")
    return Text("删去：没有它，得分率也一样", "take it out: what follows gives the same rate without it")


def _idle_components(rule: ScoringRule, table: LookupTable, ratings: dict[str, ComponentRating]) -> Iterator[Remark]:
    """Yield the components whose rating changes nothing, where that of another does."""
    children = rule.indicator.children
    # Where no line matches there is no rate, which is another answer than any rate.
    otherwise = _NO_RATE if table.otherwise is None else table.otherwise
    rate = table_formula(table.table, otherwise, ratings, children)
    idle = [one for one in children if one.code not in ratings or _never_moves(rate, ratings[one.code])]
    for one in idle if len(idle) < len(children) else ():
        yield Remark(
            rules=(rule.title,),
            kind="idle",
            what=Text(
                f"“{one.name}”评为哪一档，得分率都一样", f"whatever the rating of {one.name!r}, the rate is the same"
            ),
            mend=Text("在表中按它的评级分行，或删去它", "let lines tell its ratings apart, or take it out"),
        )


def _never_moves(rate: Numeric, rating: ComponentRating) -> bool:
    applies = _all_apply({rating.code: rating})
    return all(ask(rate, Sense(fact=rating, rises=rises, under=applies)).holds for rises in (True, False))


def _overlaps(rule: ScoringRule, table: LookupTable, ratings: dict[str, ComponentRating]) -> Iterator[Remark]:
    """Yield pairs of lines between which only their order decides: a combination matches both and none before them.

    Their rates differ, and neither is the more special one.
    """
    book = AddressBook(rule.indicator.children)
    wanted = [{(book.find(name).code, rating) for name, rating in entry.when} for entry in table.table]
    for one, two in combinations(range(len(wanted)), 2):
        special = wanted[one] <= wanted[two] or wanted[two] <= wanted[one]
        if special or table.table[one].rate == table.table[two].rate:
            continue
        both = [ratings[code].is_one_of(rating) for code, rating in sorted(wanted[one] | wanted[two])]
        before = table_formula(table.table[:one], None, ratings, rule.indicator.children)
        if reaches(both, rate=number(0)) and ask_defined(before, assuming=both).holds is False:
            yield Remark(
                rules=(rule.title,),
                kind="overlap",
                what=Text(
                    f"表的第 {one + 1} 行与第 {two + 1} 行可以同时符合，得分率不同，先者为准",
                    f"lines {one + 1} and {two + 1} of the table can match together, with different rates; the first counts",
                ),
                mend=Text("为两者都符合的组合单写一行，放在前面", "put a line before both for what matches both"),
            )


def _unnamed_tiers(rule: ScoringRule, table: LookupTable, ratings: dict[str, ComponentRating]) -> Iterator[Remark]:
    """Yield the tiers of components that no line names."""
    book = AddressBook(rule.indicator.children)
    named = {(book.find(name).code, rating) for entry in table.table for name, rating in entry.when}
    for code, fact in ratings.items():
        tiers = getattr(book.find(code).scorer, "tiers", ())
        for tier in tiers:
            if (code, tier.name) not in named:
                yield Remark(
                    rules=(rule.title,),
                    kind="idle",
                    what=Text(
                        f"“{fact.name}”的“{tier.name}”档，表中没有写", f"no line names {tier.name!r} of {fact.name!r}"
                    ),
                    mend=Text("加一行，或删去这一档", "add a line, or take the tier out"),
                )


def _said(rating: str) -> Text:
    """Return a rating in words: that of a component that does not apply is said in either language."""
    return Absence.NOT_APPLICABLE.text if rating == LEFT_OUT else Text(rating, rating)


def _ratings_text(ratings: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name}={rating}" for name, rating in ratings)
