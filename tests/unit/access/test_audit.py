"""Nothing is answered that is not written down, and what is written down stays as it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.access.audit import Audit, Result, Target, records, seal, verify
from pole.access.chain import Head, written
from pole.access.reason import Reason
from pole.access.viewer import Viewer
from pole.errors import AuditUnavailableError, UsageError

KEY = bytes(range(32))
ANNA = Viewer("Anna Example", "anna", frozenset({"open"}), force="20", collar="4711")
CALL = Reason("CALL", case="LOG 7", words="man at the door")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def opened(path: Path) -> Audit:
    return Audit(path, KEY, policy="1+abcdef01", now=lambda: NOON)


def ask(audit: Audit, times: int = 1) -> None:
    for _ in range(times):
        audit.outcome(audit.intent(ANNA, CALL, "read/view"), counts={"entities": 1})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


@pytest.fixture
def trail(path: Path) -> Path:
    """Three questions and their outcomes: seven records."""
    audit = opened(path)
    ask(audit, 3)
    audit.close()
    return path


def rewrite(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


# ------------------------------------------------------------- what is written


def test_a_question_is_written_with_who_why_and_what_left(path: Path) -> None:
    audit = opened(path)
    intent = audit.intent(ANNA, CALL, "read/view", Target("Person", "sha256:00", {"id": "abc"}))
    audit.outcome(intent, ids=[("entity", "0123456789abcdef0123")], counts={"entities": 1})
    first, asked, answered = records(path)
    assert first["what"] == "opened"
    assert asked["initiator"] == {
        "subject": "anna",
        "issuer": "local",
        "name": "Anna Example",
        "roles": ["open"],
        "force": "20",
        "collar": "4711",
        "development": False,
    }
    assert asked["reason"] == {"code": "CALL", "case": "LOG 7", "for": None, "words": "man at the door"}
    assert asked["observer"] == {"name": "pole", "policy": "1+abcdef01"}
    assert (asked["number"], asked["at"]) == (2, "2026-11-21T12:00:00.000000+00:00")
    assert (answered["id"], answered["outcome"]) == (asked["id"], "success")
    assert answered["ids"] == [seal("entity", "0123456789abcdef0123", KEY)]


def test_arguments_are_hashed_with_the_key_and_never_written(path: Path) -> None:
    def hashed(key: bytes, **variables: object) -> str:
        trail = path.with_name(key[:1].hex())
        audit = Audit(trail, key, policy="1")
        audit.intent(ANNA, CALL, "read/find", Target(variables=variables))
        assert b"Surname" not in trail.read_bytes()
        return cast("dict[str, str]", list(records(trail))[-1]["target"])["variables"]

    assert hashed(KEY, name="Surname", more={"a": 1, "b": 2}) == hashed(KEY, more={"b": 2, "a": 1}, name="Surname")
    assert hashed(KEY, name="Surname") != hashed(bytes(32), name="Surname")
    assert hashed(KEY, name="Surname") != hashed(KEY, name="surname")


def test_a_failed_question_is_written_with_its_code(path: Path) -> None:
    audit = opened(path)
    audit.outcome(audit.intent(ANNA, CALL, "read/view"), Result.FAILURE, code="not-visible")
    last = list(records(path))[-1]
    assert (last["outcome"], last["code"]) == ("failure", "not-visible")


def test_only_its_owner_reads_the_trail(trail: Path) -> None:
    assert trail.stat().st_mode & 0o777 == 0o600


def test_very_long_lines_are_read_back(path: Path) -> None:
    audit, other = opened(path), opened(path)
    many = [("entity", f"{n:020x}") for n in range(40_000)]
    audit.outcome(audit.intent(ANNA, CALL, "read/network"), ids=many)
    ask(other)
    ask(opened(path))
    assert path.stat().st_size > 1_500_000
    assert verify(path).sound and verify(path).head.number == 7


def test_every_line_is_json(trail: Path) -> None:
    assert [json.loads(line)["record"]["number"] for line in trail.read_text().splitlines()] == [1, 2, 3, 4, 5, 6, 7]


# ------------------------------------------------------------- the chain


def test_an_untouched_trail_is_sound(trail: Path) -> None:
    report = verify(trail)
    assert report.sound and report.head.number == 7 and report.unanswered == 0
    assert report.words == [f"7 records, sound; head {report.head.text}"]


def test_a_trail_goes_on_where_an_earlier_program_stopped(trail: Path) -> None:
    before = verify(trail).head
    ask(opened(trail))
    assert verify(trail, before).sound and verify(trail).head.number == 9


def test_an_edit_is_found(trail: Path) -> None:
    rewrite(trail, lambda lines: [line.replace(b"LOG 7", b"LOG 8") if n == 3 else line for n, line in enumerate(lines)])
    (problem,) = verify(trail).problems
    assert problem.line == 4 and "record 4 does not agree with its hash" in problem.words


def test_an_edit_with_its_hash_made_anew_is_found_at_the_next_record(trail: Path) -> None:
    def forge(lines: list[bytes]) -> list[bytes]:
        record = json.loads(lines[3])["record"]
        before = Head(3, json.loads(lines[2])["hash"])
        line, _ = written(before, {**record, "reason": None})
        return [*lines[:3], line, *lines[4:]]

    rewrite(trail, forge)
    assert ["record 5 does not agree" in problem.words for problem in verify(trail).problems] == [True]


def test_a_deletion_is_found(trail: Path) -> None:
    rewrite(trail, lambda lines: lines[:3] + lines[5:])
    assert "records 4 to 5 are missing before record 6" in verify(trail).problems[0].words


def test_a_deletion_at_the_beginning_is_found(trail: Path) -> None:
    rewrite(trail, lambda lines: lines[1:])
    assert "record 1 is missing before record 2" in verify(trail).problems[0].words


def test_an_exchange_and_a_repetition_are_found(trail: Path) -> None:
    rewrite(trail, lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]])
    assert any("record 4 stands after record 5" in problem.words for problem in verify(trail).problems)
    rewrite(trail, lambda lines: [*lines, lines[-1]])
    assert any("moved or repeated" in problem.words for problem in verify(trail).problems)


def test_a_cut_at_the_end_is_found_against_a_known_head_alone(trail: Path) -> None:
    known = verify(trail).head
    rewrite(trail, lambda lines: lines[:5])
    assert verify(trail).sound
    (problem,) = verify(trail, known).problems
    assert "record 7 was known, and the trail ends with record 5" in problem.words


def test_a_trail_written_anew_is_found_against_a_known_head(trail: Path) -> None:
    known = verify(trail).head
    trail.unlink()
    ask(opened(trail), 4)
    assert verify(trail).sound
    assert "the trail was rewritten" in verify(trail, known).problems[0].words


def test_an_outcome_without_its_intent_is_found(path: Path) -> None:
    audit = opened(path)
    intent = audit.intent(ANNA, CALL, "read/view")
    audit.outcome(intent)
    audit.outcome(intent)
    assert "record 4 is an outcome without its intent" in verify(path).problems[0].words


def test_a_question_without_outcome_is_counted(path: Path) -> None:
    opened(path).intent(ANNA, CALL, "read/view")
    report = verify(path)
    assert report.sound and report.unanswered == 1
    assert "1 questions were begun and have no outcome" in report.words


@given(st.data())
@settings(max_examples=60)
def test_no_change_of_any_byte_goes_unseen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("audit") / "audit.jsonl"
    audit = opened(path)
    ask(audit, 2)
    audit.close()
    known, content = verify(path).head, bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    match data.draw(st.sampled_from(["change", "remove", "insert", "cut"])):
        case "change":
            content[at] ^= data.draw(st.integers(1, 255))
        case "remove":
            del content[at]
        case "insert":
            content.insert(at, data.draw(st.integers(0, 255)))
        case _:
            del content[at:]
    path.write_bytes(bytes(content))
    report = verify(path, known)
    assert not report.sound or _only_the_last_line_end_is_gone(content, path, known)


def _only_the_last_line_end_is_gone(content: bytearray, path: Path, known: Head) -> bool:
    return not content.endswith(b"\n") and verify(path).head == known


@pytest.mark.parametrize("text", ["", "7", "7:xyz", "-1:" + "0" * 64, "7:" + "0" * 63])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="NUMBER:HASH"):
        Head.parse(text)


def test_a_head_parses_from_its_text(trail: Path) -> None:
    head = verify(trail).head
    assert Head.parse(head.text) == head


# ------------------------------------------------------------- crashes


@pytest.mark.parametrize("kept", [1, 9, 40, 90, -2])
def test_a_line_torn_by_a_crash_is_closed_with_a_record_that_says_so(trail: Path, kept: int) -> None:
    whole = trail.read_bytes()
    torn = whole.splitlines(keepends=True)[-1][:kept]
    trail.write_bytes(whole + torn)
    assert verify(trail).unfinished == len(torn)
    ask(opened(trail))
    report = verify(trail)
    assert report.sound and report.recovered == 1 and report.unfinished == 0
    assert trail.read_bytes().startswith(whole + torn), "nothing was removed"
    assert report.head.number == 10


def test_a_whole_record_without_its_line_end_counts(trail: Path) -> None:
    trail.write_bytes(trail.read_bytes()[:-1])
    audit, other = opened(trail), opened(trail)
    assert verify(trail).unanswered == 0
    ask(audit)
    ask(other)
    report = verify(trail)
    assert report.sound and report.recovered == 0 and report.head.number == 11


def test_a_trail_torn_in_its_first_line_is_recovered(path: Path) -> None:
    path.write_bytes(b'{"hash":"00')
    ask(opened(path))
    report = verify(path)
    assert report.sound and report.recovered == 1 and report.head.number == 3


def test_a_recovery_that_was_torn_itself_is_recovered(trail: Path) -> None:
    with trail.open("ab") as file:
        file.write(b'{"hash":"12\n{"hash":"34')
    ask(opened(trail))
    report = verify(trail)
    assert report.sound and report.recovered == 1


def test_bytes_put_in_between_are_not_taken_for_a_crash(trail: Path) -> None:
    rewrite(trail, lambda lines: [*lines[:4], b"junk\n", *lines[4:]])
    (problem,) = verify(trail).problems
    assert "5 bytes before record 5 are no record, and nothing accounts for them" in problem.words


def test_a_recovered_line_cannot_be_changed_afterwards(trail: Path) -> None:
    with trail.open("ab") as file:
        file.write(b'{"hash":"12')
    ask(opened(trail))
    trail.write_bytes(trail.read_bytes().replace(b'{"hash":"12\n', b'{"hash":"13\n'))
    assert not verify(trail).sound


def test_a_file_of_another_kind_is_left_alone(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")
    with pytest.raises(AuditUnavailableError, match="nothing was written to it"):
        opened(path)
    assert path.read_bytes() == b"SQLite format 3\x00"


# ------------------------------------------------------------- several at once


def test_threads_write_one_sound_trail(path: Path) -> None:
    audit = opened(path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, [audit] * 16, [5] * 16))
    report = verify(path)
    assert report.sound and report.head.number == 1 + 16 * 5 * 2 and report.unanswered == 0


def test_two_writers_in_turn_see_each_other(path: Path) -> None:
    one, two = opened(path), opened(path)
    for audit in (one, two, two, one):
        ask(audit)
    report = verify(path)
    assert report.sound and report.head.number == 9


PROGRAM = """
import sys
from pathlib import Path
from pole.access.audit import Audit
from pole.access.reason import Reason
from pole.access.viewer import Viewer
audit = Audit(Path(sys.argv[1]), bytes(range(32)), policy="1")
for _ in range(int(sys.argv[2])):
    intent = audit.intent(Viewer("Bob", sys.argv[3], frozenset()), Reason("CALL"), "read/view")
    audit.outcome(intent)
    print(intent.id, flush=True)
"""


def start(path: Path, times: int, who: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(path), str(times), who]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def programs() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for program in started:
        with program:
            program.kill()


def test_processes_write_one_sound_trail(path: Path, programs: list[subprocess.Popen[str]]) -> None:
    programs += [start(path, 40, who) for who in ("bob", "carol", "dave")]
    assert [program.wait(timeout=60) for program in programs] == [0, 0, 0]
    report = verify(path)
    assert report.sound and report.head.number == 1 + 3 * 40 * 2


def test_a_killed_writer_loses_nothing_that_was_answered(path: Path, programs: list[subprocess.Popen[str]]) -> None:
    answered: set[str] = set()
    for _ in range(2):
        program = start(path, 100_000, "bob")
        programs.append(program)
        assert program.stdout is not None
        answered |= {program.stdout.readline().strip() for _ in range(30)}
        program.send_signal(signal.SIGKILL)
        answered |= set(program.communicate()[0].split())
    ask(opened(path))
    report = verify(path)
    outcomes = {record["id"] for record in records(path) if record["what"] == "outcome"}
    assert report.sound and answered <= outcomes


# ------------------------------------------------------------- no trail, no answer


def test_a_place_that_cannot_be_written_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "audit.jsonl", tmp_path, Path("/sys/pole-audit.jsonl")):
        with pytest.raises(AuditUnavailableError, match="without it nothing is answered"):
            opened(place)


@contextmanager
def unprivileged() -> Generator[None, None, None]:
    """Root may write everywhere, so where tests run as root this goes on as nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_read_only_trail_refuses() -> None:
    with TemporaryDirectory() as folder:
        trail = Path(folder, "audit.jsonl")
        os.chmod(folder, 0o755)
        trail.touch()
        trail.chmod(0o444)
        with unprivileged(), pytest.raises(AuditUnavailableError, match="Permission denied"):
            opened(trail)


def test_a_full_disk_refuses() -> None:
    audit = opened(Path("/dev/full"))
    with pytest.raises(AuditUnavailableError, match="No space left on device"):
        audit.intent(ANNA, CALL, "read/view")


FILL = """
import resource, sys
from pathlib import Path
from pole.access.audit import Audit, verify
from pole.access.reason import Reason
from pole.access.viewer import Viewer
from pole.errors import AuditUnavailableError
path = Path(sys.argv[1])
audit = Audit(path, bytes(range(32)), policy="1")
def ask():
    audit.outcome(audit.intent(Viewer("Bob", "bob", frozenset()), Reason("CALL"), "read/view"))
ask()
room = path.stat().st_size + 100
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
for _ in range(2):
    try:
        ask()
    except AuditUnavailableError as error:
        assert "File too large" in str(error), error
    else:
        raise SystemExit("answered without a record")
assert path.stat().st_size == room, "the disk took part of a line"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
ask()
report = verify(path)
assert report.sound and report.recovered == 1 and report.head.number == 6, report
"""


def test_a_disk_that_fills_up_in_the_middle_of_a_line_refuses_and_goes_on_when_there_is_room(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def test_a_trail_that_is_moved_away_refuses(trail: Path) -> None:
    audit = opened(trail)
    trail.rename(trail.with_suffix(".old"))
    with pytest.raises(AuditUnavailableError):
        ask(audit)
    opened(trail)
    with pytest.raises(AuditUnavailableError, match="moved or replaced"):
        ask(audit)


def test_a_trail_that_is_cut_while_in_use_refuses(trail: Path) -> None:
    audit = opened(trail)
    os.truncate(trail, 100)
    with pytest.raises(AuditUnavailableError, match="cut short"):
        ask(audit)


def test_a_trail_into_which_somebody_writes_something_else_refuses(trail: Path) -> None:
    audit = opened(trail)
    rewrite(trail, lambda lines: [*lines, lines[2]])
    with pytest.raises(AuditUnavailableError, match="broken near its end"):
        ask(audit)


def test_readiness_is_told_without_writing(trail: Path) -> None:
    audit, before = opened(trail), trail.read_bytes()
    audit.require_writable()
    assert trail.read_bytes() == before
    trail.unlink()
    with pytest.raises(AuditUnavailableError):
        audit.require_writable()


def test_an_unreadable_trail_cannot_be_verified(path: Path) -> None:
    with pytest.raises(AuditUnavailableError, match="cannot be read"):
        verify(path)
