"""Lines of a file in the encoding that its description declares, and in no other."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator
from enum import StrEnum
from functools import partial

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival
from pole.formats.rows import Progress

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_LINE = 16 * 1024 * 1024
_OPENING = 1024 * 1024
_REPORT_EVERY = 256 * 1024
_PIECE = 64 * 1024


class Encoding(StrEnum):
    """Encodings that extracts come in."""

    UTF_8 = "utf-8"
    """With or without a byte-order mark."""
    WINDOWS_1252 = "windows-1252"

    @property
    def codec(self) -> str:
        """Python's name for it."""
        return "cp1252" if self is Encoding.WINDOWS_1252 else "utf-8"


def lines_of(file: Arrival, encoding: Encoding, progress: Progress | None = None) -> Iterator[str]:
    """Each physical line with its line end. Raises ExtractError at the first that is not of the encoding."""
    codec, read, told = encoding.codec, 0, 0
    _refuse_other_encodings(file, encoding)
    with file.open() as stream:
        mark = encoding is Encoding.UTF_8 and stream.peek(3)[:3] == _BYTE_ORDER_MARK
        stream.read(3 if mark else 0)
        for number, line in enumerate(iter(partial(stream.readline, _LONGEST_LINE), b""), 1):
            try:
                yield line.decode(codec)
            except UnicodeDecodeError as error:
                raise _not_of(file, encoding, number, line, error) from None
            read += len(line)
            if progress is not None and read - told >= _REPORT_EVERY:
                told = read
                progress(stream.reached())
            if len(line) == _LONGEST_LINE:
                raise ExtractError(f"{file.title}, line {number}: longer than 16 MiB, so this is no file of lines.")
        if progress is not None:
            progress(file.size)


def pieces_of(file: Arrival, encoding: Encoding, progress: Progress | None = None) -> Iterator[str]:
    """The text in pieces of some size. Raises ExtractError at the first line that is not of the encoding."""
    _refuse_other_encodings(file, encoding)
    decoder = getincrementaldecoder("utf-8-sig" if encoding is Encoding.UTF_8 else encoding.codec)()
    line = 1
    with file.open() as stream:
        while True:
            piece = stream.read(_PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                line += bytes(error.object[: error.start]).count(b"\n")
                raise ExtractError(_words_for(file, encoding, line, error.object[error.start])) from None
            line += piece.count(b"\n")
            if progress is not None:
                progress(stream.reached())
            if text:
                yield text
            if not piece:
                return


def _refuse_other_encodings(file: Arrival, encoding: Encoding) -> None:
    """Almost any file is valid windows-1252, so UTF-8 read as such would come in as wrong letters without a word."""
    if encoding is not Encoding.WINDOWS_1252:
        return
    with file.open() as stream:
        opening = stream.read(_OPENING)
    if opening.isascii():
        return
    whole = opening[: opening.rfind(b"\n") + 1] or opening
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        return
    place = next(place for place, byte in enumerate(whole) if byte > 127) if not whole.isascii() else None
    if place is not None:
        line = whole.count(b"\n", 0, place) + 1
        raise ExtractError(
            f"{file.title}, line {line}: declared windows-1252, and written in UTF-8; "
            "say `encoding: utf-8` in the mapping."
        )


def _not_of(file: Arrival, encoding: Encoding, number: int, line: bytes, error: UnicodeDecodeError) -> ExtractError:
    return ExtractError(_words_for(file, encoding, number, line[error.start], f"byte {error.start + 1} "))


def _words_for(file: Arrival, encoding: Encoding, line: int, byte: int, place: str = "a byte ") -> str:
    other = Encoding.WINDOWS_1252 if encoding is Encoding.UTF_8 else Encoding.UTF_8
    return (
        f"{file.title}, line {line}: {place}({byte:#04x}) is not {encoding}; "
        f"if the whole file is {other}, say `encoding: {other}` in the mapping, else ask the owner for the file again."
    )
