"""The counterexamples that broke simpler designs, each a claim of its own, on every store.

`k1`, `k2` … are rows, `A` is a compartment that the viewer of the base does not see. Some wait for a feature: decisions (4),
review (5), the frequencies and generic values of identity by evidence (6), retention dates (in 12), and a limit to how often
existence may be asked for (in 17). What an answer through whole sessions and through HTTP tells is compared in `test_viewers` and
in `tests/api/test_hidden`; that who sees a marking sees all below it is proved of every policy in
`tests/unit/access/test_policy_check`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pole.access.policy import Policy
from pole.access.policy_check import check
from pole.access.scope import Groups, group
from pole.graph.questions import ANY_LINK, LinkWhere, PageRequest, SearchWhere
from pole.graph.rows import QuarantineRow
from pole.model.facts import Id, Join, Key, Verb
from tests.access.histories import CHILDREN, MARKINGS, NOMINAL, OPEN, PNC, SECRETS, Act, Say, batch, batches
from tests.access.worlds import World, faithful, memory_world
from tests.stores.generate import instant

OPENLY, A = frozenset({OPEN}), CHILDREN
CLEARED = frozenset({OPEN, CHILDREN})
P, Q = PNC[0], PNC[1]
EVENTS = LinkWhere(kinds=("EVENT",))


def says(name: str = "", *, number: str = "", pnc: str = "", event: str = "") -> Say:
    """What a row says of a person: name, the source's number, PNC ID, and an event the person is suspect in."""
    keys = [Key(NOMINAL, number, Join.KEY)] if number else []
    keys += [Key("pnc", pnc, Join.STRONG)] if pnc else []
    return Say(tuple(keys), name, event)


def load(world: World, *history: Sequence[Act]) -> None:
    """Load these batches one after another."""
    plan = faithful()
    for one in batches(history):
        world.take(one, plan)


def holders(world: World, key: str, seen: frozenset[int] = OPENLY) -> list[Id]:
    """Who holds a key, as these visibilities tell."""
    return [entity for _, entity in world.reader(seen).by_identifier([key])]


def caption(world: World, entity: Id, seen: frozenset[int] = OPENLY) -> str:
    """What an entity is called."""
    (row,) = world.reader(seen).entities([entity])
    return row.caption


def told(world: World, seen: frozenset[int] = OPENLY) -> list[str]:
    """All that the store holds in these visibilities, ids, times and order included, but for how fresh its sources are."""
    return list(world.store.dump(seen, exact=True))


def groups(world: World, seen: frozenset[int]) -> Groups:
    """Which entities are one to who sees these visibilities."""
    same = world.store.same(seen)
    ids = sorted({id_ for tie in same for id_ in (tie.high, tie.low)})
    return group(same, world.reader(seen).entities(ids), world.store.conflicts(ids, seen), MARKINGS)


def test_1_a_hidden_number_joins_nobody_openly_and_finds_nobody(world: World) -> None:
    load(
        world, [Act(1, {OPEN: says("Anna Berg", number="1", pnc=P)}), Act(2, {OPEN: says("Ann Berg"), A: says(pnc=P)})]
    )
    (k1,) = holders(world, f"pnc|{P}")
    (found,) = world.reader(OPENLY).search(SearchWhere((("ann",),)), 10)
    assert (caption(world, k1), caption(world, found.entity)) == ("Anna Berg", "Ann Berg")
    assert groups(world, OPENLY).canon == {}
    canon = groups(world, CLEARED).canon
    assert canon[k1] == canon[found.entity]


def test_2_a_late_open_record_does_not_take_on_the_id_of_a_hidden_one(world: World) -> None:
    load(world, [Act(1, {A: says("Anna Berg", number="1")})], [Act(2, {OPEN: says("Anna Berg", number="1")})])
    (hidden,) = holders(world, f"{NOMINAL}|1", frozenset({A}))
    (open_,) = holders(world, f"{NOMINAL}|1")
    assert hidden != open_
    assert world.reader(OPENLY).entities([hidden]) == []
    (row,) = world.reader(OPENLY).entities([open_])
    assert row.since == instant(1)


def test_3_a_hidden_record_has_no_vote_on_who_keeps_an_id(world: World) -> None:
    """k1 and k2 are one until k2 turns out to be another; three hidden records that go with k2 do not give it the id."""
    open_acts = [Act(1, {OPEN: says("Ann Berg", pnc=P)}), Act(2, {OPEN: says("Anna Berg", number="2", pnc=P)})]
    parted = [Act(2, {OPEN: says("Anna Berg", number="2", pnc=Q)}, received=1)]
    hidden = [Act(n, {A: says("Anna Berg", number="2")}) for n in (3, 4, 5)]
    load(world, [*open_acts, *hidden], parted)
    (k1,), (k2,) = holders(world, f"pnc|{P}"), holders(world, f"pnc|{Q}")
    assert k1 != k2
    with memory_world() as without:
        load(without, open_acts, parted)
        assert (holders(without, f"pnc|{P}"), holders(without, f"pnc|{Q}")) == ([k1], [k2])


def test_7_a_hidden_tie_does_not_make_a_hub(world: World) -> None:
    load(
        world,
        [
            Act(1, {OPEN: says("Anna Berg", number="1", event="F")}),
            Act(3, {OPEN: says("Cara Dee", number="3", event="F")}),
            Act(2, {A: says("Ann Berg", number="2", event="F")}),
        ],
    )
    (event,) = holders(world, "reference|F")
    assert world.reader(OPENLY).frontier([event], ANY_LINK, 2).hubs == []
    assert len(world.reader(OPENLY).frontier([event], ANY_LINK, 2).other) == 2
    every = sorted({*holders(world, "reference|F"), *holders(world, "reference|F", frozenset({A}))})
    assert len(world.reader(CLEARED).frontier(every, ANY_LINK, None).other) == 3


def test_8_a_tie_to_something_hidden_is_not_counted(world: World) -> None:
    load(
        world,
        [
            Act(1, {OPEN: says("Anna Berg", number="1", event="E"), A: says(event="F")}),
            Act(2, {A: says("Ann Berg", number="1", event="G")}),
        ],
    )
    (person,) = holders(world, f"{NOMINAL}|1")
    (count,) = world.reader(OPENLY).relationship_counts([person], EVENTS)
    assert (count.ties, count.links) == (1, 1)
    assert len(world.reader(OPENLY).neighbours([person], ANY_LINK, PageRequest(10)).rows) == 1


def test_9_a_hidden_facet_changes_nothing_that_is_held_openly(world: World) -> None:
    plan = faithful()
    first, second = batches(
        [
            [Act(1, {OPEN: says("Anna Berg", number="1", event="E")})],
            [Act(1, {A: says("Cara Dee", pnc=P, event="F")}, received=1), Act(2, {A: says("Cara Dee", number="1")})],
        ]
    )
    world.take(first, plan)
    before = told(world)
    world.take(second, plan)
    assert told(world) == before


def test_10_an_edit_in_a_hidden_field_is_no_open_version(world: World) -> None:
    plan = faithful()
    open_ = says("Anna Berg", number="1")
    first, second = batches([[Act(1, {OPEN: open_, A: says(pnc=P)})], [Act(1, {A: says(pnc=Q)}, received=1)]])
    world.take(first, plan)
    before = told(world)
    world.take(second, plan)
    assert told(world) == before
    (record,) = world.reader(OPENLY).facets([first.rows[0].row])
    assert (record.version, record.loaded) == (1, instant(0))
    (person,) = holders(world, f"{NOMINAL}|1")
    (row,) = world.reader(OPENLY).entities([person])
    assert row.since == instant(0)


def test_11_no_id_place_or_page_jumps_over_hidden_rows(world: World) -> None:
    """With and without hidden rows between them, the same ids come in the same order, page by page."""
    load(
        world,
        [
            act
            for n in range(4)
            for act in (
                Act(10 + n, {A: says("Anna Berg", number=f"h{n}", event="E")}),
                Act(n, {OPEN: says("Anna Berg", number=f"n{n}", event="E")}),
            )
        ],
    )
    (event,) = holders(world, "reference|E")
    reader, pages = world.reader(OPENLY), list[Id]()
    page = reader.neighbours([event], ANY_LINK, PageRequest(1))
    while True:
        (tie,) = page.rows
        pages.append(tie.other)
        if not page.more:
            break
        position = (tie.type, tie.role, "1" if tie.outgoing else "0", tie.other, tie.entity)
        page = reader.neighbours([event], ANY_LINK, PageRequest(1, position))
    assert pages == sorted(holder for n in range(4) for holder in holders(world, f"{NOMINAL}|n{n}"))
    assert not any(world.reader(OPENLY).entities(holders(world, f"{NOMINAL}|h{n}", frozenset({A}))) for n in range(4))


def test_12_merges_splits_counts_and_uniqueness_tell_nothing_of_hidden_rows(world: World) -> None:
    load(
        world,
        [Act(1, {OPEN: says("Anna Berg", number="1")}), Act(2, {A: says("Ann Berg", number="2")})],
        [Act(3, {A: says(number="1", pnc=P)}), Act(4, {A: says(number="2", pnc=P)})],
        [Act(5, {OPEN: says("Cara Dee", pnc=P)})],
    )
    everyone = sorted({line[2] for line in map(json.loads, world.store.dump(exact=True)) if line[0] == "membership"})
    assert world.reader(OPENLY).lineage(everyone) == []
    (source,) = world.reader(OPENLY).sources()
    assert source.records == 2
    assert len(holders(world, f"pnc|{P}")) == 1


def test_13_hidden_words_do_not_change_the_order_of_what_is_found(world: World) -> None:
    hidden = [Act(10 + n, {A: says("john john john", number=f"h{n}")}) for n in range(3)]
    load(world, [*hidden, *(Act(n, {OPEN: says(f"john {n}", number=f"n{n}")}) for n in range(3))])
    found = world.reader(OPENLY).search(SearchWhere((("john",),)), 10)
    assert found == sorted(found)
    assert sorted(h.text.partition(" surname=")[0] for h in found) == [f"name\tjohn {n}" for n in range(3)]
    assert world.reader(OPENLY).search(SearchWhere((("john",),)), 2) == found[:2]


def test_14_an_open_caption_is_the_best_of_open_records(world: World) -> None:
    load(
        world,
        [
            Act(1, {OPEN: says("Ann Berg", number="1")}),
            Act(2, {A: says("Anna Berg the Third", number="1")}),
            Act(3, {A: says("Anna Berg the Third", number="1")}),
        ],
    )
    (person,) = holders(world, f"{NOMINAL}|1")
    assert caption(world, person) == "Ann Berg"


def test_15_two_compartments_never_put_two_different_men_together_without_a_word(world: World) -> None:
    """A joins k1 (PNC P) to k2, B joins k2 to k3 (PNC Q): who sees both is shown a dispute, not one man."""
    load(
        world,
        [
            Act(1, {OPEN: says("Anna Berg", number="1", pnc=P)}),
            Act(2, {OPEN: says("Ann Berg", number="2")}),
            Act(3, {OPEN: says("Cara Dee", number="3", pnc=Q)}),
            Act(4, {A: Say((Key(NOMINAL, "1", Join.KEY), Key(NOMINAL, "2", Join.KEY)))}),
            Act(5, {SECRETS: Say((Key(NOMINAL, "2", Join.KEY), Key(NOMINAL, "3", Join.KEY)))}),
        ],
    )
    (k1,), (k3,) = holders(world, f"pnc|{P}"), holders(world, f"pnc|{Q}")
    made = groups(world, frozenset(MARKINGS))
    assert made.canon.get(k1, k1) != made.canon.get(k3, k3)
    assert {d.because for d in made.disputes} == {"pnc"}
    assert groups(world, OPENLY) == Groups({}, {}, ())


def test_16_a_role_that_sees_two_compartments_only_together_is_refused() -> None:
    found = check(Policy.parse(TOGETHER_ONLY))
    assert any(finding.refused for finding in found)


def test_17_existence_answers_to_a_whole_key_alone(world: World) -> None:
    load(world, [Act(1, {A: says("Anna Berg", number="12", pnc=P)})])
    asked = [f"pnc|{P}", f"pnc|{P[:-1]}", f"pnc|{Q}", f"{NOMINAL}|1", "name|anna berg"]
    assert world.store.existence(asked, frozenset({A})) == [(f"pnc|{P}", A)]
    assert world.store.existence(asked, OPENLY) == []
    assert world.reader(OPENLY).by_identifier(asked) == []


def test_18_hidden_rows_in_quarantine_are_counted_for_nobody_else(world: World) -> None:
    plan, kept = faithful(), list[QuarantineRow]()
    for n, vis in enumerate((OPEN, A, A)):
        kept.append(
            QuarantineRow(
                f"q{n}",
                "crimes",
                "person",
                None,
                "",
                "people.txt",
                n,
                "",
                "no date",
                "",
                "raw",
                vis,
                instant(0),
                "[]",
                None,
            )
        )
    loaded = batch(0, [], MARKINGS, kept)
    world.take(loaded._replace(quarantined=tuple(q._replace(batch=loaded.ledger.id) for q in kept)), plan)
    assert [source.quarantined for source in world.reader(OPENLY).sources()] == [1]
    assert [source.quarantined for source in world.reader(CLEARED).sources()] == [3]


def test_19_the_row_as_received_is_withheld_by_mapping_and_never_because_of_what_is_in_it(world: World) -> None:
    """Where a mapping gives the raw row a marking, an open facet has none, with or without something hidden beside it."""
    load(
        world,
        [
            Act(1, {OPEN: says("Anna Berg", number="1"), A: says(pnc=P)}),
            Act(2, {OPEN: says("Ann Berg", number="2"), A: Say()}),
        ],
    )
    rows = [line for line in map(json.loads, told(world)) if line[0] == "record"]
    assert [row[-1] for row in rows] == [None, None]


def test_20_after_disposal_nothing_is_left_to_try_a_key_on(world: World) -> None:
    load(
        world,
        [Act(1, {OPEN: says("Anna Berg", number="1", pnc=P, event="E"), A: says(pnc=Q)})],
        [Act(1, {OPEN: says("Ann Berg", number="2", pnc=P, event="E")}, received=1)],
        [Act(1, verb=Verb.DISPOSE)],
    )
    assert [line for line in world.store.dump(exact=True) if not line.startswith('["lineage"')] == []
    assert holders(world, f"pnc|{P}", frozenset(MARKINGS)) == []


def test_21_as_at_a_day_before_a_marking_was_raised_shows_nothing_of_it(world: World) -> None:
    plan = faithful()
    first, second = batches(
        [
            [Act(1, {OPEN: says("Anna Berg", number="1", event="E")})],
            [Act(1, {OPEN: None, A: says("Anna Berg", number="1", event="E")})],
        ]
    )
    world.take(first, plan)
    (person,) = holders(world, f"{NOMINAL}|1")
    world.take(second, plan)
    assert world.reader(OPENLY).past_mentions([person], instant(0), 10) == []
    assert world.reader(OPENLY).past_links([person], instant(0), 10) == []
    assert world.reader(OPENLY).versions(first.rows[0].facets[0].record) == []
    assert [m.caption for m in world.reader(CLEARED).past_mentions([person], instant(0), 10)] == ["Anna Berg"]


TOGETHER_ONLY = """\
format: 1
version: "1"
reasons:
  CALL: {label: A call}
compartments:
  alpha: {title: A, owner: B, contact: C, existence: told}
  beta: {title: A, owner: B, contact: C, existence: told}
roles:
  open:
    title: All
    sees: {up-to: {classification: OFFICIAL}}
    ask: all
  joint:
    title: Sees what is in both, and neither alone
    sees:
      up-to: {compartments: [alpha, beta]}
      at-least: {compartments: [alpha, beta]}
    ask: all
"""
