"""Find by identifier, in any spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.errors import UsageError
from pole.model.facts import Id
from pole.model.values import value_type
from pole.model.values.outcome import Absent, Cleaned, Rejected
from pole.model.vocabulary import Identifier
from pole.service.answers.found import Matches, RestrictedView
from pole.service.matches import Ranked, matches


class Understood(NamedTuple):
    """An identifier as it was read."""

    scheme: str
    value: str

    @property
    def key(self) -> str:
        """The look-up text."""
        return f"{self.scheme}|{self.value}"


def by_identifier(inquiry: Inquiry, scheme: str, value: str, first: int = 20, after: str | None = None) -> Matches:
    """Everyone and everything held under an identifier, in any spelling; several holders are possible.

    Raises UsageError, with the reason and near misses, for a text that is no identifier of that scheme.
    """
    understood = understand(inquiry, scheme, value)
    groups = [group for _, group in inquiry.graph.by_identifier([understood.key])]
    because = (f"{_label(inquiry, understood.scheme)} {understood.value}",)
    ranked = [Ranked(1.0, group, because) for group in sorted(groups)]
    page = matches(inquiry, f"identifier:{understood.key}", ranked, first, after)
    return Matches(
        page.edges, page.total, page.more, restricted(inquiry, [understood.key], seen=bool(groups)), understood.value
    )


def identify(inquiry: Inquiry, value: str) -> list[tuple[Understood, list[Id]]]:
    """What a text of unknown scheme may be: each scheme that accepts it and the groups that hold it."""
    readings = list(dict.fromkeys(_readings(inquiry, value)))
    held = defaultdict[str, list[Id]](list)
    for key, group in inquiry.graph.by_identifier([r.key for r in readings]):
        held[key].append(group)
    return [(reading, held[reading.key]) for reading in readings]


def understand(inquiry: Inquiry, scheme: str, value: str) -> Understood:
    """An identifier normalised. A scheme that is no attribute of the vocabulary is a source's own numbering.

    Schemes are written small, so capitals and space around make no other scheme of it.
    """
    scheme = scheme.strip().casefold()
    attribute = inquiry.vocabulary.attributes.get(scheme)
    if attribute is not None and attribute.identifier is Identifier.NO:
        raise UsageError(f"{scheme!r} is no identifier; use one of {_known(inquiry)}, or a source's own scheme.")
    type_ = value_type(attribute.value if attribute else "identifier")
    match type_.clean(value):
        case Cleaned(value=cleaned):
            return Understood(scheme, type_.key(cleaned))
        case Rejected(reason=reason, suggestions=suggestions):
            near = f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""
            raise UsageError(f"This is no {_label(inquiry, scheme)}: {reason}.{near}")
        case Absent():
            raise UsageError(f"A {_label(inquiry, scheme)} is needed, and this says nothing.")


def taken_for_own(inquiry: Inquiry, scheme: str) -> str | None:
    """That a scheme was taken for a source's own numbering, in words for whom it found nothing; None for a known one."""
    if scheme.strip().casefold() in inquiry.vocabulary.attributes:
        return None
    return f"{scheme!r} was taken for a source's own numbering. Other schemes: {_known(inquiry)}."


def _known(inquiry: Inquiry) -> str:
    return ", ".join(
        sorted(a.name for a in inquiry.vocabulary.attributes.values() if a.identifier is not Identifier.NO)
    )


def restricted(inquiry: Inquiry, keys: Sequence[str], *, seen: bool) -> tuple[RestrictedView, ...]:
    """Whom to ask, where something is held under one of these keys that may only be known to exist.

    Where nothing is `seen` under them it was a guess, and counts as one. Raises TooManyGuessesError.
    """
    if keys and not seen:
        inquiry.guess()
    hinted = {c for _, vis in inquiry.existence(list(keys)) for c in inquiry.hinted.get(vis, ())}
    return tuple(RestrictedView(owner, contact) for owner, contact in sorted({(c.owner, c.contact) for c in hinted}))


def _readings(inquiry: Inquiry, value: str) -> Iterable[Understood]:
    for attribute in inquiry.vocabulary.attributes.values():
        if attribute.identifier is not Identifier.NO:
            type_ = value_type(attribute.value)
            outcome = type_.clean(value)
            if isinstance(outcome, Cleaned):
                yield Understood(attribute.name, type_.key(outcome.value))


def _label(inquiry: Inquiry, scheme: str) -> str:
    attribute = inquiry.vocabulary.attributes.get(scheme)
    return attribute.label if attribute else scheme
