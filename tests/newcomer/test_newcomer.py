"""Three layouts that nobody planned for: each page is done as it is written, mistakes and all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.doing import do

PAGES = sorted(Path(__file__).parent.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_newcomer_maps_it_by_the_documentation(page: Path, tmp_path: Path) -> None:
    do(page, tmp_path, {}, {})
