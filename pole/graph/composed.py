"""Wide answers composed of narrow ones: for a store that lies so near that each question costs next to nothing."""

from __future__ import annotations

from collections.abc import Sequence

from pole.graph.port import GraphReader
from pole.graph.questions import LinkWhere, PageRequest
from pole.graph.rows import TieRow
from pole.graph.wide import About, Around, Ties, ends_of, records_in
from pole.model.facts import Id


def about(reader: GraphReader, entities: Sequence[Id], most: int, where: LinkWhere) -> About:
    """As `GraphReader.about` promises."""
    mentions = reader.mentions(entities, PageRequest(most))
    return About(
        reader.entities(entities),
        mentions,
        reader.records(sorted({mention.record for mention in mentions.rows})),
        reader.relationship_counts(entities, where),
        reader.lineage(entities),
        {source.source: source.title for source in reader.sources()},
    )


def around(reader: GraphReader, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Around:
    """As `GraphReader.around` promises."""
    ties = reader.neighbours(entities, where, page)
    return Around(
        ties,
        reader.relationship_counts(entities, where),
        reader.entities(sorted({*entities, *ends_of(ties.rows)})),
        reader.records(sorted(records_in(ties.rows))),
    )


def shown(reader: GraphReader, pairs: Sequence[tuple[Id, Id]], ties: list[TieRow]) -> Ties:
    """The ties of these pairs, as `GraphReader.ties` promises."""
    ends = reader.entities(sorted({id_ for pair in pairs for id_ in pair}))
    return Ties(ties, ends, reader.records(sorted(records_in(ties))))
