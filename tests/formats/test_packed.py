"""Extracts that come packed are loaded as the same extracts unpacked."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from pole.errors import ExtractError, UsageError
from pole.graph.port import Store
from pole.ingest.files import share_out
from pole.ingest.shape import coverage, try_mapping
from tests.formats.loading import held_back, load, outcomes, rows, source_of

SOURCE = source_of("""\
source: phones
title: Telephones
format: {kind: delimited, delimiter: "|"}
markings: {open: {classification: OFFICIAL}}
marking: open
records:
  phone:
    file: phones_{mode}_{extract}.txt
    key: NO
    mentions: {phone: {is: object/phone-number, attributes: {phone: PHONE}}}
  owner:
    file: owners_{mode}_{extract}.txt
    key: NO
    mentions: {owner: {is: person/person, attributes: {name: {parts: {surname: NAME}}}}}
""")
PHONES = b"NO|PHONE\n1|07700 900471\n2|07700 900472\n3\n"
OWNERS = b"NO|NAME\n1|BERG\n"


def night(folder: Path, name: str = "night.zip", phones: bytes = PHONES) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("out/phones_full_0001.txt", phones)
        archive.writestr("out/owners_full_0001.txt.gz", gzip.compress(OWNERS))
        archive.writestr("out/readme.doc", b"not for us")
    return path


def test_a_zip_is_loaded_as_the_files_in_it(store: Store, tmp_path: Path) -> None:
    path = night(tmp_path)
    assert share_out([SOURCE], [path]) == {"phones": [path]}
    sheet = load(store, SOURCE, path)
    assert sheet.files == ("owners_full_0001.txt", "phones_full_0001.txt")
    assert outcomes(sheet) == {"phone": {"new": 2, "quarantined": 1}, "owner": {"new": 1}}
    assert held_back(store) == [("phone", 4, "1 fields where 2 are expected")]


def test_the_same_extract_packed_in_another_way_is_loaded_already(store: Store, tmp_path: Path) -> None:
    load(store, SOURCE, night(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    (other / "phones_full_0001.txt.gz").write_bytes(gzip.compress(PHONES, compresslevel=1))
    (other / "owners_full_0001.txt").write_bytes(OWNERS)
    assert load(store, SOURCE, other).already
    assert len(rows(store, SOURCE, "phone")) == 2


def test_a_zip_that_is_cut_short_leaves_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "phones_full_0001.txt.gz"
    path.write_bytes(gzip.compress(PHONES)[:-9])
    with pytest.raises(ExtractError, match=r"phones_full_0001\.txt\.gz cannot be unpacked to its end: it is cut short"):
        load(store, SOURCE, path)
    assert list(store.dump()) == []


def test_a_zip_with_nothing_of_any_source_says_so(tmp_path: Path) -> None:
    path = tmp_path / "night.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.doc", b"not for us")
    with pytest.raises(UsageError, match="Nothing there is of a known source"):
        share_out([SOURCE], [path])


def test_packed_files_are_tried_and_covered(tmp_path: Path) -> None:
    path = tmp_path / "phones_full_0001.txt.gz"
    path.write_bytes(gzip.compress(PHONES))
    assert [row.outcome for row in try_mapping(SOURCE, path)] == ["put", "put", "quarantined"]
    assert [(column.file, column.column, column.filled) for column in coverage(SOURCE, [path])] == [
        ("phones_full_0001.txt", "NO", 2),
        ("phones_full_0001.txt", "PHONE", 2),
    ]
