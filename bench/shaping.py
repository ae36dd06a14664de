"""Statements shaped a second on one core, as in production: a batch stays resident and the collector is paused inside it.

Named in the same run, because figures of one machine say little of another: `csv.DictReader` over the same file, which
understands nothing of what it reads, and the bare making of a `Statement`, the least that shaping one can cost.

    python -m bench.shaping [ROWS]
"""

from __future__ import annotations

import csv
import gc
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from pole.formats.opening import open_writer
from pole.formats.rows import RawRow
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import CompiledRecord, CompiledSource, ShapeContext, compile_mapping
from pole.model.facts import ShapedRow, Statement
from pole.model.values.check_letter import check_letter
from pole.model.vocabulary import load_vocabulary

BATCH = 5_000

MAPPING = """
source: bench
title: People named in crimes
format: {kind: delimited, delimiter: "|", absent: ["", "NULL"]}
markings: {ordinary: {classification: OFFICIAL}}
marking: ordinary
records:
  person:
    file: person.txt
    key: [CRIME_NO, SEQ]
    received: {column: LAST_UPD, format: "DD-MON-YYYY HH24:MI"}
    verb: {column: ACTION, put: [I, U], delete: [D]}
    parent: {record: person, key: [CRIME_NO, SEQ]}
    mentions:
      crime: {is: event/crime, keys: {bench-crime: reference}, attributes: {reference: CRIME_NO}}
      person:
        is: {column: PERSON_TYPE, map: {P: person/person, O: person/organisation}, otherwise: person/person}
        when: NOMINAL_NO
        keys: {bench-nominal: source-number}
        attributes:
          source-number: NOMINAL_NO
          name: {parts: {title: TITLE, given: FORENAME1, middle: FORENAME2, surname: SURNAME}}
          nickname: NICKNAME
          born: {column: DOB, format: DD-MON-YYYY}
          sex: SEX
          ethnicity-self: {column: ETH_SELF, basis: SELF_DEFINED}
          ethnicity-observed: {column: ETH_OBS, basis: OBSERVED}
          religion: {column: RELIGION, blank: keep, map: {CHR: christian, MUS: muslim, NON: none, UNK: UNKNOWN}}
          occupation: OCCUPATION
          vulnerability: {split: VULNERABILITY, by: ";"}
          pnc: PNC_ID
          warning:
            split: WARNINGS
            by: ";"
            map: {VI: violent, WE: weapons, DR: drugs}
            from: {column: WARN_FROM, format: DD-MON-YYYY}
            note: WARN_TEXT
      home:
        is: location/address
        when: ADDR_STREET
        attributes:
          address: {parts: {number: ADDR_NO, street: ADDR_STREET, town: ADDR_TOWN, postcode: ADDR_PCODE}}
      home-postcode: {is: location/postcode, when: ADDR_PCODE, attributes: {postcode: ADDR_PCODE}}
      phone: {is: object/phone-number, when: PHONE, attributes: {phone: PHONE}}
    links:
      - type: {column: ROLE, map: {VICT: VICTIM_OF, SUSP: SUSPECT_IN, WITN: WITNESS_TO}, otherwise: quarantine}
        from: person
        to: crime
        standing: {column: STANDING, map: {SUS: SUSPECTED, CHG: CHARGED}, otherwise: UNKNOWN}
        attributes: {injury: {column: INJURY, when: {column: ROLE, in: [VICT]}}, age-at-event: AGE}
      - {type: LIVES_AT, from: person, to: home, life: 400d, when: {column: PERSON_TYPE, in: [P]}}
      - {type: IN_POSTCODE, from: home, to: home-postcode}
      - {type: USES_PHONE, from: person, to: phone, life: 400d}
"""

GIVEN = """Alun Bethan Callum Deepa Ewan Farah Gareth Hannah Imran Jade Kofi Lowri Mirza Niamh Owen Priya Rhys
Sian""".split()  # noqa: SIM905 - words read better
SURNAMES = """Abara Bowdler Chaudhry Dunmore Ellery Fothergill Gwilliam Harcombe Iqbal Jellicoe Kestrel
Lathwell""".split()  # noqa: SIM905
STREETS = ["Alder", "Beech", "Cedar", "Damson", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Laurel", "Maple"]
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
JOBS = ["carpenter", "nurse", "driver", "pupil", "retired", "student", "chef", "", "", ""]


def people(rows: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Invented people; a third of them occur again, and about a third of the fields are blank, as in real extracts."""
    draw = random.Random(seed)
    seen: list[dict[str, str]] = []
    for number in range(rows):
        again = draw.choice(seen) if seen and draw.random() < 0.33 else None
        person = again or _person(draw, number)
        if again is None and len(seen) < 20_000:
            seen.append(person)
        role = draw.choice(["VICT", "VICT", "SUSP", "WITN"])
        yield person | {
            "CRIME_NO": f"20AB/{draw.randrange(rows // 2 + 1)}/24",
            "SEQ": str(number % 4),
            "ACTION": "I",
            "ROLE": role,
            "STANDING": "SUS" if role == "SUSP" else "",
            "INJURY": draw.choice(["", "minor", "none"]) if role == "VICT" else "",
            "LAST_UPD": f"{draw.randrange(1, 29):02d}-{draw.choice(MONTHS)}-2024 {draw.randrange(24):02d}:{draw.randrange(60):02d}",
        }


def _person(draw: random.Random, number: int) -> dict[str, str]:
    street = (
        f"{draw.choice(STREETS)}{draw.choice(['ton', 'wood', 'field', ''])} {draw.choice(['Road', 'Street', 'Lane'])}"
    )
    day = f"{draw.randrange(1, 29):02d}-{draw.choice(MONTHS)}-{draw.randrange(1940, 2010)}"
    serial = f"{draw.randrange(70, 99)}{draw.randrange(1, 9_999_999):07d}"
    warned = draw.random() < 0.08
    return {
        "PERSON_TYPE": "P",
        "NOMINAL_NO": f"N{number:07d}",
        "TITLE": draw.choice(["MR", "MS", "", ""]),
        "FORENAME1": draw.choice(GIVEN).upper(),
        "FORENAME2": draw.choice([*GIVEN, *[""] * 18]).upper(),
        "SURNAME": f"{draw.choice(SURNAMES)}{draw.choice(['', '', 'son', '-Hale'])}".upper(),
        "NICKNAME": draw.choice(["", "", "", "", "Smiler"]),
        "DOB": day,
        "SEX": draw.choice("MF"),
        "ETH_SELF": draw.choice(["W1", "A2", "B1", "M3", ""]),
        "ETH_OBS": draw.choice(["1", "3", "4", ""]),
        "RELIGION": draw.choice(["CHR", "MUS", "NON", "UNK", "", ""]),
        "OCCUPATION": draw.choice(JOBS),
        "VULNERABILITY": draw.choice(["", "", "", "", "elderly;lives alone"]),
        "PNC_ID": f"19{serial[:2]}/{serial[2:]}{check_letter(serial)}" if draw.random() < 0.3 else "",
        "WARNINGS": draw.choice(["VI", "VI;WE", "DR"]) if warned else "",
        "WARN_FROM": day if warned else "",
        "WARN_TEXT": "seen with a knife in hand" if warned else "",
        "ADDR_NO": str(draw.randrange(1, 240)),
        "ADDR_STREET": street.upper(),
        "ADDR_TOWN": "MILLBROUGH",
        "ADDR_PCODE": f"CV{draw.randrange(1, 20)} {draw.randrange(1, 9)}{draw.choice('ABDEF')}{draw.choice('GHJLN')}",
        "PHONE": f"07700 9{draw.randrange(100_000):05d}" if draw.random() < 0.6 else "",
        "AGE": str(draw.randrange(16, 80)),
    }


def write(path: Path, source: CompiledSource, rows: int) -> None:
    """The people as the mapping reads them."""
    record = source.records["person"]
    with open_writer(record.layout, path, record.columns) as writer:
        for person in people(rows):
            writer.write([person[column] for column in record.columns])


def shape(record: CompiledRecord, path: Path) -> tuple[int, int, float]:
    """Rows, statements and seconds of processor time, reading the file included."""
    context = ShapeContext(path.name, "2024-04-01T00:00:00Z")
    rows = statements = 0
    spent = 0.0
    reading = (row for row in record.open(path).rows() if isinstance(row, RawRow))
    while True:
        gc.collect()
        gc.disable()
        begun = process_time()
        batch = [record.shape(row, context) for row in islice(reading, BATCH)]
        spent += process_time() - begun
        gc.enable()
        if not batch:
            return rows, statements, spent
        rows += len(batch)
        statements += sum(map(_statements, [row for row in batch if isinstance(row, ShapedRow)]))


def _statements(row: ShapedRow) -> int:
    mentions = sum(len(mention.statements) for facet in row.facets for mention in facet.mentions)
    return mentions + sum(len(link.statements) for facet in row.facets for link in facet.links)


def _bare_statement(times: int = 200_000) -> float:
    begun = process_time()
    for _ in range(times):
        Statement("name", "SURNAME", "HARCOMBE", "Harcombe")
    return (process_time() - begun) / times


def main() -> None:
    """Print the figures of one run."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    vocabulary = load_vocabulary()
    source = compile_mapping(load_mapping(MAPPING, vocabulary, file="bench"), vocabulary)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "person.txt"
        write(path, source, rows)
        begun = process_time()
        with path.open(newline="") as file:
            read = sum(1 for _ in csv.DictReader(file, delimiter="|"))
        rival = process_time() - begun
        shaped, statements, seconds = shape(source.records["person"], path)
    assert read == shaped == rows
    statement = _bare_statement()
    print(f"{shaped} rows, {statements / shaped:.1f} statements a row")
    print(f"shaped: {statements / seconds:,.0f} statements/s, {shaped / seconds:,.0f} rows/s")
    print(f"csv.DictReader alone: {rows / rival:,.0f} rows/s; shaping takes {seconds / rival:.1f} times as long")
    print(
        f"making a bare Statement: {1 / statement:,.0f}/s; shaping one costs {seconds / statements / statement:.1f} of them"
    )


if __name__ == "__main__":
    main()
