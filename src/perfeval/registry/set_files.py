"""What plugins bring as indicator sets: values, files, and folders of files; whatever is none of these is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfeval.errors import Issue, NotFoundError
from perfeval.errors.language import Text
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Overlay
from perfeval.model.plugin_faults import INDICATOR_SET
from perfeval.model.set_names import parse_set_name
from perfeval.registry.admission import Registration, refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from perfeval.registry.discovery import Plugin

_SUFFIXES = (".yaml", ".json")
_FILE = Text("存在的 .yaml 文件，或装有这种文件的文件夹", "a .yaml file that is there, or a folder of such files")


def admitted_sets(plugin: Plugin, brought: Iterable[Any]) -> Iterator[Registration | Issue]:
    """Yield what a plugin brings, each file of a folder by itself, and what of it cannot be used."""
    for item in brought:
        if isinstance(item, IndicatorSet | Overlay):
            yield Registration(id=item.id, item=item, plugin=plugin)
        elif isinstance(item, Path):
            yield from _files(plugin, item)
        else:
            expected = Text("IndicatorSet、Overlay 或 Path", "an IndicatorSet, an Overlay or a Path")
            yield refused(plugin, INDICATOR_SET, type(item).__name__, expected=expected, found=item)


def _files(plugin: Plugin, path: Path) -> Iterator[Registration | Issue]:
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
    except OSError as cause:
        yield refused(plugin, INDICATOR_SET, path.name, expected=_FILE, found=Text(str(cause), str(cause)))
        return
    wanted = [file for file in files if file.suffix == ".yaml" or file == path]
    misnamed = [file for file in files if file.suffix.lower() in {".yml", ".yaml"} and file not in wanted]
    if not wanted and not misnamed:
        found = Text("没有 .yaml 文件的文件夹", "a folder without a .yaml file")
        yield refused(plugin, INDICATOR_SET, str(path), expected=_FILE, found=found)
    for file in misnamed:
        yield refused(plugin, INDICATOR_SET, file.name, expected=f"{file.stem}.yaml", found=Text(file.name, file.name))
    for file in wanted:
        yield _file(plugin, file)


def _file(plugin: Plugin, file: Path) -> Registration | Issue:
    if not file.is_file():
        found = Text(f"没有 {file}", f"there is no {file}")
        return refused(plugin, INDICATOR_SET, file.name, expected=_FILE, found=found)
    if file.suffix not in _SUFFIXES:
        return refused(plugin, INDICATOR_SET, file.name, expected=f"{file.stem}.yaml", found=Text(file.name, file.name))
    try:
        return Registration(id=parse_set_name(file.stem).id, item=file, plugin=plugin)
    except NotFoundError as error:  # a file whose name is none
        return refused(
            plugin,
            INDICATOR_SET,
            file.name,
            expected=Text("编号 或 编号@版本", "id, or id@version"),
            found=Text(error.render("zh"), error.render("en")),
        )
