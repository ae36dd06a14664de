"""Looking after a deployment: store, policy, audit, vocabulary, tokens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pole.access.audit import verify
from pole.access.chain import Head
from pole.access.policy_check import check, read_policy
from pole.cli.context import WAIT_SECONDS, As, Json, application, print_json, viewer_named
from pole.cli.terminal import OUT
from pole.errors import RefusedError
from pole.graph.lease import impatient
from pole.graph.port import Store
from pole.model.vocabulary import load_vocabulary, reference_page
from pole.settings import read_settings

UNSOUND = 4
"""Exit code: refused, because what was checked does not hold."""


def keeping(app: typer.Typer) -> None:
    """Add these commands to the program."""
    store = _group("The store: set up, migrate, check, dump, back up, restore.")
    store.command("init")(store_init)
    store.command("migrate")(store_migrate)
    store.command("check")(store_check)
    store.command("dump")(store_dump)
    store.command("backup")(store_backup)
    store.command("restore")(store_restore)
    store.command("bulk")(store_bulk)
    app.add_typer(store, name="store")
    policy = _group("The policy: who may see what.")
    policy.command("check")(policy_check)
    app.add_typer(policy, name="policy")
    audit = _group("The audit trail: every question, by whom and why.")
    audit.command("verify")(audit_verify)
    app.add_typer(audit, name="audit")
    app.command("vocabulary")(vocabulary_command)
    app.command("token")(token_command)


def _group(words: str) -> typer.Typer:
    return typer.Typer(no_args_is_help=True, help=words)


def store_init() -> None:
    """Create the store's schema. Safe to run again: what is there stays."""
    with application() as app:
        app.store.initialise()
    OUT.print("The store is ready.")


def store_migrate() -> None:
    """Bring the schema of an older program up to date.

    Safe to run again. A store that a newer program wrote is left alone: exit code 4.
    """
    store_init()


def _differs(store: Store, backup: Path) -> bool:
    from pole.ingest.restore import differs  # backups are loaded by who asks about one

    return differs(store, backup)


def store_check(
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="A backup that the store must be equal to.")
    ] = None,
    json: Json = False,
) -> None:
    """Check that every promise about what is stored holds.

    Exit code 4 when one does not; each fault is a line.
    """
    with application() as app:
        found = app.store.check()
        if against is not None and _differs(app.store, against):
            found = [*found, f"The store differs from what was backed up in {against.name}."]
    if json:
        print_json(found)
    elif not found:
        OUT.print("Sound: nothing dangling, nothing without visibility, every index in step.")
    for words in found if not json else ():
        OUT.print(words)
    if found:
        raise typer.Exit(UNSOUND)


def store_dump(
    exact: Annotated[
        bool, typer.Option("--exact", help="With ids and times, as the promise of access is tested.")
    ] = False,
) -> None:
    """Print everything held, in one order on every store.

    For operators, to compare two stores. It is all data, whatever its marking, and asks for no reason: mind who runs it.
    """
    with application() as app:
        for line in app.store.dump(exact=exact):
            typer.echo(line)


def store_backup(
    file: Annotated[Path, typer.Argument(help="The new file.")],
    wait: Annotated[
        float, typer.Option("--wait", min=0, help="Seconds to wait for a loader to make room.")
    ] = WAIT_SECONDS,
    json: Json = False,
) -> None:
    """Write everything held into one file, for either kind of store.

    For operators. Nobody loads meanwhile. It is all data, whatever its marking: keep the file as safely as the store, and
    with it what POLE_DATA names (audit trail and keys), which is not in it.
    """
    from pole.ingest.backup import back_up

    with application() as app:
        loader = replace(app.loader(), wait=wait)
        counts = back_up(app.store, file, loader.instant(), loader.patience())
    if json:
        print_json(counts)
    else:
        OUT.print(f"Backed up {counts.get('record', 0)} records and {counts.get('ledger', 0)} batches to {file}.")


def store_restore(
    file: Annotated[Path, typer.Argument(help="A file that `pole store backup` wrote, of either kind of store.")],
    json: Json = False,
) -> None:
    """Write a backup into an empty store, and compare the two.

    Exit code 4 for a file that is damaged and for a store that is not empty. A restore that was cut off is begun anew in
    an empty store.
    """
    from pole.ingest.restore import restore

    with application() as app:
        app.store.initialise()
        counts = restore(app.store, file, app.loader().instant(), impatient)
    if json:
        print_json(counts)
    else:
        OUT.print(
            f"Restored {counts.get('record', 0)} records and {counts.get('ledger', 0)} batches: equal by dump hash."
        )


def store_bulk(
    file: Annotated[Path, typer.Argument(help="A file that `pole store backup` wrote, of either kind of store.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the files.")],
    json: Json = False,
) -> None:
    """Turn a backup into the files of a first load of Neo4j in bulk.

    `neo4j-admin database import full` reads them into a database while its server is stopped; DIR/import.options names them
    all. Then start the server, and `pole store init`. They hold all data, whatever its marking: remove them afterwards.
    """
    from pole.ingest.restore import held_in
    from pole.stores.bolt.bulk import OPTIONS, write_bulk

    if folder.exists():
        raise RefusedError(f"{folder} is there already: name a new folder.")
    folder.mkdir(mode=0o700, parents=True)
    counts = write_bulk(folder, held_in(file))
    if json:
        print_json(counts)
    else:
        OUT.print(f"Wrote {sum(counts.values())} nodes and links. Now, with the server stopped:")
        OUT.print(f"neo4j-admin database import full neo4j @{folder / OPTIONS}", soft_wrap=True)


def policy_check(
    path: Annotated[Path | None, typer.Argument(help="A policy file; the one in force when left out.")] = None,
    json: Json = False,
) -> None:
    """Prove that a policy cannot leak.

    Whoever sees a marking must see everything below it, for each role and all of them together. Tells too what no role
    uses. Exit code 4 when the policy is refused.
    """
    findings = check(read_policy(path or read_settings().policy))
    if json:
        print_json(findings)
    else:
        for finding in findings:
            OUT.print(f"{'REFUSED' if finding.refused else 'note'}: {finding.words}")
        if not findings:
            OUT.print("Sound: whoever sees a marking sees everything below it.")
    if any(finding.refused for finding in findings):
        raise typer.Exit(UNSOUND)


def audit_verify(
    path: Annotated[Path | None, typer.Argument(help="An audit file; this deployment's when left out.")] = None,
    head: Annotated[
        str | None, typer.Option("--head", help="A head kept from before: shows a cut at the end too.")
    ] = None,
    json: Json = False,
) -> None:
    """Check that no record was changed, moved or removed.

    A cut at the end shows only against a head (NUMBER:HASH) that somebody kept elsewhere: give it as --head. Exit code 4
    when the trail is not sound.
    """
    trail = path or read_settings().data / "audit.jsonl"
    report = verify(trail, Head.parse(head)) if head else verify(trail)
    if json:
        print_json({"sound": report.sound, "records": report.head.number, "head": report.head.text})
    else:
        for words in report.words:
            OUT.print(words, soft_wrap=True)
    if not report.sound:
        raise typer.Exit(UNSOUND)


def vocabulary_command(
    extra: Annotated[Path | None, typer.Option("--with", help="A file that extends it.")] = None, json: Json = False
) -> None:
    """Print what may be said of things, and how they may be tied."""
    chosen = extra or read_settings().vocabulary
    vocabulary = load_vocabulary([chosen] if chosen else [])
    if json:
        names = ("subtypes", "attributes", "links", "warnings", "schemes")
        print_json({name: dict(getattr(vocabulary, name)) for name in names})
    else:
        typer.echo(reference_page(vocabulary))


def token_command(
    as_: As = "open", hours: Annotated[float, typer.Option("--hours", help="How long it is good for.")] = 8
) -> None:
    """Print a development token for GraphQL.

    Only where POLE_DEVELOPMENT is on. Send it as `Authorization: Bearer TOKEN`.
    """
    from pole.access.development import DevelopmentIssuer  # signing loads more than all other commands here

    settings = read_settings()
    viewer_named(settings, as_)
    if settings.issuer:
        raise RefusedError("POLE_ISSUER names the issuer of tokens, so this program issues none: sign in there.")
    typer.echo(DevelopmentIssuer(settings.data, settings.audience).issue(as_, hours))
