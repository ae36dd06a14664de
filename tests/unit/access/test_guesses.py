"""Guesses at identifiers are counted, by viewer and hour, for every process of a deployment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pole.access.guesses import Guesses
from pole.access.policy_check import load_policy
from pole.access.viewer import Viewer
from pole.errors import AuditUnavailableError, TooManyGuessesError

KEY = bytes(range(32))
ANNA, BEN = (Viewer(name, name, frozenset({"open"})) for name in ("anna", "ben"))


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 27, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_one_too_many_is_refused_until_the_hour_is_over(tmp_path: Path) -> None:
    clock = Clock()
    guesses = Guesses(tmp_path / "guesses.db", KEY, 3, clock)
    for _ in range(3):
        guesses.count(ANNA)
        clock.now += timedelta(minutes=10)
    for _ in range(2):
        with pytest.raises(TooManyGuessesError, match="after 13:00 UTC"):
            guesses.count(ANNA)
    guesses.count(BEN)
    clock.now += timedelta(minutes=30)
    guesses.count(ANNA)
    with pytest.raises(TooManyGuessesError, match="after 13:10 UTC"):
        guesses.count(ANNA)


def test_processes_count_together_and_the_file_names_nobody(tmp_path: Path) -> None:
    here, there = (Guesses(tmp_path / "guesses.db", KEY, 2, Clock()) for _ in range(2))
    here.count(ANNA)
    there.count(ANNA)
    for either in (here, there):
        with pytest.raises(TooManyGuessesError):
            either.count(ANNA)
    assert b"anna" not in (tmp_path / "guesses.db").read_bytes()


def test_where_nothing_can_be_noted_there_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(AuditUnavailableError, match="guesses"):
        Guesses(tmp_path / "nowhere" / "guesses.db", KEY, 2, Clock()).count(ANNA)


def test_only_who_may_be_told_can_guess() -> None:
    policy = load_policy()
    assert policy.may_be_told(ANNA)
    cleared = Viewer("", "", frozenset({"child-protection", "domestic-abuse"}))
    assert not policy.may_be_told(cleared)
    assert not policy.may_be_told(Viewer("", "", frozenset({"nobody"})))
