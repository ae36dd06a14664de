"""Do what a page says, as its reader would, and see whether it keeps its promises."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.docs.matching import compare, rewritten
from tests.docs.pages import ROOT, Command, File, Step, steps
from tests.docs.shell import Result, Shell

SHOWS_CODE = "echo $?"


def do(page: Path, folder: Path, settings: Mapping[str, str], instead: Mapping[str, str]) -> None:
    """Everything on the page, in order, in one folder.

    `settings` are in the environment; `instead` names what is typed in place of something that the page writes.
    """
    todo = steps(page)
    known = dict(instead)
    with Shell(folder, settings) as shell:
        for step, following in zip(todo, [*todo[1:], None], strict=True):
            match step:
                case File(_, path, text):
                    (folder / path).parent.mkdir(parents=True, exist_ok=True)
                    (folder / path).write_text(text, encoding="utf-8")
                case Command():
                    _require(page, step, shell.run(rewritten(step.text, known)), known, following)


def _require(page: Path, command: Command, ran: Result, known: dict[str, str], following: Step | None) -> None:
    where = f"{page.relative_to(ROOT)}:{command.line}: $ {command.text}"
    expected = isinstance(following, Command) and following.text == SHOWS_CODE
    assert ran.code == 0 or expected, f"{where}\nended with {ran.code}:\n{ran.printed}"
    same = compare(command.printed, ran.printed, known)
    promised = "\n".join(command.printed)
    assert same, f"{where}\n--- promised\n{promised}\n--- printed\n{ran.printed}"
