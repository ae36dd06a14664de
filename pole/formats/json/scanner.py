"""Going through a JSON text that is too long for memory: from value to value, reading some and passing over others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Final

from pole.errors import ExtractError
from pole.formats.json.values import Read, Reading

_LONGEST: Final = 64 * 1024 * 1024
"""Characters of one value that is read whole."""
_BLANK: Final = re.compile(r"[ \t\n\r]*")
_NUMERAL: Final = re.compile(r"[0-9.eE+-]*")
_TOKEN: Final = re.compile(r'[^"\[\]{}]*+(?:("(?:[^"\\]++|\\.)*+")|([\[{])|([\]}]))', re.DOTALL)


class Scanner:
    """A place in a text that comes in pieces. Every move raises ExtractError where the text is no JSON or ends."""

    def __init__(self, pieces: Iterator[str], title: str) -> None:
        self._pieces = pieces
        self._title = title
        self._reading = Reading()
        self._text = ""
        self._at = 0
        self._lines_before = 1
        self._ended = False

    @property
    def line(self) -> int:
        """Of the place, from 1."""
        return self._lines_before + self._text.count("\n", 0, self._at)

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            found = _BLANK.match(self._text, self._at)
            self._at = found.end() if found is not None else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, expected: str) -> None:
        """Move behind this character."""
        found = self.peek()
        if found != expected:
            raise self.wrong(
                f"expected {expected!r}, found {found!r}" if found else f"it ends where {expected!r} is missing"
            )
        self._at += 1

    def read(self) -> tuple[Read, str]:
        """The value that begins here, and its text."""
        self.peek()
        while True:
            try:
                found = self._reading.read(self._text, self._at)
            except JSONDecodeError as why:
                behind = why.pos - self._at
                if not self._grow():
                    raise self.wrong(why.msg.removesuffix(" starting at"), self._at + behind) from why
                continue
            except RecursionError as why:
                raise self.wrong("it is nested too deeply") from why
            if self._may_go_on(found.end) and self._grow():
                continue
            text = self._text[self._at : found.end]
            self._at = found.end
            return found, text

    def name(self) -> str:
        """The name of a member, and behind its colon."""
        if self.peek() != '"':
            raise self.wrong("a name in quotes is expected")
        found, _ = self.read()
        self.take(":")
        return str(found.value)

    def pass_over(self) -> None:
        """Move behind the value that begins here, however long it is."""
        if self.peek() not in ("{", "[", '"'):
            self.read()
            return
        depth = 0
        while True:
            found = _TOKEN.match(self._text, self._at)
            if found is None:
                self._drop_what_is_passed()
                if not self._grow():
                    raise self.wrong("it ends in the middle")
                continue
            self._at = found.end()
            depth += (found[2] is not None) - (found[3] is not None)
            if depth == 0:
                return

    def end(self) -> None:
        """Nothing stands behind the place."""
        if self.peek():
            raise self.wrong("there is more after its end")

    def wrong(self, what: str, place: int | None = None) -> ExtractError:
        """The refusal of this text."""
        line = self._lines_before + self._text.count("\n", 0, self._at if place is None else place)
        return ExtractError(
            f"{self._title}, line {line}: this is not JSON: {what[:1].lower()}{what[1:]}. Ask the owner for the whole file again."
        )

    def _may_go_on(self, end: int) -> bool:
        """Whether the value is a number of which the next piece may hold more."""
        return self._text[self._at] in "-0123456789" and _NUMERAL.fullmatch(self._text, end) is not None

    def _drop_what_is_passed(self) -> None:
        """Between strings nothing is needed of the text that has been passed."""
        quote = self._text.find('"', self._at)
        if quote < 0:
            self._at = len(self._text)

    def _more(self) -> bool:
        """The next piece, with what is passed let go."""
        if self._ended:
            return False
        self._lines_before += self._text.count("\n", 0, self._at)
        self._text, self._at = self._text[self._at :], 0
        piece = next(self._pieces, "")
        self._ended = not piece
        self._text += piece
        return bool(piece)

    def _grow(self) -> bool:
        """Twice as much of the text as there is from the place on, so that reading a long value stays linear."""
        wanted = max(1, len(self._text) - self._at) * 2
        grown = False
        while len(self._text) - self._at < wanted and self._more():
            grown = True
            if len(self._text) > _LONGEST:
                raise self.wrong(f"one value is longer than {_LONGEST} characters")
        return grown
