"""A small force from simulation to answer, by commands alone: for people in words, for machines in JSON."""

from __future__ import annotations

import csv
import json
import stat
from collections import Counter
from pathlib import Path

import pytest

from pole.access.audit import Target
from pole.access.development_viewers import development_viewer
from pole.access.policy_file import Question
from pole.bootstrap import compose
from pole.service.filters import LinkFilter
from pole.service.neighbours import neighbours, timeline
from pole.settings import read_settings
from pole.simulator.faults import read_faults
from tests.cli.conftest import Force, at
from tests.cli.running import Json, leaves, pole
from tests.cli.test_help import PLAIN, SILENT

SOURCES = {"crimes", "child-protection", "incidents", "domestic-abuse", "custody", "firearms", "intelligence"}
"""Those of a simulated force."""


def listed(found: Json) -> list[Json]:
    assert isinstance(found, list)
    return found


def texts(found: Json, *place: str | int) -> list[str]:
    """The value of one field in each member of a list."""
    return [str(at(member, *place)) for member in listed(found)]


# ---------------------------------------------------------------- loading


def test_a_load_accounts_for_every_row(force: Force) -> None:
    assert force.loaded.code == 0
    assert "crimes: complete, extract 0001, 0002" in force.loaded.out
    assert "child-protection: complete" in force.loaded.out


def test_the_same_load_again_changes_nothing(force: Force) -> None:
    before = pole("store", "dump", "--exact", data=force.folder / "data").out

    again = pole("load", force.extracts, "--json", data=force.folder / "data")

    assert again.code == 0
    assert {at(sheet, "alreadyLoaded") for sheet in listed(again.json())} == {True}
    assert len(listed(again.json())) == len(SOURCES)
    assert pole("store", "dump", "--exact", data=force.folder / "data").out == before


def test_a_report_is_written_for_machines(force: Force, tmp_path: Path) -> None:
    report = tmp_path / "balance.json"

    assert pole("load", force.extracts, "--report", report, data=force.folder / "data").code == 0

    sheets = json.loads(report.read_text(encoding="utf-8"))
    assert {sheet["source"] for sheet in sheets} == SOURCES
    assert all(account["unaccounted"] == 0 for sheet in sheets for account in sheet["types"].values())


def test_a_bad_row_goes_to_quarantine_with_a_remedy_and_comes_back_after_the_fix(tmp_path: Path) -> None:
    mapping = tmp_path / "mappings" / "lost-property" / "mapping.yaml"
    mapping.parent.mkdir(parents=True)
    text = LOST_PROPERTY
    mapping.write_text(text, encoding="utf-8")
    (tmp_path / "lost_0001.csv").write_text("REF,WHAT,FOUND\nL1,UMBRELLA,2026-11-01\nL2,PHONE,BY THE RIVER\n")
    settings = {"data": tmp_path / "data", "mappings": tmp_path / "mappings"}

    loaded = pole("load", tmp_path / "lost_0001.csv", **settings)
    held = pole("quarantine", "list", "--json", **settings)
    mapping.write_text(text.replace("required: yes", "required: no"), encoding="utf-8")
    replayed = pole("quarantine", "replay", "lost-property", **settings)

    assert loaded.code == 3
    assert "quarantined 1" in loaded.out
    (row,) = listed(held.json())
    assert (at(row, "file"), at(row, "line"), at(row, "field")) == ("lost_0001.csv", 3, "FOUND")
    assert at(row, "remedy")
    assert "BY THE RIVER" not in held.out
    assert replayed.code == 0
    assert "0 rows in quarantine" in pole("quarantine", "list", **settings).out


def test_a_full_extract_that_lacks_too_much_is_refused(tmp_path: Path) -> None:
    mapping = tmp_path / "mappings" / "lost-property" / "mapping.yaml"
    mapping.parent.mkdir(parents=True)
    mapping.write_text(LOST_PROPERTY, encoding="utf-8")
    rows = [f"L{n},UMBRELLA,2026-11-01\n" for n in range(20)]
    (tmp_path / "lost_0001.csv").write_text("REF,WHAT,FOUND\n" + "".join(rows))
    (tmp_path / "lost_0002.csv").write_text("REF,WHAT,FOUND\n" + "".join(rows[:10]))
    settings = {"data": tmp_path / "data", "mappings": tmp_path / "mappings"}

    assert pole("load", tmp_path / "lost_0001.csv", **settings).code == 0
    refused = pole("load", tmp_path / "lost_0002.csv", **settings)
    allowed = pole("load", tmp_path / "lost_0002.csv", "--retire-limit", 50, **settings)

    assert refused.code == 4
    assert "[guard]" in refused.err
    assert len(refused.err.splitlines()) == 1
    assert allowed.code == 0
    assert "vanished 10" in allowed.out


def test_a_source_whose_extract_is_refused_stops_no_other(tmp_path: Path) -> None:
    assert pole("simulate", tmp_path / "faulty", "--people", 200, "--days", 3, "--faults").code == 0
    refused = {fault.source: fault.file for fault in read_faults(tmp_path / "faulty") if fault.says.where == "refusal"}

    loaded = pole("load", tmp_path / "faulty", data=tmp_path / "data")

    assert loaded.code == 4
    assert set(refused) == SOURCES
    assert all(Path(file).name in loaded.err for file in refused.values())
    assert len(loaded.err.splitlines()) == len(SOURCES)
    assert all(f"{source}: complete, extract 0" in loaded.out for source in SOURCES)
    assert "late 1" in loaded.out


LOST_PROPERTY = """\
source: lost-property
title: Lost property
format: {kind: delimited, delimiter: ",", quote: '"', escape: doubled, encoding: utf-8, header: yes}
markings: {ordinary: {classification: OFFICIAL}}
marking: ordinary
records:
  item:
    file: lost_{extract}.csv
    key: REF
    mentions:
      item:
        is: object/property-item
        keys: {lost-property: source-number}
        attributes:
          source-number: REF
          item-type: WHAT
      finding:
        is: event/incident
        keys: {lost-property-finding: reference}
        attributes:
          reference: REF
          occurred: {column: FOUND, required: yes}
"""


# ---------------------------------------------------------------- asking


def test_a_pnc_id_finds_its_holder_in_any_spelling(force: Force) -> None:
    man = force.cast.man

    found = force.ask("check", man.pnc.lower())

    assert found.code == 0
    assert "1 found for pnc" in found.out
    assert force.id_of(man.nominal) in found.out


def test_a_scheme_that_nobody_knows_is_said_to_be_taken_for_a_numbering(force: Force) -> None:
    asked = " ".join(force.ask("check", "9", "--scheme", "shoe").out.split())
    assert "0 found for shoe 9" in asked
    assert "'shoe' was taken for a source's own numbering. Other schemes: " in asked
    assert "taken for" not in force.ask("check", "9999/1234567", "--scheme", "pnc").out


def test_a_name_is_found_with_why_it_matched(force: Force) -> None:
    surname = force.cast.man.name.split()[-1]

    found = force.ask("search", surname, "--kind", "person")

    assert force.id_of(force.cast.man.nominal) in found.out
    assert "Name matches" in found.out


def test_pages_follow_each_other_without_repeats(force: Force) -> None:
    town = force.cast.address.text.split(", ")[-2]
    first = force.json("search", town, "--first", 2)
    second = force.json("search", town, "--first", 2, "--after", str(at(first, "edges", 1, "cursor")))

    ids = texts(at(first, "edges"), "head", "id") + texts(at(second, "edges"), "head", "id")
    assert len(set(ids)) == 4


def test_the_single_view_depends_on_who_asks(force: Force) -> None:
    man = force.id_of(force.cast.man.nominal)

    open_view, cleared = force.ask("view", man), force.ask("view", man, as_="child-protection")

    assert "alleged perpetrator in" not in open_view.out
    assert "alleged perpetrator in" in cleared.out
    assert "compartments=child-protection" not in open_view.out
    assert "compartments=child-protection" in cleared.out


def test_what_is_no_value_is_said_once_however_many_records_hold_it(force: Force) -> None:
    man = force.id_of(force.cast.man.nominal)
    view = force.json("view", man)
    said = [
        (str(at(attribute, "name")), f"{at(statement, 'raw')} ({at(statement, 'rejected')})")
        for attribute in listed(at(view, "attributes"))
        for statement in listed(at(attribute, "unusable"))
    ]
    alike = Counter(words for _, words in set(said))
    shown = " ".join(force.ask("view", man).out.split())

    assert len(set(said)) < len(said)
    assert {words: shown.count(words.strip()) for words in alike} == alike


def test_a_timeline_has_what_lies_above_what_everybody_may_see_as_well(force: Force) -> None:
    app = compose(read_settings(data=force.folder / "data"))
    session = app.session(development_viewer("domestic-abuse"), "DEMO")
    man, alleged = force.id_of(force.cast.man.nominal), LinkFilter(types=("ALLEGED_PERPETRATOR_IN",))

    with session.ask(Question.NEIGHBOURS, Target("timeline", None, {})) as inquiry:
        found, around = timeline(inquiry, man, alleged), neighbours(inquiry, man, alleged)
    app.close()

    assert around.edges
    assert {edge.id for _, edge in found.edges} == {edge.id for _, edge in around.edges}
    assert [edge.begins for _, edge in found.edges] == sorted(str(edge.begins) for _, edge in found.edges)


def test_every_value_leads_to_its_record_as_received(force: Force) -> None:
    man = force.id_of(force.cast.man.nominal)
    evidence = force.ask("view", man, "--evidence").out

    last = evidence.strip().splitlines()[-1]
    record = force.ask("record", last.split()[-1])

    assert last.startswith("[")
    assert record.code == 0
    assert "as received" in record.out
    assert force.cast.man.nominal in record.out


def test_a_suspect_and_a_victim_are_connected_in_words(force: Force) -> None:
    asked = force.cast.connection

    found = force.ask("path", force.id_of(asked.suspect.nominal), force.id_of(asked.victim.nominal), "--max-length", 6)

    assert found.code == 0
    assert found.out.startswith("1. ")
    assert "Left out unless asked for: ties of duty" in " ".join(found.out.split())


def test_a_crew_is_told_of_the_child_and_not_of_the_case(force: Force) -> None:
    told = force.ask("briefing", "--address", force.cast.address.text)

    assert told.code == 0
    assert "Child at risk" in told.out
    assert "CHILD" in told.out
    assert "alleged perpetrator" not in told.out


def test_the_register_of_sources_tells_how_fresh_they_are(force: Force) -> None:
    told = force.json("sources")
    loaded = [at(row, "id") for row in listed(told) if at(row, "lastLoad")]

    assert set(loaded) == set(SOURCES)
    assert texts(told, "id") == texts(pole("mapping", "list", "--json").json(), "source")
    assert all(at(row, "late") is False for row in listed(told))


def test_who_loads_is_told_how_much_there_is_and_may_ask_nothing_else(force: Force) -> None:
    def records(as_: str) -> dict[str, int]:
        return {str(at(row, "id")): int(str(at(row, "records"))) for row in listed(force.json("sources", as_=as_))}

    everything, openly = records("operator"), records("open")
    assert everything["child-protection"] > openly["child-protection"]
    assert force.ask("search", "road", as_="operator").code == 4


def test_owners_answer_in_the_file_that_they_were_sent(force: Force, tmp_path: Path) -> None:
    view = force.json("view", force.id_of(force.cast.connection.victim.nominal))
    said = at(view, "attributes", 0, "values", 0, "statements", 0)
    words = ("--words", "look again")
    tasks = [
        force.json("correction", "raise", str(at(said, "record")), *field, *words)
        for field in ((), ("--field", str(at(said, "field"))))
    ]
    source, out, back = str(at(tasks[0], "source")), tmp_path / "tasks.csv", tmp_path / "answered.csv"
    assert force.ask("correction", "export", source, out, as_="data-quality").code == 0
    lines = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert len(lines) >= 2
    for line in lines:
        if line["task"] == at(tasks[0], "id"):
            line.update({"answer": " Corrected", "in words": "sent tonight"})

    def written(file: Path, rows: list[dict[str, str]]) -> Path:
        with file.open("w", encoding="utf-8-sig", newline="") as text:  # as spreadsheets do
            table = csv.DictWriter(text, [*rows[0]])
            table.writeheader()
            table.writerows(rows)
        return file

    bring = ("correction", "import", written(back, lines))
    assert force.ask(*bring, as_="open").code == 4
    assert at(force.json(*bring, as_="data-quality"), "answered") == 1
    again = force.ask(*bring, as_="data-quality")
    assert (again.code, "Not taken: lines" in again.out) == (3, True)
    listed_now = force.ask("correction", "list", "--json", "--first", "100").out
    assert [str(at(task, "id")) in listed_now for task in tasks] == [False, True]

    for line in lines:
        line.update({"answer": "perhaps", "in words": ""})
    refused = force.ask("correction", "import", written(back, lines), as_="data-quality")
    assert (refused.code, "write right or corrected" in " ".join(refused.err.split())) == (2, True)
    unnamed = written(back, [{"task": "x", "reply": "right"}])
    assert "no column 'answer', 'in words'" in " ".join(force.ask("correction", "import", unnamed).err.split())


def test_a_correction_goes_to_its_owner_in_a_file_and_comes_back_as_an_answer(force: Force, tmp_path: Path) -> None:
    view = force.json("view", force.id_of(force.cast.connection.suspect.nominal))
    said = at(view, "attributes", 0, "values", 0, "statements", 0)
    record, field = str(at(said, "record")), str(at(said, "field"))
    task = force.json("correction", "raise", record, "--field", field, "--should", "=1", "--words", "misspelt")
    again = force.json("correction", "raise", record, "--field", field, "--words", "said twice")
    assert at(task, "id") == at(again, "id")
    assert at(task, "says") == at(said, "raw")
    source, out = str(at(task, "source")), tmp_path / "tasks.csv"
    assert force.ask("correction", "export", source, out, as_="data-quality").code == 0
    lines = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    (line,) = [line for line in lines if line["task"] == at(task, "id")]
    assert (line["field"], line["should"], line["words"]) == (field, "'=1", "misspelt")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert force.ask("correction", "export", source, out, as_="data-quality").code == 2
    answer = ("correction", "answer", line["task"], "--words", "it is right so")
    assert force.ask(*answer, as_="open").code == 4
    assert at(force.json(*answer, as_="data-quality"), "state") == "right"
    assert force.ask(*answer, as_="data-quality").code == 6
    assert line["task"] not in force.ask("correction", "list", "--json").out


def test_a_correction_that_cannot_be_asked_for_is_refused(force: Force) -> None:
    view = force.json("view", force.id_of(force.cast.man.nominal))
    record = str(at(view, "attributes", 0, "values", 0, "statements", 0, "record"))
    refused = {
        (record, "--words", " "): 2,
        (record, "--words", "x", "--field", "NIX"): 2,
        (record, "--words", "x", "--to", "nobody"): 2,
        (record, "--words", "x" * 2_001): 4,
        ("0" * 46, "--words", "x"): 6,
        (record, "--words", "x", "--because", "0" * 46): 6,
    }
    assert {asked: force.ask("correction", "raise", *asked).code for asked in refused} == refused
    assert force.ask("correction", "raise", record, "--words", "x", as_="operator").code == 4


def test_what_a_reconciliation_finds_is_raised_once(force: Force) -> None:
    asked = ("correction", "reconcile", "--raise", "--to", "incidents")
    first, second = (force.json(*asked, as_="child-protection") for _ in range(2))
    tasks = [str(at(task, "id")) for task in listed(at(first, "tasks"))]
    assert tasks
    assert tasks == texts(at(second, "tasks"), "id")
    assert force.ask("correction", "reconcile", "--to", "incidents", as_="child-protection").code == 2


def test_every_question_is_in_the_audit_trail(force: Force) -> None:
    before = pole("audit", "verify", "--json", data=force.folder / "data").json()
    force.ask("sources")
    after = pole("audit", "verify", "--json", data=force.folder / "data").json()

    assert (at(before, "sound"), at(after, "sound")) == (True, True)
    assert int(str(at(after, "records"))) == int(str(at(before, "records"))) + 2


def test_a_token_is_for_the_viewer_named(force: Force) -> None:
    token = pole("token", "--as", "operator", data=force.folder / "data")

    assert token.code == 0
    assert token.out.count(".") == 2


# ---------------------------------------------------------------- for machines


def test_every_command_that_answers_answers_in_json(force: Force, tmp_path: Path) -> None:
    man, suspect, victim = (
        force.id_of(who.nominal)
        for who in (force.cast.man, force.cast.connection.suspect, force.cast.connection.victim)
    )
    record = str(at(force.json("view", man), "attributes", 0, "values", 0, "statements", 0, "record"))
    task = str(at(force.json("correction", "raise", record, "--words", "misspelt", "--because", record), "id"))
    made = force.json("decision", "make", "unsure", suspect, victim, "--why", "not clear", as_="data-quality")
    proposed = force.json("decision", "make", "same", man, victim, "--why", "warned, so it waits", as_="data-quality")
    assert at(proposed, "state") == "proposed"
    extract = next((force.extracts / "crimes").glob("crimes_mo_full*"))
    report = tmp_path / "report.json"
    report.write_text("[]", encoding="utf-8")
    mapping = Path(__file__).parents[2] / "loaders" / "crimes" / "mapping.yaml"
    asked: dict[tuple[str, ...], tuple[object, ...]] = {
        ("load",): (force.extracts,),
        ("simulate",): (tmp_path / "more", "--people", 20, "--days", 1),
        ("check",): (force.cast.man.pnc,),
        ("search",): (force.cast.man.name.split()[-1],),
        ("view",): (man,),
        ("neighbours",): (man,),
        ("path",): (suspect, victim),
        ("network",): (man,),
        ("changes",): (man, "--since", "2026-01-01"),
        ("explain",): (man,),
        ("record",): (record,),
        ("briefing",): ("--address", force.cast.address.text),
        ("sources",): (),
        ("vocabulary",): (),
        ("sample",): (2, "--source", "crimes"),
        ("compare",): (report, report),
        ("quarantine", "list"): (),
        ("quarantine", "replay"): ("crimes",),
        ("mapping", "list"): (),
        ("mapping", "check"): (mapping,),
        ("mapping", "try"): ("crimes", extract),
        ("mapping", "coverage"): (mapping, extract),
        ("correction", "raise"): (record, "--words", "it is wrong"),
        ("correction", "list"): (),
        ("correction", "export"): ("crimes", tmp_path / "tasks.csv"),
        ("correction", "import"): (tmp_path / "tasks.csv",),
        ("correction", "answer"): (task, "--words", "it is right"),
        ("correction", "reconcile"): (),
        ("decision", "make"): ("unsure", suspect, victim, "--why", "still not clear"),
        ("decision", "list"): (),
        ("decision", "second"): (str(at(proposed, "id")), "--refuse", "--why", "they are two"),
        ("decision", "end"): (str(at(made, "id")), "--why", "looked at again"),
        ("export", "index"): (tmp_path / "index", "--as", "both"),
        ("identity", "export"): (tmp_path / "who.csv", "--as", "both"),
        ("identity", "score"): (force.extracts / "truth.csv", "--as", "both"),
        ("identity", "train"): ("--out", tmp_path / "models", "--as", "both"),
        ("store", "check"): (),
        ("store", "backup"): (tmp_path / "kept.pole",),
        ("policy", "check"): (),
        ("audit", "verify"): (),
    }
    elsewhere: dict[tuple[str, ...], tuple[object, ...]] = {
        ("store", "restore"): (tmp_path / "kept.pole",),
        ("store", "bulk"): (tmp_path / "kept.pole", tmp_path / "files"),
    }
    of_a_database = {("pull",)}  # asked where there is one: tests/formats/test_sql_loads.py
    assert set(asked) | set(elsewhere) | of_a_database == set(leaves()) - SILENT - PLAIN

    for command, arguments in [*asked.items(), *elsewhere.items()]:
        data = tmp_path / "empty" if command in elsewhere else force.folder / "data"
        ran = pole(*command, *arguments, "--json", data=data, reason="DEMO")
        assert (ran.code, ran.err) == (0, ""), command
        ran.json()


@pytest.mark.parametrize("command", [("schema", "print"), ("mapping", "schema")])
def test_a_contract_is_printed_whole(command: tuple[str, ...]) -> None:
    ran = pole(*command)

    assert ran.code == 0
    assert len(ran.out) > 1_000
