"""A shell in a folder of its own, into which a page is typed line by line."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self


class Result(NamedTuple):
    """What a command printed, on either stream, and its exit code."""

    printed: str
    code: int


class Shell:
    """One bash for a whole page: what a command sets, the next one has."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POLE_")}
        path = os.pathsep.join((str(Path(sys.executable).parent), kept.get("PATH", os.defpath)))
        self._mark = f"@@{secrets.token_hex(6)}"
        self._bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env={**kept, "PATH": path, "COLUMNS": "80", **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str) -> Result:
        """Type a command and wait for its end."""
        assert self._bash.stdin is not None
        assert self._bash.stdout is not None
        mark = f"__code=$?; printf '\\n%s %s\\n' {self._mark} $__code; (exit $__code)"
        self._bash.stdin.write(f"{{\n(exit ${{__code:-0}})\n{command}\n}} </dev/null\n{mark}\n")
        self._bash.stdin.flush()
        lines: list[str] = []
        for line in self._bash.stdout:
            if line.startswith(self._mark):
                return Result("".join(lines), int(line.split()[1]))
            lines.append(line)
        raise AssertionError(f"the shell ended during: {command}\n{''.join(lines)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the shell and everything it started."""
        os.killpg(self._bash.pid, signal.SIGKILL)
        self._bash.communicate()
