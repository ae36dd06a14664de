"""Ids made from content, and statements in the form in which they are stored."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pole.model.facts import content_id, id_within, link_id, mention_id, record_id, row_id, turn

ROW = row_id("crimes", "person", "N1")


def test_parts_of_one_row_and_the_same_part_of_two_rows_have_ids_of_their_own() -> None:
    records = [record_id(row, vis) for row in (ROW, row_id("crimes", "person", "N2")) for vis in (1, 2)]
    parts = [
        id_ for r in records for id_ in (mention_id(r, "victim"), mention_id(r, "crime"), link_id(r, "a>b", "T", ""))
    ]
    parts += [link_id(r, "a>b", type_, role) for r in records for type_, role in (("U", ""), ("T", "role"))]
    assert len({ROW, *records, *parts}) == 1 + len(records) + len(parts)
    assert all(len(id_) == 20 and int(id_, 16) >= 0 for id_ in parts)


def test_an_id_is_the_same_on_every_machine() -> None:
    assert (ROW, mention_id(record_id(ROW, 7), "victim")) == ("44fab38e7131fed89b82", "00d9570c1a63bd7839e2")


@given(st.integers(0, 2**80 - 1), st.lists(st.text(max_size=8), min_size=1, max_size=3))
def test_the_id_of_a_part_is_as_wide_as_any_and_leads_back_to_the_whole(number: int, names: list[str]) -> None:
    whole, turned = number.to_bytes(10).hex(), turn(*names)
    part = id_within(whole, turned)
    assert len(part) == 20 and id_within(part, turned) == whole
    assert content_id(*names) == turned.to_bytes(10).hex()
