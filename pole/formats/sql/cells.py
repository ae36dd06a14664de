"""What a database holds in one place, as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID


def text_of(cell: object) -> str | None:
    """NULL is blank, dates are ISO 8601, numbers are written out; None for what is no text, such as a picture."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return format(cell, "f")
        case datetime():
            return cell.isoformat(" ")
        case int() | float() | UUID():
            return str(cell)
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return None
