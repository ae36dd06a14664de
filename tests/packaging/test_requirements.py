"""Two people who install a year apart get the same thing, from wherever they get it."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
PINNED = sorted(REQUIREMENTS.glob("*.txt"))


@pytest.mark.parametrize("file", PINNED, ids=lambda file: file.name)
def test_every_requirement_has_one_version_and_a_hash(file: Path) -> None:
    blocks = re.split(r"\n(?=\S)", file.read_text().strip())
    loose = [block.split()[0] for block in blocks if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:", block, re.DOTALL)]
    assert blocks and loose == []


@pytest.mark.parametrize("file", PINNED, ids=lambda file: file.name)
def test_no_download_address_is_written_down(file: Path) -> None:
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted-host", file.read_text()) == []


def test_what_runs_the_product_is_the_same_in_the_workshop() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (REQUIREMENTS / name).read_text(), re.MULTILINE))

    assert pins("run.txt") <= pins("dev.txt") and pins("build.txt") <= pins("dev.txt")
