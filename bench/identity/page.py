"""The measured figures as a page of the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bench.identity.measuring import Measured
from pole.identity.person.model import Thresholds
from pole.identity.person.truth import Score

_HEAD: Final = """# Identity of persons, measured

Made by `python -m bench.identity FOLDER --write`, where FOLDER holds the sets (they are not part of this project). Each set
is trained without labels on its own records. Nothing else is set by set: columns are mapped, and one configuration with one
pair of thresholds resolves all. *Joined* is what joins by itself (from {join:g} bits), *with review* what comes out when
every proposal (from {review:g} bits) is accepted. Goals are those set beforehand; a figure short of its goal is marked.
"""
_GOALS: Final = {
    "febrl3": (0.9997, 1.0),
    "febrl4": (1.0, 1.0),
    "fake_1000": (0.91, 0.99),
    "pole_a20k_raw": (0.955, 0.998),
}
"""F1 and precision, with review."""
_LOOK_ALIKES: Final = {"twin": 0.02, "father_son_same_name": 0.03, "sibling": 0.001}


def page(measured: Mapping[str, Measured]) -> str:
    """Markdown."""
    thresholds = Thresholds()
    return "\n".join([_HEAD.format(join=thresholds.join, review=thresholds.review), *_lines(measured), ""])


def _lines(measured: Mapping[str, Measured]) -> Iterator[str]:
    yield "## Pairs of records\n"
    yield from _row("set", "records", "", "precision", "recall", "F1", "B-cubed F1", "mixed", "goal F1 / precision")
    yield from _row(*["---"] * 9)
    for name, one in measured.items():
        f1, precision = _GOALS[name]
        reached = one.reviewed.pairwise.f1 >= f1 and one.reviewed.pairwise.precision >= precision
        goal = f"{f1:g} / {precision:g}{'' if reached else ' **missed**'}"
        yield from _row(name, f"{one.records:,}", "joined", *_figures(one.joined), "")
        yield from _row("", "", "with review", *_figures(one.reviewed), goal)
    yield "\n## Candidates, calibration, cost\n"
    yield from _row(
        "set", "candidates a record", "true pairs among them", "calibration error", "training, CPU s", "rest, CPU s"
    )
    yield from _row(*["---"] * 6)
    for name, one in measured.items():
        yield from _row(
            name, f"{one.candidates:.1f}", f"{one.recall_of_candidates:.4f}", f"{one.calibration:.3f}",
            f"{one.training:.1f}", f"{one.resolving:.1f}",
        )  # fmt: skip
    yield "\n## Different people who look alike, joined wrongly, with review\n"
    yield from _row("set", "kind", "share", "goal")
    yield from _row(*["---"] * 4)
    for name, one in measured.items():
        for kind, share in one.wrongly.items():
            most = _LOOK_ALIKES[kind]
            missed = "" if share <= most else " **missed**"
            yield from _row(name, kind.replace("_", " "), f"{share:.2%}", f"≤ {most:.1%}{missed}")


def _figures(one: Score) -> tuple[str, ...]:
    return (
        f"{one.pairwise.precision:.4f}", f"{one.pairwise.recall:.4f}", f"{one.pairwise.f1:.4f}",
        f"{one.b_cubed.f1:.4f}", f"{one.mixed}",
    )  # fmt: skip


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"
