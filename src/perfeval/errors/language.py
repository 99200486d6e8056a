"""Two languages, one sentence: the text that people read, in Chinese and in English."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Language = Literal["zh", "en"]
"""The languages perfeval speaks: ``"zh"`` Chinese, ``"en"`` English."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@frozen
class Text:
    """One sentence in both languages.

    Args:
        zh: The sentence in Chinese.
        en: The same sentence in English.

    Raises:
        TypeError: If either is no str.

    >>> Text("预算执行率", "budget execution rate").speak("en")
    'budget execution rate'

    """

    zh: str
    en: str

    def __attrs_post_init__(self) -> None:
        """Refuse what is no text where it is made, not where it is printed."""
        if not (isinstance(self.zh, str) and isinstance(self.en, str)):
            message = f"a Text is made of two texts, not of {self.zh!r} and {self.en!r}"
            raise TypeError(message)

    def speak(self, language: Language) -> str:
        """Return the sentence in *language* (``"zh"`` or ``"en"``)."""
        return self.zh if language == "zh" else self.en

    def to_dict(self) -> dict[str, str]:
        """Return the sentence in both languages, by the language."""
        return {"zh": self.zh, "en": self.en}

    def format(self, **values: object) -> Text:
        """Fill the ``{name}`` placeholders of both sentences with the same values."""
        return Text(self.zh.format(**values), self.en.format(**values))


Phrase = str | Text
"""Words that are the same in both languages (a value, a name), or a sentence in both."""

WordsAsData = str | dict[str, str]
"""Words as plain data: in the language that was asked for, or in both, by the language."""


def spoken(words: Phrase, language: Language | None) -> WordsAsData:
    """Return words as plain data: in *language*, or in both where none is chosen."""
    text = Text(words, words) if isinstance(words, str) else words
    return text.to_dict() if language is None else text.speak(language)
