"""The vocabulary that ships: what it must hold, and what it promises to those who build on it."""

import functools

import pytest

from pole.errors import VocabularyError
from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.model.values import Absent, Cleaned, Rejected, value_type
from pole.model.vocabulary import Connects, Former, Identifier, Vocabulary, WarningClass, load_vocabulary


@functools.cache
def shipped() -> Vocabulary:
    return load_vocabulary()


# ---------------------------------------------------------------- subtypes


def test_every_subtype_of_the_design_is_there_under_its_kind() -> None:
    expected = {
        Kind.PERSON: "person unidentified-person post-holder organisation group",
        Kind.OBJECT: "vehicle phone-number sim handset online-account email weapon certificate document account "
        "property-item sample recording",
        Kind.LOCATION: "address postcode area place point site unit-boundary",
        Kind.EVENT: "incident crime investigation operation arrest voluntary-attendance custody interview "
        "identification-procedure charge out-of-court-disposal case hearing court-result warrant intelligence-report "
        "stop premises-search read call risk-assessment child-protection-referral child-protection-plan "
        "missing-episode order bail licence movement seizure forensic-ident collision complaint referral conference",
    }
    for kind, names in expected.items():
        assert {name for name in names.split() if shipped().kind_of(name) is kind} == set(names.split())


def test_an_unknown_name_is_told_with_the_valid_ones() -> None:
    with pytest.raises(VocabularyError, match=r"'caravan' is no subtype; there are .*vehicle"):
        shipped().kind_of("caravan")
    with pytest.raises(VocabularyError, match=r"'shoe-size' is no attribute; there are .*nickname"):
        shipped().attribute("shoe-size")
    with pytest.raises(VocabularyError, match=r"'OWNS' is no link type; there are .*OWNER_OF"):
        shipped().link("OWNS")


# ---------------------------------------------------------------- attributes


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("pnc", Identifier.STRONG),
        ("cro", Identifier.STRONG),
        ("nino", Identifier.STRONG),
        ("vrm", Identifier.STRONG),
        ("phone", Identifier.KEY),
        ("email", Identifier.KEY),
        ("address", Identifier.KEY),
        ("postcode", Identifier.KEY),
        ("collar-number", Identifier.KEY),
        ("nhs", Identifier.LOOK_UP),
        ("uprn", Identifier.LOOK_UP),
        ("source-number", Identifier.LOOK_UP),
        ("reference", Identifier.LOOK_UP),
        ("born", Identifier.NO),
        ("name", Identifier.NO),
    ],
)
def test_identifiers_do_what_identity_expects(name: str, identifier: Identifier) -> None:
    assert shipped().attribute(name).identifier is identifier


def test_a_joining_identifier_stands_on_one_kind_only() -> None:
    joining = (Identifier.KEY, Identifier.STRONG)
    for attribute in shipped().attributes.values():
        if attribute.identifier in joining:
            assert len({shipped().kind_of(subtype) for subtype in attribute.on}) == 1, attribute.name


def test_a_joining_identifier_never_joins_different_sorts_of_thing() -> None:
    joining = [a for a in shipped().attributes.values() if a.identifier in (Identifier.KEY, Identifier.STRONG)]
    assert {attribute.name: len(attribute.on) for attribute in joining if len(attribute.on) != 1} == {}


def test_an_unidentified_person_has_no_identifying_number_of_its_own() -> None:
    on = shipped().attributes_on("unidentified-person").values()
    assert [a.name for a in on if a.identifier is not Identifier.NO] == ["source-number"]


def test_a_suspect_without_a_name_keeps_description_clothing_accent_and_age_range() -> None:
    on = shipped().attributes_on("unidentified-person")
    assert {
        "description",
        "height",
        "build",
        "hair",
        "clothing",
        "accent",
        "age-range",
        "ethnicity-observed",
    } <= on.keys()
    assert "ethnicity-self" not in on


def test_actual_and_perceived_religion_stand_apart() -> None:
    assert "religion" in shipped().attributes_on("person")
    assert "perceived-religion" not in shipped().attributes_on("person")
    assert "perceived-religion" in shipped().attributes_on("VICTIM_OF")
    assert "religion" not in shipped().attributes_on("VICTIM_OF")


def test_self_defined_and_observed_ethnicity_have_lists_of_their_own() -> None:
    assert shipped().attribute("ethnicity-self").scheme == "ethnicity-18-plus-1"
    assert shipped().attribute("ethnicity-observed").scheme == "ethnicity-6-plus-1"


def test_several_aliases_are_no_conflict_and_two_birth_dates_are() -> None:
    assert not shipped().attribute("alias").single
    assert shipped().attribute("born").single


def test_a_changed_birth_date_is_a_correction_and_a_changed_name_is_history() -> None:
    assert shipped().attribute("born").former is Former.CORRECTION
    assert shipped().attribute("name").former is Former.HISTORY


def test_the_name_is_the_best_caption_of_a_person_and_a_description_serves_where_there_is_none() -> None:
    ranks = {a.name: a.caption for a in shipped().attributes_on("unidentified-person").values() if a.caption}
    assert max(ranks, key=ranks.__getitem__) == "name"
    assert ranks["name"] > ranks["nickname"] > ranks["description"] > ranks["clothing"] > ranks["source-number"]


def test_every_subtype_has_something_to_be_called_by() -> None:
    for subtype in shipped().subtypes:
        assert any(attribute.caption for attribute in shipped().attributes_on(subtype).values()), subtype


# ---------------------------------------------------------------- links


def test_every_link_that_sources_of_the_main_job_need_fits_its_ends() -> None:
    needed = [
        ("VICTIM_OF", "person", "crime"),
        ("SUSPECT_IN", "unidentified-person", "crime"),
        ("OFFENDER_IN", "person", "crime"),
        ("WITNESS_TO", "person", "crime"),
        ("REPORTED", "organisation", "crime"),
        ("ALLEGED_PERPETRATOR_IN", "person", "child-protection-referral"),
        ("SUBJECT_OF", "person", "child-protection-plan"),
        ("PARTY_TO", "person", "crime"),
        ("INVOLVED_IN", "vehicle", "crime"),
        ("INVOLVED_IN", "property-item", "crime"),
        ("INVESTIGATES", "post-holder", "crime"),
        ("PROFESSIONAL_IN", "post-holder", "conference"),
        ("OCCURRED_AT", "crime", "address"),
        ("LIVES_AT", "person", "address"),
        ("PARENT_OF", "person", "person"),
        ("FAMILY_OF", "person", "person"),
        ("KNOWS", "person", "person"),
        ("USES_PHONE", "person", "phone-number"),
        ("HAS_EMAIL", "person", "email"),
        ("CALLER_IN", "phone-number", "call"),
        ("CALLED_IN", "phone-number", "call"),
        ("IN_POSTCODE", "address", "postcode"),
        ("IN_AREA", "postcode", "area"),
        ("RAISED_FROM", "crime", "incident"),
        ("FOLLOWS", "child-protection-plan", "child-protection-referral"),
        ("CONFERENCE_ON", "conference", "child-protection-plan"),
    ]
    assert [row for row in needed if not shipped().fits(*row)] == []


def test_a_link_does_not_fit_ends_of_another_sort() -> None:
    assert not shipped().fits("LIVES_AT", "vehicle", "address")
    assert not shipped().fits("INVESTIGATES", "person", "crime")
    assert not shipped().fits("KNOWS", "person", "crime")


def test_duty_and_containment_do_not_connect_people() -> None:
    left_out = {name: link.connects for name, link in shipped().links.items() if link.connects is not Connects.YES}
    duty = ("INVESTIGATES", "RECORDED_BY", "PROFESSIONAL_IN", "PROFESSIONAL_FOR", "POSTED_TO")
    places = ("IN_POSTCODE", "IN_AREA", "IN_BUILDING", "IN_UNIT", "AT_SITE")
    assert left_out == dict.fromkeys(duty, Connects.ADMINISTRATIVE) | dict.fromkeys(places, Connects.CONTAINMENT)
    assert shipped().connecting_types() == shipped().links.keys() - left_out.keys()


def test_no_link_joins_people_because_of_a_call_or_a_shared_charge() -> None:
    between_people = {
        name
        for name, link in shipped().links.items()
        if shipped().fits(name, "person", "person") and link.connects is Connects.YES
    }
    assert between_people == {"PARENT_OF", "FAMILY_OF", "CARER_OF", "KNOWS"}


def test_the_role_a_mapping_gives_says_what_the_other_end_is() -> None:
    family, parent = shipped().link("FAMILY_OF"), shipped().link("PARENT_OF")
    assert (family.role_at_start("grandparent"), family.role_at_end("grandparent")) == ("grandparent", "grandchild")
    assert (family.role_at_start(), family.role_at_end()) == ("relative", "relative")
    assert (parent.role_at_start("mother"), parent.role_at_end("mother")) == ("mother", "child")


def test_an_address_keeps_how_it_came() -> None:
    roles = shipped().link("LIVES_AT").roles
    assert {"given-on-arrest", "bail", "notified", "tenancy", "hostel", "prison"} <= roles.keys()
    basis = {name for name, link in shipped().links.items() if link.address_basis}
    assert basis == {"LIVES_AT", "WORKS_AT", "STUDIES_AT", "FOUND_AT"}


def test_a_school_is_not_a_home_so_warnings_do_not_travel_there() -> None:
    over = {w.travels.over for w in shipped().warnings.values() if w.travels}
    assert over == {"LIVES_AT"}
    assert "school" not in shipped().link("LIVES_AT").roles


def test_link_types_of_the_base_name_do_not_clash_with_what_the_store_keeps_for_itself() -> None:
    assert shipped().links.keys().isdisjoint({"SAME", "LINK", "STANDING_LINK", *Kind})


# ---------------------------------------------------------------- standing and the words it bears


def test_offender_is_shown_only_with_a_standing_that_bears_it() -> None:
    shown = {s: shipped().words_of("OFFENDER_IN", s).name for s in Standing}
    assert {s for s, name in shown.items() if name == "OFFENDER_IN"} == {Standing.CONVICTED, Standing.OUT_OF_COURT}
    assert shown[Standing.CHARGED] == shown[Standing.UNKNOWN] == shown[Standing.ACQUITTED] == "SUSPECT_IN"


@pytest.mark.parametrize("link", ["SUSPECT_IN", "OFFENDER_IN", "ALLEGED_PERPETRATOR_IN", "ACCUSED_IN", "VIEWED_IN"])
@pytest.mark.parametrize("standing", list(Standing))
def test_nobody_under_ten_is_called_suspect_or_offender(link: str, standing: Standing) -> None:
    words = shipped().words_of(link, standing, age=9)
    assert words.name == "PARTY_TO"
    assert words.role_at_start() == "party"


def test_at_ten_or_at_an_unknown_age_the_words_are_those_of_the_link() -> None:
    assert shipped().words_of("SUSPECT_IN", Standing.SUSPECTED, age=10).name == "SUSPECT_IN"
    assert shipped().words_of("SUSPECT_IN", Standing.SUSPECTED).name == "SUSPECT_IN"


def test_standing_may_be_stated_exactly_where_a_link_carries_it() -> None:
    for name, link in shipped().links.items():
        assert ("standing" in shipped().attributes_on(name)) is link.standing, name
    assert shipped().link("SUSPECT_IN").unstated_standing is Standing.UNKNOWN
    assert shipped().link("VICTIM_OF").unstated_standing is Standing.NOT_APPLICABLE


def test_the_acquitted_and_the_eliminated_do_not_count_in_paths() -> None:
    assert {s for s in Standing if not s.connects} == {Standing.ACQUITTED, Standing.ELIMINATED}


# ---------------------------------------------------------------- warnings


def test_a_child_at_risk_reaches_current_addresses_only() -> None:
    warning = shipped().warning("child-at-risk")
    assert warning.class_ is WarningClass.SAFEGUARDING
    assert warning.travels is not None
    assert (warning.travels.over, warning.travels.to, warning.travels.while_current) == (
        "LIVES_AT",
        Kind.LOCATION,
        True,
    )


def test_a_warning_is_a_statement_whose_code_is_its_type() -> None:
    attribute = shipped().attribute("warning")
    assert (attribute.value, attribute.scheme) == ("code", "warning")
    assert shipped().scheme("warning").codes.keys() == shipped().warnings.keys()
    assert {"warning"} <= shipped().attributes_on("person").keys() & shipped().attributes_on("address").keys()


def test_the_most_urgent_warning_ranks_first_and_officer_safety_leads_among_equals() -> None:
    ranked = sorted(shipped().warnings.values(), key=lambda warning: warning.rank)
    assert ranked[0].class_ is WarningClass.OFFICER_SAFETY
    assert [w.urgency for w in ranked] == sorted(w.urgency for w in ranked)


# ---------------------------------------------------------------- code lists


def test_every_code_list_that_was_not_taken_from_its_owner_says_so_and_cites() -> None:
    assert all(scheme.citation for scheme in shipped().schemes.values())
    verified = {name for name, scheme in shipped().schemes.items() if scheme.verified}
    assert verified == {"call-type", "warning", "standing"}


def test_the_ethnicity_lists_are_those_of_their_time() -> None:
    now, then = (shipped().scheme(f"ethnicity-{n}-plus-1") for n in (18, 16))
    assert " ".join(now.codes) == "W1 W2 W3 W9 M1 M2 M3 M9 A1 A2 A3 A4 A9 B1 B2 B9 O2 O9 NS"
    assert now.codes.keys() - then.codes.keys() == {"W3", "A4", "O2"}
    assert then.codes.keys() - now.codes.keys() == {"O1"}
    assert all(code.to for code in then.codes.values())


def test_a_code_is_found_by_code_label_or_other_spelling_in_any_case() -> None:
    sex = value_type("code", scheme=shipped().scheme("cjs-sex").codes)
    assert [sex.clean(text) for text in ("1", "m", " Male ", "MALE")] == [Cleaned("1")] * 4
    assert isinstance(sex.clean("X"), Rejected)
    assert sex.format("1") == "Male"


def test_not_known_is_absent_and_not_stated_is_a_value() -> None:
    sex, ethnicity = (
        value_type("code", scheme=shipped().scheme(name).codes) for name in ("cjs-sex", "ethnicity-18-plus-1")
    )
    assert sex.clean("U") == Absent("unknown")
    assert ethnicity.clean("NS") == Cleaned("NS")


def test_codes_keep_their_leading_nought() -> None:
    assert shipped().scheme("force").labels()["06"] == "Greater Manchester Police"


def test_the_five_strands_of_hate_crime() -> None:
    assert shipped().scheme("hate-strand").labels().keys() == {
        "race",
        "religion",
        "sexual-orientation",
        "disability",
        "transgender",
    }


# ---------------------------------------------------------------- as a whole


def test_nothing_can_be_written_into_it() -> None:
    vocabulary = shipped()
    with pytest.raises(TypeError):
        vocabulary.subtypes["caravan"] = vocabulary.subtype("vehicle")  # type: ignore[index]  # this is what is refused
    with pytest.raises(TypeError):
        vocabulary.attributes_on("person")["x"] = vocabulary.attribute("name")  # type: ignore[index]  # likewise


def test_every_description_is_a_sentence() -> None:
    v = shipped()
    for terms in (v.subtypes, v.attributes, v.links, v.warnings):
        for term in terms.values():
            assert term.description[0].isupper() and term.description.endswith("."), term.name
    for link in v.links.values():
        for role in link.roles.values():
            assert role.description[0].isupper() and role.description.endswith("."), (link.name, role.name)
