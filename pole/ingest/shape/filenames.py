"""What a file's name says of it."""

from __future__ import annotations

import re
from typing import NamedTuple


class FileName(NamedTuple):
    """The mode of an extract and its number, where the name says it."""

    mode: str
    """``full`` or ``delta``."""
    extract: str | None


class FilePattern:
    """A name such as ``crimes_{mode}_{extract}.txt`` to compare names with."""

    def __init__(self, pattern: str, mode: str | None) -> None:
        parts = re.split(r"(\{mode\}|\{extract\}|\*)", pattern)
        known = {"{mode}": "(?P<mode>full|delta)", "{extract}": "(?P<extract>[0-9]+)", "*": ".*"}
        self._pattern = re.compile("".join(known.get(part, re.escape(part)) for part in parts))
        self._mode = mode or "full"

    def match(self, name: str) -> FileName | None:
        """What the name says; None when it is another sort of file."""
        found = self._pattern.fullmatch(name)
        if found is None:
            return None
        said = found.groupdict()
        return FileName(said.get("mode") or self._mode, said.get("extract"))
