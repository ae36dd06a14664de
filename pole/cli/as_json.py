"""Answers for machines: camel-case names, enumerations by value, markings and moments as text, nothing left out."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import cast

from pole.model.marking import Marking

_AFTER_UNDERSCORE = re.compile(r"_+([a-z0-9])?")


def as_json(answer: object) -> str:
    """The answer as indented JSON."""
    return json.dumps(plain(answer), ensure_ascii=False, indent=2)


def plain(value: object) -> object:
    """A value as JSON knows it."""
    if isinstance(value, Marking):
        return value.text
    if isinstance(value, Enum):
        return cast(object, value.value)
    if isinstance(value, datetime):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {_camel(f.name): plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    names: tuple[str, ...] | None = getattr(value, "_fields", None)  # only named tuples have it
    if names is not None:
        return {_camel(name): plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in cast(Mapping[object, object], value).items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in cast("Iterable[object]", value)]
    return value


def _camel(name: str) -> str:
    return _AFTER_UNDERSCORE.sub(lambda m: (m[1] or "").upper(), name.rstrip("_"))
