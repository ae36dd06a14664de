"""Lists written as words, because a long list of quoted words hides what is in it."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of a text, an underscore standing for a space inside one."""
    return tuple(word.replace("_", " ") for word in text.split())
