"""What stays of an old version: values that changed remain on the live mention, as former, unless they were corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pole.model.facts import Instant, Statement
from pole.model.vocabulary import WARNING


def keep_former(
    old: Iterable[Statement], new: Sequence[Statement], corrected: frozenset[str], at: Instant
) -> list[Statement]:
    """The old statements that the new version no longer makes, marked as former since `at`, in their old order.

    A value that came back is not former any more. Attributes in `corrected` leave nothing: their old value was wrong.
    """
    stated = {(s.attribute, s.value, s.raw) for s in new}
    return [
        s if s.former else s._replace(former=at)
        for s in old
        if s.attribute not in corrected and s.value is not None and (s.attribute, s.value, s.raw) not in stated
    ]


def keep_former_text(old: str, new: str, corrected: frozenset[str]) -> str:
    """Searchable text with the lines of former values after those of today's, so that a former name still finds.

    A warning that is no longer stated finds nobody.
    """
    lines = new.split("\n") if new else []
    known = set(lines)
    gone = corrected | {WARNING}
    lines += [line for line in old.split("\n") if line and line not in known and line.partition("\t")[0] not in gone]
    return "\n".join(lines)
