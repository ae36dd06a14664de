"""The name of a key set: made of its visibility, kind and keys, so that equal mentions meet in one."""

from __future__ import annotations

from functools import lru_cache

from pole.model.facts import Id, Key, content_id


@lru_cache(1 << 14)  # asked by the store that reads, then by the plan; and many mentions state the keys of a hub
def keyset_id(vis: int, kind: str, keys: tuple[Key, ...]) -> Id:
    """The id of all mentions of this visibility and kind that state exactly these keys, in whatever order."""
    texts = [f"{k.join}|{k.scheme}|{k.value}" for k in keys]
    return content_id("keyset", str(vis), kind, *(sorted(texts) if len(texts) > 1 else texts))
