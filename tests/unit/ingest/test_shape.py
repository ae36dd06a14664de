"""A row becomes what its mapping says, in facets that give nothing away, whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.formats.rows import BadRow, RawRow
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import CompiledSource, Quarantined, Refused, ShapeContext, Skipped, compile_mapping
from pole.ingest.shape.memory import REMEMBERED
from pole.model.facts import Facet, Key, ShapedMention, ShapedRow, Statement, row_id
from pole.model.marking import Marking, visibility
from pole.model.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
CONTEXT = ShapeContext("extract.txt", "2026-01-01T00:00:00Z")
OPEN = visibility(Marking.of("OFFICIAL"))
CASE = visibility(Marking.of("OFFICIAL-SENSITIVE", compartments=["child-protection"]))
HEAD = """\
source: test
title: A source
format: {kind: delimited, delimiter: "|", absent: ["", NULL]}
markings:
  open: {classification: OFFICIAL}
  case: {classification: OFFICIAL-SENSITIVE, compartments: [child-protection]}
"""


def compiled(records: str, marking: str = "open") -> CompiledSource:
    text = f"{HEAD}marking: {marking}\n{records}"
    return compile_mapping(load_mapping(text, VOCABULARY), VOCABULARY)


def one_record(body: str, marking: str = "open") -> CompiledSource:
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    return compiled(f"records:\n  row:\n    file: row.txt\n{lines}", marking)


def row(source: CompiledSource, said: dict[str, str], record: str = "row") -> RawRow:
    columns = source.records[record].columns
    assert said.keys() <= set(columns), columns
    return RawRow(2, tuple(said.get(name, "") for name in columns), "|".join(said.values()))


def outcome(source: CompiledSource, record: str = "row", **said: str) -> object:
    return source.records[record].shape(row(source, said, record), CONTEXT)


def shaped(source: CompiledSource, record: str = "row", **said: str) -> ShapedRow:
    found = outcome(source, record, **said)
    assert isinstance(found, ShapedRow), found
    return found


def held(source: CompiledSource, **said: str) -> Quarantined:
    found = outcome(source, **said)
    assert isinstance(found, Quarantined), found
    return found


def facet(found: ShapedRow, vis: int = OPEN) -> Facet:
    return next(facet for facet in found.facets if facet.vis == vis)


def mention(found: ShapedRow, name: str, vis: int = OPEN) -> ShapedMention:
    return next(mention for mention in facet(found, vis).mentions if mention.name == name)


def stated(found: ShapedMention, attribute: str) -> list[Statement]:
    return [statement for statement in found.statements if statement.attribute == attribute]


PERSON = """
key: NUMBER
mentions:
  person:
    is: person/person
    keys: {nominal: source-number}
    attributes:
      source-number: NUMBER
      name: {parts: {given: [FORENAME1, FORENAME2], surname: SURNAME}}
      born: {column: DOB, format: DD/MM/YYYY}
      sex: SEX
      pnc: PNC
      alias: {each: [ALIAS1, ALIAS2]}
      vulnerability: {split: VULN, by: ";"}
      religion: {column: RELIGION, blank: keep, map: {CHR: christian, UNK: UNKNOWN}}
      occupation: {join: [JOB, PLACE], with: " at "}
      warning:
        flags: {VIOLENT: {Y: violent}, ARMED: {Y: weapons}}
        from: {column: SINCE, format: DD/MM/YYYY}
        note: WORDS
"""


@pytest.fixture(scope="module")
def person() -> CompiledSource:
    return one_record(PERSON)


def test_a_value_stands_beside_its_raw_text(person: CompiledSource) -> None:
    found = mention(
        shaped(person, NUMBER="N1", FORENAME1="ANNE", FORENAME2="LOUISE", SURNAME="HARCOMBE", DOB="03/04/1985"),
        "person",
    )
    (name,) = stated(found, "name")
    assert (name.field, name.raw, name.problem) == ("FORENAME1+FORENAME2+SURNAME", "ANNE LOUISE HARCOMBE", None)
    assert name.value is not None and "harcombe" in name.value.casefold()
    assert stated(found, "born")[0][:6] == ("born", "DOB", "03/04/1985", "1985-04-03", "day", None)
    assert found.born == "1985-04-03"
    assert "Harcombe" in found.caption.title() and found.rank > 0
    assert "name\t" in found.text and "harcombe" in found.text


def test_a_rejected_value_keeps_its_text_its_reason_and_near_misses_and_makes_no_key(person: CompiledSource) -> None:
    found = mention(shaped(person, NUMBER="N1", PNC="1981/0000034X"), "person")
    (pnc,) = stated(found, "pnc")
    assert pnc.raw == "1981/0000034X" and pnc.value is None
    assert pnc.problem is not None and pnc.problem.startswith("rejected: check letter: expected U")
    assert all(key.scheme != "pnc" for key in found.keys)


def test_blank_and_unknown_stay_different(person: CompiledSource) -> None:
    blank = stated(mention(shaped(person, NUMBER="N1", RELIGION=""), "person"), "religion")
    unknown = stated(mention(shaped(person, NUMBER="N1", RELIGION="UNK"), "person"), "religion")
    assert [s.problem for s in blank] == ["absent: blank"]
    assert [(s.raw, s.problem) for s in unknown] == [("UNK", "absent: unknown")]
    assert stated(mention(shaped(person, NUMBER="N1", SEX="NULL"), "person"), "sex") == []


def test_repeated_groups_parts_joins_and_flags_become_statements(person: CompiledSource) -> None:
    found = mention(
        shaped(
            person, NUMBER="N1", ALIAS2="Smiler", VULN="elderly; alone ;", JOB="cook", PLACE="", ARMED="Y", VIOLENT="N",
            SINCE="01/02/2020", WORDS="carries a knife",
        ),
        "person",
    )  # fmt: skip
    assert [(s.field, s.raw) for s in stated(found, "alias")] == [("ALIAS2", "Smiler")]
    assert [s.raw for s in stated(found, "vulnerability")] == ["elderly", "alone"]
    assert [(s.field, s.raw) for s in stated(found, "occupation")] == [("JOB+PLACE", "cook")]
    (warning,) = stated(found, "warning")
    assert (warning.field, warning.raw, warning.value, warning.begins, warning.note) == (
        "ARMED", "Y", "weapons", "2020-02-01", "carries a knife",
    )  # fmt: skip


def test_keys_are_the_sources_own_and_those_of_the_vocabulary(person: CompiledSource) -> None:
    found = mention(shaped(person, NUMBER="n1", PNC="81/34U"), "person")
    assert Key("nominal", "N1", "k") in found.keys
    assert Key("pnc", "1981/0000034U", "s") in found.keys
    assert Key("source-number", "N1", "l") in found.keys
    assert stated(found, "source-number")[0].scheme == "nominal"


def test_a_row_without_its_key_is_quarantined_whole(person: CompiledSource) -> None:
    found = held(person, NUMBER=" ", SURNAME="HARCOMBE")
    assert (found.line, found.row, found.field, found.raw) == (2, None, "NUMBER", " |HARCOMBE")
    assert found.reason and found.remedy


def test_what_nobody_describes_is_not_mentioned(person: CompiledSource) -> None:
    nameless = one_record("""
key: A
mentions:
  person: {is: person/person, attributes: {name: B, organisation-type: {constant: x}}}
""".replace(", organisation-type: {constant: x}", ", vulnerability: {constant: stated}"))  # fmt: skip
    assert facet(shaped(nameless, A="1", B="")).mentions == ()
    assert facet(shaped(nameless, A="1", B="UNKNOWN")).mentions == ()
    assert len(mention(shaped(nameless, A="1", B="Ann Bowdler"), "person").statements) == 2


UNKEYED = """
key: A
mentions:
  suspect: {is: person/unidentified-person, attributes: {build: B, nickname: C}}
  other: {is: person/person, keys: {number: {of: source-number, joins: no}}, attributes: {source-number: D}}
"""


def test_a_mention_without_a_joining_key_is_known_by_its_record() -> None:
    source = one_record(UNKEYED)
    found = shaped(source, A="1", B="slim", D="77")
    assert mention(found, "suspect").keys == (Key("record", f"{found.row}/suspect", "k"),)
    assert mention(found, "other").keys == (
        Key("number", "77", "l"), Key("source-number", "77", "l"), Key("record", f"{found.row}/other", "k"),
    )  # fmt: skip


def test_an_address_joins_only_when_it_is_a_door() -> None:
    source = one_record("key: A\nmentions:\n  home: {is: location/address, attributes: {address: B}}")
    joins = [
        [key.join for key in mention(shaped(source, A="1", B=text), "home").keys if key.scheme == "address"]
        for text in ("12 High Street, Millbrough, CV1 2AB", "High Street, Millbrough", "NFA")
    ]
    assert joins == [["k"], ["l"], []]


def test_a_key_of_several_attributes_exists_when_all_do_and_carries_the_strictest_marking() -> None:
    source = one_record(
        """
key: A
mentions:
  log:
    is: event/incident
    keys: {log: [reference, occurred], number: reference}
    attributes: {reference: B, occurred: {column: C, marking: case}}
"""
    )
    both = shaped(source, A="1", B="L7", C="2024-03-01")
    assert all(key.scheme != "log" for key in mention(both, "log", OPEN).keys)
    assert Key("log", "L7|2024-03-01", "k") in mention(both, "log", CASE).keys
    assert all(key.scheme != "log" for f in shaped(source, A="1", B="L7").facets for m in f.mentions for key in m.keys)


CHILD = """
key: ID
mentions:
  child:
    is: person/person
    keys: {child: source-number}
    attributes:
      source-number: {column: ID, marking: open}
      name: {column: NAME, marking: open}
      warning: {constant: child-at-risk, marking: open, when: PLAN}
      disability: DISABILITY
  plan: {is: event/child-protection-plan, keys: {plan: reference}, attributes: {reference: PLAN, plan-category: CAT}}
  home: {is: location/address, marking: open, attributes: {address: ADDR}}
links:
  - {type: SUBJECT_OF, from: child, to: plan, dates: {from: START}}
  - {type: LIVES_AT, from: child, to: home, marking: open, life: 400d}
"""
CASE_ROW = {
    "ID": "C1",
    "NAME": "Jade Abara",
    "PLAN": "P9",
    "ADDR": "4 Elm Road, Millbrough, CV1 2AB",
    "START": "2024-01-02",
}


@pytest.fixture(scope="module")
def child() -> CompiledSource:
    return one_record(CHILD, "case")


def test_a_row_is_split_by_visibility_and_links_stand_at_their_own(child: CompiledSource) -> None:
    found = shaped(child, **CASE_ROW, DISABILITY="deaf")
    low, high = facet(found, OPEN), facet(found, CASE)
    assert [m.name for m in low.mentions] == ["child", "home"] and [k.type for k in low.links] == ["LIVES_AT"]
    assert [m.name for m in high.mentions] == ["child", "plan"] and [k.type for k in high.links] == ["SUBJECT_OF"]
    assert {s.attribute for m in low.mentions for s in m.statements} == {"source-number", "name", "warning", "address"}
    assert low.raw is None and high.raw == "|".join([*CASE_ROW.values(), "deaf"])
    assert low.record != high.record and high.links[0].start == mention(found, "child", CASE).id
    assert low.links[0].statements[0][:4] == ("stated-life", "", "400d", "400")


def test_a_higher_facet_has_the_keys_of_the_lower_and_never_the_other_way(child: CompiledSource) -> None:
    found = shaped(child, **CASE_ROW)
    assert Key("child", "C1", "k") in mention(found, "child", CASE).keys
    assert mention(found, "child", CASE).statements == ()
    assert mention(found, "child", CASE).rank == 0 and mention(found, "child", CASE).caption == "Person"


UNCONDITIONAL_CHILD = one_record(CHILD.replace(", when: PLAN", ""), "case")


@given(st.dictionaries(st.sampled_from(["DISABILITY", "PLAN", "CAT", "START"]), st.text(max_size=6)))
@settings(max_examples=80, deadline=None)
def test_what_is_restricted_leaves_the_open_facet_as_it_was(restricted: dict[str, str]) -> None:
    source = UNCONDITIONAL_CHILD
    known = {"ID": "C1", "NAME": "Jade Abara", "ADDR": CASE_ROW["ADDR"]}
    assert facet(shaped(source, **known, **restricted), OPEN) == facet(shaped(source, **known), OPEN)


def test_nothing_open_is_said_of_what_only_the_restricted_part_mentions() -> None:
    source = one_record(
        """
key: ID
mentions:
  child:
    is: person/person
    keys: {child: source-number}
    attributes: {source-number: {column: NO, marking: open}, warning: {constant: child-at-risk, marking: open}, disability: D}
  home: {is: location/address, marking: open, attributes: {address: ADDR}}
links:
  - {type: LIVES_AT, from: child, to: home, marking: open}
""",
        "case",
    )
    found = shaped(source, ID="1", D="deaf", ADDR="4 Elm Road, Millbrough, CV1 2AB")
    assert [m.name for m in facet(found, OPEN).mentions] == ["home"] and facet(found, OPEN).links == ()
    assert [k.type for k in facet(found, CASE).links] == ["LIVES_AT"]


ROLES = """
key: A
mentions:
  who:
    is: {column: T, map: {P: person/person, O: person/organisation}, otherwise: quarantine}
    keys: {n: source-number}
    attributes: {source-number: N, name: NAME, organisation-name: NAME}
  crime: {is: event/crime, keys: {crime: reference}, attributes: {reference: C}}
links:
  - type: {column: ROLE, map: {V: VICTIM_OF, S: SUSPECT_IN}, otherwise: quarantine}
    from: who
    to: crime
    when: ROLE
    standing: {column: ST, map: {CHG: CHARGED}, otherwise: UNKNOWN}
    basis: REPORTED
    grade: {model: 3x5x2, column: G}
    dates: {at: {column: D, format: DD/MM/YYYY}}
    attributes: {injury: INJ}
"""


@pytest.fixture(scope="module")
def roles() -> CompiledSource:
    return one_record(ROLES)


def test_a_link_has_type_standing_basis_grade_dates_and_statements(roles: CompiledSource) -> None:
    said = {"A": "1", "T": "P", "N": "7", "C": "X1", "ROLE": "S", "ST": "CHG", "G": "1BP", "D": "03/04/2024"}
    (link,) = facet(shaped(roles, **said)).links
    assert (link.type, link.standing, link.basis, link.grade) == ("SUSPECT_IN", "CHARGED", "REPORTED", "3x5x2:1BP")
    assert (link.begins, link.ends, link.field) == ("2024-04-03", "2024-04-03", "ROLE")
    assert [s[:4] for s in link.statements] == [("standing", "ST", "CHG", "CHARGED")]
    (victim,) = facet(shaped(roles, **(said | {"ROLE": "V", "INJ": "minor"}))).links
    assert (victim.type, victim.standing) == ("VICTIM_OF", None)
    assert [(s.attribute, s.value) for s in victim.statements] == [("injury", "minor")]
    assert victim.id != link.id


@pytest.mark.parametrize(
    ("changed", "field"), [({"ROLE": "X"}, "ROLE"), ({"T": "Q"}, "T"), ({"G": "9ZZ"}, "G"), ({"G": "B24"}, "G")]
)
def test_an_unknown_code_or_grade_holds_the_row_back_with_a_remedy(
    roles: CompiledSource, changed: dict[str, str], field: str
) -> None:
    found = held(roles, **({"A": "1", "T": "P", "N": "7", "C": "X1", "ROLE": "S"} | changed))
    assert found.field == field and found.reason and found.remedy and found.row == row_id("test", "row", "1")


def test_an_attribute_is_left_out_where_the_subtype_does_not_bear_it(roles: CompiledSource) -> None:
    source = one_record(ROLES)
    found = mention(shaped(source, A="1", T="O", N="7", NAME="Kestrel Ltd"), "who")
    assert [s.attribute for s in found.statements] == ["source-number", "organisation-name"]
    counts = {count.place: count for count in source.records["row"].field_counts()}
    assert counts["who.name"].unfit == 1 and counts["who.organisation-name"].mapped == 1


def test_what_a_subtype_does_not_bear_never_holds_a_row_back() -> None:
    source = one_record("""
key: A
mentions:
  who:
    is: {column: T, map: {P: person/person, O: person/organisation}, otherwise: quarantine}
    attributes:
      organisation-name: ORG
      occupation: {split: W, by: ";", map: {N: nurse}, otherwise: quarantine}
""")
    assert [s.value for s in mention(shaped(source, A="1", T="P", W="N"), "who").statements] == ["nurse"]
    assert held(source, A="2", T="P", W="N;??").field == "W"
    found = mention(shaped(source, A="3", T="O", ORG="Kestrel", W="??"), "who")
    assert [s.attribute for s in found.statements] == ["organisation-name"]
    counts = {count.place: count for count in source.records["row"].field_counts()}
    assert (counts["who.occupation"].mapped, counts["who.occupation"].unfit) == (1, 1)


def test_a_link_that_does_not_fit_its_ends_holds_the_row_back() -> None:
    source = one_record(
        """
key: A
mentions:
  who:
    is: {column: T, map: {P: person/person, O: person/organisation}, otherwise: quarantine}
    attributes: {source-number: N}
  stop: {is: event/stop, attributes: {reference: C}}
links:
  - {type: STOPPED_IN, from: who, to: stop, when: N}
"""
    )
    assert shaped(source, A="1", T="P", N="7", C="X").facets[0].links
    assert "STOPPED_IN does not lead from organisation to stop" in held(source, A="1", T="O", N="7", C="X").reason


VERBS = """
key: NUMBER
received: {column: AT, format: "DD-MON-YYYY HH24:MI"}
unit: UNIT
origin: SOURCE_REF
made-from: [{source: logs, record: log, key: LOG}]
verb: {column: DO, put: [I], delete: [D], dispose: [X], merge: [M], unmerge: [U]}
merge: {kind: person, scheme: nominal, from: OLD, to: NUMBER}
skip: {column: TEST, in: [Y]}
mentions:
  person:
    is: person/person
    keys: {nominal: source-number}
    attributes: {source-number: NUMBER, name: {column: NAME, change: correction}}
"""


@pytest.fixture(scope="module")
def verbs() -> CompiledSource:
    return one_record(VERBS)


def test_a_row_is_put_deleted_or_disposed_of(verbs: CompiledSource) -> None:
    put, deleted, disposed = (shaped(verbs, DO=do, NUMBER="1") for do in "IDX")
    assert (put.verb, deleted.verb, disposed.verb) == ("put", "delete", "dispose")
    assert put.row == deleted.row == disposed.row == row_id("test", "row", "1")
    assert deleted.facets == disposed.facets == ()
    assert held(verbs, DO="?", NUMBER="1").reason == "unknown code for what to do: '?'"


def test_a_merge_is_a_record_of_its_own_that_holds_both_numbers(verbs: CompiledSource) -> None:
    merge, back = shaped(verbs, DO="M", OLD="7", NUMBER="8"), shaped(verbs, DO="U", OLD="7", NUMBER="8")
    assert (merge.verb, merge.type, merge.row) == ("put", "row-merge", row_id("test", "row-merge", "7|8"))
    assert (back.verb, back.row) == ("delete", merge.row)
    (thing,) = facet(merge).mentions
    assert {key.text for key in thing.keys if key.join == "k"} == {"nominal|7", "nominal|8"}
    assert held(verbs, DO="M", NUMBER="8").field == "OLD+NUMBER"


def test_a_file_of_merges_needs_no_mentions() -> None:
    people = "  person:\n" + "".join(f"    {line}\n" for line in ("file: p.txt" + PERSON).splitlines())
    merges = (
        "  merge: {file: m.txt, key: [OLD, NEW], verb: {column: DO, merge: [M], delete: [D]}, "
        "merge: {kind: person, scheme: nominal, from: OLD, to: NEW}}\n"
    )
    source = compiled(f"records:\n{people}{merges}")
    merge, back = (shaped(source, "merge", DO=do, OLD="7", NEW="8") for do in "MD")
    assert (merge.type, merge.row, back.verb) == ("merge", back.row, "delete")
    assert len(facet(merge).mentions) == 1


def test_where_a_row_belongs_is_kept(verbs: CompiledSource) -> None:
    found = shaped(verbs, DO="I", NUMBER="1", AT="12-JUL-2024 09:30", UNIT="B3", SOURCE_REF="S1", LOG="55")
    assert found.received == "2024-07-12T08:30:00Z" and found.unit == "B3"
    assert found.made_from == (row_id("logs", "log", "55"), row_id("test", "origin", "S1"))
    assert shaped(verbs, DO="I", NUMBER="1").received == CONTEXT.received_default
    assert held(verbs, DO="I", NUMBER="1", AT="soon").field == "AT"
    assert found.correction >= {"name"}


def test_a_skipped_row_is_not_loaded(verbs: CompiledSource) -> None:
    assert outcome(verbs, TEST="Y", NUMBER="1") == Skipped(2)


def test_a_row_with_what_must_never_be_loaded_is_refused_and_its_text_not_kept() -> None:
    source = compiled(
        "no-load: [TRUE_NAME]\nrecords:\n  row:\n    file: row.txt\n"
        + "".join(f"    {line}\n" for line in UNKEYED.splitlines())
    )
    record = source.records["row"]
    assert record.columns[-1] == "TRUE_NAME"
    assert outcome(source, A="1", B="slim", TRUE_NAME="Owen Lathwell") == Refused(2, "TRUE_NAME")
    assert isinstance(outcome(source, A="1", B="slim", TRUE_NAME="NULL"), ShapedRow)
    assert record.hold(BadRow(3, "1|Owen Lathwell", "torn", "ask")).raw == ""


def test_the_children_of_a_parent_know_it() -> None:
    source = compiled(
        """
records:
  crime: {file: c.txt, key: NO, mentions: {crime: {is: event/crime, keys: {crime: reference}, attributes: {reference: NO}}}}
  item:
    file: i.txt
    key: [NO, SEQ]
    parent: {record: crime, key: NO, replaces: yes}
    mentions: {item: {is: object/property-item, attributes: {description: WHAT}}}
"""
    )
    found = shaped(source, "item", NO="X", SEQ="1", WHAT="a bicycle")
    assert found.parent == shaped(source, "crime", NO="X").row
    assert found.key == "X|1" and source.records["item"].replaces and source.records["item"].parent == "crime"


def test_keys_of_several_columns_are_never_mistaken_for_one_another() -> None:
    source = one_record("key: [A, B]\nmentions:\n  m: {is: person/person, attributes: {name: C}}")
    assert shaped(source, A="x|y", B="z").row != shaped(source, A="x", B="y|z").row
    assert held(source, A="x", B="").reason == "the row has no key"


def test_the_name_of_a_file_says_mode_and_number() -> None:
    source = compiled(
        "records:\n  row: {file: 'a_{mode}_{extract}*.txt', key: A, mentions: {m: {is: person/person, attributes: {name: B}}}}"
    )
    record = source.records["row"]
    assert record.file_matches("a_delta_0012_x.txt") == ("delta", "0012")
    assert record.file_matches("a_full_3.txt") == ("full", "3")
    assert record.file_matches("b_full_3.txt") is None


def test_the_fields_of_shaped_rows_are_counted_and_those_of_others_are_not() -> None:
    source = one_record(PERSON)
    for said in ({"SEX": "M"}, {"SEX": ""}, {"SEX": "Unknown"}, {"SEX": "Q"}, {"SEX": "F", "NUMBER": ""}):
        outcome(source, **({"NUMBER": "1"} | said))
    (sex,) = [count for count in source.records["row"].field_counts() if count.place == "person.sex"]
    assert (sex.mapped, sex.blank, sex.absent, sex.rejected, sex.unmapped) == (1, 1, 1, 0, 1)
    source.records["row"].reset_counts()
    assert not any(sum(count[3:]) for count in source.records["row"].field_counts())


PAIRS = {
    text: (one_record(text).records["row"], one_record(text).records["row"]) for text in (PERSON, UNKEYED, ROLES, VERBS)
}


@pytest.mark.parametrize("source", PAIRS, ids=["person", "unkeyed", "roles", "verbs"])
@given(st.data())
@settings(max_examples=80, deadline=None)
def test_no_row_raises_and_the_same_row_gives_the_same_whatever_came_before(source: str, data: st.DataObject) -> None:
    record, fresh = PAIRS[source]
    texts = st.one_of(
        st.text(max_size=12),
        st.sampled_from(["I", "1", "M", "Y", "P", "V", "S", "NULL", "81/34U", "UNKNOWN", "01/02/2020"]),
    )
    rows = data.draw(
        st.lists(st.lists(texts, min_size=len(record.columns), max_size=len(record.columns)), min_size=1, max_size=3)
    )
    for values in rows:
        raw = RawRow(2, values, "|".join(values))
        found = record.shape(raw, CONTEXT)
        elsewhere = fresh.shape(raw._replace(line=9), ShapeContext("another.txt", "2027-01-01T00:00:00Z"))
        if isinstance(found, ShapedRow):
            assert isinstance(elsewhere, ShapedRow)
            assert found.facets == elsewhere.facets and found.row == elsewhere.row == record.key_of(raw)
            _raw_survives(found, raw.raw)
        else:
            assert type(found) is type(elsewhere)
            assert not isinstance(found, Quarantined) or found.raw == raw.raw


def _raw_survives(found: ShapedRow, raw: str) -> None:
    assert found.verb != "put" or [facet.raw for facet in found.facets if facet.raw is not None] == [raw]
    said_of_mentions = [s for facet in found.facets for m in facet.mentions for s in m.statements]
    for said in (*said_of_mentions, *[s for facet in found.facets for k in facet.links for s in k.statements]):
        assert (said.value is None) == (said.problem is not None)
        assert said.field == "" or said.problem == "absent: blank" or said.raw


def test_a_corrected_mapping_makes_other_versions_of_the_same_records() -> None:
    one, other = (
        one_record(UNKEYED),
        one_record(UNKEYED.replace("nickname: C", "nickname: {column: C, basis: REPORTED}")),
    )
    before, after = (shaped(source, A="1", B="slim") for source in (one, other))
    assert before.row == after.row and before.facets[0].record == after.facets[0].record
    assert before.facets[0].hash != after.facets[0].hash


def test_a_row_is_the_same_after_all_that_was_remembered_is_forgotten() -> None:
    source = one_record(UNKEYED)
    first = shaped(source, A="1", B="slim", D="77")
    for number in range(REMEMBERED + 1):
        shaped(source, A=str(number), B=f"build {number}", D=str(number))
    assert shaped(source, A="1", B="slim", D="77") == first


def test_a_row_without_a_required_value_is_held_back_unless_another_column_has_it() -> None:
    source = one_record(
        "key: A\nmentions:\n  m: {is: person/person, attributes: {alias: {each: [B, C], required: yes, when: D}}}"
    )
    assert held(source, A="1", D="x").field == "B+C"
    assert len(mention(shaped(source, A="1", C="Smiler", D="x"), "m").statements) == 1
    assert facet(shaped(source, A="1")).mentions == ()


def test_a_date_beside_a_value_is_counted_too(person: CompiledSource) -> None:
    source = one_record(PERSON)
    for since in ("01/02/2020", "soon", ""):
        shaped(source, NUMBER="1", VIOLENT="Y", SINCE=since)
    (counts,) = [count for count in source.records["row"].field_counts() if count.place == "person.warning from"]
    assert (counts.field, counts.mapped, counts.rejected, counts.blank) == ("SINCE", 1, 1, 1)


SMALL = """
key: A
mentions:
  home: {is: location/address, attributes: {address: {parts: {street: S, town: T}, when: W}, place-name: {join: [N1, N2]}}}
  who: {is: person/person, attributes: {alias: {each: [B, C]}, nickname: {column: D, note: E}}}
links:
  - {type: LIVES_AT, from: who, to: home, role: {column: R, map: {B: bail}, otherwise: tenancy}, dates: {from: F}, when: G}
"""


def test_what_is_remembered_is_never_taken_for_something_else() -> None:
    source = one_record(SMALL)
    whole = dict(
        zip("ASTWBDERFG", ["1", "Elm Road", "Millbrough", "y", "Jo", "Jo", "n", "B", "2020", "y"], strict=True)
    )
    whole |= {"N1": "The", "N2": "Elms"}
    shaped(source, **whole)
    for changed in whole.keys() - {"A"}:
        said = whole | {changed: "other"}
        assert shaped(source, **said).facets == shaped(one_record(SMALL), **said).facets, changed
