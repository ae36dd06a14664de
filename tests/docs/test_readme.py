"""The README describes the tree that is there."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.docs.pages import ROOT, blocks

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
(TREE,) = [block for block in blocks(README) if block.language == "text"]
WALK = TEXT.partition("## One question through five files")[2].partition("\n## ")[0]


def mapped() -> list[str]:
    """The paths on the map, whole."""
    found: list[str] = []
    above = ""
    for line in TREE.lines:
        name = line.split()[0]
        if not line.startswith(" "):
            above = name if name.endswith("/") else ""
        found.append(above + name if line.startswith(" ") else name)
    return found


def tracked() -> set[str]:
    """Folders at the top of the tree, and what is right under `pole`, as far as they are kept."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    files = [path.split("/") for path in listed if path] or [list(p.parts) for p in ROOT.glob("*/*")]
    folders = {f"{parts[0]}/" for parts in files if len(parts) > 1 and not parts[0].startswith(".")}
    return folders | {f"pole/{parts[1]}/" for parts in files if parts[0] == "pole" and len(parts) > 2}


def test_everything_on_the_map_is_in_the_tree() -> None:
    assert [path for path in mapped() if not (ROOT / path).exists()] == []


def test_every_folder_is_on_the_map() -> None:
    assert tracked() - set(mapped()) == set()


@pytest.mark.parametrize(("path", "name"), re.findall(r"`((?:graphql|pole)/[\w/.]+)`(?:, `([\w.]+)`)?", WALK))
def test_the_walk_leads_through_files_and_functions_that_are_there(path: str, name: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")

    assert not name or re.search(rf"(def|class) {name.rsplit('.', maxsplit=1)[-1]}\b", text)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([a-z]+)", TEXT))))
def test_every_make_target_it_names_is_there(target: str) -> None:
    assert re.search(rf"^{target}:.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_it_says_what_a_machine_needs() -> None:
    assert all(need in TEXT for need in ("Python 3.11", "make", "Java 17", "Maven", "Docker", "curl"))
