"""The page in a real browser, Chromium without a window: no console message, no request, printed on A4."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from perfeval.documents.blocks import (
    Bar,
    Cell,
    Details,
    Document,
    Figure,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    SignatureLine,
    Title,
)
from perfeval.documents.web.html_writer import write_html

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    '<img src="http://leak.example/a.png" onerror="console.error(1)"><script>console.error("ran")</script>'
    '<link rel="stylesheet" href="http://leak.example/b.css"><style>@import "http://leak.example/c.css"</style>'
)
# What the browser itself asks for has this in place of the page that asks.
OWN_REQUEST = "not an origin"
A4_POINTS = (595.28, 841.89)


def _browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found is not None, "the test needs Chromium: apt-get install chromium"
    return found


def _run(folder: Path, content: bytes, *options: str) -> subprocess.CompletedProcess[str]:
    """Open *content* in a fresh browser that can reach no host."""
    page = folder / "page.html"
    page.write_bytes(content)
    return subprocess.run(
        [
            _browser(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={folder / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            *options,
            page.as_uri(),
        ],
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="replace",
        timeout=60,
    )


def _look(folder: Path, content: bytes) -> tuple[str, list[str], list[str]]:
    """Return the page as the browser built it, its console messages, and the addresses it asked for."""
    log = folder / "net.json"
    done = _run(folder, content, f"--log-net-log={log}", "--enable-logging=stderr", "--dump-dom")
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    asked = [
        event["params"]["url"]
        for event in events
        if "url" in event.get("params", {}) and event["params"].get("initiator", OWN_REQUEST) != OWN_REQUEST
    ]
    return done.stdout, re.findall(r":CONSOLE.*", done.stderr), asked


def _printed_pages(folder: Path, content: bytes) -> list[tuple[float, float]]:
    """Return the size of each printed page, in points."""
    target = folder / "page.pdf"
    _run(folder, content, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", target.read_bytes())
    return [(float(width), float(height)) for width, height in boxes]


def _document() -> Document:
    """Return a document with every block, and markup in every text."""
    row = (
        Cell(text=HOSTILE, role="label"),
        Cell(text="2.50", role="number", value=Decimal("2.50"), key=HOSTILE),
    )
    return Document(
        name="x",
        title=HOSTILE,
        blocks=(
            Title(text=HOSTILE),
            *(Heading(text=HOSTILE, level=level) for level in (1, 2, 3, 1)),
            Paragraph(text=HOSTILE),
            Grid(
                rows=((Cell(text="指标", role="head"), Cell(text="得分", role="head")), *(row,) * 60),
                widths=(3, 1),
                head_rows=1,
                caption=HOSTILE,
            ),
            Figure(caption=HOSTILE, bars=(Bar(label=HOSTILE, value=Decimal(1), full=Decimal(2)),)),
            Details(summary=HOSTILE, lines=(HOSTILE,)),
            PageBreak(),
            SignatureLine(label=HOSTILE, name=HOSTILE),
        ),
    )


def test_the_page_is_silent(tmp_path: Path) -> None:
    """A page full of markup in its texts asks for nothing, logs nothing, and shows every text as it is."""
    built, console, asked = _look(tmp_path, write_html(_document()))
    assert console == []
    assert asked == []
    assert "<script>" not in built
    assert '<data value="2.50">2.50</data>' in built


def test_a_loud_page_would_be_heard(tmp_path: Path) -> None:
    """The test above can fail: the same markup unescaped is seen to ask and to log."""
    _, console, asked = _look(tmp_path, b"<!DOCTYPE html><title>x</title>" + HOSTILE.encode())
    assert any("ran" in message for message in console)
    assert "http://leak.example/a.png" in asked


@pytest.mark.parametrize("style", ["sheet", "report"])
def test_it_prints_on_a4_with_every_explanation(tmp_path: Path, style: str) -> None:
    """Every page is A4, and an explanation folded on the screen is unfolded on paper: it fills pages."""
    lines = tuple(f"第{number}步" for number in range(200))
    document = Document(name="x", title="x", blocks=(Details(summary="说明", lines=lines),), style=style)  # type: ignore[arg-type]
    pages = _printed_pages(tmp_path, write_html(document))
    assert len(pages) >= 3
    assert all(page == pytest.approx(A4_POINTS, abs=1) for page in pages)
