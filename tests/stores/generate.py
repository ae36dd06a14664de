"""Random loads: few values and many keys, so that rows meet, contradict, move and vanish all the time."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from pole.graph.changes import Batch
from pole.graph.rows import DecisionRow, LedgerRow, QuarantineRow
from pole.model.facts import (
    Facet,
    Id,
    Instant,
    Join,
    Key,
    ShapedLink,
    ShapedMention,
    ShapedRow,
    Statement,
    Verb,
    content_id,
    link_id,
    mention_id,
    record_id,
    row_id,
)
from pole.model.marking import BASE, Marking, visibility

CHILD = Marking.of(compartments=["child-protection"])
INTEL = Marking.of("OFFICIAL-SENSITIVE", compartments=["intelligence"])
BOTH = CHILD.join(INTEL)
MARKINGS = {visibility(marking): marking for marking in (BASE, CHILD, INTEL, BOTH)}
OPEN, CHILDREN, SECRETS, ALL = MARKINGS

VIEWERS = (
    frozenset({OPEN}),
    frozenset({OPEN, CHILDREN}),
    frozenset({OPEN, SECRETS}),
    frozenset(MARKINGS),
    frozenset({CHILDREN}),
    frozenset[int](),
)

NAMES = ("one", "two", "three")
SOURCES = ("crimes", "custody")
TYPES = ("person", "incident")
KINDS = {"PERSON": ("person", "group"), "EVENT": ("crime", "call"), "LOCATION": ("address",)}
WORDS = (
    "anna",
    "ann",
    "berg",
    "o'neil",
    "smith",
    "smithson",
    "zoë",
    "12",
    '"quoted"',
    "a-b",
    "surname=berg",
    "at=03121",
)
LINK_TYPES = (("SUSPECT_IN", ""), ("INVOLVED_IN", "witness"), ("INVOLVED_IN", "driver"), ("LIVES_AT", ""))
RECEIPTS = ("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z", "2024-03-03T00:00:00Z")
DATES = (None, "1969-07-20", "2001-02-03", "2001-02-03T04:05Z", "2010")
STANDINGS = (None, "RECORDED", "DENIED")
GRADES = (None, "3x5x2:1BP", "5x5x5:B24")


class Shape(NamedTuple):
    """How large a history is."""

    batches: int = 4
    rows: int = 10
    names: int = 8
    """Source rows that the verbs are about, in each source and type."""


SHAPE = Shape()


def history(random: Random, shape: Shape = SHAPE) -> list[Batch]:
    """Batches to be applied one after another."""
    decided: dict[tuple[str, ...], Id] = {}
    return [_batch(random, number, shape, decided) for number in range(shape.batches)]


def _batch(random: Random, number: int, shape: Shape, known: dict[tuple[str, ...], Id]) -> Batch:
    """One batch; batches of a history differ in `number`. `known` are the decisions so far, by what they are about."""
    source = random.choice(SOURCES)
    at = instant(number)
    rows = tuple(_row(random, source, line, shape) for line in range(random.randint(1, shape.rows)))
    id_ = content_id("batch", str(number), repr(rows))
    held = random.choice((0, 0, 2))
    kept_back = tuple(_kept_back(random, (source, id_), number, line, rows) for line in range(held))
    ledger = LedgerRow(
        id_, source, "person", content_id("load", str(number)), 0, str(number),
        f"{source}_{number}.txt", content_id("digest", repr(rows)), "mapping-1", "delta", at,
        max(row.received for row in rows), {}, True,
    )  # fmt: skip
    made = [_decision(random, number, shape, known) for _ in range(random.choice((0, 0, 1, 2)))]
    decided = tuple({decision.id: decision for decision in made}.values())
    used = {facet.vis for row in rows for facet in row.facets} | {row.vis for row in kept_back}
    used |= {decision.vis for decision in decided}
    return Batch(ledger, rows, kept_back, {vis: MARKINGS[vis] for vis in sorted(used)}, decided=decided)


def _decision(random: Random, number: int, shape: Shape, known: dict[tuple[str, ...], Id]) -> DecisionRow:
    """On two mentions that may be live, or may not; an ended one is the last on the same two, or was never there."""
    vis, verdict = random.choice(tuple(MARKINGS)), random.choice(("same", "same", "different", "unsure"))
    state = random.choice(("in force", "in force", "in force", "ended", "proposed"))
    one, other = (
        row_id(random.choice(SOURCES), random.choice(TYPES), f"{random.randrange(shape.names)}") for _ in "ab"
    )
    first, last = random.choice(NAMES), random.choice(NAMES)
    about = (one, first, other, last, str(vis))
    if state != "ended" or about not in known:
        known[about] = content_id("decision", *about, str(number))
    return DecisionRow(
        known[about], vis, verdict, state, record_id(one, vis), one, first,
        (), record_id(other, vis), other, last, (), "looked at both", "{}", instant(number), "sgt", None, "", None, "", "",
    )  # fmt: skip


def instant(number: int) -> Instant:
    """When the batch of this number is loaded."""
    return f"2025-01-01T00:{number:02d}:00.000000Z"


def _kept_back(
    random: Random, of: tuple[str, Id], number: int, line: int, rows: tuple[ShapedRow, ...]
) -> QuarantineRow:
    source, batch_id = of
    id_ = content_id("quarantine", source, str(number), str(line))
    row = random.choice([None, *(row.row for row in rows)])
    return QuarantineRow(
        id_, source, "person", row, batch_id, f"{source}_{number}.txt", line, "DOB", "no such date", "correct it",
        "raw text", random.choice(tuple(MARKINGS)), instant(number), '["DOB"]',
        random.choice((None, row_id(source, "incident", f"{random.randrange(5)}"))),
    )  # fmt: skip


def _row(random: Random, source: str, line: int, shape: Shape) -> ShapedRow:
    type_ = random.choice(TYPES)
    key = f"{random.randrange(shape.names)}"
    row = row_id(source, type_, key)
    verb = random.choices((Verb.PUT, Verb.DELETE, Verb.VANISH, Verb.DISPOSE), (24, 2, 1, 1))[0]
    visibilities = sorted(set(random.choices(tuple(MARKINGS), (4, 2, 2, 1), k=random.choice((1, 2, 3)))), key=_height)
    facets = _facets(random, source, row, visibilities) if verb is Verb.PUT else ()
    parent = row_id(source, "incident", f"{random.randrange(shape.names)}") if type_ == "person" else None
    return ShapedRow(
        verb.value, row, source, type_, key, random.choice(RECEIPTS), parent, (), "unit-1", f"{source}.txt", line,
        facets, random.choice((frozenset[str](), frozenset({"name"}))),
    )  # fmt: skip


def _height(vis: int) -> int:
    return MARKINGS[vis].height


def _facets(random: Random, source: str, row: Id, visibilities: list[int]) -> tuple[Facet, ...]:
    kinds = {name: random.choice(tuple(KINDS)) for name in NAMES}
    keys: dict[tuple[str, int], tuple[Key, ...]] = {}
    facets: list[Facet] = []
    for vis in visibilities:
        record = record_id(row, vis)
        mentions: list[ShapedMention] = []
        for name in random.sample(tuple(kinds), random.choice((1, 2, 3, 3))):
            mention = _mention(random, source, record, name, kinds[name], vis, keys)
            mentions.append(mention)
        links = _links(random, record, mentions, vis) if len(mentions) > 1 else ()
        content = repr((mentions, links))
        raw = f"raw of {row}" if vis == visibilities[-1] else None
        facets.append(Facet(record, vis, content_id("facet", content), raw, tuple(mentions), links))
    return tuple(facets)


def _mention(
    random: Random,
    source: str,
    record: Id,
    name: str,
    kind: str,
    vis: int,
    keys: dict[tuple[str, int], tuple[Key, ...]],
) -> ShapedMention:
    """A facet's keys include those of the lower facets of the same mention."""
    id_ = mention_id(record, name)
    lower = [
        key for (n, v), held in keys.items() if n == name and MARKINGS[v].at_or_below(MARKINGS[vis]) for key in held
    ]
    stated = [*lower, *_keys(random, source, kind)]
    if not any(key.join != Join.LOOK_UP for key in stated):
        stated.append(Key("own", id_, Join.KEY))
    keys[(name, vis)] = tuple(dict.fromkeys(stated))
    words = [" ".join(random.sample(WORDS, random.randint(1, 3))) for _ in range(random.randint(0, 2))]
    statements = tuple(Statement("name", "NAME", line, line) for line in words)
    return ShapedMention(
        id_, record, name, kind, random.choice(KINDS[kind]), vis, keys[(name, vis)], statements,
        words[0] if words else "", len(words), random.choice((None, "1980-01-02")),
        "\n".join(f"{attribute}\t{line}" for attribute, line in zip(("name", "alias"), words, strict=False)),
    )  # fmt: skip


def _keys(random: Random, source: str, kind: str) -> list[Key]:
    """Often none, so that the row's own key stands alone; often two, so that what stood apart falls together."""
    keys: list[Key] = []
    if random.random() < 0.5:
        keys.append(Key(f"{source}-{kind.lower()}", str(random.randrange(5)), Join.KEY))
    if kind == "PERSON" and random.random() < 0.6:
        keys.append(Key(random.choice(("pnc", "cro")), random.choice("PQR"), Join.STRONG))
    if kind != "PERSON" and random.random() < 0.5:
        keys.append(Key(f"shared-{kind.lower()}", str(random.randrange(4)), Join.KEY))
    if random.random() < 0.2:
        keys.append(Key("phone", str(random.randrange(3)), Join.LOOK_UP))
    return keys


def _links(random: Random, record: Id, mentions: list[ShapedMention], vis: int) -> tuple[ShapedLink, ...]:
    links: dict[Id, ShapedLink] = {}
    for number in range(random.randint(2, 5)):
        start, end = random.choice(mentions), random.choice(mentions)
        if start.id == end.id:
            continue
        type_, role = random.choice(LINK_TYPES)
        name = f"link-{number}"
        id_ = link_id(record, name, type_, role)
        begins, ends = random.choice(DATES), random.choice((None, "2015"))
        links[id_] = ShapedLink(
            id_, record, name, type_, role, start.id, end.id, vis, begins, ends, random.choice(STANDINGS), None,
            random.choice(GRADES), "FIELD", (),
        )  # fmt: skip
    return tuple(links.values())
