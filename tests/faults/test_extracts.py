"""What a load makes of extracts: whole ones and deltas, too little, cut short, out of order, twice, sent wrong, disposed of.

Each claim holds of both stores, of a source of two record types of which one is the child of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from pole.errors import ExtractConflictError, ExtractError, GuardError, LeaseHeldError
from pole.graph.port import Store
from pole.ingest.balance import BalanceSheet
from pole.stores.bolt import BoltStore
from tests.faults.cases import MAPPING, Extracts
from tests.stores.keepers import Keeper

C1, C2 = "I|C1|2024-01-01|Window broken", "I|C2|2024-01-01|Bicycle stolen"
ANNA, CARA = "I|C1|7|2024-01-01|Anna Berg|F", "I|C1|8|2024-01-01|Cara Dee|F"


@pytest.fixture
def extracts(store: Store, tmp_path: Path) -> Iterator[Extracts]:
    """A folder for extracts and an empty store; whatever a test does, the store is sound afterwards."""
    folder = tmp_path / "extracts"
    folder.mkdir()
    extracts = Extracts(store, folder)
    yield extracts
    assert extracts.store.check() == []


# ---------------------------------------------------------------- whole extracts and deltas


def test_a_full_extract_retires_what_it_lacks_and_tells_the_owner(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1, C2)
    sheet = extracts.take("head_full_2", C1, retire_limit=50)
    assert extracts.held() == ["head C1 v1"]
    assert sheet.accounts[0].retired == {"vanished": 1}
    assert sheet.notes == ("head: 1 records are gone at source without a word; their owner should confirm.",)


def test_a_delta_retires_nothing_that_it_lacks(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1, C2)
    extracts.take("head_delta_2", "I|C2|2024-01-02|Bicycle found")
    assert extracts.held() == ["head C1 v1", "head C2 v2"]


def test_a_delta_has_all_children_of_the_parents_in_it(extracts: Extracts) -> None:
    extracts.load(extracts.write("head_full_1", C1, C2), extracts.write("person_full_1", ANNA, CARA))
    extracts.take("person_delta_2", "I|C1|7|2024-01-02|Anna Berg-Lind|F")
    assert extracts.held() == ["head C1 v1", "head C2 v1", "person C1|7 v2"]


def test_what_is_unchanged_stays_untouched(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1, C2)
    before = extracts.everything()
    sheet = extracts.take("head_full_2", C1, C2)
    assert extracts.everything() == before
    assert sheet.accounts[0].outcomes == {"unchanged": 2}


# ---------------------------------------------------------------- children without their parent


def alone(sheet: BalanceSheet) -> dict[str, int]:
    return {account.type: account.without_parent for account in sheet.accounts if account.without_parent}


def test_children_whose_parent_is_not_held_are_counted_for_the_owner(extracts: Extracts) -> None:
    stray, other = "I|C8|9|2024-01-01|Ole Fang|M", "I|C9|9|2024-01-01|Ole Fang|M"
    files = (
        extracts.write("head_full_1", C1),
        extracts.write("person_full_1", ANNA, stray, other, "D|C9|10|2024-01-01||"),
    )
    sheet = extracts.load(*files)
    assert alone(sheet) == {"person": 2}
    assert "person: 2 rows are children of rows that are not held." in sheet.notes
    assert sheet.as_json()["types"]["person"]["withoutParent"] == 2  # type: ignore[index]
    assert extracts.held() == ["head C1 v1", "person C1|7 v1", "person C8|9 v1", "person C9|9 v1"]
    assert alone(extracts.load(*files)) == {"person": 2}


def test_a_parent_that_came_before_or_comes_with_them_is_held(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1)
    assert alone(extracts.take("person_delta_2", ANNA)) == {}
    assert (
        alone(
            extracts.load(
                extracts.write("person_delta_3", "I|C2|8|2024-01-01|Cara Dee|F"), extracts.write("head_delta_3", C2)
            )
        )
        == {}
    )


def test_a_parent_that_was_kept_back_or_came_too_late_is_not_held(extracts: Extracts) -> None:
    extracts.load(extracts.write("head_full_1", C1, "?|C2|2024-01-01|Bicycle stolen"))
    torn = extracts.load(
        extracts.write("head_delta_2", "?|C2|2024-01-01|"),
        extracts.write("person_delta_2", "I|C2|8|2024-01-01|Cara Dee|F", ANNA),
    )
    assert alone(torn) == {"person": 1}
    extracts.take("head_delta_5", "D|C1|2024-02-01|")
    late = extracts.load(
        extracts.write("head_delta_4", "I|C1|2024-01-02|Window"), extracts.write("person_delta_4", ANNA)
    )
    assert alone(late) == {"person": 1}


# ---------------------------------------------------------------- children of a parent that is deleted


def withdrawn(sheet: BalanceSheet) -> dict[str, int]:
    return {account.type: account.retired["withdrawn"] for account in sheet.accounts if account.retired}


@pytest.mark.parametrize("mapping", [MAPPING, MAPPING.replace(", replaces: yes", "")])
def test_children_go_with_a_parent_that_is_deleted_and_come_back_with_it(extracts: Extracts, mapping: str) -> None:
    extracts.load(extracts.write("head_full_1", C1, C2), mapping=mapping)
    extracts.load(extracts.write("person_full_1", ANNA, CARA, "I|C2|8|2024-01-01|Cara Dee|F"), mapping=mapping)
    gone = extracts.load(extracts.write("head_delta_2", "D|C1|2024-02-01|"), mapping=mapping)
    assert (extracts.held(), withdrawn(gone)) == (["head C2 v1", "person C2|8 v1"], {"person": 2})
    assert extracts.load(extracts.write("head_delta_2", "D|C1|2024-02-01|"), mapping=mapping).already
    back = extracts.write("head_delta_3", "I|C1|2024-03-01|Window"), extracts.write("person_delta_3", ANNA)
    assert alone(extracts.load(*back, mapping=mapping)) == {}
    assert extracts.held() == ["head C1 v2", "head C2 v1", "person C1|7 v2", "person C2|8 v1"]


def test_a_child_that_the_extract_itself_has_does_as_its_own_line_says(extracts: Extracts) -> None:
    extracts.load(extracts.write("head_full_1", C1, C2), extracts.write("person_full_1", ANNA, CARA))
    sheet = extracts.load(
        extracts.write("head_delta_2", "D|C1|2024-02-01|"),
        extracts.write("person_delta_2", "I|C1|7|2024-02-01|Anna Lind|F"),
    )
    assert extracts.held() == ["head C2 v1", "person C1|7 v2"]
    assert (alone(sheet), withdrawn(sheet)) == ({"person": 1}, {"person": 1})


def test_a_deletion_that_comes_too_late_takes_no_child_with_it(extracts: Extracts) -> None:
    extracts.load(extracts.write("head_full_1", C1), extracts.write("person_full_1", ANNA))
    extracts.take("head_delta_3", "I|C1|2024-03-01|Window")
    extracts.take("head_delta_2", "D|C1|2024-02-01|")
    assert extracts.held() == ["head C1 v2", "person C1|7 v1"]


def test_a_child_that_a_later_extract_brought_stays_when_its_parent_is_deleted_by_an_older_one(
    extracts: Extracts,
) -> None:
    extracts.load(extracts.write("head_full_1", C1), extracts.write("person_full_1", ANNA, CARA))
    extracts.take("person_delta_5", "I|C1|7|2024-05-01|Anna Lind|F", "I|C1|8|2024-01-01|Cara Dee|F")
    extracts.take("head_delta_3", "D|C1|2024-03-01|")
    assert extracts.held() == ["person C1|7 v2"]


# ---------------------------------------------------------------- refused


def test_an_extract_that_would_retire_too_much_is_refused_and_nothing_of_it_is_written(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1, C2)
    before = extracts.everything()
    with pytest.raises(GuardError, match=r"would retire 1 of 2 records of cases head, and 10 percent are allowed"):
        extracts.take("head_full_2", "I|C1|2024-02-01|Window whole")
    assert extracts.everything() == before
    assert {row.extract for row in extracts.store.batches()} == {"1"}


def test_an_extract_that_would_dispose_of_too_much_is_refused_and_nothing_of_it_is_written(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1, C2)
    before = extracts.everything()
    with pytest.raises(GuardError, match=r"would dispose of 1 of 2 records"):
        extracts.take("head_delta_2", "X|C1||", "I|C2|2024-02-01|Bicycle found")
    assert extracts.everything() == before


def test_a_file_that_is_cut_short_is_refused_and_nothing_of_its_extract_is_written(extracts: Extracts) -> None:
    whole, cut = extracts.write("head_full_1", C1), extracts.write("person_full_1", ANNA, CARA)
    cut.write_text(cut.read_text().partition("END")[0], encoding="utf-8")
    with pytest.raises(ExtractError, match="cut short"):
        extracts.load(whole, cut)
    assert extracts.everything() == []


def test_a_file_that_counts_other_rows_than_it_has_is_refused(extracts: Extracts) -> None:
    with pytest.raises(ExtractError):
        extracts.load(extracts.write("head_full_1", C1, rows=2))
    assert extracts.everything() == []


def test_a_known_extract_with_other_content_is_refused_and_nothing_is_written(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1)
    before = extracts.everything()
    with pytest.raises(ExtractConflictError, match="Extract 1 of cases is known with other content"):
        extracts.load(extracts.write("head_full_1", C1, C2), extracts.write("person_full_1", ANNA))
    assert extracts.everything() == before


def test_a_second_loader_is_refused_with_the_name_of_the_first(extracts: Extracts) -> None:
    with (
        extracts.store.lease("anna@there:7 since noon"),
        pytest.raises(LeaseHeldError, match="anna@there:7 since noon"),
    ):
        extracts.take("head_full_1", C1)
    assert extracts.everything() == []


def test_the_same_files_again_change_nothing_and_have_the_same_sheet(extracts: Extracts) -> None:
    files = extracts.write("head_full_1", C1, C2), extracts.write("person_full_1", ANNA, "I|C1|9|2024-01-01|Ole|?")
    first = extracts.load(*files)
    before, generation = extracts.everything(), len(extracts.store.batches())
    again = extracts.load(*files)
    assert (extracts.everything(), len(extracts.store.batches())) == (before, generation)
    assert (first.already, again.already) == (False, True)
    assert first.as_json() | {"alreadyLoaded": True} == again.as_json()


# ---------------------------------------------------------------- quarantine


def test_a_bad_row_waits_and_is_taken_after_the_fix(extracts: Extracts) -> None:
    sheet = extracts.take("person_full_1", ANNA, "I|C1|8|2024-01-01|Cara Dee|W")
    (kept,) = extracts.store.quarantine()
    assert sheet.quarantined == 1
    assert (kept.file, kept.line, kept.field, kept.raw) == (
        "person_full_1.txt",
        3,
        "SEX",
        "I|C1|8|2024-01-01|Cara Dee|W",
    )
    mended = MAPPING.replace("{M: M, F: F}", "{M: M, F: F, W: F}")
    assert extracts.replay(mended).accounts[0].outcomes == {"new": 1}
    assert extracts.held() == ["person C1|7 v1", "person C1|8 v1"]
    assert list(extracts.store.quarantine()) == []


def test_a_row_that_is_gone_since_is_not_brought_back_from_quarantine(extracts: Extracts) -> None:
    bad = "I|C1|8|2024-01-01|Cara Dee|W"
    extracts.load(extracts.write("head_full_1", C1), extracts.write("person_full_1", ANNA, bad))
    extracts.load(extracts.write("head_delta_2", C1), extracts.write("person_delta_2", ANNA))
    assert list(extracts.store.quarantine()) == []


# ---------------------------------------------------------------- merged and taken apart at source


def test_a_merge_at_source_makes_one_of_two_and_its_end_two_of_one(extracts: Extracts) -> None:
    extracts.load(extracts.write("head_full_1", C1), extracts.write("person_full_1", ANNA, CARA))
    assert {m.caption for m in extracts.person("7")} == {"Berg, Anna"}
    extracts.take("merge_delta_2", "M|8|7")
    assert {m.caption for m in extracts.person("7")} >= {"Berg, Anna", "Dee, Cara"}
    assert extracts.person("7") == extracts.person("8")
    extracts.take("merge_delta_3", "D|8|7")
    assert {m.caption for m in extracts.person("7")} == {"Berg, Anna"}
    assert {m.caption for m in extracts.person("8")} == {"Dee, Cara"}


# ---------------------------------------------------------------- out of order


def test_deltas_come_to_the_same_whatever_their_order(extracts: Extracts, keeper: Keeper) -> None:
    deltas = {
        1: ("I|C1|2024-01-01|Window broken", "I|C2|2024-01-01|Bicycle stolen", "I|C3|2024-01-01|Noise"),
        2: ("D|C1|2024-02-01|", "I|C2|2024-02-01|Bicycle seen"),
        3: ("I|C2|2024-03-01|Bicycle found", "D|C3|2024-03-01|"),
        4: ("I|C3|2024-04-01|Noise again",),
    }
    outcomes = set[tuple[str, ...]]()
    for order in permutations(deltas):
        extracts.store = keeper.fresh()
        for number in order:
            extracts.take(f"head_delta_{number}", *deltas[number])
        rows = [row for row, _, _ in extracts.store.live_rows("cases", ["head"])]
        everything = extracts.store.reader(frozenset(extracts.store.visibilities()))
        outcomes.add(tuple(sorted(r.raw or "" for r in everything.facets(rows))))
    assert outcomes == {("I|C2|2024-03-01|Bicycle found", "I|C3|2024-04-01|Noise again")}


def test_an_older_delta_brings_nothing_back_that_a_full_extract_no_longer_had(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1)
    extracts.take("head_full_3", C1)
    sheet = extracts.take("head_delta_2", C2)
    assert extracts.held() == ["head C1 v1"]
    assert sheet.accounts[0].outcomes == {"late": 1}
    assert "extract 2 came after later ones" in sheet.notes[0]


def test_a_child_that_was_withdrawn_is_not_brought_back_by_an_older_delta(extracts: Extracts) -> None:
    extracts.load(extracts.write("head_full_1", C1), extracts.write("person_full_1", ANNA, CARA))
    extracts.load(extracts.write("head_delta_3", C1), extracts.write("person_delta_3", ANNA))
    extracts.take("person_delta_2", ANNA, "I|C1|8|2024-01-02|Cara Dee|F")
    assert extracts.held() == ["head C1 v1", "person C1|7 v1"]
    extracts.take("person_delta_4", ANNA, "I|C1|8|2024-01-02|Cara Dee|F")
    assert extracts.held() == ["head C1 v1", "person C1|7 v1", "person C1|8 v2"]


# ---------------------------------------------------------------- disposed of


def trace_of(store: Store, keeper: Keeper, text: str) -> list[str]:
    """Where a store still has a text: a file, or a property of a node or relationship."""
    if isinstance(store, BoltStore):
        assert keeper.server is not None
        return keeper.server.holding(text)
    store.close()
    file = Path(keeper.address[1].removeprefix("sqlite:///"))
    return [f.name for f in file.parent.glob(file.name + "*") if text.encode() in f.read_bytes()]


def test_disposal_at_source_erases_versions_words_quarantine_and_bytes(extracts: Extracts, keeper: Keeper) -> None:
    bad = "I|C1|8|2024-01-03|Quetzalcoatl Again|W"
    extracts.load(
        extracts.write("head_full_1", C1, C2),
        extracts.write("person_full_1", "I|C1|8|2024-01-01|Quetzalcoatl|F", "I|C2|7|2024-01-01|Anna Berg|F"),
    )
    extracts.take("person_delta_2", "I|C1|8|2024-01-02|Quetzalcoatl Renamed|F")
    extracts.take("person_delta_3", bad)
    assert len(list(extracts.store.quarantine())) == 1
    sheet = extracts.take("person_delta_4", "X|C1|8|||", retire_limit=50)
    (certificate,) = sheet.certificates
    assert (certificate.type, certificate.extract, certificate.records) == ("person", "4", 1)
    assert (certificate.versions, certificate.quarantined) == (2, 1)
    assert "uetzal" not in repr(sheet)
    assert trace_of(extracts.store, keeper, "uetzalcoatl") == []
    extracts.store = keeper.again()
    assert extracts.held() == ["head C1 v1", "head C2 v1", "person C2|7 v1"]


def test_disposal_reaches_children_live_withdrawn_and_in_quarantine(extracts: Extracts, keeper: Keeper) -> None:
    extracts.load(
        extracts.write("head_full_1", C1, C2),
        extracts.write("person_full_1", "I|C1|7|2024-01-01|Quetzal One|F", "I|C1|8|2024-01-01|Quetzal Two|F"),
    )
    extracts.load(
        extracts.write("head_delta_2", C1),
        extracts.write("person_delta_2", "I|C1|7|2024-01-01|Quetzal One|F", "I|C1|9|2024-01-01|Quetzal Three|W"),
    )
    sheet = extracts.take("head_delta_3", "X|C1||", retire_limit=50)
    assert extracts.held() == ["head C2 v1"]
    assert [(c.type, c.with_parent, c.records) for c in sheet.certificates] == [("head", False, 1), ("person", True, 3)]
    assert trace_of(extracts.store, keeper, "uetzal") == []
    extracts.store = keeper.again()


NESTED = """\
source: spool
title: A spool of several types of line
format:
  kind: delimited
  delimiter: "|"
  types:
    case: {code: "10", columns: [CODE, DO, NO, TEXT]}
    note: {code: "20", under: case, columns: [CODE, SEQ, NOTE]}
markings: {open: {classification: OFFICIAL}}
marking: open
records:
  case:
    file: spool_{mode}_{extract}.txt
    type: case
    key: NO
    verb: {column: DO, put: [I], delete: [E], dispose: [X]}
    mentions:
      case: {is: event/incident, keys: {case: reference}, attributes: {reference: NO, summary: TEXT}}
  note:
    file: spool_{mode}_{extract}.txt
    type: note
    key: [^NO, SEQ]
    parent: {record: case, key: [^NO]}
    mentions:
      case: {is: event/incident, keys: {case: reference}, attributes: {reference: ^NO, summary: NOTE}}
"""


def test_disposal_reaches_lines_that_nobody_could_read_by_what_they_stand_under(
    extracts: Extracts, keeper: Keeper
) -> None:
    """A line kept back is kept with those it stands under: without them it could not be read again."""
    spool = extracts.folder / "spool_full_1.txt"
    spool.write_text(
        "10|I|C1|Quetzal\n20|1|Quetzal noted\n90|Quetzal stray\n20|2|Quetzal|too|long\n10|I|C2|Bicycle\n20|1||\n"
    )
    extracts.load(spool, mapping=NESTED)
    assert [(row.row, "Quetzal" in row.raw) for row in extracts.store.quarantine()] == [
        (None, True),
        (None, True),
        (None, False),
    ]
    disposal = extracts.folder / "spool_delta_2.txt"
    disposal.write_text("10|X|C1|\n")
    sheet = extracts.load(disposal, mapping=NESTED, retire_limit=50)
    assert sum(certificate.quarantined for certificate in sheet.certificates) == 2
    assert trace_of(extracts.store, keeper, "uetzal") == []
    extracts.store = keeper.again()


@pytest.mark.parametrize("code", ["X", "E"])
def test_lines_that_stand_under_a_line_that_goes_go_with_it(extracts: Extracts, keeper: Keeper, code: str) -> None:
    """A spool prints the whole of a record, whatever is asked for it."""
    spool = extracts.folder / "spool_full_1.txt"
    spool.write_text("10|I|C1|Quetzal\n20|1|Quetzal noted\n10|I|C2|Bicycle\n20|1|Bicycle noted\n")
    extracts.load(spool, mapping=NESTED)
    going = extracts.folder / "spool_delta_2.txt"
    going.write_text(f"10|{code}|C1|Quetzal\n20|1|Quetzal noted\n20|2|Quetzal too\n10|I|C3|Door\n20|1|Door noted\n")
    sheet = extracts.load(going, mapping=NESTED, retire_limit=70)
    assert extracts.held("spool", ["case", "note"]) == ["case C2 v1", "case C3 v1", "note C2|1 v1", "note C3|1 v1"]
    assert {account.without_parent for account in sheet.accounts} == {0}
    if code == "X":
        assert trace_of(extracts.store, keeper, "uetzal") == []
        extracts.store = keeper.again()


def test_children_that_the_extract_itself_has_stay(extracts: Extracts) -> None:
    extracts.load(extracts.write("head_full_1", C1, C2), extracts.write("person_full_1", ANNA, CARA))
    extracts.load(
        extracts.write("head_delta_2", "X|C1||"), extracts.write("person_delta_2", "I|C1|7|2024-02-01|Anna|F"),
        retire_limit=50,
    )  # fmt: skip
    assert extracts.held() == ["head C2 v1", "person C1|7 v2"]


def test_an_older_extract_does_not_bring_back_what_was_disposed_of(extracts: Extracts, keeper: Keeper) -> None:
    late = extracts.write(
        "head_delta_2", "I|C1|2024-01-02|Quetzal", "I|C2|2024-01-02|Bicycle seen", "I||2024-01-02|Quetzal"
    )
    extracts.take("head_full_1", "I|C1|2024-01-01|Quetzal", C2)
    extracts.take("head_delta_3", "X|C1||", retire_limit=50)
    sheet = extracts.load(late)
    assert extracts.held() == ["head C2 v2"]
    assert sheet.accounts[0].outcomes == {"changed": 1, "late": 2}
    assert sheet.accounts[0].unaccounted == 0
    assert "perhaps gone or disposed of since" in sheet.notes[0]
    assert trace_of(extracts.store, keeper, "uetzal") == []
    extracts.store = keeper.again()


def test_a_mended_mapping_does_not_bring_back_what_was_disposed_of_and_takes_what_waits(extracts: Extracts) -> None:
    heads = extracts.write("head_full_1", C1, C2)
    people = extracts.write("person_full_1", ANNA, "I|C2|8|2024-01-01|Cara Dee|W")
    extracts.load(heads, people)
    disposing = extracts.write("person_delta_2", "X|C1|7|||")
    extracts.load(disposing, retire_limit=100)
    mended = MAPPING.replace("{M: M, F: F}", "{M: M, F: F, W: F}")
    extracts.load(heads, people, disposing, mapping=mended, retire_limit=100)
    assert extracts.held() == ["head C1 v2", "head C2 v2", "person C2|8 v1"]
    assert list(extracts.store.quarantine()) == []


def test_a_row_without_a_key_does_not_come_back_from_quarantine_after_a_disposal(extracts: Extracts) -> None:
    blind = MAPPING.replace("key: [NO, ID]", "key: [NO, ID, SEX]")
    extracts.load(extracts.write("person_delta_1", ANNA, "I|C1|8|2024-01-01|Cara Dee|"), mapping=blind)
    assert [row.row for row in extracts.store.quarantine()] == [None]
    extracts.load(extracts.write("person_delta_2", "X|C1|8||||"[:-1]), retire_limit=100)
    assert extracts.replay().accounts[0].outcomes == {"late": 1}
    assert extracts.person("8") == []


def test_a_later_extract_may_bring_a_row_anew_after_its_disposal(extracts: Extracts) -> None:
    extracts.take("head_full_1", C1, C2)
    extracts.take("head_delta_2", "X|C1||", retire_limit=50)
    extracts.take("head_delta_3", C1)
    assert extracts.held() == ["head C1 v1", "head C2 v1"]


def test_the_ledger_lets_nobody_try_a_guess_at_a_key_that_was_disposed_of(extracts: Extracts, keeper: Keeper) -> None:
    """What is written of children that went with their parent has an id of chance: two loads alike have two."""
    ids = set[str]()
    for _ in range(2):
        extracts.store = keeper.fresh()
        extracts.load(extracts.write("head_full_1", C1, C2), extracts.write("person_full_1", ANNA))
        extracts.take("head_delta_2", "X|C1||", retire_limit=50)
        ids |= {row.id for row in extracts.store.batches() if row.type == "person" and row.counts.get("disposed")}
    assert len(ids) == 2
