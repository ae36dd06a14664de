"""Errors as they leave: those with a name in full, the rest without a word of what happened inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

from pole.errors import LimitReachedError, PoleError

UNEXPECTED = "Unexpected error."
PARSE, VALIDATION = "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"
"""As other GraphQL servers call them, so that clients know them. The other codes are those of `pole.errors`."""

_SUGGESTION = re.compile(r"\s*Did you mean [^?]*\?")

STATUS = {
    "sign-in": 401,
    "not-entitled": 403,
    "service-away": 503,
    "store-away": 503,
    "audit-unavailable": 503,
    "identity-provider-away": 503,
    "unexpected": 500,
}
"""HTTP status of an error that stands for the whole answer; 400 for the rest."""


def status_of(error: PoleError) -> int:
    """HTTP status where nothing was asked."""
    return STATUS.get(error.code, 400)


def shown(error: GraphQLError) -> dict[str, Any]:
    """One entry of `errors`."""
    original = error.original_error
    if isinstance(original, RecursionError):
        original = LimitReachedError("nesting of a document", 40, "ask for less below each thing")
    if isinstance(original, PoleError):
        return _entry(error, original.message, coded(original)["extensions"])
    if original is not None and not isinstance(original, GraphQLError):
        return _entry(error, UNEXPECTED, {"code": PoleError.code})
    if error.path is not None:
        return _entry(error, UNEXPECTED, {"code": PoleError.code})
    code = PARSE if isinstance(error, GraphQLSyntaxError) else VALIDATION
    return _entry(error, _SUGGESTION.sub("", error.message), {"code": code})


def coded(error: PoleError) -> dict[str, Any]:
    """An error that stands for the whole answer."""
    extensions: dict[str, object] = {"code": error.code}
    if isinstance(error, LimitReachedError):
        extensions |= {"limit": error.limit, "allowed": error.allowed, "remedy": error.remedy}
    return {"message": error.message, "extensions": extensions}


def answered(data: dict[str, Any] | None, errors: Sequence[GraphQLError]) -> bool:
    """Whether the question was put at all: refused documents and variables have errors that stand nowhere in an answer."""
    return data is not None or not errors or any(error.path is not None for error in errors)


def _entry(error: GraphQLError, message: str, extensions: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {"message": message}
    if error.locations:
        entry["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path is not None:
        entry["path"] = error.path
    return entry | {"extensions": extensions}
