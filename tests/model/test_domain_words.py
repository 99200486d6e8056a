"""Domain words: which class a group's name stands for, which names score spending, and where a problem is listed."""

from __future__ import annotations

import pytest

from perfeval.model.domain_words import (
    MANAGEMENT,
    OTHER_NAMES,
    RESULTS,
    IndicatorClass,
    class_of,
    classes_of,
    problem_class_of,
    says_satisfaction,
    scores_spending,
)
from perfeval.model.funds import BUDGETS, COLUMN_NAMES, COLUMNS, MONEY_COLUMNS

NAMES = {
    "决策": "决策 项目决策 投入 项目立项 绩效目标",
    "资金": "资金投入 资金落实 资金管理 财务管理 预算执行 预算执行率",
    "过程": "过程 项目管理 组织实施 业务管理",
    "产出": "产出 项目产出",
    "数量": "数量 产出数量",
    "质量": "质量 产出质量",
    "时效": "时效 产出时效",
    "成本": "成本 产出成本 经济成本 社会成本 生态环境成本",
    "效益": "效益 效果 项目效益 经济效益 社会效益 生态效益 环境效益 可持续影响 经济效果 社会效果",
    "满意度": "满意度 服务对象满意度 社会公众满意度 社会公众或服务对象满意度",
}
CLASSES = [(name, kind) for kind, names in NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("name", "kind"), CLASSES)
def test_a_group_is_known_by_its_name(name: str, kind: str) -> None:
    """With 指标 behind it, with its points in brackets, with spaces between; one name is one class."""
    for written in (name, f"{name}指标", f"{name}（50分）", f"{name}指标(10)", f" {name[0]} {name[1:]}"):
        assert class_of(written) is IndicatorClass(kind)
        assert classes_of(written) == {IndicatorClass(kind)}


@pytest.mark.parametrize("name", ["", "指标", "周三值班次数", "产出数", "大产出", "满意", "效益好"])
def test_no_part_of_a_name_is_the_name(name: str) -> None:
    """What only sounds alike has no class."""
    assert class_of(name) is None
    assert classes_of(name) == frozenset()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("效益指标／满意度指标", {"效益", "满意度"}),
        ("产出与效益", {"产出", "效益"}),
        ("产出和满意度", {"产出", "满意度"}),
        ("决策以及过程", {"决策", "过程"}),
        ("决策及过程", {"决策", "过程"}),
        ("数量、质量", {"数量", "质量"}),
        ("数量+别的", {"数量"}),
        ("社会公众或服务对象满意度", {"满意度"}),
    ],
)
def test_a_name_of_several_is_all_of_them(name: str, kinds: set[str]) -> None:
    """Joined by a sign or a word; what is one name stays one."""
    assert {one.value for one in classes_of(name)} == kinds


def test_classes_are_managed_or_results() -> None:
    """第十四条 counts outputs, benefits and satisfaction; decisions and process are managed; money is neither."""
    assert {one.value for one in MANAGEMENT} == {"决策", "过程"}
    assert {one.value for one in RESULTS} == {"产出", "数量", "质量", "时效", "成本", "效益", "满意度"}
    assert all(class_of(ours) is class_of(theirs) is not None for ours, theirs in OTHER_NAMES.items())
    assert OTHER_NAMES["环境效益"] == "生态效益"
    assert OTHER_NAMES["环境效益指标"] == "生态效益指标"
    assert OTHER_NAMES["效果指标"] == "效益指标"
    assert OTHER_NAMES["效果"] == "效益"


@pytest.mark.parametrize(
    ("path", "problems"),
    [
        ("决策/项目立项/立项依据", "项目立项存在的问题"),
        ("过程/资金管理/预算执行率", "资金管理存在的问题"),
        ("过程/组织实施/制度执行", "业务管理存在的问题"),
        ("过程/别的", "业务管理存在的问题"),
        *((f"产出/{name}/件数", "项目产出存在的问题") for name in ("数量", "质量", "时效", "成本", "别的")),
        ("效益/社会效益/知晓率", "项目效益存在的问题"),
        ("满意度/服务对象满意度", "项目效益存在的问题"),
        ("别的/还有", "其他问题"),
    ],
)
def test_a_problem_is_listed_under_the_nearest_group(path: str, problems: str) -> None:
    """The classes of the problem list, as its form prints them."""
    assert problem_class_of(tuple(path.split("/"))) == problems


@pytest.mark.parametrize(
    ("name", "is_satisfaction", "is_spending"),
    [
        ("群众满意度", True, False),
        ("患者满意率 ", True, False),
        ("满意度调查次数", False, False),
        *(
            (name, False, True)
            for name in [
                "预算执行率",
                "资金执行率",
                "预算执行进度",
                "全年预算执行进度",
                "资金支出进度",
                "资金支出率",
                "支付进度",
                "支付进度率",
                "资金拨付及时性",
                "资金拨付及时率",
                "资金支付及时率",
                "预算完成率",
            ]
        ),
        ("资金到位率", False, False),
        ("预算执行率和进度", False, False),
    ],
)
def test_what_a_name_says(name: str, *, is_satisfaction: bool, is_spending: bool) -> None:
    """Satisfaction by the end of a name, spending by the whole of it."""
    assert says_satisfaction(name) is is_satisfaction
    assert scores_spending(name) is is_spending


def test_the_columns_of_money_are_called_as_forms_and_reports_call_them() -> None:
    """By what stands over them on published forms, and in what reports say."""
    heads = {
        "initial": "年初预算数 年初预算 年初数",
        "adjusted": "全年预算数 全年预算数(A) 全年预算 调整预算数",
        "arrived": "实际到位数 到位数",
        "spent": "全年执行数 全年执行数(B) 全年执行 执行数 实际支出数",
    }
    texts = {
        "initial": "年初预算数 年初预算",
        "adjusted": "全年预算数 预算数",
        "arrived": "到位数 经费到位数 资金到位数 实际到位数 到位资金",
        "spent": "全年执行数 实际支出数 实际支出 支出数",
    }
    assert {key: " ".join(one.heads) for key, one in MONEY_COLUMNS.items()} == heads
    assert {key: " ".join(one.texts) for key, one in MONEY_COLUMNS.items()} == texts
    assert {key: one.instead for key, one in MONEY_COLUMNS.items() if one.instead} == {"adjusted": ("initial",)}
    assert tuple(MONEY_COLUMNS) == COLUMNS == ("initial", "adjusted", "arrived", "spent")
    assert set(BUDGETS) == {"adjusted", "arrived", "initial"}
    assert BUDGETS[0] == "adjusted"
    assert [COLUMN_NAMES[key].zh for key in COLUMNS] == ["年初预算数", "全年预算数", "实际到位数", "实际支出数"]
