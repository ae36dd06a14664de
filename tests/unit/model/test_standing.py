"""Which standing counts where records state several."""

from __future__ import annotations

from itertools import permutations

from pole.model.standing import Standing, latest_standing

MORNING, EVENING = "2026-11-02T08:00:00Z", "2026-11-02T23:30:00Z"


def test_what_was_received_last_counts_even_where_it_is_less() -> None:
    assert (
        latest_standing([(MORNING, None, Standing.CHARGED), (EVENING, None, Standing.SUSPECTED)]) is Standing.SUSPECTED
    )


def test_a_charge_and_its_result_in_one_extract_are_the_result_in_whatever_order_they_come() -> None:
    stated = [
        (EVENING, None, Standing.CHARGED),
        (EVENING, None, Standing.CONVICTED),
        (EVENING, None, Standing.UNKNOWN),
    ]
    assert {latest_standing(order) for order in permutations(stated)} == {Standing.CONVICTED}


def test_of_what_was_received_at_once_the_later_day_counts() -> None:
    stated = [(EVENING, "2026-10-01", Standing.CONVICTED), (EVENING, "2026-11-01", Standing.ARRESTED)]
    assert {latest_standing(order) for order in permutations(stated)} == {Standing.ARRESTED}


def test_where_nothing_is_stated_there_is_no_standing() -> None:
    assert latest_standing([]) is None
