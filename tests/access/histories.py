"""Histories of loads, dense on purpose: few values and many keys, so that rows meet, contradict, move and vanish.

A history is drawn as plain acts, so that a failing one shrinks to something a person can read; `batches` makes real ones
of it. What a row says is drawn for each visibility by itself; an act may change some of them and leave the others alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from hypothesis import strategies as st

from pole.graph.changes import Batch
from pole.graph.rows import DecisionRow, LedgerRow, QuarantineRow
from pole.model.facts import (
    Facet,
    Id,
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
from pole.model.values import value_type
from pole.model.values.cells import METRES, cell
from pole.model.values.outcome import Cleaned
from tests.stores.generate import BOTH, CHILD, INTEL, RECEIPTS, instant

OPEN, CHILDREN, SECRETS, ALL = (visibility(marking) for marking in (BASE, CHILD, INTEL, BOTH))
MARKINGS = {OPEN: BASE, CHILDREN: CHILD, SECRETS: INTEL, ALL: BOTH}
FINANCE = Marking.of(compartments=["suspicious-activity"])
MONEY = visibility(FINANCE)
THREE = {OPEN: BASE, CHILDREN: CHILD, SECRETS: INTEL, MONEY: FINANCE}
"""Three compartments: what is learnt from two of them must not hang on the third."""

SOURCE = "crimes"
NOMINAL = "crimes-nominal"
PNC = ("1979/0163001B", "1981/0000034U", "2002/0073319Z")
CRO = ("CRO-1", "CRO-2")
PHONE = "+447700900001"
KEYS = (
    *(Key(NOMINAL, str(n), Join.KEY) for n in range(3)),
    *(Key("pnc", number, Join.STRONG) for number in PNC),
    *(Key("cro", number, Join.STRONG) for number in CRO),
    Key("phone", PHONE, Join.LOOK_UP),
)
NAMES = ("Anna Berg", "Ann Berg", "Cara Dee")
EVENTS = ("E1", "E2")
ADDRESSES = ("1 High Street", "2 High Street")
PLACES = {"1 High Street": (384_000.0, 398_000.0), "2 High Street": (384_040.0, 398_000.0)}
"""Where the addresses are on the national grid, 40 metres apart."""
ADDRESS = value_type("address")


class Say(NamedTuple):
    """What one row says in one visibility: of a person, and of the event and the address they are tied to."""

    keys: tuple[Key, ...] = ()
    name: str = ""
    event: str = ""
    address: str = ""
    warned: bool = False


Says: TypeAlias = dict[int, Say]


class Word(NamedTuple):
    """What somebody decides of the row of an act and another row."""

    other: int
    vis: int
    verdict: str
    state: str = "in force"


class Act(NamedTuple):
    """One row of an extract. `says` replaces what the row said in those visibilities; None there takes it away."""

    row: int
    says: Mapping[int, Say | None] = {}
    verb: Verb = Verb.PUT
    received: int = 0
    correction: bool = False
    mapping: int = 0
    """Under which the row is read; that of the first act of a batch counts for all of it."""
    word: Word | None = None


History: TypeAlias = Sequence[Sequence[Act]]
"""Batches of acts."""

SAYS = st.builds(
    Say,
    st.lists(st.sampled_from(KEYS), max_size=3, unique=True).map(tuple),
    st.sampled_from(("", *NAMES)),
    st.sampled_from(("", *EVENTS)),
    st.sampled_from(("", *ADDRESSES)),
    st.booleans(),
)
KEYED = st.lists(st.sampled_from(KEYS[:4]), min_size=1, max_size=2, unique=True).map(lambda keys: Say(tuple(keys)))
VERBS = (*[Verb.PUT] * 13, *[Verb.DELETE] * 3, Verb.VANISH, Verb.WITHDRAW, Verb.DISPOSE)


def acts(markings: Mapping[int, Marking], rows: int) -> st.SearchStrategy[Act]:
    """Acts on a few rows that say something under these markings; half of them in one visibility alone."""
    said = KEYED | SAYS | KEYED | SAYS | st.none()
    anywhere = st.fixed_dictionaries({}, optional=dict.fromkeys(markings, said))
    in_one = st.dictionaries(st.sampled_from(list(markings)), said, min_size=1, max_size=1)
    return st.builds(
        Act,
        st.integers(0, rows - 1),
        anywhere | in_one,
        st.sampled_from(VERBS),
        st.integers(0, len(RECEIPTS) - 1),
        st.booleans(),
        st.sampled_from((0, 0, 0, 1)),
        st.none() | words(markings, rows),
    )


def words(markings: Mapping[int, Marking], rows: int) -> st.SearchStrategy[Word]:
    """Decisions on a few rows, made anew or taken back."""
    return st.builds(
        Word,
        st.integers(0, rows - 1),
        st.sampled_from(list(markings)),
        st.sampled_from(("same", "same", "different")),
        st.sampled_from(("in force", "in force", "ended")),
    )


def histories(markings: Mapping[int, Marking] = MARKINGS, batches: int = 4) -> st.SearchStrategy[History]:
    """Histories of at most so many batches of two to five acts; fewer would seldom meet.

    Some are about many rows that become one thing or several, some about the versions of one or two.
    """
    return st.sampled_from((5, 5, 3, 1)).flatmap(
        lambda rows: st.lists(st.lists(acts(markings, rows), min_size=2, max_size=5), min_size=2, max_size=batches)
    )


def batches(history: History, markings: Mapping[int, Marking] = MARKINGS) -> list[Batch]:
    """Real batches of a history, loaded a minute apart."""
    said: dict[int, Says] = {}
    known: dict[tuple[str, ...], Id] = {}
    made: list[Batch] = []
    for number, some in enumerate(history):
        rows: list[ShapedRow] = []
        mapping = f"mapping-{some[0].mapping}"
        for act in some:
            says = {**said.get(act.row, {}), **act.says}
            said[act.row] = {vis: say for vis, say in says.items() if say is not None}
            rows.append(shaped(act, said[act.row], markings, mapping))
        words = (_decision(number, act, said, markings, known) for act in some)
        decided = {decision.id: decision for decision in words if decision}
        made.append(batch(number, rows, markings, mapping=mapping)._replace(decided=tuple(decided.values())))
    return made


def _decision(
    number: int,
    act: Act,
    said: Mapping[int, Says],
    markings: Mapping[int, Marking],
    known: dict[tuple[str, ...], Id],
) -> DecisionRow | None:
    """What is decided, if both rows say something that may be seen where it counts. Whoever ends a decision names the last on
    the same two; `known` are those so far."""
    if act.word is None:
        return None
    word, ends = act.word, []
    for row in (act.row, act.word.other):
        seen = [vis for vis in said.get(row, {}) if markings[vis].at_or_below(markings[word.vis])]
        if not seen:
            return None
        id_ = row_id(SOURCE, "person", str(row))
        ends.append((record_id(id_, max(seen, key=lambda vis: (markings[vis].height, vis))), id_))
    (one_record, one), (other_record, other) = ends
    about = (one, other, str(word.vis))
    if word.state != "ended" or about not in known:
        known[about] = content_id("decision", *about, str(number))
    return DecisionRow(
        known[about], word.vis, word.verdict, word.state, one_record, one, "person",
        (), other_record, other, "person", (), "looked at both", "{}", instant(number), "sgt", None, "", None, "", "",
    )  # fmt: skip


EXTRACTS = "3140592687"
"""Numbers of extracts, in the order in which they arrive: some are late."""


def batch(
    number: int,
    rows: Sequence[ShapedRow],
    markings: Mapping[int, Marking],
    kept_back: Iterable[QuarantineRow] = (),
    mapping: str = "mapping-0",
) -> Batch:
    """Rows as one batch of one file."""
    id_ = content_id("batch", str(number), repr(rows))
    ledger = LedgerRow(
        id_, SOURCE, "person", content_id("load", str(number)), 0, EXTRACTS[number], f"{number}.txt", id_, mapping,
        "delta", instant(number), max((row.received for row in rows), default=None), {}, True,
    )  # fmt: skip
    return Batch(ledger, tuple(rows), tuple(kept_back), markings)


def projected(loads: Sequence[Batch], seen: frozenset[int]) -> list[Batch]:
    """The same loads with everything else removed from their rows, and without the rows that then have nothing to say.

    An owner sends what has changed: a row of which only hidden things changed would not have come.
    """
    lowered = [[_lowered(row, seen) for row in load.rows] for load in loads]
    stories: dict[Id, _Story] = {}
    for rows in lowered:
        for row in rows:
            stories.setdefault(row.row, _Story()).versions.append(row)
    return [
        load._replace(
            rows=tuple(row for row in rows if stories[row.row].tells(load.ledger)),
            quarantined=tuple(q for q in load.quarantined if q.vis in seen),
            decided=tuple(decision for decision in load.decided if decision.vis in seen),
        )
        for load, rows in zip(loads, lowered, strict=True)
    ]


def _lowered(row: ShapedRow, seen: frozenset[int]) -> ShapedRow:
    return row._replace(facets=tuple(facet for facet in row.facets if facet.vis in seen))


class _Shown(NamedTuple):
    """A facet as it is held, or was until it was gone."""

    hash: str
    mappings: frozenset[str]
    """Under which any version was read."""
    place: int = -1
    """Of the extract in which it was missing."""


class _Story:
    """One row, as seen from below: which of its versions have something to say there, one after another."""

    def __init__(self) -> None:
        self.versions: list[ShapedRow] = []
        """All that come, in the order in which they do."""
        self._told = 0
        self._newest = ""
        self._live: dict[Id, _Shown] = {}
        self._gone: dict[Id, _Shown] = {}
        """Perhaps with a past that can still be seen."""

    def tells(self, ledger: LedgerRow) -> bool:
        """Whether the next version says something."""
        row = self.versions[self._told]
        self._told += 1
        match row.verb:
            case Verb.PUT:
                return self._put(row, ledger) | self._is_overtaken_by_an_older_one(row)
            case Verb.DELETE:
                if row.received >= self._newest:
                    self._newest = row.received
                    self._live, self._gone = {}, {}
                return any(version.facets for version in self.versions)
            case Verb.DISPOSE:
                self._newest, self._live, self._gone = "", {}, {}
                return True
            case _:
                gone = {record: shown._replace(place=ledger.place) for record, shown in self._live.items()}
                self._live, self._gone = {}, {**self._gone, **gone}
                return bool(gone)

    def _put(self, row: ShapedRow, ledger: LedgerRow) -> bool:
        known = {**self._gone, **self._live}
        now = frozenset({ledger.mapping})
        stated = {
            facet.record: _Shown(facet.hash, now | (known[facet.record].mappings if facet.record in known else now))
            for facet in row.facets
        }
        tells = any(record not in self._live or self._live[record].hash != stated[record].hash for record in stated)
        tells |= any(shown.mappings != now for shown in known.values())
        if row.received >= self._newest:
            self._newest = row.received
            tells |= not known.keys() <= stated.keys()
            away = {r for r in stated if r not in self._live and r in known and ledger.place < known[r].place}
            self._live = {record: shown for record, shown in stated.items() if record not in away}
            self._gone = {record: shown for record, shown in known.items() if record not in self._live}
        else:  # kept as a past version of what is live, read under this mapping
            for record in stated.keys() & self._live.keys():
                self._live[record] = self._live[record]._replace(mappings=stated[record].mappings)
        return tells

    def _is_overtaken_by_an_older_one(self, row: ShapedRow) -> bool:
        """Whether an older version comes later and would change something, did not this one stand in its way."""
        said = {(facet.record, facet.hash) for facet in row.facets}
        gone = False
        for later in self.versions[self._told :]:
            match later.verb:
                case Verb.DISPOSE:
                    return False
                case Verb.PUT | Verb.DELETE:
                    says = {(facet.record, facet.hash) for facet in later.facets}
                    if later.received < row.received and (gone or says != said):
                        return True
                case _:
                    gone = True
        return False


def at_or_below(vis: int, markings: Mapping[int, Marking]) -> frozenset[int]:
    """The visibilities that whoever sees `vis` sees."""
    return frozenset(low for low, marking in markings.items() if marking.at_or_below(markings[vis]))


def shaped(act: Act, says: Says, markings: Mapping[int, Marking] = MARKINGS, mapping: str = "mapping-0") -> ShapedRow:
    """The row of an act, when the row says this."""
    key = str(act.row)
    row = row_id(SOURCE, "person", key)
    layers = sorted(says, key=lambda vis: (markings[vis].height, vis)) if act.verb is Verb.PUT else []
    facets = tuple(_facet(row, vis, says, markings, mapping, raw=vis == layers[-1]) for vis in layers)
    return ShapedRow(
        act.verb.value, row, SOURCE, "person", key, RECEIPTS[act.received], None, (), None, "people.txt", act.row, facets,
        frozenset({"name"}) if act.correction else frozenset(),
    )  # fmt: skip


def _facet(row: Id, vis: int, says: Says, markings: Mapping[int, Marking], mapping: str, *, raw: bool) -> Facet:
    record, say = record_id(row, vis), says[vis]
    below = [low for low in says if markings[low].at_or_below(markings[vis])]
    mentions = [_person(row, vis, say, below, says)]
    links: list[ShapedLink] = []
    for name, kind, subtype, link_type, key_of in (
        ("event", "EVENT", "crime", "SUSPECT_IN", _event_key),
        ("home", "LOCATION", "address", "LIVES_AT", _address_key),
    ):
        if key_of(say):
            keys = dict.fromkeys(key for low in below for key in key_of(says[low]))
            mentions.append(_place(record, name, kind, subtype, vis, tuple(keys), say))
            ends = (mentions[0].id, mentions[-1].id)
            id_ = link_id(record, name, link_type, "")
            links.append(
                ShapedLink(id_, record, name, link_type, "", *ends, vis, None, None, None, None, None, "FIELD", ())
            )
    content = content_id("facet", mapping, repr((mentions, links)))
    return Facet(record, vis, content, f"raw of {row}" if raw else None, tuple(mentions), tuple(links))


def _person(row: Id, vis: int, say: Say, below: Iterable[int], says: Says) -> ShapedMention:
    """Keys are those of this visibility and of the lower ones; a person without a key that joins has one of their own."""
    id_ = mention_id(record_id(row, vis), "person")
    keys: list[Key] = []
    for low in below:
        keys += says[low].keys
        if not any(key.join != Join.LOOK_UP for key in says[low].keys):
            keys.append(Key("own", mention_id(record_id(row, low), "person"), Join.KEY))
    statements = [Statement("name", "NAME", say.name, say.name)] if say.name else []
    if say.warned:
        statements.append(Statement("warning", "MARKER", "Y", "child-at-risk", note="a plan"))
    return ShapedMention(
        id_, record_id(row, vis), "person", "PERSON", "person", vis, tuple(dict.fromkeys(keys)), tuple(statements),
        say.name, len(say.name), None, _sought(say),
    )  # fmt: skip


def _sought(say: Say) -> str:
    """What the person is found by."""
    given, _, surname = say.name.lower().partition(" ")
    lines = [f"name\t{say.name.lower()} surname={surname} forename={given}"] if say.name else []
    return "\n".join([*lines, *(["warning\twarning=child-at-risk"] if say.warned else [])])


def _event_key(say: Say) -> tuple[Key, ...]:
    return (Key("reference", say.event, Join.KEY),) if say.event else ()


def _address_key(say: Say) -> tuple[Key, ...]:
    cleaned = ADDRESS.clean(say.address)
    return (Key("address", ADDRESS.key(cleaned.value), Join.KEY),) if isinstance(cleaned, Cleaned) else ()


def _place(record: Id, name: str, kind: str, subtype: str, vis: int, keys: tuple[Key, ...], say: Say) -> ShapedMention:
    said = say.event if kind == "EVENT" else say.address
    found = (
        "occurred\toccurred=20240305"
        if kind == "EVENT"
        else f"grid\tgrid={cell(METRES, *PLACES.get(said, (0.0, 0.0)))} street=high"
    )
    return ShapedMention(
        mention_id(record, name), record, name, kind, subtype, vis, keys, (), said, 1, None,
        f"{name}\t{said.lower()}\n{found}",
    )  # fmt: skip
