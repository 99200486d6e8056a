"""Yunnan: the self-evaluation sheet of the province, and the department evaluation of Wuhua District (云南省、五华区)."""

from __future__ import annotations

from pathlib import Path

from perfeval.plugin import Layout, Reader, Text, hookimpl
from perfeval_yunnan import wuhua_form
from perfeval_yunnan.self_scoresheet import build_self_scoresheet
from perfeval_yunnan.wuhua_form import WUHUA
from perfeval_yunnan.wuhua_problem_list import build_problem_list
from perfeval_yunnan.wuhua_report import build_report
from perfeval_yunnan.wuhua_scoresheet import build_scoresheet

YUNNAN_SELF = "cn.yunnan.self"


@hookimpl
def perfeval_indicator_sets() -> list[Path]:
    """Return the overlays of the province and the district."""
    return [Path(__file__).parent / "data"]


@hookimpl
def perfeval_layouts() -> list[Layout]:
    """Return the provincial self-evaluation sheet and the district's three annexes."""
    return [
        Layout(
            id="cn.yunnan.self.scoresheet",
            name="scoresheet",
            title=Text("云南省项目支出绩效自评表", "self-evaluation sheet of Yunnan"),
            build=build_self_scoresheet,
            sets=(YUNNAN_SELF,),
        ),
        Layout(
            id=f"{WUHUA}.scoresheet",
            name="scoresheet",
            title=Text("附件1 五华区区级预算支出部门评价表", "annex 1, scoresheet of Wuhua District"),
            build=build_scoresheet,
            sets=(WUHUA,),
        ),
        Layout(
            id=f"{WUHUA}.report",
            name="report",
            title=Text("附件2 项目支出绩效评价报告", "annex 2, report of Wuhua District"),
            build=build_report,
            sets=(WUHUA,),
        ),
        Layout(
            id=f"{WUHUA}.problems",
            name="problems",
            title=Text("附件3 项目绩效评价问题清单", "annex 3, problem list of Wuhua District"),
            build=build_problem_list,
            sets=(WUHUA,),
        ),
    ]


@hookimpl
def perfeval_readers() -> list[Reader]:
    """Return the reader of the district's filled annexes."""
    return [
        Reader(
            id=f"{WUHUA}.form",
            title=Text("五华区部门评价附件1至3", "annexes 1 to 3 of Wuhua District"),
            recognise=wuhua_form.recognise,
            read=wuhua_form.read,
        )
    ]
