"""What somebody writes: plain text, not too long."""

from __future__ import annotations

from unicodedata import category

from pole.errors import UsageError
from pole.service.limits import within

TEXT = 2_000
"""Characters of what somebody writes."""


def require_text(name: str, text: str) -> None:
    """Raise LimitReachedError for too long a text, UsageError for one that cannot be kept or read as it is."""
    within(name, len(text), 0, TEXT, "give fewer characters")
    if any(category(character) in ("Cc", "Cs") and character not in "\n\t" for character in text):
        raise UsageError(f"There are control characters or halves of characters in {name}: write plain text.")


def required_text(name: str, text: str) -> str:
    """The text without white space around it. Raises as `require_text`, and UsageError for an empty one."""
    require_text(name, text)
    if not text.strip():
        raise UsageError(f"Say {name}: whoever reads it later has to understand it.")
    return text.strip()
