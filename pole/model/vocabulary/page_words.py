"""What the reference page says between its tables."""

from __future__ import annotations

INTRODUCTION = """\
# Vocabulary

What records may say: sorts of things, what is stated of them, how they are related, warnings and code lists. It is data
(`pole/model/vocabulary/*.yaml`), and this page is made from it: `python -m pole.model.vocabulary` prints it.

- [Subtypes](#subtypes)
- [Attributes](#attributes)
- [Link types](#link-types)
- [Warnings](#warnings)
- [Code lists](#code-lists)
- [Add your own](#add-your-own)
"""

ATTRIBUTES = """\
## Attributes

Everything that can be stated of a thing or a link. *Value* is the value type that cleans and compares it; for a coded
value, the code list. *Identifier*: **key**, equal values name one thing; **strong**, the same unless another strong
identifier contradicts it, and two different ones contradict each other; **look-up**, found when asked for and never
joining, unless a mapping makes a key of it. *Changed*: what a changed value means where the mapping does not say:
**history**, the old one stays as former; **correction**, the old one never was. In the column without a name, *1* marks
what a thing has one of at a time, so that two current values are a conflict; *s* what text search finds; *c* what a
search can ask for by name (surname, colour).
"""

LINKS = """\
## Link types

How things are related. A type reads from start to end, and from end to start in the words after the stroke. The role
of an end stands beside it; where a type lists further roles, a mapping may give one of them to the start instead.
*Connects* says whether paths, networks and measures follow it: **administrative** (ties of duty) and **containment**
(a place in a larger one) are left out unless asked for. *Standing* marks ties that carry what the criminal process
says of the person: reported, suspected, arrested, charged, out of court, convicted, acquitted, no further action,
eliminated, unknown. It comes from source records only.
"""

WARNINGS = """\
## Warnings

A warning is a statement of the attribute `warning` with one of these as its value, the source's own words beside it,
and its begin, end and review dates. Most urgent first. One that travels is reached over visible links when asked for;
it is never copied, so it moves and ends with them.
"""

SCHEMES = """\
## Code lists

Codes are kept as received; a code that is not in the list is reported, not guessed. *Also* are other spellings that
mean the code. A list that is **not verified** was not taken from its owner's own text: have it confirmed, and correct
it with `replaces: yes`, before anybody relies on it. Two more lists are made from this page: `warning` and `standing`.
"""

EXTENSION = """\
attributes:
  shoe-size:
    label: Shoe size
    value: text
    on: [person, unidentified-person]
    searchable: yes
    description: Size of shoe as stated, or as judged from a mark.
schemes:
  gender:
    replaces: yes
    label: Gender
    description: The list of our own custody form.
    citation: Custody form, edition of 2026
    verified: yes
    codes:
      F: Female
      M: {label: Male, also: [Man]}
      X: {label: Unspecified, from: "2026-04-01"}
"""

EXTENDING = f"""\
## Add your own

A file named in the settings adds subtypes, attributes, link types, warnings and code lists; nothing has to be loaded
again. It is written like the files that ship with the program, any section may be missing, and every mistake is told
with its line. A name that is taken is refused; only a code list or a warning may take the place of one, by
`replaces: yes`. All text is text: `yes` as a code stays `yes` and `01` stays `01`.

```yaml
{EXTENSION}```
"""

KEYS = (
    ("`subtypes`", "`kind`, `label`, `plural`, `description`"),
    (
        "`attributes`",
        "`label`, `value`, `on`, `description`; `scheme` (with `value: code`), `identifier` (no), `single` (no), "
        "`searchable` (no: its words are not found), `criterion` (no: a search cannot ask for it by name), `caption` (0 to "
        "100: how good a short name it is), `former` (history). `on` takes kinds, "
        "subtypes and link types; `LINK` is every link type, `STANDING_LINK` every one that carries a standing",
    ),
    (
        "`links`",
        "`label`, `inverse`, `start`, `end`, `description`; `start-role`, `end-role`, `roles` (name: description, or "
        "`{label, other, description}`), `connects` (yes), `standing` (no), `borne-by` with `otherwise`, `minimum-age` "
        "with `underage`, `address-basis` (no)",
    ),
    (
        "`warnings`",
        "`label`, `class`, `urgency` (1 to 9), `on`, `description`; `travels` (`{over, to, while-current}`), "
        "`replaces` (no)",
    ),
    (
        "`schemes`",
        "`label`, `description`, `citation`, `verified`, `codes` (code: label, or `{label, also, from, to}`); "
        "`replaces` (no)",
    ),
)
"""What an entry of each section says; a value in brackets is what holds where nothing is said."""
