"""Who is held to be whom, in a file and against the truth, by the commands alone."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from pole.identity.person.model import read_model
from tests.cli.conftest import Force
from tests.cli.running import pole


def pairs(of: dict[tuple[str, ...], str]) -> set[tuple[tuple[str, ...], ...]]:
    """Words that are of one person, two and two."""
    held: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for word, person in sorted(of.items()):
        held[person].append(word)
    return {pair for words in held.values() for pair in combinations(words, 2)}


def read(path: Path, person: str) -> dict[tuple[str, ...], str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {tuple(r[n] for n in ("source", "record", "key", "mention")): r[person] for r in csv.DictReader(file)}


def test_the_score_is_what_anybody_finds_from_the_export_and_the_truth(force: Force, tmp_path: Path) -> None:
    data, truth = force.folder / "data", force.extracts / "truth.csv"
    told = pole("identity", "export", tmp_path / "who.csv", "--json", "--as", "both", data=data, reason="DEMO").json()
    held, true = read(tmp_path / "who.csv", "entity"), read(truth, "truth")
    assert told == {"file": str(tmp_path / "who.csv"), "words": len(held)}
    both = held.keys() & true.keys()
    found, real = pairs({word: held[word] for word in both}), pairs({word: true[word] for word in both})
    score = pole("identity", "score", truth, "--json", "--as", "both", data=data, reason="DEMO").json()
    assert isinstance(score, dict)
    assert (score["words"], score["heldOnly"]) == (len(both), len(held) - len(both))
    assert score["precision"] == len(found & real) / len(found) and score["recall"] == len(found & real) / len(real)
    assert 0 < len(found & real) < len(real)
    assert (tmp_path / "who.csv").stat().st_mode & 0o077 == 0


def test_only_who_is_entitled_is_told_and_a_bad_truth_is_refused(force: Force, tmp_path: Path) -> None:
    data = force.folder / "data"
    assert pole("identity", "export", tmp_path / "who.csv", "--as", "open", data=data, reason="DEMO").code == 4
    assert list(tmp_path.iterdir()) == []
    bad = tmp_path / "bad.csv"
    bad.write_text("source,key\n", encoding="utf-8")
    ran = pole("identity", "score", bad, "--as", "both", data=data, reason="DEMO")
    assert ran.code == 2 and "record, mention, truth" in ran.err
    bad.write_text("source,record,key,mention,truth\nx,y,z,m,p\n", encoding="utf-8")
    assert pole("identity", "score", bad, "--as", "both", data=data, reason="DEMO").code == 2


def test_the_same_records_teach_the_same_model(force: Force, tmp_path: Path) -> None:
    data = force.folder / "data"
    asked = ("identity", "train", "--out", tmp_path / "models", "--json", "--as", "both")
    told = pole(*asked, data=data, reason="DEMO").json()
    assert isinstance(told, dict)
    path = Path(str(told["file"]))
    model = read_model(path.read_bytes())
    assert path.name == f"{model.id}.json.gz"
    assert int(str(told["records"])) > int(str(told["persons"])) > 0
    assert pole(*asked, data=data, reason="DEMO").json() == told
    assert pole(*asked[:4], "--as", "open", data=data, reason="DEMO").code == 4
