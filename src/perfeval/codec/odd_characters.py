"""Characters that look like others, or like nothing: full-width signs, spaces that are none, and what does not show at all."""

from __future__ import annotations

import re
import unicodedata

from perfeval.errors.language import Text

_NAMES: dict[str, Text] = {
    "\u00a0": Text("不间断空格", "a no-break space"),
    "\u202f": Text("不间断空格", "a no-break space"),
    "\u3000": Text("全角空格", "a full-width space"),
    "\u00ad": Text("软连字符", "a soft hyphen"),
    "\u200b": Text("零宽空格", "a zero-width space"),
    "\u200c": Text("零宽不连字符", "a zero-width non-joiner"),
    "\u200d": Text("零宽连字符", "a zero-width joiner"),
    "\u2060": Text("零宽连接符", "a word joiner"),
    "\ufeff": Text("字节顺序标记", "a byte-order mark"),
    "，": Text("全角逗号", "a full-width comma"),
    "＃": Text("全角井号", "a full-width hash"),
    "：": Text("全角冒号", "a full-width colon"),
    "｛": Text("全角花括号", "a full-width brace"),
    "｝": Text("全角花括号", "a full-width brace"),
    "［": Text("全角方括号", "a full-width bracket"),
    "］": Text("全角方括号", "a full-width bracket"),
    "【": Text("方头括号", "a Chinese bracket"),
    "】": Text("方头括号", "a Chinese bracket"),
    "“": Text("中文引号", "a Chinese quotation mark"),
    "”": Text("中文引号", "a Chinese quotation mark"),
    "＂": Text("全角引号", "a full-width quotation mark"),
    "‘": Text("中文引号", "a Chinese quotation mark"),
    "’": Text("中文引号", "a Chinese quotation mark"),
    "－": Text("全角减号", "a full-width hyphen"),
    "—": Text("破折号", "a dash"),
    "–": Text("短破折号", "a dash"),
}
_MEANT: dict[str, str] = {
    "，": ",", "＃": "#", "：": ":", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]",
    "“": '"', "”": '"', "＂": '"', "‘": "'", "’": "'", "－": "-", "—": "-", "–": "-",
}  # fmt: skip
# The blanks that are no blank for YAML, and what does not show: controls of direction and of joining.
UNSEEN = re.compile(r"[\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2069\u3000\ufeff]")
FULL_WIDTH = re.compile(f"[{''.join(re.escape(sign) for sign in _MEANT)}]")
_NO_WIDTH = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_AT_AN_EDGE = re.compile(rf"^{UNSEEN.pattern}+|{UNSEEN.pattern}+$")


def character_name(character: str) -> Text:
    """Return what an odd character is called, with its code point, and itself where it shows."""
    code = f"U+{ord(character):04X}"
    known = _NAMES.get(character)
    if known is None:
        what = (
            ("空格", "a space") if unicodedata.category(character) == "Zs" else ("不可见字符", "an invisible character")
        )
        known = Text(*what)
    sign = f" {character}" if character in _MEANT else f" {code}"
    return Text(f"{known.zh}{sign}", f"{known.en}{sign}")


def meant_by(character: str) -> str:
    """Return the half-width sign that *character* is taken for; a blank for a space, nothing for what does not show."""
    return _MEANT.get(character, "" if _NO_WIDTH.match(character) else " ")


def mend_of(character: str) -> Text:
    """Return what to write instead of *character*."""
    meant = meant_by(character)
    if not meant:
        return Text("请删去这个字符", "delete this character")
    if meant == " ":
        return Text("请改为普通空格", "write a plain space instead")
    return Text(f"请写半角的 {meant}", f"write the half-width {meant}")


def hidden_in(key: str) -> int | None:
    """Return where *key* holds what does not show, or begins or ends with a space that is none; None if it does neither."""
    found = _NO_WIDTH.search(key) or _AT_AN_EDGE.search(key)
    return found.start() if found else None


def odd_hint(text: str) -> Text | None:
    """Return a hint that names the first odd character of *text* and what to write instead, or None if it has none."""
    found = UNSEEN.search(text) or FULL_WIDTH.search(text)
    if found is None:
        return None
    name, mend = character_name(found[0]), mend_of(found[0])
    return Text(f"这里有{name.zh}，{mend.zh}", f"there is {name.en}: {mend.en}")
