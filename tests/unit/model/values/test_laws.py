"""What every value type promises, on any text: nothing raises, cleaning is idempotent, what is shown is understood."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pole.model.values import (
    VALUE_TYPES,
    Absent,
    Agreement,
    Cleaned,
    CodeEntry,
    Rejected,
    ValueType,
    is_sought,
    value_type,
)

SEX: Final = {
    "0": CodeEntry("Not known", also=("U",)),
    "1": CodeEntry("Male", also=("M",)),
    "2": CodeEntry("Female", also=("F",)),
    "9": CodeEntry("Not specified"),
}

TYPICAL: Final[dict[str, tuple[str, ...]]] = {
    "pnc": ("81/34U", "1979/0163001B", "20020073319Z", "033Y", "2067/9893091D"),
    "cro": ("65656/91H", "SF05/482703J", "50058/83Z", "000000/00Z"),
    "asn": ("1101ZD0100000448754K", "97/0000/00/123456K", "22FD112200001234560X"),
    "court-reference": ("97/1626/8395Q",),
    "vrm": ("AB12 CDE", "ABI2 CDE", "A123 BCD", "ABC 123D", "BIG 1234", "1234 AZ", "101 D 234", "12 AB 34"),
    "vin": ("1M8GDM9AXKP042788",),
    "phone": (
        "07700 900123", "+44 (0)161 496 0000", "00353 1 234 5678", "+1 202-555-0123", "0800 1111",
        "+39 02 1234567", "07777777777 x4", "+44 0 0110000000",
    ),
    "email": ("Jo.Bloggs@Example.ORG", "<jo@example.org>", "mailto:jo@example.org"),
    "postcode": ("M1 1AE", "sw1a1aa", "NF1 1NF", "GIR 0AA", "MI 1AE"),
    "uprn": ("000012345678", "10008042555.0"),
    "nhs": ("943 476 5919", "9434765919"),
    "nino": ("AB 12 34 56 C", "AB123456", "TN010190M"),
    "imei": ("35-209900-176148-1", "352099001761480", "3520990017614823"),
    "grid": ("SJ 84000 98000", "384000,398000", "TQ3080"),
    "position": ("53.480759,-2.242631", "-0.0000001 5", "53 -2", "0.0000001 0", "200,0"),
    "account": ("20-00-00 12345678", "GB29 NWBK 6016 1331 9268 19", "DE89370400440532013000"),
    "handle": ("@jo_bloggs",),
    "name": (
        "Mr John Smith", "SMITH John", "van der Berg, Ludwig", "de la Cruz", ", John", "Smith, Mr", "Mr Dr Unknown",
        "A Male", "Test, Test Test", "O’Brien-Smith Jr, Seán", "Unknown, A Man", "MIG_ERROR_X, Jo",
    ),
    "text": ("scar on left cheek", "UNKNOWN", "two\r\nlines\x00"),
    "age-band": ("18-24", "ABOUT 30", "late 20s", "over 34", "middle aged", "30"),
    "date": (
        "16/02/2021", "31-OCT-2021 01:30", "2021-10-31T01:30Z", "16th February 2021 9:05", "Feb 2021", "2021",
        "2021-07-01T00:30+01:00", "28 Mar 2021 01:30:07", "1915-06-01 12:00",
    ),
    "birth-date": ("1/1/1985", "2021-06-30T23:30Z", "01/01/1900", "29/02/2000", "5/1/2085"),
    "code": ("1", "Male", "m", "U", "x"),
    "quantity": ("3kg", "£3,500 currency", "5'10\"", "1,000.50 g", "12", "-0", "£5 notes"),
    "address": (
        "Flat 13, 36B Worcester Crescent, Oldwick, EV17 8AP", "NFA", "|12|High St|||M1 1AE", "Rose Cottage, Church Lane",
        "12|||||", "12 12 12", "Flat 1 Flat 2", "||||| NF1 1NF", "UNIT 3\nMill Yard\nLeeds", "|,|.|-||", "1 - 2 Mill",
    ),
    "grade": ("1BP", "1 B C A2 S1", "3x5x2:1BC-S2", "B24", "1BP A1"),
    "organisation": ("The Acme Trading Co. Ltd", "Smith & Sons"),
    "boolean": ("Y", "no", "-1", "U"),
    "identifier": (" ab/12  34 ", "N/K"),
}  # fmt: skip

NAMES: Final = sorted(VALUE_TYPES)


def made(name: str) -> ValueType:
    return value_type(name, scheme=SEX) if name == "code" else value_type(name)


def garbled(name: str) -> st.SearchStrategy[str]:
    """Typical texts with a piece replaced, cut or repeated; and any text at all."""
    typical = st.sampled_from(TYPICAL[name])
    place = st.integers(0, 12)
    piece = st.one_of(
        st.text(max_size=3),
        st.sampled_from(["", " ", ",", "|", "/", "0", "O", "1", "I", "UNKNOWN", "N/K", ".", "\x00"]),
    )
    spliced = st.builds(
        lambda text, at, size, new: text[:at] + new + text[at + size :], typical, place, st.integers(0, 2), piece
    )
    joined = st.builds(lambda a, b, by: a + by + b, typical, typical, st.sampled_from([" ", ",", ", ", "|", "\n"]))
    return st.one_of(typical, spliced, joined, spliced.map(str.swapcase), st.text(max_size=60))


@pytest.mark.parametrize("name", NAMES)
def test_every_type_has_typical_texts(name: str) -> None:
    outcomes = [made(name).clean(raw) for raw in TYPICAL[name]]
    assert any(isinstance(outcome, Cleaned) for outcome in outcomes)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_cleaning_is_idempotent_and_what_is_shown_is_understood(name: str, data: st.DataObject) -> None:
    kind = made(name)
    raw = data.draw(garbled(name))
    outcome = kind.clean(raw)
    assert kind.clean(raw) == outcome
    if isinstance(outcome, Cleaned):
        assert kind.clean(outcome.value) == outcome
        assert kind.clean(kind.format(outcome.value)) == outcome
        assert 0 <= kind.specificity(outcome.value) <= 1
        assert kind.compare(outcome.value, outcome.value) is Agreement.SAME
        for term, word in kind.sought_by(outcome.value) if is_sought(kind) else ():
            assert term == "" or term.isalpha()
            assert [word] == word.split() and "=" not in word and "*" not in word
    elif isinstance(outcome, Rejected):
        assert outcome.reason
        assert [kind.clean(near) for near in outcome.suggestions] == [
            Cleaned(near, precision_of(kind, near)) for near in outcome.suggestions
        ]
    else:
        assert outcome.reason in ("blank", "unknown", "placeholder")


def precision_of(kind: ValueType, value: str) -> str | None:
    outcome = kind.clean(value)
    return outcome.precision if isinstance(outcome, Cleaned) else None


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_comparison_is_symmetric_and_equal_keys_are_the_same(name: str, data: st.DataObject) -> None:
    kind = made(name)
    a, b = kind.clean(data.draw(garbled(name))), kind.clean(data.draw(garbled(name)))
    if isinstance(a, Cleaned) and isinstance(b, Cleaned):
        agreement = kind.compare(a.value, b.value)
        assert kind.compare(b.value, a.value) is agreement
        if kind.key(a.value) != kind.key(b.value):
            assert agreement is not Agreement.SAME


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30, deadline=None)
@given(raw=st.text(max_size=300))
@example(raw="\ud800")
@example(raw="\x00")
@example(raw="٣٤٥٦٧٨٩٠١٢")
@example(raw="²³" * 5)
@example(raw="１２３４５６７８９０")
@example(raw="ﬁﬃ İıſß")
@example(raw="-" * 10_000)
@example(raw="9" * 10_000)
@example(raw="A" * 10_000)
@example(raw="A, " * 4_000)
@example(raw="1 " * 5_000)
@example(raw="|" * 10_000)
@example(raw="@." * 5_000)
@example(raw="Flat 1, " * 1_500)
@example(raw="\n" * 10_000)
def test_no_text_raises(name: str, raw: str) -> None:
    assert isinstance(made(name).clean(raw), (Cleaned, Rejected, Absent))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("raw", ["", " ", "\t\n"])
def test_blank_is_blank_and_unknown_is_unknown(name: str, raw: str) -> None:
    assert made(name).clean(raw) == Absent("blank")
    assert made(name).clean("UNKNOWN") == Absent("unknown")
    assert made(name).clean(" n/k ") == Absent("unknown")
    assert made(name).clean(".") == Absent("placeholder")


def test_every_class_says_what_it_is() -> None:
    assert all((kind.__doc__ or "").strip() for kind in VALUE_TYPES.values())
