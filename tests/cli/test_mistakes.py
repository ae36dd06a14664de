"""A mistake of whoever types ends in one line that says what to do, and the exit code of its sort. Never a stack trace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Force
from tests.cli.running import Ran, pole


def told(ran: Ran, code: int, *words: str) -> None:
    """It failed so, in these words and without a stack trace."""
    assert ran.code == code, ran
    assert "Traceback" not in ran.err
    assert "[unexpected]" not in ran.err
    for word in words:
        assert word in ran.err


def one_line(ran: Ran, code: int, *words: str) -> None:
    """It failed so, in one line with these words."""
    told(ran, code, *words)
    assert len(ran.err.strip().splitlines()) == 1, ran.err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["vieww"], ["'vieww'", "view", "pole --help", "[usage]"]),
        (["view"], ["'ID'", "pole view --help"]),
        (["load", "--fast", "x"], ["--fast", "pole load --help"]),
        (["simulate", "x", "--people", "many"], ["--people", "integer"]),
        (["load", "nowhere"], ["nowhere does not exist", "[usage]"]),
        (["search", "smith", "--kind", "animal"], ["animal", "person"]),
    ],
)
def test_a_command_wrongly_written_names_what_is_wrong(
    tmp_path: Path, command: Sequence[str], words: list[str]
) -> None:
    one_line(pole(*command, data=tmp_path), 2, *words)


def test_an_unknown_source_lists_the_known_ones(force: Force) -> None:
    one_line(pole("load", force.extracts, "--source", "cutsody", data=force.folder / "data"), 2, "cutsody", "crimes")


def test_a_file_of_no_known_source_is_named(tmp_path: Path) -> None:
    stray = tmp_path / "shopping.txt"
    stray.write_text("eggs\n")

    one_line(pole("load", stray, data=tmp_path), 2, "shopping.txt", "crimes")


def test_without_a_reason_nothing_is_shown_and_the_codes_are_listed(force: Force) -> None:
    one_line(pole("sources", data=force.folder / "data"), 2, "[reason-required]", "SAFEGUARDING", "CODE; case=REF")


def test_an_unknown_reason_is_no_reason(force: Force) -> None:
    one_line(pole("sources", "--reason", "NOSY", data=force.folder / "data"), 2, "[reason-required]", "DEMO")


def test_an_unknown_viewer_lists_the_known_ones(force: Force) -> None:
    one_line(force.ask("sources", as_="bob"), 2, "'bob'", "child-protection", "[sign-in]")


def test_development_viewers_can_be_switched_off(tmp_path: Path) -> None:
    ran = pole("sources", "--reason", "DEMO", data=tmp_path, development="false")
    one_line(ran, 2, "POLE_DEVELOPMENT", "[settings]")


def test_a_malformed_identifier_is_explained(force: Force) -> None:
    nominal = force.cast.man
    wrong = nominal.pnc[:-1] + ("A" if nominal.pnc[-1] != "A" else "B")

    one_line(force.ask("check", wrong, "--scheme", "pnc"), 2, "check letter", nominal.pnc[-1], "[usage]")


def test_a_text_that_says_nothing_is_no_identifier(force: Force) -> None:
    one_line(force.ask("check", "UNKNOWN", "--scheme", "pnc"), 2, "[usage]")


def test_a_cursor_of_another_viewer_is_refused(force: Force) -> None:
    man = force.id_of(force.cast.man.nominal)
    cursor = force.ask("neighbours", man, "--first", 1).out.rpartition("--after ")[2].strip()

    assert force.ask("neighbours", man, "--first", 1, "--after", cursor).code == 0
    one_line(force.ask("neighbours", man, "--first", 1, "--after", cursor, as_="both"), 2, "[cursor]")


@pytest.mark.parametrize("command", ["view", "neighbours", "record"])
def test_what_does_not_exist_and_what_is_not_visible_are_one_answer(force: Force, command: str) -> None:
    one_line(force.ask(command, "0123456789abcdef0123"), 6, "[not-visible]")


def test_a_path_to_nowhere_is_not_visible(force: Force) -> None:
    man = force.id_of(force.cast.man.nominal)
    one_line(force.ask("path", man, "0123456789abcdef0123"), 6, "[not-visible]")


@pytest.mark.parametrize(
    ("name", "value"),
    [("port", "http"), ("store", "postgres://x"), ("question_seconds", "0"), ("ceiling", "COSMIC")],
)
def test_a_malformed_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    one_line(pole("sources", "--reason", "DEMO", **{"data": tmp_path, name: value}), 2, f"POLE_{name.upper()}")


def test_a_limit_says_what_to_do(force: Force) -> None:
    one_line(force.ask("search", "crime", "--first", 1000), 4, "[limit-reached]", "100", "cursors")
    man = force.id_of(force.cast.man.nominal)
    one_line(force.ask("path", man, man, "--max-length", 7), 4, "maxLength", "6")


def test_a_moment_is_written_like_one(force: Force) -> None:
    man = force.id_of(force.cast.man.nominal)
    one_line(force.ask("view", man, "--as-at", "yesterday"), 2, "2026-11-21")


def test_a_period_is_written_like_one(force: Force) -> None:
    man = force.id_of(force.cast.man.nominal)
    one_line(force.ask("neighbours", man, "--at", "yesterday"), 2, "yesterday", "[usage]")


def test_a_briefing_is_about_something(force: Force) -> None:
    one_line(force.ask("briefing"), 2, "address", "surname")


def test_a_question_without_a_word_is_no_question(force: Force) -> None:
    one_line(force.ask("search", "***"), 2, "[usage]")


def test_a_neo4j_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    one_line(pole("store", "init", data=tmp_path, store="bolt://127.0.0.1:1"), 5, "[store-away]")
    one_line(pole("store", "init", data=tmp_path, store="neo4j://127.0.0.1:1"), 5, "[store-away]")


def test_a_policy_with_a_mistake_names_its_line(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("format: 1\nversion: mine\nrules: {}\n")

    told(pole("policy", "check", policy), 2, "policy.yaml:3: rules", "[policy]")
    told(pole("sources", "--reason", "DEMO", data=tmp_path, policy=policy), 2, "policy.yaml:3: rules", "[policy]")


def test_a_vocabulary_with_a_mistake_is_told(tmp_path: Path) -> None:
    extra = tmp_path / "extra.yaml"
    extra.write_text("attributes:\n  shoe-size: {value: shoe}\n")

    told(pole("vocabulary", "--with", extra), 2, "extra.yaml:2: attributes → shoe-size", "[vocabulary]")


@pytest.mark.parametrize("where", ["missing.yaml", "."])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, where: str) -> None:
    for command in (["policy", "check"], ["mapping", "check"], ["vocabulary", "--with"]):
        told(pole(*command, tmp_path / where), 2)


def test_an_audit_trail_that_is_not_there_is_told(tmp_path: Path) -> None:
    one_line(pole("audit", "verify", tmp_path / "missing.jsonl"), 5, "missing.jsonl", "[audit-unavailable]")


def test_a_report_that_cannot_be_written_is_told(force: Force) -> None:
    ran = pole("load", force.extracts, "--report", force.folder / "none" / "x.json", data=force.folder / "data")
    one_line(ran, 2, "x.json", "No such file or directory")


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    ran = pole("sources", "--reason", "DEMO", data=tmp_path / "data")
    told(ran, ran.code, "data")
    assert ran.code in (2, 5)
