"""Whether a command printed what its page promises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

ANY = "…"
_RANDOM = re.compile(r"(?<![\w.])(?:[0-9a-f]{20}|[A-Za-z0-9._]{46})(?![\w.])")
"""An entity's id, or the sealed id of a record."""


def rewritten(text: str, known: Mapping[str, str]) -> str:
    """A command with every id of the page replaced by the one that this run has in its place."""
    for written, actual in known.items():
        text = text.replace(written, actual)
    return text


def compare(promised: Sequence[str], printed: str, known: dict[str, str]) -> bool:
    """Whether the lines are as promised. Takes up, in `known`, what stands in the place of each id."""
    actual = [_plain(line) for line in printed.splitlines() if _plain(line)]
    wanted = [_plain(line) for line in promised if _plain(line)]
    place, free = 0, False
    for chunk in _chunks(wanted):
        if chunk == [ANY]:
            free = True
            continue
        starts = range(place, len(actual) - len(chunk) + 1) if free else [place]
        found = next((start for start in starts if _fits(chunk, actual[start : start + len(chunk)], known)), None)
        if found is None:
            return False
        place, free = found + len(chunk), False
    return free or place == len(actual)


def _chunks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines that follow each other, and what stands for any lines by itself."""
    chunk: list[str] = []
    for line in lines:
        if line == ANY:
            if chunk:
                yield chunk
            yield [ANY]
            chunk = []
        else:
            chunk.append(line)
    if chunk:
        yield chunk


def _fits(wanted: Sequence[str], actual: Sequence[str], known: dict[str, str]) -> bool:
    if len(wanted) != len(actual):
        return False
    taken = dict(known)
    if all(_line_fits(want, have, taken) for want, have in zip(wanted, actual, strict=True)):
        known |= taken
        return True
    return False


def _line_fits(want: str, have: str, known: dict[str, str]) -> bool:
    pattern, names, end = "", list[str](), 0
    for match in _RANDOM.finditer(want):
        pattern += _pattern(want[end : match.start()])
        name, end = match[0], match.end()
        pattern += re.escape(known[name]) if name in known else f"({_RANDOM.pattern})"
        names += [] if name in known else [name]
    fitted = re.fullmatch(pattern + _pattern(want[end:]), have)
    if fitted is None:
        return False
    known.update(zip(names, fitted.groups(), strict=True))
    return True


def _pattern(text: str) -> str:
    return ".*?".join(re.escape(part) for part in re.split(rf" ?{ANY} ?", text))


def _plain(line: str) -> str:
    """A line without the widths of columns and the lengths of rules, which depend on the rows of the day."""
    return " ".join(re.sub(r"[─━]+", "─", line).split())
