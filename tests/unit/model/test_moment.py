"""Moments: text plus precision, what they can be, their order; intervals with open ends; ages."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.model.moment import Interval, Moment, Precision, age_range

instants = st.datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(Moment.of)
cut = st.sampled_from([4, 7, 10, 20])
moments = st.builds(lambda moment, size: Moment(moment.text[:size]), instants, cut)


def utc(*fields: int) -> datetime:
    year, month, day, *clock = fields
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2021", Precision.YEAR, utc(2021, 1, 1), utc(2021, 12, 31, 23, 59, 59)),
        ("2021-02", Precision.MONTH, utc(2021, 2, 1), utc(2021, 2, 28, 23, 59, 59)),
        ("2021-07", Precision.MONTH, utc(2021, 6, 30, 23), utc(2021, 7, 31, 22, 59, 59)),
        ("2021-12", Precision.MONTH, utc(2021, 12, 1), utc(2021, 12, 31, 23, 59, 59)),
        ("2021-02-16", Precision.DAY, utc(2021, 2, 16), utc(2021, 2, 16, 23, 59, 59)),
        ("2021-03-28", Precision.DAY, utc(2021, 3, 28), utc(2021, 3, 28, 22, 59, 59)),
        ("2021-02-16T21:48Z", Precision.MINUTE, utc(2021, 2, 16, 21, 48), utc(2021, 2, 16, 21, 48, 59)),
        ("2021-02-16T21:48:05Z", Precision.SECOND, utc(2021, 2, 16, 21, 48, 5), utc(2021, 2, 16, 21, 48, 5)),
    ],
)
def test_a_moment_can_be_any_instant_of_what_it_says_by_londons_calendar(
    text: str, precision: Precision, earliest: datetime, latest: datetime
) -> None:
    moment = Moment(text)
    assert (moment.precision, moment.earliest(), moment.latest()) == (precision, earliest, latest)


@pytest.mark.parametrize(
    "text", ["", "21", "2021-2", "2021-13", "2021-02-30", "2021-02-16T21:48", "2021-02-16T25:00Z", "0000"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Moment(text)


def test_a_moment_never_changes_and_travels_between_processes() -> None:
    moment = Moment("2021-02")
    with pytest.raises(AttributeError):
        moment.text = "2022"
    assert pickle.loads(pickle.dumps(moment)) == moment
    assert len({moment, Moment("2021-02")}) == 1
    assert str(moment) == "2021-02"
    assert moment != "2021-02"


def test_a_moment_is_made_of_a_day_or_of_an_instant_with_a_zone() -> None:
    assert Moment.of(date(2021, 2, 16)).text == "2021-02-16"
    assert Moment.of(utc(2021, 2, 16, 21, 48, 5)).text == "2021-02-16T21:48:05Z"
    with pytest.raises(ValueError, match="zone"):
        Moment.of(datetime(2021, 2, 16))


def test_the_more_precise_of_two_that_begin_together_comes_first() -> None:
    texts = ["2021", "2021-01-01T00:00Z", "2020-12", "2021-01-01", "2021-01"]
    assert [str(moment) for moment in sorted(map(Moment, texts))] == [
        "2020-12",
        "2021-01-01T00:00Z",
        "2021-01-01",
        "2021-01",
        "2021",
    ]


@given(moments, moments)
def test_order_containment_and_overlap_hold_together(a: Moment, b: Moment) -> None:
    assert (a < b) + (b < a) + (a == b) == 1
    assert a.overlaps(b) == b.overlaps(a)
    assert not (a.contains(b) and b.contains(a)) or (a.earliest(), a.latest()) == (b.earliest(), b.latest())
    if a.contains(b):
        assert a.overlaps(b)
    assert a.before(b) + b.before(a) + a.overlaps(b) == 1


@given(instants)
def test_every_instant_lies_in_its_day_by_londons_calendar(instant: Moment) -> None:
    day = Moment.of(instant.first_day())
    assert day.contains(instant)
    assert Moment(day.text[:7]).contains(day)
    assert Moment(day.text[:4]).contains(instant)


def test_the_last_moment_of_the_calendar_has_an_end() -> None:
    assert Moment("9999").latest() == datetime.max.replace(microsecond=0, tzinfo=UTC)
    assert Moment("0001").earliest() == datetime.min.replace(tzinfo=UTC)


def test_an_interval_includes_both_its_ends_as_far_as_they_are_known() -> None:
    lived = Interval(Moment("2019-06"), Moment("2021"))
    assert lived.contains(Moment("2021-12-31"))
    assert lived.contains(Moment("2019-06-01"))
    assert not lived.contains(Moment("2019"))
    assert lived.may_hold_at(Moment("2019"))
    assert not lived.may_hold_at(Moment("2022"))


def test_an_open_end_has_no_end() -> None:
    since = Interval(Moment("2019-06"), None)
    assert since.contains(Moment("2150"))
    assert not since.contains(Moment("2019-05"))
    assert Interval().contains(Moment("1066")) and Interval().possible()
    assert since.overlaps(Interval(None, Moment("2019")))
    assert not since.overlaps(Interval(None, Moment("2019-05-31")))


def test_an_interval_that_ends_before_it_begins_holds_nothing() -> None:
    wrong = Interval(Moment("2021"), Moment("2019"))
    assert not wrong.possible()
    assert not wrong.contains(Moment("2020"))
    assert not wrong.overlaps(Interval())


@pytest.mark.parametrize(
    ("born", "at", "ages"),
    [
        ("2010-02-16", "2021-02-15", (10, 10)),
        ("2010-02-16", "2021-02-16", (11, 11)),
        ("2010", "2021-06-01", (10, 11)),
        ("2010-06", "2021-06-15", (10, 11)),
        ("2010", "2021", (10, 11)),
        ("2008-02-29", "2021-02-28", (12, 12)),
        ("2008-02-29", "2021-03-01", (13, 13)),
        ("2011-07-02", "2021-07-01T23:30Z", (10, 10)),
        ("2021", "2020", (-2, -1)),
    ],
)
def test_an_age_is_a_range_as_wide_as_what_is_not_known(born: str, at: str, ages: tuple[int, int]) -> None:
    assert age_range(Moment(born), Moment(at)) == ages


@given(moments, moments)
def test_the_youngest_age_is_never_above_the_oldest(born: Moment, at: Moment) -> None:
    low, high = age_range(born, at)
    assert low <= high
    width = (born.last_day() - born.first_day()) + (at.last_day() - at.first_day())
    assert high - low <= width / timedelta(days=365) + 1
