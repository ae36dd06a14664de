"""What is past of a row: which version counts, whatever came first, who may still see the others, and what disposal leaves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import permutations

import pytest

from pole.graph.port import StoreReader
from pole.graph.questions import PageRequest
from pole.model.facts import Id, ShapedRow, Verb
from tests.access.worlds import World, faithful, memory_world
from tests.stores.generate import CHILDREN, MARKINGS, OPEN, SECRETS, instant
from tests.stores.shaping import Thing, Tie, batch_of, row, together

OPENLY, CLEARED, EVERYTHING = frozenset({OPEN}), frozenset({OPEN, CHILDREN}), frozenset(MARKINGS)
MARCH, APRIL, MAY, JUNE = (f"2024-0{month}-01T00:00:00Z" for month in (3, 4, 5, 6))


def anna(name: str = "anna", received: str = MARCH, vis: int = OPEN, key: str = "1", number: str = "7") -> ShapedRow:
    """A row that says a name of the person with that number, in one visibility."""
    return row(key, {"person": Thing((f"nominal|{number}",), text=name, caption=name)}, vis=vis, received=received)


def gone(verb: Verb, received: str = MARCH, key: str = "1") -> ShapedRow:
    """What an owner or an extract says of a row that is no more."""
    return row(key, verb=verb, received=received)


def take(world: World, *batches: Sequence[ShapedRow], **fields: object) -> None:
    """Load these one after another; `fields` are those of the last one's ledger row."""
    plan = faithful()
    for number, rows in enumerate(batches):
        world.take(batch_of(number, rows, **(fields if number == len(batches) - 1 else {})), plan)


def names(world: World, seen: frozenset[int] = EVERYTHING, number: str = "7") -> list[str]:
    """What the person with that number is called today."""
    reader = world.reader(seen)
    holders = [entity for _, entity in reader.by_identifier([f"nominal|{number}"])]
    return sorted(m.caption for m in reader.mentions(holders, PageRequest(100)).rows)


def names_then(world: World, minute: int, seen: frozenset[int]) -> list[str]:
    """What all that ever was an entity was called as loaded by that batch."""
    return sorted(m.caption for m in world.reader(seen).past_mentions(_entities(world), instant(minute), 100))


def _entities(world: World) -> list[Id]:
    return sorted({line[2] for line in map(json.loads, world.store.dump(exact=True)) if line[0] == "membership"})


def versions(world: World, seen: frozenset[int], vis: int = OPEN) -> list[int]:
    """Numbers of the past versions that a viewer can still ask for."""
    return [p.record().version for p in world.reader(seen).versions(anna(vis=vis).facets[0].record)]


def live(reader: StoreReader) -> list[tuple[int, str]]:
    """Version and receipt of what is live of the row."""
    return [(record.version, record.received) for record in reader.facets([anna().row])]


# ---------------------------------------------------------------- which version counts


def test_a_deleted_row_is_not_brought_back_by_an_older_version(world: World) -> None:
    take(world, [anna(received=MARCH)], [gone(Verb.DELETE, MAY)], [anna("ann", received=APRIL)])
    assert names(world) == []


def test_a_deleted_row_comes_back_with_a_newer_version(world: World) -> None:
    take(world, [anna(received=MARCH)], [gone(Verb.DELETE, MAY)], [anna("ann", received=JUNE)])
    assert names(world) == ["ann"]


def test_a_deletion_that_comes_first_keeps_the_older_version_away(world: World) -> None:
    take(world, [gone(Verb.DELETE, MAY)], [anna(received=APRIL)])
    assert names(world) == []


def test_a_deletion_older_than_what_is_held_changes_nothing(world: World) -> None:
    take(world, [anna(received=MAY)], [gone(Verb.DELETE, APRIL)])
    assert names(world) == ["anna"]


def test_what_was_said_of_a_row_counts_by_receipt_whatever_comes_first(world: World) -> None:
    plan = faithful()
    for n, order in enumerate(permutations(("anna March", "gone April", "ann May", "annie June"))):
        for m, said in enumerate(order):
            name, month = said.split()
            at = {"March": MARCH, "April": APRIL, "May": MAY, "June": JUNE}[month]
            one = gone(Verb.DELETE, at, key=str(n)) if name == "gone" else anna(name, at, key=str(n), number=str(n))
            world.take(batch_of(10 * n + m, [one]), plan)
    assert [names(world, number=str(n)) for n in range(24)] == [["annie"]] * 24


def test_what_was_said_again_in_the_meantime_is_not_undone_by_what_came_between(world: World) -> None:
    """In May it was as in March, so nothing changed then; what April said was over by then."""
    take(world, [anna()], [anna()._replace(received=MAY)], [anna("ann", received=APRIL)])
    assert names(world) == ["anna"]


@pytest.mark.parametrize("verb", [Verb.VANISH, Verb.WITHDRAW])
def test_a_row_that_is_gone_is_not_brought_back_by_an_older_extract(world: World, verb: Verb) -> None:
    plan = faithful()
    world.take(batch_of(0, [anna()], extract="1"), plan)
    world.take(batch_of(1, [gone(verb)], extract="3"), plan)
    world.take(batch_of(2, [anna("ann", received=APRIL)], extract="2"), plan)
    assert names(world) == []
    world.take(batch_of(3, [anna("ann", received=APRIL)], extract="4"), plan)
    assert names(world) == ["ann"]


def test_a_row_that_vanished_from_extracts_without_numbers_comes_back(world: World) -> None:
    plan = faithful()
    for number, rows in enumerate(([anna()], [gone(Verb.VANISH)], [anna()])):
        world.take(batch_of(number, rows, extract=None), plan)
    assert names(world) == ["anna"]


def test_a_part_that_was_taken_back_is_not_shown_again_by_an_older_version(world: World) -> None:
    whole = together(anna(), anna("secret", vis=CHILDREN))
    take(
        world, [whole], [anna("secret", MAY, CHILDREN)], [together(anna("ann", APRIL), anna("other", APRIL, CHILDREN))]
    )
    assert names(world) == ["secret"]
    assert live(world.reader(OPENLY)) == []


def test_an_older_version_leaves_nothing_of_a_row_that_is_gone(world: World) -> None:
    take(world, [anna()], [gone(Verb.DELETE, MAY)], [anna("quetzal", APRIL)])
    assert not any("quetzal" in line for line in world.store.dump(exact=True))


# ---------------------------------------------------------------- numbers of versions


@pytest.mark.parametrize("verb", [Verb.DELETE, Verb.VANISH, Verb.WITHDRAW])
def test_versions_are_counted_on_after_a_row_was_gone(world: World, verb: Verb) -> None:
    take(world, [anna()], [anna("ann", APRIL)], [gone(verb, MAY)], [anna("annie", JUNE)])
    assert live(world.reader(OPENLY)) == [(3, JUNE)]


def test_a_version_that_came_late_has_no_number_of_its_own(world: World) -> None:
    take(world, [anna(received=APRIL)], [anna("ann", MARCH)], [anna("annie", MAY)])
    assert live(world.reader(OPENLY)) == [(2, MAY)]
    assert versions(world, OPENLY) == [0, 1]


def test_versions_are_counted_in_each_visibility_by_itself(world: World) -> None:
    take(
        world,
        [together(anna(), anna("secret", vis=CHILDREN))],
        [anna("secret", APRIL, CHILDREN)],
        [together(anna("ann", MAY), anna("secret", MAY, CHILDREN))],
    )
    assert sorted(live(world.reader(CLEARED))) == [(2, MAY), (3, MAY)]
    assert live(world.reader(OPENLY)) == [(2, MAY)]


# ---------------------------------------------------------------- who may see what is past


def test_what_was_raised_is_past_only_for_who_may_see_it_now(world: World) -> None:
    take(world, [anna()], [anna("anna", APRIL, CHILDREN)])
    assert (names(world, OPENLY), names_then(world, 0, OPENLY), versions(world, OPENLY)) == ([], [], [])
    assert names_then(world, 0, CLEARED) == ["anna"]
    assert versions(world, CLEARED) == [1]
    assert names_then(world, 0, frozenset({OPEN, SECRETS})) == []


def test_who_sees_what_was_raised_is_told_its_marking_of_today(world: World) -> None:
    take(world, [anna()], [anna("anna", APRIL, CHILDREN)])
    (mention,) = world.reader(CLEARED).past_mentions(_entities(world), instant(0), 100)
    assert mention.vis == CHILDREN
    (version,) = world.reader(CLEARED).versions(anna().facets[0].record)
    assert version.record().vis == CHILDREN


def test_to_who_may_not_see_it_what_was_raised_looks_as_if_deleted(world: World) -> None:
    take(world, [anna(), anna(key="2")], [anna("anna", APRIL, CHILDREN)])
    with memory_world() as other:
        take(other, [anna(), anna(key="2")], [gone(Verb.DELETE, APRIL)])
        assert [*_seen(world, OPENLY)] == [*_seen(other, OPENLY)]


def _seen(world: World, seen: frozenset[int]) -> list[object]:
    reader = world.reader(seen)
    return [
        names(world, seen), names_then(world, 0, seen), names_then(world, 1, seen), versions(world, seen),
        reader.changes(_entities(world), "", PageRequest(100)),
        reader.facets([anna().row]), reader.sources()[0].records, list(world.store.dump(seen, exact=True)),
    ]  # fmt: skip


def test_links_of_a_row_that_was_raised_are_past_for_nobody_else(world: World) -> None:
    things = {"person": Thing(("nominal|7",)), "crime": Thing(("crime|1",), "EVENT")}
    ties = [Tie("person", "crime")]
    take(world, [row("1", things, ties)], [row("1", things, ties, CHILDREN, APRIL)])
    assert world.reader(OPENLY).past_links(_entities(world), instant(0), 100) == []
    (link,) = world.reader(CLEARED).past_links(_entities(world), instant(0), 100)
    assert link.vis == CHILDREN


def test_a_value_that_a_mapping_raised_is_neither_former_nor_past_below(world: World) -> None:
    take(
        world,
        [together(anna("anna berg"), anna("case", vis=CHILDREN))],
        [together(anna("anna", APRIL), anna("berg", APRIL, CHILDREN))],
        mapping="mapping-2",
    )
    assert not any("berg" in line for line in world.store.dump(OPENLY, exact=True))
    assert names_then(world, 0, OPENLY) == []
    assert names_then(world, 0, CLEARED) == ["anna berg", "case"]


def test_what_the_same_mapping_reads_anew_stays_former_and_past(world: World) -> None:
    take(world, [anna("anna berg")], [anna("anna sand", APRIL)])
    assert any("anna berg" in line for line in world.store.dump(OPENLY, exact=True) if line.startswith('["mention"'))
    assert names_then(world, 0, OPENLY) == ["anna berg"]


def test_a_mapping_of_one_marking_takes_nothing_away(world: World) -> None:
    take(world, [anna("anna berg")], [anna("anna sand", APRIL)], mapping="mapping-2")
    assert names_then(world, 0, OPENLY) == ["anna berg"]


def test_what_was_recorded_in_error_is_past_for_nobody_and_kept(world: World) -> None:
    take(world, [anna()], [gone(Verb.DELETE, APRIL)])
    assert names_then(world, 0, EVERYTHING) == []
    assert versions(world, EVERYTHING) == []
    assert any("anna" in line for line in world.store.dump(exact=True))
    assert not any("anna" in line for line in world.store.dump(EVERYTHING, exact=True))


def test_a_deletion_closes_what_had_vanished_before(world: World) -> None:
    take(world, [anna()], [gone(Verb.VANISH)], [gone(Verb.DELETE, APRIL)])
    assert names_then(world, 0, EVERYTHING) == []


@pytest.mark.parametrize("verb", [Verb.VANISH, Verb.WITHDRAW])
def test_what_only_vanished_can_still_be_seen_as_at_then(world: World, verb: Verb) -> None:
    take(world, [anna()], [gone(verb)])
    assert names_then(world, 0, OPENLY) == ["anna"]
    assert names_then(world, 1, OPENLY) == []


def test_what_vanished_and_came_back_higher_is_past_only_above(world: World) -> None:
    take(world, [anna()], [gone(Verb.VANISH)], [anna("anna", APRIL, CHILDREN)])
    assert names_then(world, 0, OPENLY) == []
    assert names_then(world, 0, CLEARED) == ["anna"]


def test_what_was_lowered_leaves_its_past_where_it_was(world: World) -> None:
    take(world, [anna("anna", vis=CHILDREN)], [anna("anna", APRIL)])
    assert names_then(world, 0, OPENLY) == []
    assert names_then(world, 0, CLEARED) == ["anna"]


# ---------------------------------------------------------------- disposal


def test_after_disposal_nothing_names_the_row_or_its_keys(world: World) -> None:
    rows = [anna("quetzal"), anna("quetzal two", APRIL), anna("quetzal three", MAY, number="8")]
    take(world, *([r] for r in rows), [gone(Verb.DISPOSE, JUNE)])
    keysets = {m.id for r in rows for f in r.facets for m in f.mentions} | {r.row for r in rows}
    keysets |= {r.facets[0].record for r in rows}
    assert _lines(world) == []
    assert not any(id_ in line for line in world.store.dump(exact=True) for id_ in keysets)


def _lines(world: World) -> list[str]:
    """All that is held, but for merges and splits, which name entities of chance alone."""
    return [line for line in world.store.dump(exact=True) if not line.startswith('["lineage"')]


def test_disposal_leaves_the_history_of_what_others_say_as_well(world: World) -> None:
    take(world, [anna(), anna("ann", key="2")], [gone(Verb.DISPOSE, JUNE)])
    assert names(world) == ["ann"]
    assert names_then(world, 0, OPENLY) == ["ann"]


def test_disposal_of_a_row_that_was_gone_forgets_that_it_was(world: World) -> None:
    take(world, [anna()], [gone(Verb.DELETE, APRIL)], [gone(Verb.DISPOSE, MAY)])
    assert _lines(world) == []


def test_what_is_said_after_a_disposal_is_kept_though_the_same_was_said_before(world: World) -> None:
    take(world, [anna()], [gone(Verb.DELETE, APRIL)], [gone(Verb.DISPOSE, MAY), gone(Verb.DELETE, APRIL)], [anna()])
    assert names(world) == []


def test_disposal_is_as_if_the_row_had_never_been_held(world: World) -> None:
    bridge = row("1", {"person": Thing(("nominal|7", "nominal|8"), text="bridge")})
    others = [anna("ann", key="2"), anna("cara", key="3", number="8")]
    take(world, others, [bridge], [gone(Verb.DISPOSE, JUNE)])
    with memory_world() as never:
        take(never, others)
        assert list(world.store.dump()) == list(never.store.dump())


def test_a_late_copy_of_what_was_disposed_of_stays_away_and_leaves_nothing(world: World) -> None:
    plan = faithful()
    world.take(batch_of(0, [anna("quetzal")], extract="1"), plan)
    world.take(batch_of(1, [gone(Verb.DISPOSE)], extract="3"), plan)
    late = batch_of(2, [anna("quetzal", APRIL), gone(Verb.DELETE, MAY)], extract="2")._replace(overtaken=True)
    world.take(late, plan)
    assert _lines(world) == []


def test_an_extract_that_was_overtaken_still_brings_news_of_what_is_held(world: World) -> None:
    plan = faithful()
    world.take(batch_of(0, [anna()], extract="1"), plan)
    world.take(
        batch_of(1, [anna("ann", APRIL), anna("new", APRIL, key="2")], extract="2")._replace(overtaken=True), plan
    )
    assert names(world) == ["ann"]


# ---------------------------------------------------------------- counts


def test_a_row_of_several_facets_is_one_record(world: World) -> None:
    take(
        world,
        [
            together(anna(), anna("secret", vis=CHILDREN)),
            anna(key="2"),
            anna(key="3", vis=CHILDREN),
            together(anna(key="4", vis=CHILDREN), anna(key="4", vis=SECRETS)),
        ],
    )

    def counted(*seen: int) -> list[int]:
        return [source.records for source in world.reader(frozenset(seen)).sources()]

    assert counted(OPEN) == [2]
    assert counted(OPEN, CHILDREN) == [4]
    assert counted(OPEN, SECRETS) == [3]
    assert counted(*MARKINGS) == [4]
    assert counted() == [0]
