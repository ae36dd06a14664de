"""A search finds what the rows that a viewer may see make it find, and says why, in one order on every store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from pole.access.reading import ScopedGraph
from pole.access.session import Inquiry
from pole.errors import LimitReachedError, NotVisibleError, PoleError, UsageError, VocabularyError
from pole.graph.port import Store
from pole.graph.questions import SEARCH_CANDIDATES
from pole.ingest.plan import Planner
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.model.values.positions import to_position
from pole.service import search as searching
from pole.service.answers.found import MatchView
from pole.service.search import search
from pole.service.seeking.asked import PersonCriteria, PlaceCriteria, SearchFilter, VehicleCriteria, Within
from pole.stores.sqlite import open_store
from tests.access.viewing import force
from tests.stores.keepers import Keeper
from tests.stores.memory import MemoryStore
from tests.stores.searching import HOMES, MARKINGS, Due, Row, anywhere, questions, shaped, world
from tests.stores.shaping import batch_of
from tests.stores.test_differential import minting

SCHEMES = {Kind.PERSON: "person-number", Kind.OBJECT: "vrm", Kind.EVENT: "event-number", Kind.LOCATION: "address"}
SEES = {"open": {"open"}, "child-protection": {"open", "case"}}


def loaded(store: Store, rows: Sequence[Row]) -> MemoryStore:
    """The reference store, after the same rows went into both."""
    oracle, made = MemoryStore(), shaped(list(rows))
    with store.lease("tester@here:1 since now") as lease:
        for number in range(0, len(made), 50):
            batch = batch_of(number, made[number : number + 50])._replace(markings=MARKINGS)
            store.apply(lease, batch, Planner(minting(number)))
            oracle.apply(batch, Planner(minting(number)))
    return oracle


def over(oracle: MemoryStore, inquiry: Inquiry) -> Inquiry:
    """The same inquiry over the reference store."""
    graph = ScopedGraph(oracle.reader(inquiry.scope.visibilities), inquiry.scope)
    return replace(inquiry, graph=graph)


def everything(inquiry: Inquiry, due: Due, most: int, first: int = 60) -> list[MatchView]:
    """All pages, without their cursors."""
    found: list[MatchView] = []
    page = search(inquiry, due.text, due.asked, first, None, most)
    while True:
        found += [replace(edge, cursor="") for edge in page.edges]
        if not page.more:
            assert len(found) == page.total
            return found
        page = search(inquiry, due.text, due.asked, first, page.edges[-1].cursor, most)


def named(inquiry: Inquiry, row: Row, kind: Kind) -> Id:
    """The thing of a kind that a row speaks of."""
    keys = {
        Kind.PERSON: f"person-number|{row.person}",
        Kind.OBJECT: f"vrm|{row.plate.replace(' ', '')}",
        Kind.EVENT: f"event-number|{row.event}",
        Kind.LOCATION: "",
    }
    if kind is Kind.LOCATION:
        return f"{row.home.door} {row.home.postcode}"
    return inquiry.graph.by_identifier([keys[kind]])[0][1]


def kind_of(due: Due) -> Kind:
    """What a question is about."""
    for kind, criteria in searching._criteria(due.asked):  # pyright: ignore[reportPrivateUsage]  # the rule itself
        if criteria:
            return kind
    assert due.asked.kinds is not None
    return due.asked.kinds[0]


def expected(inquiry: Inquiry, due: Due, rows: Sequence[Row]) -> set[Id]:
    """What must be found: that of which one row says all that is asked, and some row puts it where it is asked to be."""
    kind = kind_of(due)
    fits = {named(inquiry, row, kind) for row in rows if (kind is not Kind.OBJECT or row.plate) and due.fits(row)}
    there = {named(inquiry, row, kind) for row in rows if (kind is not Kind.OBJECT or row.plate) and due.there(row)}
    return fits & there


def told(inquiry: Inquiry, due: Due, found: Sequence[MatchView]) -> set[Id]:
    """What was found, named as `expected` names it."""
    if kind_of(due) is not Kind.LOCATION:
        return {edge.head.id for edge in found}
    return {
        next(f"{h.door} {h.postcode}" for h in HOMES if _is_at(edge.head.caption, h.door, h.postcode)) for edge in found
    }


def _is_at(caption: str, door: str, postcode: str) -> bool:
    return caption.startswith((f"{door} ", f"{door},")) and caption.endswith(postcode)


def asking_of(inquiry: Inquiry, due: Due) -> Due:
    """The question with the ids of its area."""
    within = due.asked.within
    if within is None or within.area is None:
        return due
    found = inquiry.graph.by_identifier([f"area-code|{within.area}"])
    return due._replace(asked=replace(due.asked, within=replace(within, area=found[0][1] if found else "unknown")))


@pytest.mark.parametrize("most", [SEARCH_CANDIDATES, 12], ids=["from the thing", "from the place"])
def test_what_is_found_is_what_the_visible_rows_say_and_in_the_order_of_the_reference(
    keeper: Keeper, tmp_path: Path, most: int
) -> None:
    """With a lower limit the questions of many things go from the place, and some of them cannot be answered."""
    rows, number = world(Random(3), 140), 60 if keeper.kind == "sqlite" else 25
    store = keeper.fresh()
    oracle = loaded(store, rows)
    answered = 0
    with force(store, tmp_path) as asked:
        for role, sees in SEES.items():
            with asked.inquiry(role) as inquiry:
                visible = [row for row in rows if row.visible in sees]
                for due in (asking_of(inquiry, due) for due in questions(Random(role), number)):
                    there = ends(inquiry, due, most)
                    assert there == ends(over(oracle, inquiry), due, most), due.name
                    if isinstance(there, list):
                        answered += 1
                        assert told(inquiry, due, there) == expected(inquiry, due, visible), due.name
                        assert [(-e.score, e.head.id) for e in there] == sorted((-e.score, e.head.id) for e in there)
                        assert all(edge.because and 0 < edge.score <= 1 for edge in there)
    assert answered >= (1.9 if most == SEARCH_CANDIDATES else 0.5) * number


def ends(inquiry: Inquiry, due: Due, most: int) -> list[MatchView] | tuple[str, str]:
    """All that is found, or how the question failed."""
    try:
        return everything(inquiry, due, most)
    except PoleError as error:
        return error.code, error.message


def test_pages_of_a_search_have_no_gap_and_no_repeat(store: Store, tmp_path: Path) -> None:
    loaded(store, world(Random(4), 60))
    with force(store, tmp_path) as asked, asked.inquiry("child-protection") as inquiry:
        due = Due("everybody", None, SearchFilter(person=PersonCriteria(age_from=0)), anywhere, anywhere)
        whole = everything(inquiry, due, SEARCH_CANDIDATES, 100)
        assert len(whole) > 10
        assert everything(inquiry, due, SEARCH_CANDIDATES, 3) == whole


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        (None, SearchFilter(kinds=(Kind.PERSON,)), "Say what to search for"),
        ("...", SearchFilter(), "at least one word"),
        (None, SearchFilter(person=PersonCriteria(surname="-")), "surname needs a letter"),
        (None, SearchFilter(person=PersonCriteria(born="31/02/1980")), "is no date"),
        (None, SearchFilter(person=PersonCriteria(age_from=40, age_to=30)), "ageFrom is above ageTo"),
        (None, SearchFilter(person=PersonCriteria(sex="maybe")), "Male, Female"),
        (None, SearchFilter(vehicle=VehicleCriteria(plate="A?B?C")), "at least 2 characters"),
        (None, SearchFilter(vehicle=VehicleCriteria(plate="AB;12")), "letters and digits"),
        (None, SearchFilter(place=PlaceCriteria(postcode="M1-1")), "no postcode"),
        (None, SearchFilter(place=PlaceCriteria(uprn="x")), "12 digits"),
        (None, SearchFilter(begins="2024-02", ends="2024-01"), "is before"),
        (None, SearchFilter(within=Within(latitude=53.0, metres=5)), "either an area"),
        (None, SearchFilter(within=Within("some", 53.0, -2.0, 5)), "either an area"),
        (None, SearchFilter(within=Within(None, 153.0, -2.0, 5)), "latitude lies"),
        ("x", SearchFilter(person=PersonCriteria(sex="M"), begins="2024"), "one sort of thing"),
        (None, SearchFilter(kinds=(Kind.EVENT,), person=PersonCriteria(sex="M")), "of kind PERSON"),
    ],
)
def test_what_cannot_be_understood_says_what_to_write(
    tmp_path: Path, text: str | None, asked: SearchFilter, told: str
) -> None:
    with opened(tmp_path) as inquiry, pytest.raises(UsageError, match=told):
        search(inquiry, text, asked)


def test_names_that_are_none_and_limits_and_places_that_are_not_there(tmp_path: Path) -> None:
    with opened(tmp_path) as inquiry:
        for asked in (SearchFilter(warnings=("nope",)), SearchFilter(subtypes=("nope",), begins="2024")):
            with pytest.raises(VocabularyError, match="nope"):
                search(inquiry, None, asked)
        for within in (Within(None, 53.0, -2.0, 0), Within(None, 53.0, -2.0, 50_001)):
            with pytest.raises(LimitReachedError, match="metres"):
                search(inquiry, None, SearchFilter(within=within))
        with pytest.raises(LimitReachedError, match="ageTo"):
            search(inquiry, None, SearchFilter(person=PersonCriteria(age_to=121)))
        with pytest.raises(NotVisibleError):
            search(inquiry, None, SearchFilter(within=Within("0" * 20)))


@contextmanager
def opened(folder: Path) -> Iterator[Inquiry]:
    """An inquiry of an empty store."""
    store = open_store(f"sqlite:///{folder / 'store.db'}")
    store.initialise()
    with force(store, folder) as asked, asked.inquiry("open") as inquiry:
        yield inquiry
    store.close()


def drawn(**said: object) -> Row:
    """A row of which only this is said, and a home."""
    blank: dict[str, object] = dict.fromkeys(Row._fields, "")
    given = {"number": 0, "visible": "open", "event": "E1", "person": "P1", "sort": "P", "car": ("", "", "")}
    return Row(**(blank | given | {"home": HOMES[0]} | said))  # type: ignore[arg-type]  # fields by name


def whys(folder: Path, rows: Sequence[Row], text: str | None, asked: SearchFilter) -> list[tuple[str, ...]]:
    """Why each was found, best first."""
    store = open_store(f"sqlite:///{folder / 'store.db'}")
    store.initialise()
    loaded(store, rows)
    with force(store, folder) as force_, force_.inquiry("open") as inquiry:
        found = [edge.because for edge in search(inquiry, text, asked).edges]
    store.close()
    return found


def test_a_person_whose_day_of_birth_matches_comes_before_one_of_whom_the_year_is_known(tmp_path: Path) -> None:
    rows = [drawn(person=f"P{n}", number=n, surname="Berg", born=born) for n, born in enumerate(("1985", "1985-02-16"))]
    asked = SearchFilter(person=PersonCriteria(surname="berg", born="1985-02-16"))
    assert whys(tmp_path, rows, None, asked) == [
        ("Name: surname matches", "Date of birth matches"),
        ("Name: surname matches", "Date of birth may be it: 1985"),
    ]


def test_a_date_among_the_words_is_a_date_of_birth_however_it_is_written(tmp_path: Path) -> None:
    rows = [drawn(surname="Berg", born="1985-02-16")]
    for n, text in enumerate(("berg 1985-02-16", "16/02/1985 berg", "berg 1985", "BERG 16.2.1985")):
        folder = tmp_path / str(n)
        folder.mkdir()
        assert len(whys(folder, rows, text, SearchFilter())) == 1, text


def test_a_plate_that_matches_comes_before_a_part_and_before_one_that_looks_like_it(tmp_path: Path) -> None:
    plates = ("A812 CDE", "AB12 CDE", "OB12 CDE")
    rows = [drawn(person=f"P{n}", event=f"E{n}", number=n, plate=plate) for n, plate in enumerate(plates)]
    assert whys(tmp_path, rows, None, SearchFilter(vehicle=VehicleCriteria(plate="ab12cde"))) == [
        ("The plate matches",),
        ("The plate looks like it: A812CDE",),
    ]


def test_what_is_found_by_a_place_names_the_place_and_the_nearest_first(tmp_path: Path) -> None:
    rows = [drawn(person=f"P{n}", number=n, surname="Berg", home=home) for n, home in enumerate(HOMES[:2])]
    latitude, longitude = map(float, (to_position("384000,398000") or "").split(","))
    asked = SearchFilter(kinds=(Kind.PERSON,), within=Within(None, latitude, longitude, 200))
    nearest, next_ = whys(tmp_path, rows, None, asked)
    assert nearest == ("12 High Street, Manchester, M1 1AE: 1 m from the point",)
    assert next_ == ("12a High St, Manchester, M1 1AE: 90 m from the point",)
