"""The documents that perfeval brings: the three of an evaluation (财预〔2020〕10号), and the notes on how it was scored."""

from __future__ import annotations

from perfeval.documents.contents.notes import build_scoring_notes
from perfeval.documents.contents.problem_list import build_problem_list
from perfeval.documents.contents.report import build_report
from perfeval.documents.contents.scoresheet import build_scoresheet
from perfeval.documents.layouts import Layout
from perfeval.errors.language import Text

LAYOUTS = (
    Layout(id="cn.mof.scoresheet", name="scoresheet", title=Text("评价表", "scoresheet"), build=build_scoresheet),
    Layout(id="cn.mof.report", name="report", title=Text("评价报告", "report"), build=build_report),
    Layout(id="cn.mof.problems", name="problems", title=Text("问题清单", "problem list"), build=build_problem_list),
    Layout(id="cn.mof.notes", name="notes", title=Text("计分说明", "scoring notes"), build=build_scoring_notes),
)
