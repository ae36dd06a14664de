"""Print the reference page: ``python -m pole.model.vocabulary > docs/reference/vocabulary.md``."""

from __future__ import annotations

import sys

from pole.model.vocabulary.loading import load_vocabulary
from pole.model.vocabulary.page import reference_page

if __name__ == "__main__":
    sys.stdout.write(reference_page(load_vocabulary()))
