"""What a viewer may not see changes no answer to that viewer: whole worlds compared through real sessions."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings

from pole.access.viewer import Viewer
from pole.graph.changes import Batch
from pole.graph.port import GraphReader, TieReader
from pole.model.facts import Verb
from tests.access.histories import (
    ADDRESSES,
    CHILDREN,
    KEYS,
    MARKINGS,
    OPEN,
    SECRETS,
    Act,
    History,
    Say,
    Word,
    batches,
    histories,
    projected,
)
from tests.access.mutants import peeking
from tests.access.viewing import POLICY, ROLES, Force, Observed, Pool, force, observed, pool_of, raise_everywhere
from tests.access.worlds import NewWorld, StoreWorld, faithful


def visible(role: str) -> frozenset[int]:
    """What a viewer with this role sees of what there is."""
    return POLICY.visible(Viewer("", "", frozenset({role})), MARKINGS)


def answers(
    loads: Sequence[Batch], roles: Sequence[str], new_world: NewWorld, folder: Path, pool: Pool | None = None
) -> tuple[dict[str, Observed], Pool]:
    """All that each of these viewers observes after these loads, and what they asked about."""
    with new_world() as world:
        plan = faithful()
        for load in loads:
            world.take(load, plan)
        assert isinstance(world, StoreWorld)
        raise_everywhere(world.store)
        asked = pool or pool_of(world.store)
        told: dict[str, Observed] = {}
        with force(world.store, folder) as people:
            for role in roles:
                with people.inquiry(role) as inquiry:
                    told[role] = observed(inquiry, asked)
    return told, asked


def tells(loads: Sequence[Batch], new_world: NewWorld, folder: Path) -> str | None:
    """A question whose answer tells a viewer of what they may not see; None where there is none."""
    told, pool = answers(loads, ROLES[:-1], new_world, folder)
    for role, here in told.items():
        without, _ = answers(projected(loads, visible(role)), [role], new_world, folder, pool)
        for question, answer in here.items():
            there = without[role][question]
            if answer != there and not question.startswith("existence"):
                return f"{role}: {question}\nwith what is hidden: {answer}\nwithout it: {there}"
    return None


@given(histories(batches=3))
@settings(max_examples=10)
def test_what_may_not_be_seen_changes_no_answer(
    sqlite_world: NewWorld, tmp_path_factory: pytest.TempPathFactory, acts: History
) -> None:
    assert tells(batches(acts), sqlite_world, tmp_path_factory.mktemp("force")) is None


def person(*numbers: int, name: str = "", event: str = "", address: str = "", warned: bool = False) -> Say:
    """What a row says of a person under these numbers of the source, and of where he was."""
    return Say(tuple(KEYS[n] for n in numbers), name, event, address, warned)


def rich() -> list[Batch]:
    """A history in which every question has something to leak."""
    home, other = ADDRESSES
    return batches(
        [
            [
                Act(0, {OPEN: person(0, name="Anna Berg", event="E1", address=home)}),
                Act(1, {OPEN: person(1, name="Ann Berg", event="E1", address=other)}),
                Act(2, {CHILDREN: person(0, name="Cara Dee", event="E1", address=home, warned=True)}),
                Act(3, {SECRETS: person(0, 3, name="Ann Berg", event="E2", address=home)}),
                Act(4, {SECRETS: person(2, name="Cara Dee", event="E2", address=other)}),
            ],
            [
                Act(0, {OPEN: person(0, name="Anna Berg", event="E1", address=home), SECRETS: person(4, event="E2")}),
                Act(2, {CHILDREN: person(0, 8, name="Anna Berg", event="E2", address=other, warned=True)}, received=1),
                Act(4, {SECRETS: person(2, 0, name="Cara Dee", event="E1", address=home)}, received=1),
                Act(1, word=Word(0, CHILDREN, "unsure")),
                Act(0, word=Word(1, SECRETS, "unsure")),
            ],
            [Act(3, verb=Verb.DELETE, received=2), Act(0, {SECRETS: person(5, event="E1")}, received=2)],
        ]
    )


def questions_of_readers() -> list[str]:
    """Every question a reader answers."""
    return sorted(name for name in {*vars(GraphReader), *vars(TieReader)} if not name.startswith("_"))


@pytest.fixture(scope="module")
def loaded(sqlite_world: NewWorld, tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Force, Pool]]:
    """The rich history in a store, and a force over it."""
    with sqlite_world() as world:
        plan = faithful()
        for load in rich():
            world.take(load, plan)
        assert isinstance(world, StoreWorld)
        raise_everywhere(world.store)
        with force(world.store, tmp_path_factory.mktemp("force")) as people:
            yield people, pool_of(world.store)


@pytest.mark.parametrize("question", questions_of_readers())
def test_a_reader_that_peeks_at_one_question_is_found(loaded: tuple[Force, Pool], question: str) -> None:
    """Without anything hidden such a reader has nothing to peek at, so both worlds are seen from one store."""
    people, pool = loaded
    everything = people.application.store.reader(frozenset(MARKINGS))
    for role in ROLES[:-1]:
        with people.inquiry(role) as inquiry:
            honest = observed(inquiry, pool)
        with people.inquiry(role, peeking(everything, question)) as inquiry:
            if observed(inquiry, pool, crashes=True) != honest:
                return
    pytest.fail("nobody noticed")
