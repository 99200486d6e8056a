"""The replay (复算) of a stored result: what still agrees with it when its dossier is scored again, and what does not."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from perfeval.errors import Issue
from perfeval.errors.language import Language, Text
from perfeval.model.plain_values import to_plain
from perfeval.model.validated import Validated

PARTS: dict[str, Text] = {
    "perfeval": Text("perfeval 的版本", "version of perfeval"),
    "plugins": Text("插件的版本", "versions of plugins"),
    "set": Text("指标体系", "indicator set"),
    "project": Text("项目", "project"),
    "unit": Text("实施单位", "unit"),
    "year": Text("年度", "year"),
    "kind": Text("评价主体", "kind of evaluation"),
    "total": Text("总分", "total"),
    "full-marks": Text("满分", "full marks"),
    "grade": Text("评价等次", "grade"),
    "grade-before-vetoes": Text("否决前等次", "grade before vetoes"),
    "vetoes": Text("否决项", "vetoes"),
    "out-of-force": Text("未施行的规则", "rules not in force"),
    "indicators": Text("各指标", "indicators"),
    "fingerprint": Text("结果的指纹", "fingerprint of the result"),
}
"""The parts of a stored result that are compared, by the key under which it holds them."""

_SCORES = frozenset({"total", "full-marks", "grade", "grade-before-vetoes", "vetoes", "indicators"})
_NOTHING = Text("（无）", "(nothing)")
_HEAD = Text("{project}（{year}）{set_name}", "{project} ({year}) {set_name}")


@frozen(kw_only=True)
class Difference(Validated):
    """One thing that no longer agrees.

    Args:
        path: Where a stored result holds it: ``total``, ``set/fingerprint``, ``indicators/产出/产出数量 [B1]/score``.
        old: What the stored result says; None if it says nothing there.
        new: What scoring it again says; None if that says nothing there.

    """

    path: str
    old: str | None
    new: str | None

    def speak(self, language: Language = "en") -> str:
        """Print path, old and new on one line, whatever a stored text holds: it could pass for another line."""
        old, new = (_NOTHING.speak(language) if one is None else one or '""' for one in (self.old, self.new))
        return _on_one_line(f"{self.path}: {old} → {new}")


@frozen(kw_only=True)
class Replay(Validated):
    """What scoring a stored result's dossier again says of it; made by :func:`perfeval.replay`.

    Args:
        set_name: The set that scored it, as ``id@version``.
        project: The project's name.
        year: The fiscal year.
        agreed: The paths of what still agrees.
        differences: What no longer agrees, in the order of the result.
        issues: Why the dossier cannot be scored any more; nothing where it can.

    """

    set_name: str
    project: str
    year: int
    agreed: tuple[str, ...]
    differences: tuple[Difference, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether everything agrees, be it a score, the grade, the set or a version."""
        return not self.differences and not self.issues

    @property
    def scores_agree(self) -> bool:
        """Whether total, grade, vetoes and every row agree, whatever became of the set, of perfeval, and of what the project is called."""
        return not self.issues and not any(_part(one.path) in _SCORES for one in self.differences)

    def speak(self, language: Language = "en") -> str:
        """Print part by part what agrees and what does not, in Chinese or English."""
        head = _HEAD.format(project=self.project, year=self.year, set_name=self.set_name)
        lines = [_on_one_line(head.speak(language))]
        for part, label in PARTS.items():
            differing = [one for one in self.differences if _part(one.path) == part]
            if differing:
                word = Text("不一致", "differs")
            elif any(_part(path) == part for path in self.agreed):
                word = Text("一致", "agrees")
            else:
                continue
            line = Text(f"  {label.zh}：{word.zh}", f"  {label.en}: {word.en}")
            lines.append(line.speak(language))
            lines += [f"    {one.speak(language)}" for one in differing]
        if self.issues:
            lines.append(f"  {Text('已不能重新评分', 'it cannot be scored any more').speak(language)}")
            lines += [f"    {issue.render(language)}" for issue in self.issues]
        return "\n".join(lines)

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return the replay as plain data for services.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        whole = to_plain(self, whole=True, language=language)
        return {"agrees": self.agrees, "scores-agree": self.scores_agree, **whole}


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _part(path: str) -> str:
    """Return the part of a stored result in which a path lies; a name further down may hold a ``/`` of its own."""
    return next((part for part in PARTS if path == part or path.startswith(f"{part}/")), path)
