"""The access reference names everything there is to name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.access.development_viewers import VIEWERS
from pole.access.policy_file import Entitlement, PolicyFile, Question
from pole.access.reason import FORM
from pole.access.signing_keys import ALGORITHMS
from pole.model.marking import Classification

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "access.md").read_text(encoding="utf-8")
KEYS = [str(field.alias) for field in PolicyFile.model_fields.values()]


@pytest.mark.parametrize(
    "name", [*Question, *Entitlement, *VIEWERS, *KEYS, *(level.text for level in Classification), "up-to", "at-least"]
)
def test_the_page_names_it(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_page_gives_the_header_and_the_signatures() -> None:
    assert f"`Pole-Reason: {FORM}`" in PAGE
    assert " or ".join(ALGORITHMS) in PAGE
