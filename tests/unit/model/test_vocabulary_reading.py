"""A vocabulary file of one's own: what it may add, and how every mistake is told with its line."""

from pathlib import Path

import pytest

from pole.errors import VocabularyError
from pole.model.kind import Kind
from pole.model.vocabulary import Identifier, Vocabulary, load_vocabulary

SHIPPED = load_vocabulary()


def extended(tmp_path: Path, text: str) -> Vocabulary:
    file = tmp_path / "ours.yaml"
    file.write_text(text, encoding="utf-8")
    return SHIPPED.extended_by(file)


def refused(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(VocabularyError) as caught:
        extended(tmp_path, text)
    return caught.value.message.splitlines()


# ---------------------------------------------------------------- what a file may add


def test_an_attribute_is_added_without_touching_what_was_there(tmp_path: Path) -> None:
    ours = extended(
        tmp_path,
        """
attributes:
  shoe-size:
    label: Shoe size
    value: text
    on: [person]
    description: Size of shoe.
""",
    )
    assert "shoe-size" in ours.attributes_on("person")
    assert "shoe-size" not in ours.attributes_on("organisation")
    assert ours.attribute("shoe-size").identifier is Identifier.NO
    assert "shoe-size" not in SHIPPED.attributes


def test_a_subtype_takes_what_its_kind_takes_and_a_link_to_its_kind_fits_it(tmp_path: Path) -> None:
    ours = extended(
        tmp_path,
        """
subtypes:
  horse: {kind: OBJECT, label: Horse, plural: Horses, description: A horse.}
""",
    )
    assert ours.kind_of("horse") is Kind.OBJECT
    assert "item-type" in ours.attributes_on("horse")
    assert ours.fits("OWNER_OF", "person", "horse")


def test_a_link_type_with_standing_takes_standing_at_once(tmp_path: Path) -> None:
    ours = extended(
        tmp_path,
        """
links:
  CAUTIONED_IN:
    {label: cautioned in, inverse: caution of, start: [person], end: [interview], standing: yes, description: D.}
""",
    )
    assert "standing" in ours.attributes_on("CAUTIONED_IN")


def test_a_warning_joins_the_codes_of_the_warning_attribute(tmp_path: Path) -> None:
    ours = extended(
        tmp_path,
        """
warnings:
  tall-fence: {label: Tall fence, class: INFORMATION, urgency: 8, on: [LOCATION], description: Hard to get in.}
""",
    )
    assert ours.scheme("warning").labels()["tall-fence"] == "Tall fence"


def test_a_code_list_is_replaced_whole_when_the_file_says_so(tmp_path: Path) -> None:
    ours = extended(
        tmp_path,
        """
schemes:
  gender:
    replaces: yes
    label: Gender
    description: Ours.
    citation: Our own form
    verified: yes
    codes: {F: Female, NO: Not asked, "01": Old code}
""",
    )
    assert ours.scheme("gender").labels() == {"F": "Female", "NO": "Not asked", "01": "Old code"}
    assert ours.scheme("gender").verified


def test_files_build_on_one_another_in_the_order_given(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("subtypes: {horse: {kind: OBJECT, label: Horse, plural: Horses, description: A horse.}}")
    second.write_text("attributes: {hands: {label: Hands, value: quantity, on: [horse], description: Its height.}}")
    assert "hands" in load_vocabulary([first, second]).attributes_on("horse")
    with pytest.raises(VocabularyError, match=r"second\.yaml:1: hands: `on` horse is no kind, subtype or link type"):
        load_vocabulary([second, first])


def test_an_empty_file_adds_nothing(tmp_path: Path) -> None:
    assert extended(tmp_path, "# nothing yet\n") == SHIPPED


# ---------------------------------------------------------------- mistakes, with their line


def test_a_wrong_key_is_told_with_its_line(tmp_path: Path) -> None:
    told = refused(
        tmp_path,
        """attributes:
  shoe-size:
    label: Shoe size
    value: text
    onn: [person]
    description: Size of shoe.
""",
    )
    assert told == [
        "ours.yaml:2: attributes → shoe-size → on: Field required",
        "ours.yaml:5: attributes → shoe-size → onn: Extra inputs are not permitted",
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = refused(
        tmp_path,
        """attributes:
  shoe-size: {label: Shoe size, value: shoe, on: [person], description: Size.}
  gait: {label: Gait, value: code, on: [persons], description: How one walks.}
links:
  SITS_ON: {label: sits on, inverse: under, start: [person], end: [chair], description: Sits.}
""",
    )
    assert [line.split(": ", 2)[:2] for line in told] == [
        ["ours.yaml:2", "shoe-size"],
        ["ours.yaml:3", "gait"],
        ["ours.yaml:3", "gait"],
        ["ours.yaml:5", "SITS_ON"],
    ]
    assert "value shoe is no value type; there are account," in told[0]
    assert "`on` persons is no kind, subtype or link type" in told[1]
    assert "a coded value needs a scheme" in told[2]
    assert "end chair is no kind or subtype" in told[3]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("attributes: {born: {label: B, value: date, on: [person], description: D.}}", "born: the name is taken"),
        ("subtypes: {Horse: {kind: OBJECT, label: H, plural: Hs, description: D.}}", "should match pattern"),
        ("subtypes: {horse: {kind: Objekt, label: H, plural: Hs, description: D.}}", "'PERSON', 'OBJECT'"),
        ("links: {SAME: {label: a, inverse: b, start: [person], end: [person], description: D.}}", "reserved"),
        ("links: {knows_of: {label: a, inverse: b, start: [person], end: [person], description: D.}}", "pattern"),
        ("schemes: {standing: {label: a, description: b, citation: c, verified: no, codes: {A: a}}}", "itself"),
        (
            "schemes: {x: {replaces: yes, label: a, description: b, citation: c, verified: no, codes: {A: a}}}",
            "nothing",
        ),
        ("schemes: {x: {label: a, description: b, verified: no, codes: {A: a}}}", "citation: Field required"),
        ("schemes: {x: {label: a, description: b, citation: c, codes: {A: a}}}", "verified: Field required"),
        ("schemes: {x: {label: a, description: b, citation: c, verified: no, codes: {A: one, B: One}}}", "'one' means"),
        (
            "schemes: {x: {label: a, description: b, citation: c, verified: no, "
            "codes: {A: {label: one, from: 2020-01-01, to: 2019-01-01}}}}",
            "before it begins",
        ),
        (
            "warnings: {w: {label: W, class: STATUS, urgency: 1, on: [EVENT], description: D., "
            "travels: {over: LIVES_AT, to: LOCATION, while-current: yes}}}",
            "does not lead from EVENT to LOCATION",
        ),
        (
            "warnings: {w: {label: W, class: STATUS, urgency: 0, on: [PERSON], description: D.}}",
            "greater than or equal",
        ),
        ("links:\n  - KNOWS", "valid dictionary"),
        ("attributes: {a: {label: A, value: text, on: [person], description: }}", "description: Input should be"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(tmp_path: Path, entry: str, fault: str) -> None:
    told = refused(tmp_path, entry)
    assert all(line.startswith("ours.yaml:") for line in told)
    assert fault in "\n".join(told)


@pytest.mark.parametrize(
    ("conditions", "fault"),
    [
        ("borne-by: [CONVICTED], otherwise: SUSPECT_IN", "`borne-by` needs `standing: yes`"),
        ("standing: yes, borne-by: [CONVICTED]", "go together"),
        ("minimum-age: 10", "go together"),
        ("standing: yes, borne-by: [CONVICTED], otherwise: OFFENDER_IN", "cannot lend"),
        ("minimum-age: 10, underage: SUSPECT_IN", "cannot lend"),
        ("minimum-age: 10, underage: CHILD_IN", "no link type"),
    ],
)
def test_words_are_lent_only_by_types_that_have_them_without_condition(
    tmp_path: Path, conditions: str, fault: str
) -> None:
    entry = f"{{label: a, inverse: b, start: [person], end: [EVENT], description: D., {conditions}}}"
    assert fault in "\n".join(refused(tmp_path, f"links: {{THIEF_IN: {entry}}}"))


def test_a_key_written_twice_is_told_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "subtypes: {}\nlinks: {}\nsubtypes: {}\n") == [
        "ours.yaml:3: subtypes is here twice; the first would be lost."
    ]


def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "subtypes:\n  horse: a: b\n")[0].startswith("ours.yaml:2: this is not YAML: ")


def test_anchors_are_not_taken_so_no_file_can_grow_or_turn_in_a_circle(tmp_path: Path) -> None:
    assert "anchors and aliases are not taken" in refused(tmp_path, "subtypes: {}\nlinks: &a {}\nattributes: *a\n")[0]


def test_a_file_that_is_away_or_no_text_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"ours\.yaml: cannot be read"):
        load_vocabulary([tmp_path / "ours.yaml"])
    (tmp_path / "latin.yaml").write_bytes(b"subtypes: {caf\xe9: {}}")
    with pytest.raises(VocabularyError, match=r"latin\.yaml: cannot be read as UTF-8"):
        load_vocabulary([tmp_path / "latin.yaml"])
