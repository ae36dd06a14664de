"""Why somebody asks. No data is shown without it (Data Protection Act 2018, section 62: the justification is logged).

The header is ``Pole-Reason: CODE; case=REF; for=COLLAR``: `case` is the reference the work belongs to, `for` the collar
number of the officer on whose behalf it is asked. Free words go beside the header, because headers carry ASCII only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pole.errors import ReasonRequiredError

FORM = "CODE; case=REF; for=COLLAR"
WORDS_LIMIT = 500

_PARAMETERS = {
    "case": re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./:_-]{0,63}"),
    "for": re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,31}"),
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """One reason the policy accepts, and what must be said with it."""

    code: str
    label: str
    needs_case: bool = False
    needs_words: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A stated reason, checked against the codes of the policy."""

    code: str
    case: str | None = None
    for_: str | None = None
    words: str | None = None

    @property
    def header(self) -> str:
        """The canonical header; it parses to this reason, apart from the words."""
        named = (("case", self.case), ("for", self.for_))
        return "; ".join((self.code, *(f"{name}={value}" for name, value in named if value)))


def parse_reason(header: str | None, codes: Mapping[str, ReasonCode], words: str | None = None) -> Reason:
    """The reason that a header and free words state.

    Raises ReasonRequiredError, naming the valid codes, when it is missing, malformed, unknown or says too little.
    """
    if header is None or not header.strip():
        raise _required("No reason was given.", codes)
    first, *parts = (part.strip() for part in header.split(";"))
    code = codes.get(first.upper())
    if code is None:
        raise _required("The reason given is not one of the codes in use.", codes)
    given = _parameters(parts, codes)
    reason = Reason(code.code, given.get("case"), given.get("for"), _clean(words))
    if code.needs_case and reason.case is None:
        raise _required(f"{code.code} needs the reference it belongs to: {code.code}; case=REF.", codes)
    if code.needs_words and reason.words is None:
        raise _required(f"{code.code} needs a few words on why.", codes)
    return reason


def _parameters(parts: list[str], codes: Mapping[str, ReasonCode]) -> dict[str, str]:
    given: dict[str, str] = {}
    for part in parts:
        name, equals, value = (piece.strip() for piece in part.partition("="))
        shape = _PARAMETERS.get(name.lower())
        if not equals or shape is None or name.lower() in given or not shape.fullmatch(value):
            raise _required("What follows the code is malformed.", codes)
        given[name.lower()] = value
    return given


def _clean(words: str | None) -> str | None:
    return _CONTROL.sub(" ", words or "").strip()[:WORDS_LIMIT].strip() or None


def _required(problem: str, codes: Mapping[str, ReasonCode]) -> ReasonRequiredError:
    listed = ", ".join(f"{code.code} ({code.label})" for code in sorted(codes.values(), key=lambda code: code.code))
    return ReasonRequiredError(
        f"{problem} Give one (header Pole-Reason or option --reason) as '{FORM}', the last two where they apply. Codes: {listed}."
    )
