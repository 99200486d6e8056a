"""Reading the district's filled annexes: they are drawn like the national form, and name their own indicator set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.plugin import NATIONAL_FORM, normalise

if TYPE_CHECKING:
    from perfeval.plugin import FormFile, Reading

WUHUA = "cn.yunnan.kunming.wuhua.department"
_TITLE = "五华区区级预算支出部门评价表"
# The form prints 资金管理 twice; the set tells the two apart by their codes.
_CODES = {"资金管理": "B1", "资金管理#2": "B1b"}


def recognise(file: FormFile) -> int:
    """Return how sure it is that *file* holds the district's annex 1, in percent; its title decides."""
    texts = [*(text.text for text in file.paragraphs), *(cell.text for grid in file.grids for cell in grid.cells)]
    if not any(_TITLE in normalise(text) for text in texts):
        return 0
    return 100 if NATIONAL_FORM.recognise(file) else 0


def read(file: FormFile) -> tuple[Reading, ...]:
    """Return the form, to be scored by the district's own set."""
    return tuple(_under_the_districts_set(reading) for reading in NATIONAL_FORM.read(file))


def _under_the_districts_set(reading: Reading) -> Reading:
    dossier = reading.dossier
    levels = tuple((_CODES.get(name, name), points) for name, points in dossier.printed.levels)
    printed = evolve(dossier.printed, levels=levels)
    return evolve(reading, dossier=dossier.replace(indicators=WUHUA, kind="department", printed=printed))
