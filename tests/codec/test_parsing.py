"""What can be parsed: a text, bytes, an open file or a dict; anything else is told, with what to do instead."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from perfeval import FormatError, IndicatorSet, parse

SET = "format: 1\nindicator-set: demo\ntitle: 示例\nindicators: [{code: A, name: 甲, points: 100}]\n"


@pytest.mark.parametrize(
    "source",
    [
        SET,
        SET.encode(),
        bytearray(SET.encode()),
        memoryview(SET.encode()),
        BytesIO(SET.encode()),
        StringIO(SET),
        {
            "format": 1,
            "indicator-set": "demo",
            "title": "示例",
            "indicators": [{"code": "A", "name": "甲", "points": 100}],
        },
    ],
    ids=lambda source: type(source).__name__,
)
def test_whatever_holds_a_set_is_read(source: Any) -> None:
    """The same set from each."""
    assert parse(source) == parse(SET)
    assert isinstance(parse(SET), IndicatorSet)


@pytest.mark.parametrize(
    "source", [None, 5, 1.5, ["x"], object(), ("format", 1)], ids=lambda source: type(source).__name__
)
def test_what_is_no_source_is_told(source: Any) -> None:
    """With what would be one."""
    with pytest.raises(FormatError) as caught:
        parse(source, name="x")
    (issue,) = caught.value.issues
    assert (issue.code, issue.location.path) == ("wrong-type", "x")
    assert "a text, bytes, an open file, or a dict" in issue.render("en")
    assert "文本、字节、打开的文件，或字典" in issue.render("zh")


def test_a_path_is_loaded_not_parsed() -> None:
    """The functions that read it are named."""
    with pytest.raises(FormatError, match="load_dossier"):
        parse(Path("x.yaml"))  # type: ignore[call-overload]
