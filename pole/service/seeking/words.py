"""Words of a question over names, identifiers, addresses and free text; a date among them is a date of birth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pole.errors import UsageError
from pole.model.folding import fold
from pole.model.values import Cleaned, value_type
from pole.model.vocabulary import Vocabulary
from pole.service.seeking.conditions import BEGUN, Condition, Met, best, sought
from pole.service.seeking.dates import born
from pole.service.seeking.lines import Line, fits, label, telling

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}")
_YEAR: Final = re.compile(r"(?:18|19|20)[0-9]{2}")


def of_text(vocabulary: Vocabulary, text: str) -> list[Condition]:
    """A condition for each word of a question, each word once. Raises UsageError where there are none."""
    found: dict[str, Condition] = {}
    for part in text.split():
        if _DATE.fullmatch(part) and isinstance(read := value_type("birth-date").clean(part), Cleaned):
            found[part] = born(read.value)
        else:
            found |= {word: anywhere(vocabulary, word) for word in words_of(part)}
    if not found:
        raise UsageError("Give at least one word with a letter or digit in it.")
    return list(found.values())


def words_of(part: str) -> list[str]:
    """The folded words of a text; the last begins longer ones where a ``*`` follows."""
    words = fold(part).split()
    return [*words[:-1], f"{words[-1]}*"] if part.endswith("*") and words else words


def folded(name: str, text: str) -> list[str]:
    """The words of a criterion, as `words_of`. Raises UsageError for none."""
    words = words_of(text.strip())
    if not words:
        raise UsageError(f"{name} needs a letter or a digit.")
    return words


def anywhere(vocabulary: Vocabulary, word: str) -> Condition:
    """A word in any attribute: best where it says most and is most of what is there. A year may be one of birth."""

    def found(lines: Sequence[Line]) -> Met | None:
        return best(_met(vocabulary, line, word) for line in lines if any(fits(word, w) for w in line.words))

    if not _YEAR.fullmatch(word):
        return Condition(((word,),), found)
    of_birth = sought("born", (f"{word}*",), lambda _line, _word: "Date of birth matches", lambda _line, _word: BEGUN)

    def judge(lines: Sequence[Line]) -> Met | None:
        return best(met for met in (found(lines), of_birth.judge(lines)) if met is not None)

    return Condition(((word, *of_birth.groups[0]),), judge)


def named(vocabulary: Vocabulary, name: str, word: str) -> Condition:
    """A word that is sought by a name of its own."""

    def told(line: Line, _found: str) -> str:
        called = label(vocabulary, line.attribute)
        return f"{called} matches" if called.casefold() == name else f"{called}: {name} matches"

    return sought(name, (word,), told, lambda _line, found: 1.0 if found == word else BEGUN)


def _met(vocabulary: Vocabulary, line: Line, asked: str) -> Met:
    whole = 1.0 if asked.rstrip("*") in line.words else BEGUN
    weight = telling(vocabulary, line.attribute) * whole * (0.7 + 0.3 / len(line.words))
    return Met(weight, (f"{label(vocabulary, line.attribute)} matches",))
