"""Answers that a reader of police records can check by hand, on every store."""

from __future__ import annotations

import pytest

from pole.errors import LimitReachedError
from pole.graph.port import Store
from pole.graph.questions import ANY_LINK, LinkWhere, PageRequest, SearchWhere
from pole.graph.rows import MentionRow
from pole.model.facts import ShapedRow, Verb
from pole.model.period import seconds_of
from tests.stores.generate import CHILDREN, MARKINGS, OPEN, instant
from tests.stores.shaping import Thing, Tie, entity, load, row

OPENLY = frozenset({OPEN})
ALL = frozenset(MARKINGS)


def visits(number: int, received: str = "2024-01-01T00:00:00Z") -> list[ShapedRow]:
    """So many people at one address, each by a record of its own."""
    return [
        row(
            f"{n:04d}",
            {"person": Thing((f"nominal|{n:04d}",)), "place": Thing(("uprn|1",), "LOCATION")},
            [Tie("person", "place", "LIVES_AT")],
            received=received,
        )
        for n in range(number)
    ]


def test_a_hub_is_counted_and_paged_without_repeats(store: Store) -> None:
    load(store, visits(230))
    reader, hub = store.reader(OPENLY), entity(store, "uprn|1")
    assert [tuple(c) for c in reader.relationship_counts([hub], ANY_LINK)] == [
        ("LIVES_AT", "", False, "PERSON", 230, 230)
    ]
    others: list[str] = []
    page = reader.neighbours([hub], ANY_LINK, PageRequest(100))
    others += [tie.other for tie in page.rows]
    while page.more:
        last = page.rows[-1]
        page = reader.neighbours(
            [hub], ANY_LINK, PageRequest(100, (last.type, last.role, "0", last.other, last.entity))
        )
        others += [tie.other for tie in page.rows]
    assert others == sorted(set(others))
    assert len(others) == 230


def test_a_tie_shows_its_newest_links_and_says_how_many_it_has(store: Store) -> None:
    rows = [
        row(
            f"{n:03d}",
            {"a": Thing(("nominal|1",)), "b": Thing(("uprn|1",), "LOCATION")},
            [Tie("a", "b", "LIVES_AT")],
            received=f"2024-01-{n % 28 + 1:02d}T00:00:00Z",
        )
        for n in range(60)
    ]
    load(store, rows)
    reader = store.reader(OPENLY)
    person, place = entity(store, "nominal|1"), entity(store, "uprn|1")
    (tie,) = reader.neighbours([person], ANY_LINK, PageRequest(10)).rows
    assert (tie.held, len(tie.links)) == (60, 25)
    assert [k.received for k in tie.links] == sorted((r.received for r in rows), reverse=True)[:25]
    assert reader.ties([(person, place)], ANY_LINK).rows == [tie]
    first = reader.links_between([person], [place], "LIVES_AT", "", True, PageRequest(25))
    assert (tuple(first.rows), first.more) == (tie.links, True)
    rest = reader.links_between(
        [person], [place], "LIVES_AT", "", True, PageRequest(100, (first.rows[-1].received, first.rows[-1].id))
    )
    assert {k.id for k in first.rows} | {k.id for k in rest.rows} == {
        k.id for k in reader.links_of([r.facets[0].record for r in rows])
    }
    assert len(rest.rows) == 35
    assert not rest.more


def test_a_tie_of_two_of_the_group_stands_on_both_sides_of_a_page(store: Store) -> None:
    things = {"a": Thing(("nominal|1",)), "b": Thing(("nominal|2",)), "c": Thing(("uprn|1",), "LOCATION")}
    load(store, [row("1", things, [Tie("a", "c"), Tie("b", "c"), Tie("a", "b", "KNOWS")])])
    reader = store.reader(OPENLY)
    group = sorted([entity(store, "nominal|1"), entity(store, "nominal|2")])
    first = reader.neighbours(group, ANY_LINK, PageRequest(1))
    (tie,) = first.rows
    second = reader.neighbours(group, ANY_LINK, PageRequest(1, (tie.type, tie.role, "1", tie.other, tie.entity)))
    assert [tie.entity, *(t.entity for t in second.rows)] == group
    assert (first.more, second.more) == (True, False)
    assert [c.ties for c in reader.relationship_counts(group, ANY_LINK)] == [1]


def test_links_inside_the_group_are_left_out(store: Store) -> None:
    things = {"a": Thing(("nominal|1",)), "b": Thing(("nominal|2",))}
    load(store, [row("1", things, [Tie("a", "b", "KNOWS")])])
    reader = store.reader(OPENLY)
    group = [entity(store, "nominal|1"), entity(store, "nominal|2")]
    assert reader.neighbours(group, ANY_LINK, PageRequest(10)).rows == []
    assert reader.relationship_counts(group, ANY_LINK) == []
    assert reader.tie_others(group, ANY_LINK) == []
    assert len(reader.neighbours(group[:1], ANY_LINK, PageRequest(10)).rows) == 1


def test_a_link_of_a_thing_with_itself_is_no_tie(store: Store) -> None:
    things = {"a": Thing(("nominal|1",)), "b": Thing(("nominal|1",))}
    load(store, [row("1", things, [Tie("a", "b", "KNOWS")])])
    reader, one = store.reader(OPENLY), entity(store, "nominal|1")
    assert reader.neighbours([one], ANY_LINK, PageRequest(10)).rows == []
    assert reader.ties([(one, one)], ANY_LINK).rows == []
    assert reader.frontier([one], ANY_LINK, None) == ([], [], [])
    assert len(reader.projection(ANY_LINK).start) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "asked", "passes"),
    [
        ("2001", "2002", ("2002-12-31", "2003"), True),
        ("2001", "2002", ("2003", "2004"), False),
        ("2001", "2002", ("1999", "2001-01-01"), True),
        ("2001", "2002", ("1999", "2000"), False),
        ("2001", None, ("2050", "2050"), True),
        (None, "2002", ("1950", "1950"), True),
        (None, "2002", ("2003", "2003"), False),
        (None, None, ("2003", "2003"), True),
    ],
)
def test_periods_overlap_to_the_second(
    store: Store, begins: str | None, ends: str | None, asked: tuple[str, str], passes: bool
) -> None:
    things = {"a": Thing(("nominal|1",)), "b": Thing(("uprn|1",), "LOCATION")}
    load(store, [row("1", things, [Tie("a", "b", "LIVES_AT", begins=begins, ends=ends)])])
    low, high = seconds_of(*asked)
    found = store.reader(OPENLY).neighbours([entity(store, "nominal|1")], LinkWhere(low=low, high=high), PageRequest(9))
    assert bool(found.rows) is passes


def test_a_link_touches_a_period_that_ends_in_its_first_second(store: Store) -> None:
    things = {"a": Thing(("nominal|1",)), "b": Thing(("uprn|1",), "LOCATION")}
    load(store, [row("1", things, [Tie("a", "b", "LIVES_AT", begins="2001", ends="2002")])])
    reader, one = store.reader(OPENLY), entity(store, "nominal|1")
    low, high = seconds_of("2001", "2002")
    assert low is not None and high is not None
    wheres = [LinkWhere(low=high), LinkWhere(low=high + 1), LinkWhere(high=low), LinkWhere(high=low - 1)]
    assert [reader.tie_others([one], where) != [] for where in wheres] == [True, False, True, False]


def test_what_has_no_standing_passes_only_when_that_is_asked_for(store: Store) -> None:
    things = {"a": Thing(("nominal|1",)), "b": Thing(("uprn|1",), "LOCATION"), "c": Thing(("uprn|2",), "LOCATION")}
    load(store, [row("1", things, [Tie("a", "b", standing="DENIED"), Tie("a", "c")])])
    reader, one = store.reader(OPENLY), entity(store, "nominal|1")
    place, other = entity(store, "uprn|1"), entity(store, "uprn|2")
    for standings, others in (((), set()), (("DENIED",), {place}), (("",), {other}), (("DENIED", ""), {place, other})):
        found = reader.tie_others([one], LinkWhere(standings=standings))
        assert {tie[3] for tie in found} == others


def test_events_come_in_order_of_time_with_undated_ones_last(store: Store) -> None:
    dates = ["2003", None, "1965-05-05", "2001-01-01T10:00Z", "2001-01-01"]
    things = {f"e{n}": Thing((f"crime|{n}",), "EVENT") for n in range(5)} | {"a": Thing(("nominal|1",))}
    load(store, [row("1", things, [Tie("a", f"e{n}", begins=date) for n, date in enumerate(dates)])])
    reader, one = store.reader(OPENLY), entity(store, "nominal|1")
    ties = reader.events([one], ANY_LINK, PageRequest(10)).rows
    assert [entity(store, f"crime|{n}") for n in (2, 4, 3, 0, 1)] == [tie.other for tie in ties]
    assert ties[-1].low is None


def test_too_many_events_are_a_limit_and_not_a_shorter_list(store: Store) -> None:
    rows = [
        row(f"{n}", {"a": Thing(("nominal|1",)), "e": Thing((f"crime|{n}",), "EVENT")}, [Tie("a", "e")])
        for n in range(2_001)
    ]
    load(store, rows)
    reader, one = store.reader(OPENLY), entity(store, "nominal|1")
    with pytest.raises(LimitReachedError) as refused:
        reader.events([one], ANY_LINK, PageRequest(10))
    assert refused.value.allowed == 2_000
    assert reader.neighbours([one], ANY_LINK, PageRequest(10)).more


def test_hubs_are_judged_by_others_and_named(store: Store) -> None:
    load(store, visits(12))
    reader, hub, one = store.reader(OPENLY), entity(store, "uprn|1"), entity(store, "nominal|0001")
    assert reader.frontier([hub, one], ANY_LINK, 11) == ([one], [hub], [hub])
    assert reader.frontier([hub], ANY_LINK, 12).hubs == []
    dated = LinkWhere(low=0, high=1, undated=False)
    assert reader.frontier([hub], dated, 11).hubs == [hub]
    assert reader.frontier([hub], LinkWhere(kinds=("EVENT",)), 11) == ([], [], [])


def test_hidden_links_do_not_make_a_hub(store: Store) -> None:
    hidden = [
        row(f"h{n}", {"p": Thing((f"nominal|h{n}",)), "l": Thing(("uprn|1",), "LOCATION")}, [Tie("p", "l")], CHILDREN)
        for n in range(9)
    ]
    load(store, visits(3), hidden)
    hub = entity(store, "uprn|1")
    assert store.reader(OPENLY).frontier([hub], ANY_LINK, 3).hubs == []


def searched(store: Store, *words: str, visible: frozenset[int] = OPENLY) -> list[str]:
    """The texts found."""
    return [
        hit.text.partition("\t")[2]
        for hit in store.reader(visible).search(SearchWhere(tuple((word,) for word in words)), 100)
    ]


def test_words_are_found_whole_or_by_their_beginning(store: Store) -> None:
    texts = ["anna berg", "ann o'neil-smith", "name 12", 'zoë "x" y']
    load(store, [row(str(n), {"a": Thing((f"nominal|{n}",), text=text)}) for n, text in enumerate(texts)])
    assert searched(store, "ann") == ["ann o'neil-smith"]
    assert sorted(searched(store, "ann*")) == ["ann o'neil-smith", "anna berg"]
    assert searched(store, "anna", "be*") == ["anna berg"]
    assert searched(store, "anna", "ann") == []
    assert searched(store, "smith") == []
    assert searched(store, "o'*") == ["ann o'neil-smith"]
    assert searched(store, "name") == ["name 12"]
    assert searched(store, "zoë", '"x"') == ['zoë "x" y']
    assert searched(store, "zoe") == []


def test_of_each_group_one_word_is_enough_and_equal_texts_are_found_once(store: Store) -> None:
    texts = ["anna berg", "anne berg", "anna smith", "anna berg"]
    load(store, [row(str(n), {"a": Thing((f"nominal|{n % 3}",), text=text)}) for n, text in enumerate(texts)])

    def found(*groups: tuple[str, ...]) -> list[str]:
        hits = store.reader(OPENLY).search(SearchWhere(groups), 100)
        assert hits == sorted(hits)
        return sorted(hit.text.partition("\t")[2] for hit in hits)

    assert found(("anna", "anne"), ("berg",)) == ["anna berg", "anne berg"]
    assert found(("anne", "smi*")) == ["anna smith", "anne berg"]
    assert found(("", "anne"), ("berg", "*")) == ["anne berg"]
    assert found(("anna",), ()) == []


def test_of_entities_that_are_named_all_is_found_or_what_holds_the_words(store: Store) -> None:
    things = [{"a": Thing((f"nominal|{n}",), text=text)} for n, text in enumerate(("anna berg", "anna smith", "", "x"))]
    load(store, [row(str(n), thing) for n, thing in enumerate(things)])
    reader, ids = store.reader(OPENLY), [entity(store, f"nominal|{n}") for n in range(3)]
    named = (*ids, ids[0], "unknown")
    due = sorted([(ids[0], "name	anna berg"), (ids[1], "name	anna smith"), (ids[2], "")])
    assert reader.search(SearchWhere((), entities=named), 9) == due
    assert reader.search(SearchWhere((), entities=named), 2) == due[:2]
    assert [hit.entity for hit in reader.search(SearchWhere((("berg", "x"),), entities=named), 9)] == ids[:1]
    assert reader.search(SearchWhere((), ("EVENT",), entities=named), 9) == []
    assert reader.search(SearchWhere((), entities=()), 9) == []


def test_a_step_goes_both_ways_or_the_way_that_is_asked_for(store: Store) -> None:
    load(store, visits(2))
    hub, person = entity(store, "uprn|1"), entity(store, "nominal|0000")
    reader = store.reader(OPENLY)
    for ids, outgoing, others in (([hub], True, 0), ([hub], False, 2), ([person], True, 1), ([person], False, 0)):
        where = LinkWhere(outgoing=outgoing)
        assert len(reader.frontier(ids, where, None).other) == others
        assert len(reader.neighbours(ids, where, PageRequest(9)).rows) == others
        assert sum(count.ties for count in reader.relationship_counts(ids, where)) == others
        assert reader.frontier(ids, where, 1).hubs == ([hub] if others == 2 else [])


@pytest.mark.parametrize("words", [(), ("*",), ("",), ("anna", "*"), ("anna", "")])
def test_nothing_asked_finds_nothing(store: Store, words: tuple[str, ...]) -> None:
    load(store, [row("1", {"a": Thing(("nominal|1",), text="anna")})])
    assert searched(store, *words) == []


@pytest.mark.parametrize(
    "word", ['"', 'a"b', "AND", "NEAR(", "a:b", "-a", "(a)", "a\\b", "/a.*/", "a~", "^a", "+a", "a?", "{}"]
)
def test_a_word_is_never_a_query(store: Store, word: str) -> None:
    things = [{"a": Thing((f"nominal|{n}",), text=text)} for n, text in enumerate((f"{word} end", "a b ab"))]
    load(store, [row(str(n), thing) for n, thing in enumerate(things)])
    assert searched(store, word) == [f"{word} end"]
    assert f"{word} end" in searched(store, f"{word}*")


def test_a_word_that_is_gone_finds_nothing(store: Store) -> None:
    load(
        store,
        [row("1", {"a": Thing(("nominal|1",), text="anna berg")})],
        [row("1", verb=Verb.DELETE, received="2024-02-01T00:00:00Z")],
    )
    assert searched(store, "anna") == []
    assert store.check() == []


def test_hidden_words_find_nothing_and_hidden_keys_are_unknown_keys(store: Store) -> None:
    load(store, [row("1", {"a": Thing(("nominal|1",), text="anna")}, vis=CHILDREN)])
    reader = store.reader(OPENLY)
    assert searched(store, "anna") == []
    assert searched(store, "anna", visible=ALL) == ["anna"]
    assert reader.by_identifier(["nominal|1", "nominal|unknown"]) == []
    assert reader.records([row("1", vis=CHILDREN).facets[0].record]) == []
    assert store.existence(["nominal|1"], frozenset({CHILDREN})) == [("nominal|1", CHILDREN)]


def test_as_at_answers_by_what_was_loaded_and_by_the_membership_of_then(store: Store) -> None:
    at_first = {"a": Thing(("nominal|1",), text="anna berg"), "l": Thing(("uprn|1",), "LOCATION")}
    later = {"a": Thing(("nominal|1", "custody|9"), text="anna sand"), "l": Thing(("uprn|2",), "LOCATION")}
    load(
        store,
        [row("1", at_first, [Tie("a", "l", "LIVES_AT")])],
        [row("2", {"a": Thing(("custody|9",), text="a berg")})],
        [row("1", later, [Tie("a", "l", "LIVES_AT")], received="2024-02-01T00:00:00Z")],
    )
    reader = store.reader(OPENLY)
    one = entity(store, "nominal|1")
    assert entity(store, "custody|9") == one

    def said(at: str) -> list[str]:
        return [m.text for m in reader.past_mentions([one], at, 100)]

    assert said("2024-12-31T23:59:59Z") == []
    assert said(instant(0)) == ["name\tanna berg"]
    assert said(instant(1)) == ["name\tanna berg"]
    assert "name\ta berg" in said(instant(2))
    (then,) = reader.past_links([one], instant(1), 100)
    (now,) = reader.past_links([one], instant(2), 100)
    assert then.id == now.id
    assert (then.start, now.start) == (one, one)
    assert now.end == entity(store, "uprn|2")
    (version,) = reader.versions(row("1").facets[0].record)
    assert (version.known_from, version.known_to, version.why) == (instant(0), instant(2), "superseded")
    assert [(x.what, x.after) for x in reader.lineage([one])] == [("merged", one)]


def test_mentions_of_a_hub_are_paged_newest_first(store: Store) -> None:
    rows = [row(f"{n}", {"a": Thing(("nominal|1",))}, received=f"2024-01-{n % 3 + 1:02d}T00:00:00Z") for n in range(40)]
    load(store, rows)
    reader, one = store.reader(OPENLY), entity(store, "nominal|1")
    whole = reader.mentions([one], PageRequest(100)).rows
    assert [(m.received, m.id) for m in whole] == sorted(
        ((m.received, m.id) for m in whole), key=lambda p: (-int(p[0][8:10]), p[1])
    )
    paged: list[MentionRow] = []
    page = reader.mentions([one], PageRequest(7))
    paged += page.rows
    while page.more:
        page = reader.mentions([one], PageRequest(7, (paged[-1].received, paged[-1].id)))
        paged += page.rows
    assert paged == whole


def test_what_is_asked_for_twice_is_answered_once_at_its_first_place(store: Store) -> None:
    load(store, [row("1", {"a": Thing(("nominal|1",))}), row("2", {"a": Thing(("nominal|2",))})])
    reader = store.reader(OPENLY)
    one, two = entity(store, "nominal|1"), entity(store, "nominal|2")
    assert [e.id for e in reader.entities([two, "unknown", one, two])] == [two, one]


def test_the_records_of_some_types_of_a_source_are_read_a_page_at_a_time(store: Store) -> None:
    rows = [row(str(number), {"a": Thing((f"nominal|{number}",))}) for number in range(5)]
    hidden = row("9", {"a": Thing(("nominal|9",))}, vis=CHILDREN)
    load(store, [*rows, hidden])
    reader = store.reader(frozenset({OPEN}))
    source, type_ = rows[0].source, rows[0].type
    first = reader.records_of(source, [type_], PageRequest(3))
    assert ([r.row for r in first.rows], first.more) == (sorted(r.row for r in rows)[:3], True)
    last = first.rows[-1]
    rest = reader.records_of(source, [type_], PageRequest(3, (last.row, last.id)))
    assert ([r.row for r in rest.rows], rest.more) == (sorted(r.row for r in rows)[3:], False)
    assert reader.records_of(source, ["other"], PageRequest(3)).rows == []
    assert reader.records_of("other", [type_], PageRequest(3)).rows == []
