"""A figure as a native chart: Word draws it, people can restyle it, and its numbers stay numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.model.exact_arithmetic import digits_of, product
from perfeval.office.fonts import FANGSONG, LATIN
from perfeval.office.xml_text import attribute_text, element_text

if TYPE_CHECKING:
    from perfeval.documents.blocks import Bar, Figure
    from perfeval.documents.word.page import Page
    from perfeval.errors.language import Language

BARS_PER_CHART = 24
"""More bars than this are drawn as several charts: a chart may not be higher than a page."""
_EMU_PER_TWIP = 635
_NO_BREAK = "\xa0"
_BAR_HEIGHT = 480
_FRAME_HEIGHT = 240
# The full points stand behind as a pale bar; both shades keep apart when printed in grey.
_VALUE_COLOUR = "1F5C99"
_FULL_COLOUR = "D9E2EC"
_NAMES: dict[Language, tuple[str, str]] = {"zh": ("分值", "满分"), "en": ("Points", "Full points")}
_FONTS = f'<a:latin typeface="{LATIN.official}"/><a:ea typeface="{FANGSONG.official}"/>'


def charts(figure: Figure) -> tuple[tuple[Bar, ...], ...]:
    """Cut the bars of *figure* into charts that each fit a page."""
    bars = figure.bars
    return tuple(bars[start : start + BARS_PER_CHART] for start in range(0, len(bars), BARS_PER_CHART))


def drawing_run(page: Page, figure: Figure, bars: tuple[Bar, ...], *, number: int, relationship: str) -> str:
    """Return the run that shows a chart in the line.

    Args:
        page: The page it is drawn on, whose width it fills.
        figure: The figure it belongs to.
        bars: Its bars.
        number: Its number in the document, counted from 1.
        relationship: The id of the document's relationship to the chart's part.

    """
    said = "；" if page.language == "zh" else "; "
    description = (
        figure.caption
        + ("：" if page.language == "zh" else ": ")
        + said.join(f"{bar.label} {_of(bar)} {figure.unit}" for bar in bars)
    )
    width, height = page.width * _EMU_PER_TWIP, (len(bars) * _BAR_HEIGHT + _FRAME_HEIGHT) * _EMU_PER_TWIP
    return (
        f'<w:r>{page.run_properties("figure")}<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="figure{number}" '
        f'descr="{attribute_text(description)}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relationship}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def chart_xml(figure: Figure, bars: tuple[Bar, ...], language: Language) -> bytes:
    """Return the chart's part: a pale bar for the full points, a dark one over it for the value, both in words."""
    value_name, full_name = _NAMES[language]
    # Charts of one figure share a scale.
    longest = max((max(bar.value, bar.full) for bar in figure.bars), default=Decimal(0)) or Decimal(1)
    names = f"<c:cat>{_points('strLit', [bar.label for bar in bars])}</c:cat>"
    full = _series(0, full_name, _FULL_COLOUR, _labels(figure, bars) + names, [bar.full for bar in bars])
    value = _series(1, value_name, _VALUE_COLOUR, names, [bar.value for bar in bars])
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{full}{value}<c:gapWidth val="60"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f"{_category_axis()}{_value_axis(longest)}</c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{_text_properties(1000)}</c:chartSpace>"
    ).encode()


def _of(bar: Bar) -> str:
    return f"{digits_of(bar.value)} / {digits_of(bar.full)}"


def _label(figure: Figure, bar: Bar) -> str:
    return f"{_of(bar)} {figure.unit}".replace(" ", _NO_BREAK)


def _series(index: int, name: str, colour: str, labels: str, values: list[Decimal]) -> str:
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:v>{name}</c:v></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f"{labels}<c:val>{_points('numLit', [format(value, 'f') for value in values])}</c:val></c:ser>"
    )


def _points(kind: str, values: list[str]) -> str:
    code = "<c:formatCode>General</c:formatCode>" if kind == "numLit" else ""
    points = "".join(f'<c:pt idx="{index}"><c:v>{element_text(one)}</c:v></c:pt>' for index, one in enumerate(values))
    return f'<c:{kind}>{code}<c:ptCount val="{len(values)}"/>{points}</c:{kind}>'


def _labels(figure: Figure, bars: tuple[Bar, ...]) -> str:
    """Return what stands at the end of each bar: value and full points."""
    shows = (
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
    each = "".join(
        f'<c:dLbl><c:idx val="{index}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p><a:r><a:rPr lang="zh-CN" sz="1000">{_FONTS}</a:rPr>'
        f"<a:t>{element_text(_label(figure, bar))}</a:t></a:r></a:p></c:rich></c:tx>{shows}</c:dLbl>"
        for index, bar in enumerate(bars)
    )
    return f"<c:dLbls>{each}{shows}</c:dLbls>"


def _category_axis() -> str:
    # The first bar stands at the top, as in the table.
    return (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln></c:spPr>'
        f'{_text_properties(1050)}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(longest: Decimal) -> str:
    # The room beyond the longest bar holds its label; the axis itself says nothing the labels do not.
    most = format(product(longest, Decimal("1.3")), "f")
    return (
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{most}"/><c:min val="0"/>'
        '</c:scaling><c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _text_properties(size: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}">{_FONTS}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
