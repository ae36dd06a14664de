"""`pole identity`: who is held to be whom, in a file, and how right that is."""

from __future__ import annotations

import csv
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pole.access.audit import Target
from pole.access.session import Inquiry
from pole.cli.context import As, Json, Reason, application, print_json, viewer_named
from pole.cli.leaving import leaving
from pole.cli.terminal import OUT
from pole.service.identity_extract import Word, words_about_persons
from pole.service.identity_score import Scored, read_truth, scored
from pole.service.identity_training import trained
from pole.settings import read_settings


def identifying(app: typer.Typer) -> None:
    """Add what tells of identity as a whole."""
    group = typer.Typer(no_args_is_help=True, help="Who is held to be whom, and how right that is.")
    group.command("export")(export_command)
    group.command("score")(score_command)
    group.command("train")(train_command)
    app.add_typer(group, name="identity")


def export_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The CSV file to write; it is replaced.")],
    as_: As = "both",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Write which record's word is held to be about whom.

    Columns: source, record, key, mention, entity, tier. Identity is by keys, so every tier is `joined`. What the viewer may
    not see as received is left out. Needs the entitlement `export-identity`.
    """
    number = 0
    with leaving(file) as out, _asking("export", as_, reason) as inquiry:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(Word._fields)
        for word in words_about_persons(inquiry):
            rows.writerow(word)
            number += 1
    if json:
        print_json({"file": str(file), "words": number})
    else:
        OUT.print(f"{file}: {number} words about persons", soft_wrap=True)


def score_command(
    truth: Annotated[Path, typer.Argument(metavar="TRUTH", help="CSV: source, record, key, mention, truth.")],
    as_: As = "both",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Say how right identity is, held against a truth.

    The truth says of each record's word about a person who is truly meant; `pole simulate` writes one, and any file with those
    columns will do. Needs the entitlement `export-identity`.
    """
    known = read_truth(truth)
    with _asking("score", as_, reason) as inquiry:
        found = scored(words_about_persons(inquiry), known)
    if json:
        print_json(found)
    else:
        _show(found)


def train_command(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder for the model; made if it is not there.")
    ],
    as_: As = "both",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Learn from the records how names, dates and numbers vary.

    Without labels. The model is named by the hash of its content, so the same records give the same file. It holds how common
    names are, and nobody's records. No store asks it yet. Needs the entitlement `export-identity`.
    """
    with _asking("train", as_, reason) as inquiry:
        model = trained(inquiry)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = model.save(out)
    if json:
        print_json({"file": str(path), **model.report})
    else:
        told = ", ".join(f"{number} {what}" for what, number in model.report.items() if what != "seed")
        OUT.print(f"{path}: from {told}", soft_wrap=True)


def _show(found: Scored) -> None:
    OUT.print(f"{found.words} words about {found.persons} persons; of {found.held_only} more the truth says nothing.")
    OUT.print(f"Pairs, joined by keys: precision {found.precision:.4f}, recall {found.recall:.4f}, F1 {found.f1:.4f}")
    OUT.print(f"By record (B-cubed): F1 {found.b_cubed_f1:.4f}")
    OUT.print(f"{found.mixed} persons here are several real ones; {found.split} real ones are several here.")


@contextmanager
def _asking(what: str, user: str, reason: str) -> Generator[Inquiry]:
    settings = read_settings()
    with application(settings) as app:
        session = app.session(viewer_named(settings, user), reason or settings.reason or None)
        with session.ask(None, Target(operation=f"pole identity {what}")) as inquiry:
            yield inquiry
