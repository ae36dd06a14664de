"""Dates to the precision given, by London's clock, and dates of birth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.errors import ValueTypeError
from pole.model.london import minutes_ahead
from pole.model.moment import Moment
from pole.model.values import Agreement, Cleaned, Rejected, value_type
from pole.model.values.calendar_check import as_moment
from pole.model.values.date_format import Fields
from pole.model.values.dates import Date
from tests.unit.model.values.claims import BLANK, PLACEHOLDER, UNKNOWN, reason, suggestions, value

DATE = value_type("date")
ORACLE = value_type("date", "DD-MON-YYYY HH24:MI")
SLASHED = value_type("date", "DD/MM/YYYY")
BORN = value_type("birth-date")
STRFTIME = {
    "DD-MON-YYYY HH24:MI": "%d-%b-%Y %H:%M", "DD/MM/YYYY": "%d/%m/%Y", "YYYYMMDD": "%Y%m%d",
    "DD/MM/YYYY HH24:MI:SS": "%d/%m/%Y %H:%M:%S", "YYYYMMDDHH24MI": "%Y%m%d%H%M", "MM/DD/YYYY": "%m/%d/%Y",
    "YYYY-MM-DD": "%Y-%m-%d",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fmt", "raw", "expected"),
    [
        ("DD-MON-YYYY HH24:MI", "16-FEB-2021 21:48", Cleaned("2021-02-16T21:48Z", "minute")),
        ("DD-MON-YYYY HH24:MI", "16-jul-2021 00:48", Cleaned("2021-07-15T23:48Z", "minute")),
        ("DD-MON-YYYY HH24:MI:SS", "16-FEB-2021 21:48:05", Cleaned("2021-02-16T21:48:05Z", "second")),
        ("DD-MON-YYYY[ HH24:MI]", "16-FEB-2021", Cleaned("2021-02-16", "day")),
        ("DD/MM/YYYY", "16/02/2021", Cleaned("2021-02-16", "day")),
        ("DD/MM/YYYY", "6/2/2021", Cleaned("2021-02-06", "day")),
        ("D/M/YYYY", "06/02/2021", Cleaned("2021-02-06", "day")),
        ("MM/DD/YYYY", "02/16/2021", Cleaned("2021-02-16", "day")),
        ("YYYY-MM-DD", "2021-02-16", Cleaned("2021-02-16", "day")),
        ("YYYYMMDD", "20210216", Cleaned("2021-02-16", "day")),
        ("YYYYMMDDHH24MI", "202102162148", Cleaned("2021-02-16T21:48Z", "minute")),
        ("DDMMYY", "160221", Cleaned("2021-02-16", "day")),
        ("DD-MON-RR", "16-FEB-79", Cleaned("1979-02-16", "day")),
        ("Mon YYYY", "Feb 2021", Cleaned("2021-02", "month")),
        ("MONTH YYYY", "sept. 2021", Cleaned("2021-09", "month")),
        ("YYYY", "2021", Cleaned("2021", "year")),
        ("DD/MM/YYYY HH12:MI AM", "16/02/2021 09:48 p.m.", Cleaned("2021-02-16T21:48Z", "minute")),
        ("DD/MM/YYYY HH12:MI AM", "16/02/2021 12:48 AM", Cleaned("2021-02-16T00:48Z", "minute")),
        ('YYYY-MM-DD"T"HH24:MI:SS.FFTZ', "2021-02-16T21:48:05.123+01:00", Cleaned("2021-02-16T20:48:05Z", "second")),
        ("DY DD MON YYYY", "Tue 16 Feb 2021", Cleaned("2021-02-16", "day")),
        ('DD/MM/YYYY "at" HH24:MI', "16/02/2021 at 21:48", Cleaned("2021-02-16T21:48Z", "minute")),
    ],
)
def test_a_date_is_read_in_the_format_of_its_source(fmt: str, raw: str, expected: Cleaned) -> None:
    assert value_type("date", fmt).clean(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("16/02/2021", "2021-02-16"),
        ("16.2.2021 9:05", "2021-02-16T09:05Z"),
        ("16-02-2021", "2021-02-16"),
        ("16th February 2021", "2021-02-16"),
        ("Tuesday 16 Feb 2021", "2021-02-16"),
        ("02/2021", "2021-02"),
        ("2021-02", "2021-02"),
        ("2021", "2021"),
        ("20210216", "2021-02-16"),
        ("2021-02-16 21:48:05.123456", "2021-02-16T21:48:05Z"),
        ("2021-07-16T21:48:05+01:00", "2021-07-16T20:48:05Z"),
    ],
)
def test_without_a_format_the_usual_british_spellings_and_iso_8601_are_understood(raw: str, expected: str) -> None:
    assert value(DATE.clean(raw)) == expected


def test_what_is_unmistakable_is_understood_beside_the_format_and_the_rest_only_suggested() -> None:
    assert value(SLASHED.clean("2021-02-16")) == "2021-02-16"
    assert value(SLASHED.clean("16-FEB-2021")) == "2021-02-16"
    assert value(ORACLE.clean("16-FEB-2021")) == "2021-02-16"
    assert SLASHED.clean("20210216") == Rejected("format: expected DD/MM/YYYY", ("2021-02-16",))


@pytest.mark.parametrize("raw", ["31/02/2021", "29/02/2021", "00/01/2021", "31/04/2021"])
def test_a_day_that_never_was_is_rejected(raw: str) -> None:
    assert reason(SLASHED.clean(raw)) == "calendar: no such day"


def test_a_month_that_can_have_been_the_day_is_suggested_so() -> None:
    assert SLASHED.clean("02/16/2021") == Rejected("calendar: no such month", ("2021-02-16",))
    assert suggestions(SLASHED.clean("32/16/2021")) == ()
    assert reason(ORACLE.clean("16-FOO-2021 21:48")) == "calendar: no such month"


def test_a_time_that_no_clock_shows_and_a_year_out_of_range_are_rejected() -> None:
    assert reason(ORACLE.clean("16-FEB-2021 24:30")) == "time: no such time"
    assert reason(DATE.clean("2021-02-16T21:60Z")) == "time: no such time"
    assert reason(DATE.clean("16/02/0021")) == "year: 0021 is out of range"


@pytest.mark.parametrize(
    ("raw", "utc"),
    [
        ("31-MAR-2024 00:59", "2024-03-31T00:59Z"),
        ("31-MAR-2024 02:01", "2024-03-31T01:01Z"),
        ("01-APR-2024 00:10", "2024-03-31T23:10Z"),
        ("27-OCT-2024 03:00", "2024-10-27T03:00Z"),
        ("19-MAR-1972 03:22", "1972-03-19T02:22Z"),
        ("01-JAN-1970 12:00", "1970-01-01T11:00Z"),
    ],
)
def test_on_the_days_about_a_change_of_londons_clock_a_time_is_read_by_the_clock_of_its_hour(
    raw: str, utc: str
) -> None:
    assert value(ORACLE.clean(raw)) == utc


@pytest.mark.parametrize("raw", ["01/01/1900", "30/12/1899", "31/12/9999", "01/01/1753", "01/01/1900 00:00"])
def test_where_calendars_of_databases_begin_and_end_is_a_placeholder(raw: str) -> None:
    assert DATE.clean(raw) == PLACEHOLDER


def test_blank_and_unknown_dates_stay_apart() -> None:
    assert ORACLE.clean("") == BLANK
    assert ORACLE.clean("unknown") == UNKNOWN


@pytest.mark.parametrize("fmt", ["YYYY-DD-MM", "YYMM", "DD/MM", "[DD/MM/YYYY", "DD/DD/YYYY", "MM/MON/YYYY"])
def test_a_format_that_cannot_be_right_is_refused(fmt: str) -> None:
    with pytest.raises(ValueTypeError):
        value_type("date", fmt)


@given(st.datetimes(datetime(1972, 1, 1), datetime(2037, 12, 31)))
def test_london_time_is_that_of_the_time_zone_database(when: datetime) -> None:
    offset = when.replace(tzinfo=ZoneInfo("Europe/London")).utcoffset() or timedelta()
    assert minutes_ahead(when.year, when.month, when.day, when.hour, when.minute) == offset.total_seconds() / 60


@given(st.datetimes(datetime(1950, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)))
def test_every_instant_is_shown_by_londons_clock_and_understood_again(when: datetime) -> None:
    text = Moment.of(when).text
    assert value(DATE.clean(DATE.format(text))) == text
    assert value(ORACLE.clean(DATE.format(text))) == text


@given(
    st.datetimes(datetime(1895, 1, 1), datetime(2105, 12, 31)),
    st.sampled_from(list(STRFTIME)),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_what_is_read_in_passing_is_what_the_whole_format_and_the_calendar_make_of_it(
    when: datetime, fmt: str, cased: Callable[[str], str]
) -> None:
    date = value_type("date", fmt)
    assert isinstance(date, Date)
    text = cased(when.strftime(STRFTIME[fmt]))
    read = date.read(text)
    assert date.clean(text) == (as_moment(read) if isinstance(read, Fields) else read)


@pytest.mark.parametrize("text", ["16-FEB 2021-21:48", "16-FEB-20 1 21:48", "１６-FEB-2021 21:48"])
def test_what_only_looks_like_the_format_is_not_taken_for_it(text: str) -> None:
    assert reason(ORACLE.clean(text)).startswith("format")


def test_the_autumn_hour_that_comes_twice_is_the_first_unless_it_says_gmt() -> None:
    assert value(DATE.clean("31/10/2021 01:30")) == "2021-10-31T00:30Z"
    assert value(DATE.clean("31/10/2021 01:30 GMT")) == "2021-10-31T01:30Z"
    assert DATE.format("2021-10-31T01:30Z") == "31 October 2021 01:30 GMT"


def test_a_date_of_birth_in_1900_or_1970_on_new_years_day_means_unknown() -> None:
    assert BORN.clean("01/01/1900") == UNKNOWN
    assert BORN.clean("1970-01-01") == UNKNOWN
    assert value(BORN.clean("02/01/1970")) == "1970-01-02"
    assert BORN.clean("") == BLANK


def test_new_years_day_of_another_year_says_the_year_of_birth_only() -> None:
    assert BORN.clean("01/01/1985") == Cleaned("1985", "year")
    assert value(DATE.clean("01/01/1985")) == "1985-01-01"


def test_the_time_of_day_of_a_birth_is_dropped_on_londons_calendar() -> None:
    assert value(value_type("birth-date", "DD-MON-YYYY HH24:MI").clean("16-JUL-1985 00:00")) == "1985-07-16"
    assert value(BORN.clean("1985-07-15T23:30Z")) == "1985-07-16"


def test_a_birth_to_come_is_rejected_and_the_century_before_suggested() -> None:
    assert BORN.clean("16/02/2285") == Rejected("year: born in the future", ("2185-02-16",))


@pytest.mark.parametrize(
    ("a", "b", "agreement"),
    [
        ("1985", "1985-02-16", Agreement.COMPATIBLE),
        ("2021-02-16", "2021-02-16T21:48Z", Agreement.COMPATIBLE),
        ("2021-07-16", "2021-07-15T23:30Z", Agreement.COMPATIBLE),
        ("1985-02-03", "1985-03-02", Agreement.NEAR),
        ("1985-02-16", "1985-02-17", Agreement.NEAR),
        ("1985-02-16", "1958-02-16", Agreement.NEAR),
        ("1985-02-16", "1979-11-30", Agreement.DIFFERENT),
    ],
)
def test_dates_are_compared_by_what_they_hold(a: str, b: str, agreement: Agreement) -> None:
    assert DATE.compare(a, b) is agreement


def test_a_day_says_more_than_a_month_and_that_more_than_a_year() -> None:
    assert DATE.specificity("2021") < DATE.specificity("2021-02") < DATE.specificity("2021-02-16") == 1
