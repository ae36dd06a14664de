"""Where each source has what faults, in the very columns that its extracts have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pole.simulator.faults.fault import Says
from pole.simulator.faults.marring import Mar, becomes, check_digit, check_letter, day_and_month, fills

REJECTED = Says("balance sheet", "rejected")
ABSENT = Says("balance sheet", "absent")
UNMAPPED = Says("balance sheet", "unmapped")
KEPT_BACK = Says("quarantine", "quarantined")


class Spot(NamedTuple):
    """One value of one row is spoiled."""

    what: str
    record: str
    column: str
    mar: Mar
    says: Says


class Orphan(NamedTuple):
    """A copy of a row that names a parent which nobody has."""

    record: str
    column: str
    number: str
    """That of the parent."""
    own: str = ""
    """The column of the row's own number, where that is not made of its parent's."""
    own_number: str = ""


class Aged(NamedTuple):
    """An older version of a document is sent after a newer one: its head is stamped long ago, and says something else."""

    head: str
    """Record type with which a document begins."""
    received: str
    long_ago: str
    column: str
    words: str
    until: tuple[str, ...] = ()
    """Further record types that begin something else."""
    counted: str = ""
    """Where the header counts such documents before they come."""


class Spots(NamedTuple):
    """All that can be spoiled in the rows of one source."""

    values: tuple[Spot, ...]
    twice: str
    """Record type of which a row is sent twice."""
    orphan: Orphan | None
    """None where rows stand under rows."""
    late: Aged


WRONG_CHECK = "wrong check letter"
SWAPPED = "day and month swapped"
PLACEHOLDER = "placeholder"
UNKNOWN_CODE = "unmapped code"

_OF_THE_UNIT = ("child", "address", "person", "professional", "referral", "conference")
_OF_A_LOG = ("entry", "unit", "cross-reference")

SPOTS: Mapping[str, Spots] = {
    "crimes": Spots(
        (
            Spot(WRONG_CHECK, "person", "PNC_ID", check_letter, REJECTED),
            Spot(SWAPPED, "person", "DOB", day_and_month("DD-MON-YYYY"), REJECTED),
            Spot(PLACEHOLDER, "person", "DOB", fills("01-JAN-1900"), ABSENT),
            Spot(UNKNOWN_CODE, "person", "RELIGION", becomes("JED"), UNMAPPED),
            Spot(UNKNOWN_CODE, "person", "ROLE", becomes("XXXX"), KEPT_BACK),
        ),
        "mo",
        Orphan("mo", "CRIME_NO", "CR/9999999/99"),
        Aged("header", "LAST_UPD", "01-JAN-2020 08:00", "SUMMARY", "AS FIRST RECORDED."),
    ),
    "child-protection": Spots(
        (
            Spot(WRONG_CHECK, "child", "NHS_NO", check_digit, REJECTED),
            Spot(SWAPPED, "child", "DATE_OF_BIRTH", day_and_month("DD/MM/YYYY"), REJECTED),
            Spot(PLACEHOLDER, "person", "DATE_OF_BIRTH", fills("01/01/1900"), ABSENT),
            Spot(UNKNOWN_CODE, "plan", "CATEGORY1", becomes("QQQ"), UNMAPPED),
            Spot(UNKNOWN_CODE, "professional", "INVOLVED_AS", becomes("QQQ"), KEPT_BACK),
        ),
        "professional",
        Orphan("address", "CHILD_ID", "CH999999", "ADDRESS_SEQ", "AD999999"),
        Aged("plan", "UPDATED", "2020-01-01 08:00", "END_REASON", "AS FIRST RECORDED", _OF_THE_UNIT),
    ),
    "incidents": Spots(
        (
            Spot(SWAPPED, "log", "CALLER_DOB", day_and_month("DD/MM/YYYY"), REJECTED),
            Spot(PLACEHOLDER, "log", "CALLER_TEL", fills("00000000000"), ABSENT),
            Spot(UNKNOWN_CODE, "log", "GRADE", becomes("7"), KEPT_BACK),
            Spot("row without its key", "cross-reference", "XREF_NO", becomes(""), KEPT_BACK),
        ),
        "entry",
        Orphan("entry", "LOG_NO", "99999"),
        Aged("marker", "AMENDED", "20200101080000", "TEXT", "AS FIRST RECORDED", ("log", *_OF_A_LOG)),
    ),
    "domestic-abuse": Spots(
        (
            Spot(WRONG_CHECK, "form", "P_PNCID", check_letter, REJECTED),
            Spot(SWAPPED, "form", "V_DOB", day_and_month("DD/MM/YYYY"), REJECTED),
            Spot(PLACEHOLDER, "form", "P_DOB", fills("01/01/1900"), ABSENT),
            Spot(UNKNOWN_CODE, "form", "Q05", becomes("7"), UNMAPPED),
            Spot(UNKNOWN_CODE, "member", "M_Present", becomes("Q"), KEPT_BACK),
        ),
        "member",
        Orphan("member", "FormRef", "DA/1999/999999"),
        Aged("form", "Amended", "01/01/2020 08:00:00", "OfficerNarrative", "AS FIRST RECORDED"),
    ),
    "custody": Spots(
        (
            Spot(WRONG_CHECK, "custody", "PNC_ID", check_letter, REJECTED),
            Spot(WRONG_CHECK, "arrest", "ASN", check_letter, REJECTED),
            Spot(SWAPPED, "custody", "DOB", day_and_month("DDMMYYYY"), REJECTED),
            Spot(PLACEHOLDER, "custody", "DOB", fills("01011900"), ABSENT),
            Spot(UNKNOWN_CODE, "custody", "SEX", becomes("Q"), UNMAPPED),
            Spot(UNKNOWN_CODE, "professional", "ROLE", becomes("QQQ"), KEPT_BACK),
        ),
        "risk",
        None,
        Aged("custody", "TOUCHED", "01012020 080000", "GROUNDS", "AS FIRST RECORDED", ("case",)),
    ),
    "firearms": Spots(
        (
            Spot(WRONG_CHECK, "certificate", "PNC_ID", check_letter, REJECTED),
            Spot(SWAPPED, "certificate", "DOB", day_and_month("YYYYMMDD"), REJECTED),
            Spot(PLACEHOLDER, "certificate", "DOB", fills("19000101"), ABSENT),
            Spot(UNKNOWN_CODE, "certificate", "SEX", becomes("Q"), UNMAPPED),
            Spot(UNKNOWN_CODE, "decision", "KIND", becomes("QQQ"), KEPT_BACK),
        ),
        "referee",
        None,
        Aged("certificate", "UPDATED", "20200101080000", "REASON", "AS FIRST RECORDED"),
    ),
    "intelligence": Spots(
        (
            Spot(WRONG_CHECK, "person", "pnc", check_letter, REJECTED),
            Spot(SWAPPED, "person", "born", day_and_month("YYYY-MM-DD"), REJECTED),
            Spot(PLACEHOLDER, "person", "born", fills("1900-01-01"), ABSENT),
            Spot(UNKNOWN_CODE, "person", "sex", becomes("Q"), UNMAPPED),
            Spot(UNKNOWN_CODE, "object", "@kind", becomes("QQQ"), KEPT_BACK),
        ),
        "evaluation",
        None,
        Aged("report", "@amended", "2020-01-01T08:00:00", "title", "AS FIRST RECORDED", counted="@reports"),
    ),
}
