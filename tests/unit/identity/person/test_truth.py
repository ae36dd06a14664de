"""How right a resolution is."""

from __future__ import annotations

import pytest

from pole.identity.person.truth import calibration, recall_by_group, score, wrongly_joined

TRUTH = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "c1": "C"}


def test_everything_right() -> None:
    right = score(TRUTH, TRUTH)
    assert (right.pairwise.f1, right.b_cubed.f1, right.mixed, right.split) == (1, 1, 0, 0)


def test_one_wrong_join_and_one_missed_are_counted() -> None:
    found = score(TRUTH, {"a1": 1, "a2": 1, "b1": 1})
    assert found.pairwise == pytest.approx((1 / 3, 1 / 3))
    assert found.b_cubed == pytest.approx(((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5, (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5))
    assert (found.mixed, found.split) == (1, 1)


def test_look_alikes_are_counted_once_each() -> None:
    assert wrongly_joined(TRUTH, {"a1": 1, "b1": 1}, [("A", "B"), ("A", "C"), ("A", "gone")]) == 0.5
    assert wrongly_joined(TRUTH, {}, []) == 0.0


def test_calibration_sets_what_was_said_beside_what_was_so() -> None:
    low, high = calibration([(0.05, False), (0.95, True), (1.0, True), (0.91, False)])
    assert low == (1, 0.05, 0.0)
    assert high == pytest.approx((3, 2.86 / 3, 2 / 3))


def test_a_group_is_scored_by_itself() -> None:
    groups = recall_by_group(TRUTH, {"a1": 1, "a2": 1}, {"A": "north", "B": "south"})
    assert groups["north"].pairwise.recall == pytest.approx(1 / 3)
    assert groups["south"].pairwise.recall == 1
