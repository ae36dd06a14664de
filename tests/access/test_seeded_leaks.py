"""The tests of access can fail: each of these leaks is found."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, find, settings

from tests.access.histories import MARKINGS, THREE, batches, histories
from tests.access.mutants import MUTANTS, Mutant
from tests.access.worlds import leak

EXAMPLES = 2_000
SEARCH = settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_seeded_leak_is_found(mutant: Mutant) -> None:
    markings = THREE if "third" in mutant.name else MARKINGS
    find(histories(markings), lambda acts: leak(batches(acts, markings), plan=mutant.make) is not None, settings=SEARCH)
