"""The balance sheet is made from the ledger alone."""

from __future__ import annotations

from pole.graph.rows import LedgerRow
from pole.ingest.balance import balance_sheet, field_counts
from pole.ingest.shape.outcomes import FieldCounts

AT = "2026-11-27T03:00:00.000000Z"


def ledger(
    type_: str,
    counts: dict[str, int],
    load: str = "load-1",
    extract: str | None = "1",
    *,
    last: bool = True,
    id_: str = "b",
) -> LedgerRow:
    return LedgerRow(
        f"{id_} {type_} {load}", "cases", type_, load, 0, extract, f"{type_}_{extract}.txt", "digest", "mapping", "full", AT,
        None, counts, last,
    )  # fmt: skip


def test_what_was_read_equals_what_it_came_to() -> None:
    sheet = balance_sheet("cases", [ledger("head", {"read": 5, "new": 2, "late": 1, "quarantined": 2})])
    (account,) = sheet.accounts
    assert (account.read, account.unaccounted, sheet.quarantined, sheet.complete) == (5, 0, 2, True)
    assert account.outcomes == {"new": 2, "late": 1, "quarantined": 2}


def test_a_row_that_came_to_nothing_shows() -> None:
    (account,) = balance_sheet("cases", [ledger("head", {"read": 5, "new": 4})]).accounts
    assert account.unaccounted == 1


def test_a_load_without_its_last_batch_is_not_complete() -> None:
    assert not balance_sheet("cases", [ledger("head", {"read": 5, "new": 5}, last=False)]).complete


def test_the_batches_of_a_file_are_one_account_and_extracts_stand_in_order() -> None:
    rows = [ledger("head", {"read": 1, "new": 1}, f"load-{n}", n) for n in ("10", "9")]
    sheet = balance_sheet("cases", rows)
    assert (sheet.accounts[0].read, sheet.extracts) == (2, ("9", "10"))


def test_what_vanished_is_told_to_the_owner() -> None:
    rows = [ledger("head", {"read": 1, "new": 1}), ledger("head", {"vanished": 3}, "retire load-1")]
    sheet = balance_sheet("cases", rows)
    assert sheet.accounts[0].retired == {"vanished": 3}
    assert sheet.notes == ("head: 3 records are gone at source without a word; their owner should confirm.",)


def test_children_without_their_parent_are_told_to_the_owner() -> None:
    rows = [ledger("person", {"read": 5, "new": 5}), ledger("", {"without parent person": 2}, "retire x")]
    sheet = balance_sheet("cases", rows)
    assert [account.without_parent for account in sheet.accounts] == [2]
    assert sheet.notes == ("person: 2 rows are children of rows that are not held.",)


def test_notes_are_kept_as_counts() -> None:
    done = ledger("", {"note head: 2 rows had no readable key.": 1, "whole person": 1}, "retire x", None)
    assert balance_sheet("cases", [done]).notes == ("head: 2 rows had no readable key.",)
    assert balance_sheet("cases", [done]).accounts == ()


def test_what_fields_came_to_is_counted_by_place_and_column() -> None:
    counts = field_counts([FieldCounts("person", "person.sex", "SEX", 3, 1, 0, 0, 2, 0)])
    assert counts == {
        "field person.sex from SEX: mapped": 3,
        "field person.sex from SEX: blank": 1,
        "field person.sex from SEX: unmapped": 2,
    }
    (account,) = balance_sheet("cases", [ledger("person", {"read": 6, "new": 6, **counts})]).accounts
    assert account.fields == {"person.sex from SEX": {"mapped": 3, "blank": 1, "unmapped": 2}}


def test_a_disposal_is_certified_in_numbers_with_and_without_its_children() -> None:
    rows = [
        ledger(
            "head", {"read": 2, "new": 1, "disposed": 1, "erased versions": 2, "erased in quarantine": 1}, extract="3"
        ),
        ledger("person", {"disposed": 4, "erased versions": 5}, "retire load-1", "3"),
    ]
    head, person = balance_sheet("cases", rows).certificates
    assert (head.type, head.extract, head.with_parent, head.records, head.versions, head.quarantined) == (
        "head", "3", False, 1, 2, 1,
    )  # fmt: skip
    assert (person.type, person.with_parent, person.records, person.versions) == ("person", True, 4, 5)
    assert head.id != person.id
    assert head.text == (
        "1 head disposed of as extract 3, head_3.txt asks, 2026-11-27: 2 versions and 1 rows in quarantine erased, "
        "nothing kept"
    )
    assert balance_sheet("cases", rows).accounts[1].retired == {"orphaned": 4}


def test_for_machines_it_is_counts_alone() -> None:
    sheet = balance_sheet("cases", [ledger("head", {"read": 1, "disposed": 1})], already=True).as_json()
    assert sheet["types"] == {"head": {"read": 1, "disposed": 1, "withoutParent": 0, "unaccounted": 0, "fields": {}}}
    assert (sheet["alreadyLoaded"], sheet["complete"]) == (True, True)
    (disposal,) = balance_sheet("cases", [ledger("head", {"read": 1, "disposed": 1})]).certificates
    assert sheet["certificates"] == [disposal.as_json()]
    assert list(disposal.as_json()) == [
        "id", "type", "extract", "file", "at", "withParent", "records", "versions", "quarantined",
    ]  # fmt: skip
