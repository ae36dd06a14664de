"""Record types: files, columns, verbs, parents, origins, merges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pole.errors import ValueTypeError
from pole.formats.describing import column_fault, columns_of_type
from pole.formats.sql.description import Sql
from pole.formats.types import of_sort
from pole.ingest.mapping.checks.scene import Fault, Scene
from pole.ingest.mapping.filenames import EXTRACT, FILE, LINE, MODE, file_columns
from pole.ingest.mapping.merging import merged_attribute, merged_subtype
from pole.ingest.mapping.problems import expected
from pole.ingest.mapping.spec import DateColumn, RowKey
from pole.ingest.mapping.using import uses_in
from pole.model.sheet import Place
from pole.model.values import value_type


def record_faults(scene: Scene) -> Iterator[Fault]:
    """What is wrong with a record apart from its mentions and links."""
    yield from _file_faults(scene)
    yield from _type_faults(scene)
    yield from _column_faults(scene)
    yield from _verb_faults(scene)
    yield from _parent_faults(scene)
    yield from _merge_faults(scene)
    record = scene.record
    if record.received is not None:
        yield from date_faults(record.received, (*scene.place, "received"))
    if not record.mentions and record.merge is None:
        yield scene.place, "a record needs `mentions`, unless it has `merge`."


def date_faults(date: DateColumn, place: Place) -> Iterator[Fault]:
    """A date format that cannot be read."""
    try:
        value_type("date", date.format)
    except ValueTypeError as error:
        yield (*place, "format"), error.message


def _file_faults(scene: Scene) -> Iterator[Fault]:
    place, record = (*scene.place, "file"), scene.record
    yield from _name_faults(scene, place)
    if "{mode}" in record.file and record.mode is not None:
        yield (*scene.place, "mode"), "the file name says the mode already; leave `mode` out."
    yield from _twice_told(scene)
    spec = scene.spec
    apart = isinstance(spec.format, Sql)
    read = (record.file, apart or spec.type_of(scene.name))
    twins = [name for name, other in spec.records.items() if (other.file, apart or spec.type_of(name)) == read]
    if twins[0] != scene.name:
        yield (
            place,
            f"record {twins[0]} has files of the same name{' and reads the same type' if read[1] and not apart else ''}.",
        )
    if apart and (
        EXTRACT not in record.file or set(file_columns(record.file)) - {FILE, LINE, MODE, EXTRACT} or "*" in record.file
    ):
        yield place, f"these files are made here, so the name needs {EXTRACT}, may have {MODE}, and no other part."


def _twice_told(scene: Scene) -> Iterator[Fault]:
    """Number or mode said by the files, and by the record too."""
    extract, record = scene.spec.extract, scene.record
    if extract is not None and extract.number is not None and EXTRACT in record.file:
        yield (*scene.place, "file"), f"`extract` says where the number is already; leave {EXTRACT} out."
    if extract is not None and extract.mode is not None and (MODE in record.file or record.mode is not None):
        yield (
            (*scene.place, "file" if MODE in record.file else "mode"),
            "`extract` says the mode already; leave it out here.",
        )


def _type_faults(scene: Scene) -> Iterator[Fault]:
    record, types = scene.record, of_sort(scene.spec.format.types, "row")
    if not types:
        if record.type is not None:
            yield (*scene.place, "type"), "the `format` has no `types`, so leave `type` out."
        return
    if scene.spec.type_of(scene.name) not in types:
        place = (*scene.place, "type") if record.type is not None else scene.place
        yield place, expected(scene.spec.type_of(scene.name), "type of row in `format`", types)
    if record.columns is not None:
        yield (*scene.place, "columns"), "the types in `format` have the columns; leave `columns` out."


def _name_faults(scene: Scene, place: Place) -> Iterator[Fault]:
    name = rest = scene.record.file
    extract = scene.spec.extract
    used = {column for _, column in uses_in(scene.spec, scene.record)} | {MODE, EXTRACT}
    used |= {extract.mode.column} if extract is not None and extract.mode is not None else set()
    for part in sorted(file_columns(name)):
        rest = rest.replace(part, "")
        if name.count(part) > 1:
            yield place, f"{part} is here twice."
        if part in name and part not in used:
            yield (
                place,
                f"a file name has {MODE}, {EXTRACT}, * and parts that the record uses as columns: {part} is none.",
            )
    if FILE in name or LINE in name:
        yield place, f"{FILE} and {LINE} are columns of every row: call a part of the name something else."
    if "{" in rest or "}" in rest:
        yield place, "a part of a file name is one word in small letters and braces, such as {force}."


def _column_faults(scene: Scene) -> Iterator[Fault]:
    layout, type_ = scene.spec.format, scene.spec.type_of(scene.name)
    if type_ and type_ not in of_sort(layout.types, "row"):
        return  # that has been told
    declared = columns_of_type(layout, type_) if type_ else scene.record.columns or layout.declared
    if declared is None and layout.needs_columns:
        yield scene.place, "the files have no header, so `columns` must name their columns."
    for name, times in Counter(declared or ()).items():
        if times > 1:
            yield (*scene.place, "columns"), f"{name} is here {times} times."
    of_the_file = file_columns(scene.record.file)
    for relative, name in uses_in(scene.spec, scene.record):
        place = _placed(scene, relative)
        if declared is not None and name not in declared and name not in of_the_file:
            yield place, expected(name, "column", declared)
        why = column_fault(layout, type_, name) if name not in of_the_file else None
        if why is not None:
            yield place, why
        if name in scene.spec.no_load:
            yield place, f"{name} is never to be loaded (`no-load`)."


def _placed(scene: Scene, place: Place) -> Place:
    if place[0] == "mentions" and isinstance(place[1], str):
        return scene.mention_place(place[1], *place[2:])
    return (*scene.place, *place)


def _verb_faults(scene: Scene) -> Iterator[Fault]:
    verb, place = scene.record.verb, (*scene.place, "verb")
    if verb is None:
        return
    for code, times in Counter(verb.codes()).items():
        if times > 1:
            yield place, f"code {code!r} asks for more than one thing."
    if not verb.codes():
        yield place, "no code is named: say which ask for put, delete, dispose or merge."
    if (verb.merge or verb.unmerge) and scene.record.merge is None:
        yield (*place, "merge"), "`verb.merge` needs `merge` beside it: which numbers are one."
    if verb.unmerge and not scene.record.mentions:
        yield (*place, "unmerge"), "a record that holds nothing but merges takes one back by `delete`."


def _parent_faults(scene: Scene) -> Iterator[Fault]:
    parent, place = scene.record.parent, (*scene.place, "parent")
    if parent is not None:
        yield from _key_of_other(scene, parent.record, parent.key, place)
    for number, made in enumerate(scene.record.made_from):
        if made.source in (None, scene.spec.source):
            yield from _key_of_other(scene, made.record, made.key, (*scene.place, "made-from", number))


def _key_of_other(scene: Scene, name: str, key: RowKey, place: Place) -> Iterator[Fault]:
    other = scene.spec.records.get(name)
    if other is None:
        yield (*place, "record"), expected(name, "record", scene.spec.records)
    elif len(other.key.columns) != len(key.columns):
        columns = other.key.columns
        yield (
            (*place, "key"),
            f"the key of {name} has {len(columns)} columns ({', '.join(columns)}); these are {len(key.columns)}.",
        )
    elif other.key.with_ != key.with_:
        yield (*place, "key"), f"the key of {name} is written with {other.key.with_ or '|'!r} between: say the same."


def _merge_faults(scene: Scene) -> Iterator[Fault]:
    merge, place = scene.record.merge, (*scene.place, "merge")
    if merge is None:
        return
    if scene.record.verb is not None and not scene.record.verb.merge:
        yield place, "no code of the verb asks for a merge: say `verb.merge`."
    if merged_attribute(scene.spec, merge) is None:
        known = {scheme for m in _all_mentions(scene) for scheme, key in m if key == 1}
        yield (*place, "scheme"), expected(merge.scheme, "key of one attribute in this mapping", known)
    elif merged_subtype(scene.spec, merge, scene.vocabulary) is None:
        yield (*place, "kind"), expected(merge.kind, "kind/subtype that bears this key", _named_subtypes(scene))


def _all_mentions(scene: Scene) -> Iterator[list[tuple[str, int]]]:
    for record in scene.spec.records.values():
        for mention in scene.spec.mentions_of(record).values():
            yield [(scheme, len(key.of)) for scheme, key in mention.keys.items()]


def _named_subtypes(scene: Scene) -> list[str]:
    return [f"{subtype.kind.lower()}/{name}" for name, subtype in scene.vocabulary.subtypes.items()]
