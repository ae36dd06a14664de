"""What a file's name says of it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

FILE: Final = "{file}"
LINE: Final = "{line}"
MODE: Final = "{mode}"
EXTRACT: Final = "{extract}"
_PART: Final = re.compile(r"(\{[a-z]+\}|\*)")
_KNOWN: Final = {MODE: "(?P<mode>full|delta)", EXTRACT: "(?P<extract>[0-9]+)", "*": ".*"}


class FileName(NamedTuple):
    """The mode of an extract and its number, where the name says it."""

    mode: str
    """``full`` or ``delta``."""
    extract: str | None


def file_columns(pattern: str) -> frozenset[str]:
    """The columns that rows of such files have beside their own: ``{file}``, ``{line}`` and each part of the name."""
    return frozenset({FILE, LINE, *(part for part in _PART.findall(pattern) if part != "*")})


class FilePattern:
    """A name such as ``crimes_{mode}_{extract}.txt`` to compare names with."""

    def __init__(self, pattern: str, mode: str | None) -> None:
        self._text = pattern
        self._pattern = re.compile("".join(_regex(part) for part in _PART.split(pattern)))
        self._columns = file_columns(pattern)
        self._mode = mode or "full"

    def match(self, name: str) -> FileName | None:
        """What the name says; None when it is another sort of file."""
        found = self._pattern.fullmatch(name)
        if found is None:
            return None
        said = found.groupdict()
        return FileName(said.get("mode") or self._mode, said.get("extract"))

    def name(self, extract: str) -> str:
        """The name of the extract of that number, where the pattern has nothing but mode and extract."""
        return self._text.replace(MODE, self._mode).replace(EXTRACT, extract)

    def columns(self, name: str) -> dict[str, str]:
        """What the name says as columns; the line is each row's own. Blank where the name is another's."""
        found = self._pattern.fullmatch(name)
        parts = {f"{{{part}}}": text for part, text in found.groupdict().items()} if found is not None else {}
        return {**dict.fromkeys(self._columns, ""), **parts, FILE: name}


def _regex(part: str) -> str:
    if part in _KNOWN:
        return _KNOWN[part]
    return f"(?P<{part[1:-1]}>.+?)" if _PART.fullmatch(part) else re.escape(part)
