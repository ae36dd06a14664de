"""Getting data in: load, quarantine, simulate. What a command needs beyond the list of commands it loads itself."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pole.cli.as_json import as_json
from pole.cli.context import WAIT_SECONDS, Json, application, print_json
from pole.cli.stopping import asked_to_stop
from pole.cli.terminal import ERR, OUT
from pole.errors import ExtractConflictError, ExtractError, GuardError, RefusedError, UsageError
from pole.ingest.means import BATCH_ROWS, Step

if TYPE_CHECKING:
    from pole.bootstrap import Application
    from pole.ingest.balance import BalanceSheet
    from pole.ingest.load import Loader
    from pole.ingest.shape.source import CompiledSource
    from pole.model.facts import Id

QUARANTINED = 3
"""Exit code: done, with rows in quarantine."""
SETTLE_SECONDS = 5.0


def loading(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("load")(load_command)
    app.command("simulate")(simulate_command)
    quarantine = typer.Typer(no_args_is_help=True, help="Rows that could not be taken: list or replay them.")
    quarantine.command("list")(quarantine_list)
    quarantine.command("replay")(quarantine_replay)
    app.add_typer(quarantine, name="quarantine")


def load_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of the source, packed or not, or folders of them.", show_default=False),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Name of the source; left out, each source takes the files it knows.")
    ] = None,
    retire_limit: Annotated[
        int | None,
        typer.Option("--retire-limit", help="Percent of the live records that may be retired or disposed of."),
    ] = None,
    batch_rows: Annotated[
        int, typer.Option("--batch-rows", min=1, help="Rows that are written together, or not at all.")
    ] = BATCH_ROWS,
    report: Annotated[Path | None, typer.Option("--report", help="Write the balance sheet there as JSON too.")] = None,
    wait: Annotated[
        float, typer.Option("--wait", min=0, help="Seconds to wait for another loader to make room.")
    ] = WAIT_SECONDS,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come of it, and change nothing.")] = False,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="FILE", help="With --dry-run: back up what would be held, for `pole compare`."),
    ] = None,
    watch: Annotated[
        Path | None, typer.Option("--watch", metavar="DIR", help="Load what arrives in DIR, until told to stop.")
    ] = None,
    settle: Annotated[
        float, typer.Option("--settle", min=0.1, help="With --watch: seconds for which a file must be quiet.")
    ] = SETTLE_SECONDS,
    json: Json = False,
) -> None:
    """Load extracts, exactly once.

    Each source takes the files it knows by their names, oldest extract first. Run the same command again after any
    failure: it goes on where it left off, and what is loaded already is passed over. Ends with a balance sheet, in which
    every row read is accounted for. Exit code 3 when some rows are in quarantine, 4 when an extract was refused: that stops no
    other source.

    With --dry-run, all this is done to a copy of the store in the data folder, which is gone afterwards: it takes as long as a
    backup, a restore and the load. With --keep, a backup of the copy stays: all data, whatever its marking.

    Loaders that run side by side take turns, a batch each. With --watch, files are loaded as they arrive in DIR and then
    move to DIR/loaded; one that is refused moves to DIR/refused, with a report. Ctrl-C or SIGTERM stops between batches.
    """
    _require_sense(paths, watch, keep, dry_run=dry_run)
    with application() as app:
        loader = replace(app.loader(), retire_limit=retire_limit, batch_rows=batch_rows, wait=wait)
        if watch is not None:
            sources = app.sources()
            named = {source: source_named(sources, source)} if source is not None else sources
            from pole.cli.watching import watch_folder

            watch_folder(loader, named, watch, settle)
            return
        with progress() as told, asked_to_stop() as stop:
            loader = replace(loader, progress=told, stopping=stop.is_set)
            app.store.initialise()
            with app.rehearsal(loader.patience()) if dry_run else nullcontext(app.store) as store:
                sheets, refusals = load_sources(app, replace(loader, store=store), source, paths or [])
                if keep is not None:
                    _back_up(replace(loader, store=store), keep)
    if report is not None:
        report.write_text(as_json([sheet.as_json() for sheet in sheets]) + "\n", encoding="utf-8")
    if json:
        print_json([sheet.as_json() for sheet in sheets])
    else:
        if dry_run:
            OUT.print("Dry run: nothing was loaded. What would come of it:")
        for sheet in sheets:
            print_balance(sheet)
    if refusals:
        *others, last = refusals
        for refusal in others:
            ERR.print(f"{refusal.message} [{refusal.code}]", soft_wrap=True)
        raise last
    if any(sheet.quarantined for sheet in sheets):
        raise typer.Exit(QUARANTINED)


def _require_sense(paths: list[Path] | None, watch: Path | None, keep: Path | None, *, dry_run: bool) -> None:
    if (watch is None) == (not paths):
        raise UsageError("Say what to load: files and folders, or a folder to --watch, not both.")
    if watch is not None and dry_run:
        raise UsageError("--dry-run is for files that are there: leave --watch out.")
    if keep is not None and not dry_run:
        raise UsageError("--keep is for a --dry-run: of the store itself, `pole store backup` makes a backup.")
    if keep is not None and keep.exists():
        raise RefusedError(f"{keep} is there already: name a new file.")


def _back_up(loader: Loader, file: Path) -> None:
    from pole.ingest.backup import back_up

    back_up(loader.store, file, loader.instant(), loader.patience())


def load_sources(
    app: Application, loader: Loader, name: str | None, paths: Sequence[Path]
) -> tuple[list[BalanceSheet], list[RefusedError]]:
    """Load what is found under these paths into each source that knows it; a balance sheet each, and what was refused.

    A source of which an extract is refused stops no other; its sheet tells of the extracts before. Raises UsageError for a
    file that no source knows, and for a path that does not exist.
    """
    from pole.ingest.files import share_out

    sources = app.sources()
    loader.register(sources.values())
    shares = share_out(sources.values(), paths) if name is None else {name: paths}
    sheets: list[BalanceSheet] = []
    refusals: list[RefusedError] = []
    for taker, files in shares.items():
        written: list[Id] = []
        try:
            sheets.append(replace(loader, written=written.append).load(source_named(sources, taker), files))
        except (ExtractError, ExtractConflictError, GuardError) as refusal:
            refusals.append(refusal)
            sheets += _before_refusal(loader, taker, written)
    return sheets, refusals


def _before_refusal(loader: Loader, source: str, written: Sequence[Id]) -> list[BalanceSheet]:
    """What was loaded of a source before it was refused something, if anything was."""
    from pole.ingest.balance import balance_sheet

    return [balance_sheet(source, loader.store.batch(written))] if written else []


def source_named(sources: Mapping[str, CompiledSource], name: str) -> CompiledSource:
    """The source of that name. Raises UsageError, listing the known ones."""
    if name not in sources:
        raise UsageError(f"{name!r} is no known source; there are {', '.join(sorted(sources))}. See POLE_MAPPINGS.")
    return sources[name]


def simulate_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the extracts go.")],
    people: Annotated[int, typer.Option("--people", help="How many people the force knows.")] = 3000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same bytes.")] = 1,
    days: Annotated[int, typer.Option("--days", help="Days of extracts: a full one, then daily deltas.")] = 5,
    faults: Annotated[bool, typer.Option("--faults", help="Plant faults that extracts really have.")] = False,
    json: Json = False,
) -> None:
    """Write the extracts of an invented force, and the truth beside.

    People, households, addresses and crimes are invented. DIR then holds a folder of extracts for each source (a full one
    for the first day, deltas after it), truth.csv (which mention is whom) and manifest.json.

    With --faults each source has wrong check letters, swapped days and months, placeholders, unknown codes, rows that come
    twice, late or without their parent, and a last extract that is cut short, wrongly encoded or wrongly counted.
    faults.json lists each, with what a load must say of it.
    """
    from pole.simulator import simulate

    manifest = simulate(folder, people, seed, days, faults=faults)
    if json:
        print_json({"files": [f._asdict() for f in manifest.files], "truth": manifest.truth})
    else:
        OUT.print(f"Wrote {len(manifest.files)} extract files and {manifest.truth} to {folder}.")
        if faults:
            OUT.print("Faults are planted in them: see faults.json.")


def quarantine_list(
    source: Annotated[str | None, typer.Option("--source", help="Only this source.")] = None, json: Json = False
) -> None:
    """List the rows in quarantine: where, why and what to do.

    The rows themselves are not shown, for they are data; their owner finds them by file and line.
    """
    with application() as app:
        rows = list(app.store.quarantine(source))
    if json:
        kept = ("raw", "vis")
        print_json([{name: value for name, value in row._asdict().items() if name not in kept} for row in rows])
        return
    OUT.print(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} in quarantine")
    for row in rows:
        field = f", {row.field}" if row.field else ""
        OUT.print(f"{row.source}: {row.file} line {row.line}{field}: {row.reason}", soft_wrap=True)
        OUT.print(f"    {row.remedy}", soft_wrap=True)


def quarantine_replay(source: Annotated[str, typer.Argument(help="Name of the source.")], json: Json = False) -> None:
    """Try the rows of a source again, after its mapping was mended.

    Ends with a balance sheet of those rows; exit code 3 when some stay in quarantine.
    """
    with application() as app:
        app.store.initialise()
        sheet = app.loader().replay(source_named(app.sources(), source))
    if json:
        print_json(sheet.as_json())
    else:
        print_balance(sheet)
    if sheet.quarantined:
        raise typer.Exit(QUARANTINED)


def print_balance(sheet: BalanceSheet) -> None:
    """The balance sheet for people."""
    state = "already loaded" if sheet.already else "complete" if sheet.complete else "NOT complete"
    title = Text(f"{sheet.source}: {state}")
    if sheet.extracts:
        title.append(f", extract {', '.join(sheet.extracts)}")
    table = Table("record", "read", "came to", "not accounted for", box=None, title=title, title_justify="left")
    for account in sheet.accounts:
        outcomes = [f"{name} {n}" for name, n in {**account.outcomes, **account.retired}.items()]
        table.add_row(account.type, str(account.read), ", ".join(outcomes), str(account.unaccounted))
    OUT.print(table)
    for account in sheet.accounts:
        for name, counts in account.fields.items():
            wrong = {what: n for what, n in counts.items() if what in ("rejected", "unmapped")}
            if wrong:
                words = ", ".join(f"{what} {n}" for what, n in wrong.items())
                OUT.print(f"  {account.type} {name}: {words}")
    for note in sheet.notes:
        OUT.print(f"  For the owner: {note}")
    for certificate in sheet.certificates:
        OUT.print(f"  Certificate {certificate.id}: {certificate.text}.", soft_wrap=True)


@contextmanager
def progress() -> Generator[Callable[[Step], None]]:
    """Bars on a terminal, one a file; silent in a pipe."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=ERR, disable=not ERR.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def told(step: Step) -> None:
            if step.file not in tasks:
                tasks[step.file] = bars.add_task(step.file, total=step.size)
            bars.update(tasks[step.file], completed=step.done, description=f"{step.file} {step.rows} rows")

        yield told
