"""Grades in words. The 3x5x2 scale is that of the College of Policing; 5x5x5 stays as historic records have it."""

from __future__ import annotations

from pole.service.answers.facts import GradeView

_SOURCE = {"1": "reliable", "2": "untested", "3": "not reliable"}
_ASSESSMENT = {
    "A": "known directly to the source",
    "B": "known indirectly but corroborated",
    "C": "known indirectly",
    "D": "not known",
    "E": "suspected to be false",
}
_HANDLING = {"P": "lawful sharing permitted", "C": "lawful sharing permitted with conditions"}


def grade_view(stored: str) -> GradeView:
    """`3x5x2:1BP` as model, code and meaning."""
    model, _, code = stored.partition(":")
    if model != "3x5x2" or len(code) != 3:
        return GradeView(model, code, f"historic {model} grade, kept as received")
    words = (_SOURCE.get(code[0], "?"), _ASSESSMENT.get(code[1], "?"), _HANDLING.get(code[2], "?"))
    return GradeView(model, code, "; ".join(words))


def accepted_grades(
    sources: tuple[int, ...] | None,
    assessments: tuple[str, ...] | None,
    suspected_false: bool,
    ungraded: bool,
    historic: bool,
) -> tuple[str, ...]:
    """Every stored grade that a question accepts; "" stands for ungraded."""
    letters = [a for a in "ABCDE" if (assessments is None or a in assessments) and (a != "E" or suspected_false)]
    numbers = [s for s in "123" if sources is None or int(s) in sources]
    accepted = [f"3x5x2:{s}{a}{h}" for s in numbers for a in letters for h in "PC"]
    if historic:
        last = "12345" if suspected_false else "1234"
        accepted += [f"5x5x5:{s}{i}{h}" for s in "ABCDE" for i in last for h in "12345"]
    return (*([""] if ungraded else []), *accepted)
