"""The index extract, by the command alone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import at
from tests.cli.running import pole


def exported(folder: Path, data: Path, *options: str, as_: str = "both") -> object:
    ran = pole("export", "index", folder, *options, "--json", "--as", as_, data=data, reason="DISCLOSURE; case=X/1")
    assert (ran.code, ran.err) == (0, "")
    return ran.json()


def pointers(folder: Path) -> dict[tuple[str, str], str]:
    """What all extracts of a folder come to, as whoever takes them would work it out."""
    held: dict[tuple[str, str], str] = {}
    for manifest in sorted(folder.glob("*.json"), key=lambda path: path.stem[-6:]):
        lines = (folder / json.loads(manifest.read_text())["file"]).read_text().splitlines()
        for action, person, system, received in (line.split(",") for line in lines[1:]):
            if action == "put":
                held[person, system] = received
            else:
                del held[person, system]
    return held


def test_full_and_deltas_are_the_new_full_one_over_days_of_loading(tmp_path: Path) -> None:
    data, extracts, nightly = tmp_path / "data", tmp_path / "extracts", tmp_path / "nightly"
    assert pole("simulate", extracts, "--people", 60, "--days", 3).code == 0
    for night, option in (("1", ""), ("2", "--delta"), ("3", "--delta")):
        files = [path for path in sorted(extracts.rglob("*")) if path.is_file() and f"000{night}" in path.name]
        assert pole("load", *files, data=data).code in (0, 3)
        exported(nightly, data, *([option] if option else []))
    whole = exported(tmp_path / "whole", data)
    assert pointers(nightly) == pointers(tmp_path / "whole")
    systems = set(json.loads(json.dumps(at(whole, "systems"))))  # type: ignore[arg-type]  # it is JSON
    assert systems <= {"crimes", "custody", "child-protection", "domestic-abuse", "firearms", "intelligence"}
    assert {"crimes", "custody", "child-protection"} <= systems
    assert at(exported(nightly, data, "--delta"), "rows") == 0  # type: ignore[arg-type]  # it is JSON


def test_only_who_is_entitled_writes_it_and_only_for_the_same_eyes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert pole("store", "init", data=data).code == 0
    asked = ("export", "index", tmp_path / "index")
    assert pole(*asked, "--as", "open", data=data, reason="DEMO").code == 4
    assert pole(*asked, "--delta", "--as", "both", data=data, reason="DEMO").code == 2
    assert list((tmp_path / "index").glob("*.json")) == []
