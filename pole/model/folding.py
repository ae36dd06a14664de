"""Words as search knows them: what is written to the index and what is asked for go through here, and nowhere else."""

from __future__ import annotations

from pole.model.values.folding import fold

__all__ = ["fold", "fold_together", "searchable"]


def fold_together(text: str) -> str:
    """All of a text as one word: how a plate or number is found whatever spaces and strokes are typed in it."""
    return fold(text).replace(" ", "")


def searchable(text: str, *, whole: bool) -> str:
    """The words under which a value is found. `whole` adds all of it as one word, for identifiers."""
    folded = fold(text)
    if whole and " " in folded:
        return f"{folded} {folded.replace(' ', '')}"
    return folded
