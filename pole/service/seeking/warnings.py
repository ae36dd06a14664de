"""Things that bear a warning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pole.model.days import day_word
from pole.model.values.code import code_word
from pole.model.vocabulary import WARNING, Vocabulary
from pole.service.seeking.conditions import Condition, Met, sought
from pole.service.seeking.lines import Line


def of_warnings(vocabulary: Vocabulary, names: Iterable[str], now: datetime) -> Condition:
    """One of these warnings, borne by the thing itself and not ended. Raises VocabularyError for a name that is none.

    A warning with an end has the day of it after an ``@``.
    """
    today = day_word(now.date().isoformat())
    labels = {code_word(name): vocabulary.warning(name).label for name in names}
    words = [asked for word in labels for asked in (word, f"{word}@*")]
    borne = sought(WARNING, words, lambda _line, word: f"Warning: {labels[word.partition('@')[0]]}")

    def judge(lines: Sequence[Line]) -> Met | None:
        return borne.judge([line for line in lines if not any(_ended(word, today) for _, word in line.sought)])

    return borne._replace(judge=judge)


def _ended(word: str, today: str) -> bool:
    """An end that is known to the month or year counts to its last day."""
    _, dated, until = word.partition("@")
    return bool(dated) and until.replace("x", "9") < today
