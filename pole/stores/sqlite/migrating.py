"""Bringing a file to the schema of this program, one version after the other, in one transaction."""

from __future__ import annotations

from pole.errors import SchemaVersionError
from pole.stores.sqlite.connections import Pen
from pole.stores.sqlite.schema import APPLICATION_ID, MIGRATIONS, VERSION, require_known


def migrate(pen: Pen) -> None:
    """Create the schema or bring it up to date. Raises SchemaVersionError for a newer one or another program's file."""
    application, version = pen.number("PRAGMA application_id"), pen.number("PRAGMA user_version")
    if application != APPLICATION_ID and pen.number("SELECT count(*) FROM sqlite_schema"):
        raise SchemaVersionError("The file is a database of another program: name another file.")
    if version > VERSION:
        require_known(application, version)
    for number in range(version, VERSION):
        for statement in MIGRATIONS[number].split(";\n"):
            pen.do(statement)
