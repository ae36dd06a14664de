"""Intelligence: graded item by item, seen by its handling code, its original by one unit, its source by nobody."""

from __future__ import annotations

import pytest

from pole.ingest.balance import BalanceSheet
from pole.model.facts import row_id
from pole.service.filters import LinkFilter
from pole.service.paths import Ask, find_paths
from tests.loaders.holding import Held
from tests.loaders.shaping import compiled

SOURCE = "intelligence"
OFFICER = "intelligence"
NORTH = "intelligence-north"
URN = "20/INT/26/000812"
GRADE = '<grade source="1" assessment="B" handling="P"/>'
DEAN = '<person id="p1" person="IP000123"><name><given>DEAN</given><surname>OGDEN</surname></name><pnc>81/34U</pnc></person>'
LEE = '<person id="p2" person="IP000124" part="ASSOCIATE"><name><given>LEE</given><surname>PRYCE</surname></name></person>'
TIE = '<ties><tie from="IP000123" to="IP000124" kind="ASSOCIATE">seen weekly</tie></ties>'
SOLD = "<text>Sells heroin from a blue van</text>"


def _item(body: str = SOLD, grade: str = GRADE, no: str = "1", subjects: str = DEAN, more: str = "") -> str:
    return f'<item no="{no}">{grade}{body}<subjects>{subjects}</subjects>{more}</item>'


def _report(
    *items: str, urn: str = URN, scheme: str = "3x5x2", unit: str = "NORTH", source: str = '<source ref="ISR0417"/>',
    head: str = "", amended: str = "2026-11-02T21:00:00", action: str = "I",
    original: str = "<original>ROY TOLD ME HE SELLS</original>", marking: str = "OFFICIAL-SENSITIVE",
) -> str:  # fmt: skip
    return (
        f'<report urn="{urn}" action="{action}" amended="{amended}" scheme="{scheme}" state="EVALUATED" marking="{marking}">{head}'
        f'{source}<submitted by="20-3001" name="PC HARDY" unit="{unit}" at="2026-11-02T18:30"/>'
        '<evaluated by="20-3100" at="2026-11-02T20:15"/><authorised by="20-3200" at="2026-11-02T20:50"/>'
        f'<review due="2027-11-02"/>{original}<items>{"".join(items)}</items></report>'
    )


def _load(held: Held, *reports: str, extract: str = "1") -> BalanceSheet:
    path = held.folder / f"intel_delta_{extract}.xml"
    path.write_text(
        f'<intelligence xmlns="urn:force:intelligence" run="1" reports="{len(reports)}">'
        f"<reports>{''.join(reports)}</reports></intelligence>"
    )
    return held.load(SOURCE, path)


def _take(held: Held, *reports: str, extract: str = "1") -> BalanceSheet:
    sheet = _load(held, *reports, extract=extract)
    assert sheet.quarantined == 0, [(q.type, q.reason) for q in held.app.store.quarantine(SOURCE)]
    return sheet


# ---------------------------------------------------------------- what an item says, and how it is graded


def test_each_item_is_graded_on_its_own_and_everything_it_says_with_it(held: Held) -> None:
    other = _item("<text>Keeps a knife</text>", '<grade source="3" assessment="D" handling="P"/>', "2")
    _take(held, _report(_item(), other))
    man = held.view(held.one("intel-person", "IP000123", OFFICER), OFFICER)
    grades = {s.grade.code for a in man.view.attributes for v in a.values for s in v.statements if s.grade}
    assert grades == {"1BP", "3DP"}
    assert {grade.code for tie in man.ties("SUBJECT_OF") for grade in tie.grades} == {"1BP", "3DP"}
    assert all(s.grade is not None for a in man.view.attributes for v in a.values for s in v.statements)


def test_a_historic_grade_is_kept_and_never_converted(held: Held) -> None:
    old = _item(grade='<grade source="B" assessment="2" handling="1"/>')
    _take(held, _report(old, scheme="5x5x5"))
    item = held.view(held.one("intel-item", f"{URN}/1", OFFICER), OFFICER)
    (said,) = item.attribute("summary").values[0].statements
    assert said.grade is not None
    assert (said.grade.model, said.grade.code) == ("5x5x5", "B21")


@pytest.mark.parametrize(("scheme", "source"), [("3x5x2", "B"), ("5x5x5", "1"), ("4x4", "1")])
def test_a_grade_that_is_none_of_its_scheme_holds_the_item_back(held: Held, scheme: str, source: str) -> None:
    wrong = _item(grade=f'<grade source="{source}" assessment="B" handling="P"/>')
    assert _load(held, _report(wrong, scheme=scheme)).quarantined == 2  # the item and its subject
    assert held.ids("intel-item", f"{URN}/1", OFFICER) == []


@pytest.mark.parametrize(("assessment", "ways"), [("A", 1), ("E", 0)])
def test_what_is_suspected_to_be_false_connects_nobody_unless_asked(held: Held, assessment: str, ways: int) -> None:
    grade = f'<grade source="1" assessment="{assessment}" handling="P"/>'
    _take(held, _report(_item(grade=grade, subjects=DEAN + LEE, more=TIE)))
    with held.asking(OFFICER) as inquiry:
        ends = [held.one("intel-person", number, OFFICER) for number in ("IP000123", "IP000124")]
        ask = Ask((ends[0],), (ends[1],), max_length=1, first=3, filter=LinkFilter(types=("KNOWS",)))
        assert len(find_paths(inquiry, ask).paths) == ways


def test_report_items_and_evaluations_with_who_did_what_when(held: Held) -> None:
    again = (
        '<evaluations><evaluation no="1" at="2026-10-01T10:00" by="20-3100" source="2" assessment="D" handling="P">'
        '<reason>first seen</reason></evaluation><evaluation no="2" at="2026-11-02T20:15" by="20-3101" source="1" '
        'assessment="B" handling="P"><reason>corroborated by stop</reason></evaluation></evaluations>'
    )
    _take(held, _report(_item(more=again), head="<interest>DRUGS</interest><interest>WEAPONS</interest>"))
    item = held.view(held.one("intel-item", f"{URN}/1", OFFICER), OFFICER)
    said = sorted((s.begins, s.value, s.note) for v in item.attribute("evaluation").values for s in v.statements)
    assert said == [
        ("2026-10-01T09:00Z", "2DP", "20-3100; first seen"),
        ("2026-11-02T20:15Z", "1BP", "20-3101; corroborated by stop"),
    ]
    assert item.values("review-due") == ["2027-11-02"]
    report = held.view(item.other("PART_OF"), OFFICER)
    assert [role for role, _ in report.tied("PROFESSIONAL_IN")] == ["authoriser", "evaluator"]
    assert len(report.ties("RECORDED_BY")) == 1
    assert (set(report.values("flag")), report.values("reported-at")) == ({"DRUGS", "WEAPONS"}, ["2026-11-02T18:30Z"])


def test_subjects_are_people_things_places_and_groups(held: Held) -> None:
    subjects = (
        DEAN
        + '<object id="o1" kind="VEHICLE" usedBy="IP000123"><vrm>JT15 ABC</vrm><colour>BLUE</colour></object>'
        + '<object id="o2" kind="PHONE" usedBy="IP000123"><number>07700 900123</number></object>'
        + '<location id="l1" visitedBy="IP000123"><address><number>12</number><street>MILL LANE</street>'
        + "<town>MARLSFORD</town></address></location>"
        + '<group id="g1" group="G07" kind="GANG"><name>MILL LANE CREW</name><member person="IP000123" role="LEADER"/></group>'
    )
    _take(held, _report(_item(subjects=subjects)))
    item = held.view(held.one("intel-item", f"{URN}/1", OFFICER), OFFICER)
    assert {tie.other.subtype for tie in item.ties("SUBJECT_OF")} == {
        "person",
        "vehicle",
        "phone-number",
        "address",
        "group",
    }
    man = held.view(held.one("pnc", "1981/0000034U", OFFICER), OFFICER)
    assert {tie.type for tie in man.relationships} >= {"DRIVER_OF", "USES_PHONE", "FREQUENTS"}
    assert man.tied("MEMBER_OF") == [("leader", "MILL LANE CREW")]
    assert {g.code for tie in man.ties("MEMBER_OF") for g in tie.grades} == {"1BP"}


def test_a_part_and_a_tie_are_what_the_item_says(held: Held) -> None:
    _take(held, _report(_item(subjects=DEAN + LEE, more=TIE)))
    lee = held.view(held.one("intel-person", "IP000124", OFFICER), OFFICER)
    assert ({tie.type for tie in lee.relationships}, lee.tied("KNOWS")) == (
        {"MENTIONED_IN", "KNOWS"},
        [("associate", "OGDEN, DEAN")],
    )


# ---------------------------------------------------------------- origins


def test_items_of_one_report_and_of_one_source_are_one_origin(held: Held) -> None:
    same_source = _report(_item(), urn="20/INT/26/000900")
    other_source = _report(_item(), urn="20/INT/26/000901", source='<source ref="ISR0999"/>')
    _take(held, _report(_item(), _item(no="2")), same_source)
    man = held.view(held.one("intel-person", "IP000123", OFFICER), OFFICER)
    (name,) = man.attribute("name").values
    assert (name.agreeing, name.origins) == (3, 1)
    _take(held, other_source, extract="2")
    (name,) = held.view(man.view.head.id, OFFICER).attribute("name").values
    assert (name.agreeing, name.origins) == (4, 2)


def test_the_reference_of_a_source_is_no_value_and_finds_nothing(held: Held) -> None:
    _take(held, _report(_item()))
    with held.asking(OFFICER) as inquiry:
        rows = [row_id(SOURCE, "report", URN), row_id(SOURCE, "item", f"{URN}|1")]
        records = inquiry.graph.facets(rows)
        bodies = [m.body for m in inquiry.graph.mentions_of([record.id for record in records])]
    assert records and not any("ISR0417" in body for body in bodies)


@pytest.mark.parametrize("who", ["name", "born", "address", "pnc"])
def test_a_report_that_says_who_the_source_is_is_refused_whole_and_not_kept(held: Held, who: str) -> None:
    sheet = _load(held, _report(_item(), source=f'<source ref="ISR0417"><{who}>ROY TURNER 12 HIGH ST</{who}></source>'))
    assert all(set(account.outcomes) == {"refused"} for account in sheet.accounts if account.read)
    assert (held.ids("intel-item", f"{URN}/1", OFFICER), list(held.app.store.quarantine(SOURCE))) == ([], [])
    assert not any("TURNER" in line for line in held.app.store.dump(exact=True))


# ---------------------------------------------------------------- who may see it


@pytest.mark.parametrize(
    ("grade", "marking"),
    [
        ('handling="P"', "OFFICIAL-SENSITIVE; compartments=intelligence"),
        ('handling="C"', "OFFICIAL-SENSITIVE; handling=C; compartments=intelligence"),
        (
            'handling="C" action="A2" sanitisation="S1"',
            "OFFICIAL-SENSITIVE; handling=A2,C,S1; compartments=intelligence",
        ),
        ('handling="C" action="A9"', "OFFICIAL-SENSITIVE; handling=A1,A2,A3,C,S1,S2; compartments=intelligence"),
    ],
)
def test_the_handling_code_becomes_the_marking_that_is_declared_for_it(held: Held, grade: str, marking: str) -> None:
    _load(held, _report(_item(grade=f'<grade source="1" assessment="B" {grade}/>')))
    item = held.view(held.one("intel-item", f"{URN}/1", OFFICER), OFFICER)
    statement = item.attribute("summary").values[0].statements[0]
    assert statement.marking.text == marking
    assert {tie.marking.text for tie in item.ties("SUBJECT_OF")} == {marking}


def test_nothing_of_intelligence_is_open(held: Held) -> None:
    _take(held, _report(_item(), _item(grade='<grade source="1" assessment="B" handling="C"/>', no="2")))
    for viewer in ("open", "child-protection", "custody"):
        assert held.ids("intel-person", "IP000123", viewer) == []
        assert held.ids("pnc", "1981/0000034U", viewer) == []


def test_the_original_is_for_the_unit_that_submitted_it_and_the_sanitised_text_for_all_officers(held: Held) -> None:
    _take(
        held,
        _report(_item()),
        _report(_item(), urn="20/INT/26/000900", unit="SOUTH", original="<original>FROM THE SOUTH</original>"),
    )
    report, southern = (held.one("intel-report", urn, NORTH) for urn in (URN, "20/INT/26/000900"))
    assert held.view(report, NORTH).values("original-text") == ["ROY TOLD ME HE SELLS"]
    assert held.view(southern, NORTH).values("original-text") == []
    assert held.view(report, OFFICER).values("original-text") == []
    item = held.view(held.one("intel-item", f"{URN}/1", OFFICER), OFFICER)
    assert item.values("summary") == ["Sells heroin from a blue van"]


def test_the_original_of_a_unit_that_nobody_knows_is_for_nobody(held: Held) -> None:
    _take(held, _report(_item(), unit="WEST"))
    for viewer in (OFFICER, NORTH):
        assert held.view(held.one("intel-report", URN, viewer), viewer).values("original-text") == []


def test_an_item_that_is_raised_is_gone_for_those_who_no_longer_see_it(held: Held) -> None:
    _take(held, _report(_item()))
    assert held.ids("intel-item", f"{URN}/1", OFFICER) != []
    closed = _item(grade='<grade source="1" assessment="B" handling="C" action="A1" sanitisation="S2"/>')
    _take(held, _report(closed, amended="2026-11-03T09:00:00", action="U"), extract="2")
    item = held.view(held.one("intel-item", f"{URN}/1", OFFICER), OFFICER)
    assert [s.marking.text for v in item.attribute("summary").values for s in v.statements] == [
        "OFFICIAL-SENSITIVE; handling=A1,C,S2; compartments=intelligence"
    ]
    low = {
        vis
        for vis, marking in compiled(SOURCE).markings.items()
        if marking.text == "OFFICIAL-SENSITIVE; compartments=intelligence"
    }
    reader = held.app.store.reader(frozenset(low))
    assert reader.by_identifier([f"intel-item|{URN}/1"]) == []


def test_a_report_above_the_ceiling_is_counted_and_not_loaded(held: Held) -> None:
    sheet = _load(held, _report(_item(), marking="SECRET"))
    assert all(set(account.outcomes) == {"skipped"} for account in sheet.accounts if account.read)
    assert held.ids("intel-report", URN, OFFICER) == []


def test_an_item_that_is_missing_from_the_next_report_was_taken_out(held: Held) -> None:
    _take(held, _report(_item(), _item(no="2")))
    _take(held, _report(_item(), amended="2026-11-03T09:00:00", action="U"), extract="2")
    assert (len(held.ids("intel-item", f"{URN}/1", OFFICER)), held.ids("intel-item", f"{URN}/2", OFFICER)) == (1, [])
