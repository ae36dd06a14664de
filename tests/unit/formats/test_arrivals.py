"""A file is the same file however it is packed, and what is torn, locked or meant to do harm is refused."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival, arrivals_in, sole_arrival
from pole.formats.delimited.description import Delimited
from pole.formats.encodings import Encoding, lines_of
from pole.formats.opening import open_reader

CONTENT = b"A|B\n" + b"".join(b"%d|%d\n" % (n, n * n) for n in range(60_000))


def plain(folder: Path, content: bytes = CONTENT) -> Path:
    path = folder / "crimes.txt"
    path.write_bytes(content)
    return path


def gzipped(folder: Path, content: bytes = CONTENT, name: str = "crimes.txt.gz") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(content, mtime=7))
    return path


def zipped(folder: Path, content: bytes = CONTENT, member: str = "night/crimes.txt") -> Path:
    path = folder / "night.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return path


def gzipped_in_zip(folder: Path, content: bytes = CONTENT) -> Path:
    return zipped(folder, gzip.compress(content), "crimes.txt.gz")


def gzipped_without_name(folder: Path, content: bytes = CONTENT) -> Path:
    return gzipped(folder, content, "crimes.txt")


def with_name_of_gzip(folder: Path, content: bytes = CONTENT) -> Path:
    path = folder / "crimes.txt.gz"
    path.write_bytes(content)
    return path


WAYS = [plain, gzipped, zipped, gzipped_in_zip, gzipped_without_name, with_name_of_gzip]


@pytest.mark.parametrize("pack", WAYS)
def test_name_content_and_digest_are_the_same_however_it_is_packed(
    tmp_path: Path, pack: Callable[[Path], Path]
) -> None:
    arrival = sole_arrival(pack(tmp_path))
    (tmp_path / "beside").mkdir()
    assert arrival.name == "crimes.txt"
    assert arrival.digest() == sole_arrival(plain(tmp_path / "beside")).digest()
    told: list[int] = []
    reader = open_reader(Delimited.model_validate({"kind": "delimited", "delimiter": "|"}), arrival)
    assert reader.columns == ("A", "B")
    assert reader.verify(told.append) == 60_000
    assert told == sorted(told) and told[-1] == arrival.size
    with arrival.open() as stream:
        assert stream.read() == CONTENT


@given(st.binary(max_size=200), st.sampled_from(WAYS))
def test_any_content_comes_out_as_it_went_in(content: bytes, pack: Callable[[Path, bytes], Path]) -> None:
    if content.startswith((b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06")):
        return
    with TemporaryDirectory() as folder, sole_arrival(pack(Path(folder), content)).open() as stream:
        assert stream.read() == content


def test_every_file_of_a_zip_arrives_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "night.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("folder")
        archive.writestr("folder/b.txt", "1")
        archive.writestr("a\\c.txt", "2")
    assert [(arrival.name, arrival.title) for arrival in arrivals_in(path)] == [
        ("b.txt", "night.zip: folder/b.txt"),
        ("c.txt", "night.zip: a\\c.txt"),
    ]
    with pytest.raises(ExtractError, match=r"night\.zip holds 2 files, and one is meant"):
        sole_arrival(path)


def test_an_office_document_is_one_file_although_it_is_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", "")
    assert list(arrivals_in(path)) == [Arrival(path)]


@pytest.mark.parametrize("name", ["../crimes.txt", "a/../../b.txt", "/etc/crimes.txt", "..\\b.txt", "C:\\b.txt"])
def test_a_name_that_leads_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExtractError, match=r"leads out of its folder\. Nothing of it is taken"):
        list(arrivals_in(zipped(tmp_path, member=name)))


def read_whole(path: Path) -> None:
    with sole_arrival(path).open() as stream:
        while stream.read(1 << 16):
            pass


@pytest.mark.parametrize("pack", [gzipped, zipped, gzipped_in_zip])
@pytest.mark.parametrize("keep", [0.5, 0.9, 0.999])
def test_a_packed_file_that_is_cut_short_is_refused(tmp_path: Path, pack: Callable[[Path], Path], keep: float) -> None:
    path = pack(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(ExtractError, match=r"cannot be unpacked to its end: it is (cut short|damaged)\. Ask the owner"):
        read_whole(path)


@pytest.mark.parametrize("pack", [gzipped, zipped])
def test_a_damaged_byte_is_noticed(tmp_path: Path, pack: Callable[[Path], Path]) -> None:
    path = pack(tmp_path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(ExtractError, match="it is damaged"):
        read_whole(path)


@pytest.mark.parametrize("pack", [gzipped, zipped])
def test_what_unpacks_without_end_is_refused(tmp_path: Path, pack: Callable[[Path, bytes], Path]) -> None:
    path = pack(tmp_path, b"\0" * 110 * 1024 * 1024)
    with pytest.raises(ExtractError, match="unpacks to more than 250 times its size"):
        read_whole(path)


def test_a_zip_with_a_password_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = zipped(tmp_path)
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ExtractError, match=r"night\.zip: night/crimes\.txt is locked with a password"):
        read_whole(path)


def test_an_encoding_is_checked_in_packed_files_too(tmp_path: Path) -> None:
    path = gzipped(tmp_path, "A|B\n1|£\n".encode())
    with pytest.raises(ExtractError, match=r"crimes\.txt\.gz, line 2: declared windows-1252, and written in UTF-8"):
        list(lines_of(sole_arrival(path), Encoding.WINDOWS_1252))
