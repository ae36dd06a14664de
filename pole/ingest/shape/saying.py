"""What rows of one record say under one marking, and which marking a row has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from pole.ingest.mapping.reading import Mapping
from pole.ingest.mapping.spec import RecordSpec
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.layers import Layers
from pole.ingest.shape.links import Tie, Tied, compile_link, link_names
from pole.ingest.shape.mentions import Field, Made, Make, compile_mention
from pole.ingest.shape.merges import merge_marking
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import Cell
from pole.model.marking import Marking
from pole.model.vocabulary import Vocabulary


class Saying:
    """The mentions and links of a record whose marking is settled, as functions of a row.

    A record whose marking hangs on a code is compiled once for each marking that the mapping declares for it, so that every
    row is as fast, and as closed, as if its marking had been written down.
    """

    def __init__(self, mapping: Mapping, spec: RecordSpec, columns: Columns, vocabulary: Vocabulary) -> None:
        markings = mapping.markings
        self.layers = Layers(_markings_of(mapping, spec))
        self.fields: list[Field] = []
        self._makers: list[Make] = []
        for name, mention in mapping.spec.mentions_of(spec).items():
            make, fields = compile_mention(name, mention.graded(spec.grade), spec, markings, columns, vocabulary)
            self._makers.append(make)
            self.fields += fields
        self._tiers: list[Tie] = []
        for name, link in zip(link_names(spec), spec.links, strict=True):
            tie, fields = compile_link(name, link.graded(spec.grade), spec, markings, self.layers, columns, vocabulary)
            self._tiers.append(tie)
            self.fields += fields

    def say(self, values: Values, cells: list[Cell]) -> tuple[Collection[Made], list[Tied]]:
        """What a row mentions and how that is tied; how its fields came out is added to `cells`."""
        made: dict[str, Made] = {}
        tied: list[Tied] = []
        for make in self._makers:
            mention, told = make(values)
            cells += told
            if mention is not None:
                made[mention[0]] = mention
        for tie in self._tiers:
            ties, told = tie(values, made)
            cells += told
            tied += ties
        return made.values(), tied


def compile_saying(spec: RecordSpec, sayings: Sequence[Saying], columns: Columns) -> Callable[[Values], Saying]:
    """Which of the sayings, one for each marking in the order of `RecordSpec.in_each_marking`, is a row's.

    Raises Hold for a code that the mapping sends to quarantine: nobody may see a row of which nobody knows who may see it.
    """
    choice = spec.marking
    if choice is None or choice.name is not None:
        (only,) = sayings
        return lambda values: only
    by_name = dict(zip(choice.names(), sayings, strict=True))
    known = {code: by_name[name] for code, name in (choice.map or {}).items()}
    other = by_name.get(choice.otherwise or "")
    pick, absent, field = columns.picker(choice.columns), columns.absent, "+".join(choice.columns)

    def saying_of(values: Values) -> Saying:
        code = " ".join([text for text in map(str.strip, pick(values)) if text and text not in absent])
        found = known.get(code, other)
        if found is None:
            raise Hold(
                field,
                f"no marking is declared for {code[:40]!r}",
                f"Declared are {', '.join(known)}. Agree with the owner who may see such rows, and add the code to `marking`.",
            )
        return found

    return saying_of


def _markings_of(mapping: Mapping, spec: RecordSpec) -> Sequence[Marking]:
    """Every marking that something of the record has."""
    markings = mapping.markings
    found = [markings.of_record(spec), markings.raw]
    for mention in mapping.spec.mentions_of(spec).values():
        found += [markings.of_attribute(spec, mention, one) for specs in mention.attributes.values() for one in specs]
    for link in spec.links:
        found.append(markings.of_link(spec, link))
        found += [markings.of_link_attribute(spec, link, one) for specs in link.attributes.values() for one in specs]
    if spec.merge is not None:
        found.append(merge_marking(mapping, spec, spec.merge))
    return found
