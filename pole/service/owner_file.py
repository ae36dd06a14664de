"""The file that goes to the owner of records with what is to be corrected, and comes back with answers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TextIO

from pole.access.session import Inquiry
from pole.errors import NotVisibleError, UsageError
from pole.graph.rows import TaskState
from pole.service.answers.corrections import CorrectionView
from pole.service.corrections import answer_correction

TASK: Final = "task"
ANSWER: Final = "answer"
WORDS: Final = "in words"
COLUMNS: Final = (TASK, "type", "key", "field", "says", "should", "words", "raised", "marking", ANSWER, WORDS)
"""The last two are for the owner to fill in."""
ANSWERS: Final = (TaskState.RIGHT, TaskState.CORRECTED)
_TOLD: Final = 10
"""Faulty lines of a file that are named one by one."""


class OwnerSays(NamedTuple):
    """What an owner answers on one line."""

    line: int
    task: str
    state: TaskState
    words: str


def write_for_owner(tasks: Iterable[CorrectionView], file: TextIO) -> int:
    """Tasks as a table with a line of column names, for who owns the records; how many."""
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(COLUMNS)
    number = 0
    for t in tasks:
        number += 1
        words = "gone at source without a word: is that right?" if t.vanished else t.words
        told = (t.id, t.type, t.key or "", t.field or "", t.says, t.should, words, t.raised, t.marking.text, "", "")
        lines.writerow(map(_harmless, told))
    return number


def read_from_owner(file: TextIO) -> list[OwnerSays]:
    """What is answered in such a file, line by line; a line without an answer is still to be answered.

    Other columns may be gone. Raises UsageError for what is wrong with it, line by line.
    """
    try:
        rows = csv.DictReader(file, strict=True)
        lacking = [name for name in (TASK, ANSWER, WORDS) if name not in (rows.fieldnames or ())]
        if lacking:
            raise UsageError(
                f"The file has no column {', '.join(map(repr, lacking))}. Expected is CSV with commas and a first line of "
                "column names, as `pole correction export` writes it."
            )
        read = [(rows.line_num, row) for row in rows]
    except (csv.Error, UnicodeDecodeError) as error:
        raise UsageError(f"The file is no CSV in UTF-8 ({error}).") from error
    said = [(line, row) for line, row in read if (row[ANSWER] or "").strip()]
    faults = [*_faults(said), *_twice(said)]
    if faults:
        more = f" And {len(faults) - _TOLD} more." if len(faults) > _TOLD else ""
        raise UsageError(f"Nothing was taken. {' '.join(faults[:_TOLD])}{more}")
    return [
        OwnerSays(line, row[TASK].strip(), state, row[WORDS].strip())
        for line, row in said
        if (state := _state(row)) is not None
    ]


def take_answers(inquiry: Inquiry, answers: Iterable[OwnerSays]) -> tuple[int, list[OwnerSays]]:
    """Close what is answered: how many tasks, and the lines whose task is closed already or not for this viewer.

    Raises NotEntitledError, and UsageError or LimitReachedError for words that cannot be kept.
    """
    left: list[OwnerSays] = []
    number = 0
    for said in answers:
        try:
            answer_correction(inquiry, said.task, said.state, said.words)
            number += 1
        except NotVisibleError:
            left.append(said)
    return number, left


def _faults(said: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[str]:
    for line, row in said:
        if _state(row) is None:
            expected = " or ".join(ANSWERS)
            yield f"Line {line}: the answer {row[ANSWER].strip()[:40]!r} is none; write {expected}."
        elif not (row[WORDS] or "").strip():
            yield f"Line {line}: say {WORDS!r} what is right or was corrected."


def _twice(said: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[str]:
    first: dict[str, int] = {}
    for line, row in said:
        before = first.setdefault(row[TASK].strip(), line)
        if before != line:
            yield f"Line {line}: the task is answered on line {before} already."


def _state(row: Mapping[str, str]) -> TaskState | None:
    written = row[ANSWER].strip().casefold()
    return next((state for state in ANSWERS if state == written), None)


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
