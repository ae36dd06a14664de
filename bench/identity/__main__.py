"""``python -m bench.identity FOLDER [SET...] [--write]``: train, resolve and score the sets of a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.identity.measuring import measure
from bench.identity.page import page
from bench.identity.sets import COLUMNS, read_set

PAGE = Path("docs/reference/identity.md")


def main() -> None:
    """Print the page, or write it where it belongs."""
    parser = argparse.ArgumentParser(prog="python -m bench.identity", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="*", metavar="SET", choices=[*COLUMNS, []], help="left out, all of them")
    parser.add_argument("--write", action="store_true", help=f"into {PAGE}")
    asked = parser.parse_args()
    names = asked.sets or COLUMNS
    text = page({name: measure(read_set(asked.folder / f"{name}.csv.gz", COLUMNS[name])) for name in names})
    if asked.write:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
