"""Published crime, outcomes and stops: the traps of the layout, in a few invented rows and in the real files."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pole.formats.rows import RawRow
from pole.ingest.balance import BalanceSheet
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import CompiledSource, ShapeContext, compile_mapping
from pole.model.values.dates import spoken
from tests.conftest import missing
from tests.loaders.holding import Held
from tests.loaders.shaping import vocabulary

SOURCE = "police-uk"
NAMES = {"year": "2026", "month": "11", "force": "north-marls"}
ID = "c0ffee" * 10 + "1234"
CRIME = {
    "Crime ID": ID,
    "Month": "2026-11",
    "Reported by": "North Marls Police",
    "Falls within": "North Marls Police",
    "Longitude": "-2.162284",
    "Latitude": "53.407704",
    "Location": "On or near Mill Lane",
    "LSOA code": "E01099999",
    "LSOA name": "Marlsford 012A",
    "Crime type": "Violence and sexual offences",
    "Last outcome category": "Under investigation",
}
DISORDER = {**CRIME, "Crime ID": "", "Crime type": "Anti-social behaviour", "Last outcome category": ""}
STOP = {
    "Type": "Person and Vehicle search",
    "Date": "2026-10-31T23:50:00+00:00",
    "Part of a policing operation": "True",
    "Policing operation": "Operation Heron",
    "Latitude": "53.407704",
    "Longitude": "-2.162284",
    "Gender": "Female",
    "Age range": "over 34",
    "Self-defined ethnicity": "Other ethnic group - Not stated",
    "Officer-defined ethnicity": "White",
    "Legislation": "Misuse of Drugs Act 1971 (section 23)",
    "Object of search": "Controlled drugs",
    "Outcome": "Arrest",
    "Outcome linked to object of search": "False",
    "Removal of more than just outer clothing": "False",
}


def _file(held: Held, record: str, *rows: dict[str, str], **names: str) -> Path:
    return held.file(SOURCE, record, *rows, **{**NAMES, **names})


def _take(held: Held, record: str, *rows: dict[str, str], **names: str) -> BalanceSheet:
    sheet = held.load(SOURCE, _file(held, record, *rows, **names))
    assert sheet.quarantined == 0
    return sheet


def test_a_crime_is_known_to_its_month_and_placed_by_the_names_of_the_columns(held: Held) -> None:
    _take(held, "street", CRIME)
    crime = held.view(held.one("police-uk-crime", ID))
    assert (crime.values("occurred"), crime.values("published-category")) == (["2026-11"], ["violent-crime"])
    assert crime.view.head.subtype == "crime"
    scene = held.view(crime.other("OCCURRED_AT"))
    assert (scene.values("position"), scene.values("street")) == (["53.407704,-2.162284"], ["On or near Mill Lane"])


def test_equal_rows_of_anti_social_behaviour_are_incidents_of_their_own(held: Held) -> None:
    _take(held, "street", DISORDER, CRIME, DISORDER)
    area = held.view(held.one("area-code", "E01099999"))
    scenes = [held.view(tie.other.id) for tie in area.ties("IN_AREA")]
    events = [held.view(scene.other("OCCURRED_AT")).view.head for scene in scenes]
    assert Counter(event.subtype for event in events) == {"incident": 2, "crime": 1}
    assert len({event.id for event in events}) == 3


def test_a_file_of_another_month_or_force_takes_no_place_of_this_ones(held: Held) -> None:
    _take(held, "street", DISORDER)
    _take(held, "street", DISORDER, month="12")
    _take(held, "street", DISORDER, force="south-marls")
    assert len(held.view(held.one("area-code", "E01099999")).ties("IN_AREA")) == 3


def test_two_events_at_one_anonymous_point_have_nothing_to_do_with_each_other(held: Held) -> None:
    other = {**CRIME, "Crime ID": ID[::-1]}
    _take(held, "street", CRIME, other)
    first, second = held.one("police-uk-crime", ID), held.one("police-uk-crime", ID[::-1])
    assert held.view(first).other("OCCURRED_AT") != held.view(second).other("OCCURRED_AT")
    assert held.paths(first, second) == 0
    point = held.view(held.one("police-uk-point", "53.407704,-2.162284"))
    assert (point.values("area-type"), len(point.ties("IN_AREA"))) == (["anonymous map point"], 2)


@pytest.mark.parametrize("location", ["No Location", "On or near"])
def test_an_event_without_a_place_has_none(held: Held, location: str) -> None:
    _take(
        held,
        "street",
        {**CRIME, "Location": location, "Longitude": "", "Latitude": "", "LSOA code": "", "LSOA name": ""},
    )
    scene = held.view(held.view(held.one("police-uk-crime", ID)).other("OCCURRED_AT"))
    assert (scene.values("street"), scene.values("position"), scene.ties("IN_AREA")) == ([], [], [])
    assert scene.unusable("street") == [(location, "absent: unknown")]


def test_outcomes_are_the_crimes_from_their_month_on_and_nobodys(held: Held) -> None:
    _take(held, "street", CRIME)
    outcome = {key: CRIME[key] for key in CRIME if key not in ("Crime type", "Last outcome category")}
    charged = {**outcome, "Outcome type": "Suspect charged"}
    _take(held, "outcome", charged, {**outcome, "Month": "2027-02", "Outcome type": "Offender fined"})
    crime = held.view(held.one("police-uk-crime", ID))
    said = [(one.value, one.begins) for value in crime.attribute("outcome").values for one in value.statements]
    assert set(said) == {("Under investigation", None), ("Suspect charged", "2026-11"), ("Offender fined", "2027-02")}
    assert {tie.type for tie in crime.relationships} == {"OCCURRED_AT"}
    assert len(crime.ties("OCCURRED_AT")) == 1


def test_a_stop_says_all_it_says_and_names_nobody(held: Held) -> None:
    _take(held, "stop", STOP)
    point = held.view(held.one("police-uk-point", "53.407704,-2.162284"))
    stop = held.view(held.view(point.other("IN_AREA")).other("OCCURRED_AT"))
    assert {
        name: stop.values(name) for name in ("outcome-linked", "more-than-outer-clothing", "in-operation", "unit")
    } == {
        "outcome-linked": ["false"],
        "more-than-outer-clothing": ["false"],
        "in-operation": ["true"],
        "unit": ["north-marls"],
    }
    assert [spoken(value) for value in stop.values("occurred")] == ["31 October 2026 23:50:00"]
    people = {tie.other.subtype: tie.other.id for tie in stop.ties("STOPPED_IN")}
    assert set(people) == {"person", "vehicle"}
    person = held.view(people["person"])
    assert {name: person.values(name) for name in ("ethnicity-self", "ethnicity-observed", "age-range", "gender")} == {
        "ethnicity-self": ["NS"],
        "ethnicity-observed": ["white"],
        "age-range": ["over 34"],
        "gender": ["female"],
    }
    assert person.attribute("ethnicity-observed").values[0].display == "White"
    operation = held.view(stop.other("PART_OF"))
    assert (operation.values("title"), operation.values("unit")) == (["Operation Heron"], ["north-marls"])


def test_a_stop_of_the_summer_is_shown_by_londons_clock_and_midnight_is_a_day(held: Held) -> None:
    times = ("2026-05-31T23:01:00+00:00", "2026-06-01T00:00:00+00:00", "2026-06-01T00:00:01+00:00")
    _take(held, "stop", *({**STOP, "Date": time} for time in times))
    operation = held.view(held.find("Heron"))
    said = sorted(value for tie in operation.ties("PART_OF") for value in held.view(tie.other.id).values("occurred"))
    assert said == ["2026-05-31T23:01:00Z", "2026-06-01", "2026-06-01T00:00:01Z"]
    assert spoken(said[0]) == "1 June 2026 00:01:00"


def test_two_forces_operations_of_one_name_are_two(held: Held) -> None:
    _take(held, "stop", STOP, STOP)
    _take(held, "stop", STOP, force="south-marls")
    point = held.view(held.one("police-uk-point", "53.407704,-2.162284"))
    stops = [held.view(held.view(tie.other.id).other("OCCURRED_AT")) for tie in point.ties("IN_AREA")]
    assert sorted(Counter(stop.other("PART_OF") for stop in stops).values()) == [1, 2]


# ---------------------------------------------------------------- real files, read where they are


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    found = shared_data / "police-uk"
    if not found.is_dir():
        missing(f"no published files in {found}; name the folder of data sets in POLE_TEST_DATA")
    return found


def _read(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    opening = gzip.open if path.suffix == ".gz" else open
    with opening(path, "rt", encoding="utf-8-sig") as text:
        yield from csv.DictReader(text, delimiter=delimiter)


def test_every_stop_of_a_real_month_is_taken_and_every_value_understood(held: Held, folder: Path) -> None:
    file = folder / "2019-06-greater-manchester-stop-and-search.csv"
    rows = list(_read(file))
    (account,) = held.load(SOURCE, file).accounts
    assert (account.read, account.outcomes, account.unaccounted) == (len(rows), {"new": len(rows)}, 0)
    assert {
        place: counts for place, counts in account.fields.items() if set(counts) & {"rejected", "unmapped", "unfit"}
    } == {}
    filled = {field.rpartition(" from ")[2]: counts.get("mapped", 0) for field, counts in account.fields.items()}
    for column in (
        "Gender",
        "Age range",
        "Self-defined ethnicity",
        "Officer-defined ethnicity",
        "Object of search",
        "Outcome",
    ):
        assert filled[column] == sum(bool(row[column]) for row in rows), column
    assert filled["Latitude+Longitude"] == sum(bool(row["Latitude"]) for row in rows)
    assert held.app.store.check() == []


@cache
def _published(name: str) -> CompiledSource:
    path = Path(__file__).parent / "published" / f"{name}.yaml"
    return compile_mapping(load_mapping(path, vocabulary()), vocabulary())


@pytest.mark.parametrize(
    ("name", "mapping", "latitude", "longitude"),
    [
        ("nottingham_burglary.csv.gz", "crime", "latitude", "longitude"),
        ("nottingham_robbery.csv.gz", "crime", "latitude", "longitude"),
        pytest.param("gmp_bur.csv.gz", "crime", "Latitude", "Longitude", marks=pytest.mark.slow),
        pytest.param("lancashire_asb.tab.gz", "disorder", "latitude", "longitude", marks=pytest.mark.slow),
        pytest.param("northumbria_asb.tab.gz", "disorder", "latitude", "longitude", marks=pytest.mark.slow),
    ],
)
def test_a_real_file_of_another_layout_loads_by_a_declared_mapping(
    held: Held, folder: Path, name: str, mapping: str, latitude: str, longitude: str
) -> None:
    packed = folder / name
    rows = list(_read(packed, "\t" if ".tab" in name else ","))
    sheet = held.app.loader().load(_published(mapping), [packed])
    (account,) = sheet.accounts
    assert (account.read, account.outcomes, account.unaccounted) == (len(rows), {"new": len(rows)}, 0)
    assert {
        place: counts for place, counts in account.fields.items() if set(counts) & {"rejected", "unmapped", "unfit"}
    } == {}
    points = Counter(f"{row[latitude]},{row[longitude]}" for row in rows)
    busiest, events = points.most_common(1)[0]
    assert held.related(held.one("police-uk-point", busiest), "IN_AREA") == events


def test_streets_without_a_name_are_unknown_in_a_real_file(folder: Path) -> None:
    packed = folder / "northumbria_asb.tab.gz"
    nameless = sum(row["location"] == "On or near" for row in _read(packed, "\t"))
    record = _published("disorder").records["disorder"]
    record.reset_counts()
    for row in record.open(packed).rows():
        assert isinstance(row, RawRow)
        record.shape(row, ShapeContext("northumbria_asb.tab", "2026-11-03T00:00:00Z"))
    (street,) = [count for count in record.field_counts() if count.place == "scene.street"]
    assert (street.absent, street.blank) == (nameless, 0)
