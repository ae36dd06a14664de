r"""One row taken apart into fields, and put together again.

A field is quoted when it begins with the quote. Inside quotes everything is text until the closing quote, which the
delimiter or the end of the row must follow; a quote further on in a field is an ordinary character. With `escape:
backslash` a backslash makes the next character ordinary, line ends included, in and out of quotes.
"""

from __future__ import annotations

import re

from pole.formats.delimited.description import Delimited


class Unfinished(Exception):
    """The row ends inside quotes or after a backslash: the next line may belong to it."""


class Malformed(Exception):
    """The row cannot be taken apart, whatever follows; `args[0]` says why."""


class Splitter:
    """Takes rows of one layout apart."""

    def __init__(self, layout: Delimited) -> None:
        self._delimiter = layout.delimiter
        self._quote = layout.quote
        self._escape = "\\" if layout.escape == "backslash" else ""
        self._field = _field_pattern(layout)
        self._unescape = re.compile(r"\\(.)", re.DOTALL)

    def is_plain(self, row: str) -> bool:
        """Whether nothing in the row needs more than cutting it at the delimiter."""
        return (not self._quote or self._quote not in row) and (not self._escape or self._escape not in row)

    def split(self, row: str) -> list[str]:
        """The fields of a row. Raises Unfinished and Malformed."""
        if self.is_plain(row):
            return row.split(self._delimiter)
        fields: list[str] = []
        place = 0
        while True:
            found = self._field.match(row, place)
            if found is None:
                raise self._why_not(row, place)
            quoted, plain, closing = found.groups()
            fields.append(self._text(quoted, plain))
            place = found.end()
            if not closing:
                return fields

    def _text(self, quoted: str | None, plain: str) -> str:
        if self._escape:
            text = plain if quoted is None else quoted
            return self._unescape.sub(r"\1", text) if "\\" in text else text
        return plain if quoted is None else quoted.replace(self._quote * 2, self._quote)

    def _why_not(self, row: str, place: int) -> Exception:
        if self._quote and row.startswith(self._quote, place):
            closed = re.compile(_quoted_pattern(self._quote, self._escape), re.DOTALL).match(row, place)
            if closed is not None:
                return Malformed("text after a closing quote")
        return Unfinished()


def _quoted_pattern(quote: str, escape: str) -> str:
    q = re.escape(quote)
    inside = rf"(?:[^{q}\\]++|\\.)*+" if escape else rf"(?:[^{q}]++|{q}{q})*+"
    return f"{q}({inside}){q}"


def _field_pattern(layout: Delimited) -> re.Pattern[str]:
    """Three groups: the text inside quotes, else the plain text, and the delimiter unless the row ends here."""
    delimiter = re.escape(layout.delimiter)
    escape = "\\" if layout.escape == "backslash" else ""
    plain = r"((?:[^\\]|\\.)*?)" if escape else "(.*?)"
    if not layout.quote:
        return re.compile(rf"()??{plain}({delimiter}|\Z)", re.DOTALL)
    q = re.escape(layout.quote)
    return re.compile(rf"(?:{_quoted_pattern(layout.quote, escape)}|(?!{q}){plain})({delimiter}|\Z)", re.DOTALL)


class Joiner:
    """Puts rows of one layout together. What it writes, the splitter of that layout takes apart again."""

    def __init__(self, layout: Delimited) -> None:
        self._delimiter = layout.delimiter
        self._quote = layout.quote
        self._backslash = layout.escape == "backslash"
        special = {*layout.delimiter, *"\r\n", *layout.quote, *("\\" if self._backslash else "")}
        self._special = re.compile("[" + "".join(re.escape(c) for c in sorted(special)) + "]")

    def join(self, values: list[str]) -> str:
        """The row without its line end. Raises Malformed for what the layout cannot express."""
        if values == [""]:
            return self._quote * 2 if self._quote else self._refuse("a row of one blank field needs quotes")
        return self._delimiter.join(self._written(value) if self._special.search(value) else value for value in values)

    def _written(self, value: str) -> str:
        if self._quote and self._backslash:
            escaped = value.replace("\\", "\\\\").replace(self._quote, "\\" + self._quote)
            return f"{self._quote}{escaped}{self._quote}"
        if self._quote:
            return f"{self._quote}{value.replace(self._quote, self._quote * 2)}{self._quote}"
        if self._backslash:
            return self._special.sub(r"\\\g<0>", value)
        return self._refuse("a field that holds a delimiter or line end needs quotes or a backslash")

    def _refuse(self, why: str) -> str:
        raise Malformed(why)
