"""Words as search knows them: what is written to the index and what is asked for go through here, and nowhere else."""

from __future__ import annotations

from pole.model.values.folding import fold

__all__ = ["fold", "fold_together", "fold_whole_too"]


def fold_together(text: str) -> str:
    """All of a text as one word: how a plate or number is found whatever spaces and strokes are typed in it."""
    return fold(text).replace(" ", "")


def fold_whole_too(text: str) -> str:
    """The words of a text and, where they are several, all of it as one word: how identifiers are found."""
    folded = fold(text)
    return f"{folded} {folded.replace(' ', '')}" if " " in folded else folded
