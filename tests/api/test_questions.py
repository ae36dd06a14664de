"""Every question through HTTP, over a force that was simulated and loaded."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from pole.access.viewer import Viewer
from pole.api.contract import operations
from pole.model.values import value_type
from tests.api.conftest import Loaded
from tests.api.service import Service


@pytest.fixture(scope="module")
def man(loaded: Loaded) -> str:
    """The id of the man of the demo's single view."""
    found = loaded.service.saved("identifier", {"scheme": "pnc", "value": loaded.manifest.cast.man.pnc})
    id_: str = found["entitiesByIdentifier"]["edges"][0]["node"]["id"]
    return id_


def held_under(service: Service, nominal: str) -> str:
    """The id of whom the crime system knows by this number."""
    found = service.saved("identifier", {"scheme": "crimes-nominal", "value": nominal})["entitiesByIdentifier"]
    id_: str = found["edges"][0]["node"]["id"]
    return id_


def found_by(service: Service, text: str) -> str:
    """The id of the first thing that is found by these words."""
    id_: str = service.saved("search", {"text": text})["search"]["edges"][0]["node"]["id"]
    return id_


def test_a_scheme_is_the_same_in_capitals(loaded: Loaded, man: str) -> None:
    found = loaded.service.saved("identifier", {"scheme": " PNC ", "value": loaded.manifest.cast.man.pnc})
    assert [edge["node"]["id"] for edge in found["entitiesByIdentifier"]["edges"]] == [man]


def test_a_person_is_found_by_an_identifier_in_another_spelling(loaded: Loaded) -> None:
    pnc = loaded.manifest.cast.man.pnc
    found = loaded.service.saved("identifier", {"scheme": "pnc", "value": f" {pnc.lower()} "})["entitiesByIdentifier"]
    assert [edge["node"]["kind"] for edge in found["edges"]] == ["PERSON"]
    assert found["understood"] == value_type("pnc").clean(pnc).value  # type: ignore[union-attr]  # it is a valid one


def test_an_identifier_that_cannot_be_right_is_refused_with_its_reason(service: Service) -> None:
    body = service.post({"query": '{entitiesByIdentifier(scheme:"pnc", value:"81/35U"){totalCount}}'}).json()
    assert body["errors"][0]["extensions"]["code"] == "usage"
    assert "PNC" in body["errors"][0]["message"]
    assert body["data"] is None


def test_search_says_why_each_was_found_and_pages_without_gap_or_repeat(loaded: Loaded) -> None:
    asked: dict[str, Any] = {"text": "road", "first": 3}
    whole = loaded.service.saved("search", {"text": "road", "first": 100})["search"]
    ids: list[str] = []
    while True:
        page = loaded.service.saved("search", asked)["search"]
        assert page["totalCount"] == whole["totalCount"]
        assert all(edge["because"] for edge in page["edges"])
        ids += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"] or len(ids) > 30:
            break
        asked["after"] = page["pageInfo"]["endCursor"]
    assert ids == [edge["node"]["id"] for edge in whole["edges"]][: len(ids)]


def test_the_single_view_shows_values_with_everyone_who_says_so(loaded: Loaded, man: str) -> None:
    view = loaded.service.saved("entity", {"id": man})["entity"]
    names = next(a for a in view["attributes"] if a["name"] == "name")
    statement = names["values"][0]["statements"][0]
    assert loaded.manifest.cast.man.name.split()[-1].lower() in names["values"][0]["display"].lower()
    assert (
        statement["raw"]
        and statement["field"]
        and statement["record"]["source"]["id"] in {file.source for file in loaded.manifest.files}
    )
    assert statement["marking"]["text"] == "OFFICIAL"
    assert view["ids"] == [man]
    assert view["age"]["from"] <= view["age"]["to"]
    assert {share["source"]["title"] for share in view["sources"]}
    assert all(count["relationships"] <= count["links"] for count in view["relationshipCounts"])


def test_today_as_at_now_is_as_without_a_moment(loaded: Loaded, man: str) -> None:
    query = """query($id: ID!, $at: DateTime) { entity(id: $id, asAt: $at) { ... on Person { caption ids
      age { from to } attributes { name values { value agreeing } } warnings { label } identifiers { name }
      relationshipCounts { type relationships links } records(first: 100) { edges { node { receivedAt source { id } } } }
      relationships(first: 50) { totalCount edges { other { id caption } relationship { type from to agreeing } } }
      timeline(first: 50) { edges { other { id } } } } } }"""
    today = loaded.service.ask(query, {"id": man})
    assert loaded.service.ask(query, {"id": man, "at": "2100-01-01T00:00:00Z"}) != today, (
        "ages and what has expired differ"
    )
    now = datetime.now(UTC).isoformat()
    assert loaded.service.ask(query, {"id": man, "at": now}) == today


def test_nothing_is_visible_as_at_a_time_before_all_loads(loaded: Loaded, man: str) -> None:
    before = loaded.service.saved("entity", {"id": man, "asAt": "2001-01-01T00:00:00Z"})["entity"]
    unknown = loaded.service.saved("entity", {"id": "0" * 20})["entity"]
    assert before == unknown


def test_counts_agree_with_pages_of_relationships(loaded: Loaded, man: str) -> None:
    told = loaded.service.saved("neighbours", {"id": man, "first": 100})["entity"]
    edges = told["relationships"]["edges"]
    assert (
        told["relationships"]["totalCount"] == sum(c["relationships"] for c in told["relationshipCounts"]) == len(edges)
    )
    only = told["relationshipCounts"][0]
    filtered = loaded.service.saved("neighbours", {"id": man, "filter": {"types": [only["type"]]}})["entity"]
    assert {edge["relationship"]["type"] for edge in filtered["relationships"]["edges"]} == {only["type"]}


def test_the_timeline_is_in_order_of_time(loaded: Loaded, man: str) -> None:
    told = loaded.service.saved("timeline", {"id": man})["entity"]["timeline"]
    dates = [edge["relationship"]["from"] for edge in told["edges"] if edge["relationship"]["from"]]
    assert dates == sorted(dates)
    assert told["totalCount"] == len(told["edges"])


def test_the_timeline_takes_a_period(loaded: Loaded, man: str) -> None:
    told = loaded.service.saved("timeline", {"id": man, "to": "1990"})["entity"]["timeline"]
    assert all(edge["relationship"]["from"] is None for edge in told["edges"])
    during = {"during": {"to": "1990"}}
    query = """query($id: ID!, $f: LinkFilter) {
      entity(id: $id) { ... on Person { timeline(to: "1990", filter: $f) { totalCount } } } }"""
    assert loaded.service.code(query, {"id": man, "f": during}) == "usage"


def test_evidence_names_the_record_behind_each_link(loaded: Loaded, man: str) -> None:
    edges = loaded.service.saved("evidence", {"id": man})["entity"]["relationships"]["edges"]
    links = [link["node"] for edge in edges for link in edge["relationship"]["links"]["edges"]]
    assert links and all(link["record"]["id"] and link["field"] is not None for link in links)
    node = loaded.service.ask("query($id: ID!) { node(id: $id) { __typename id } }", {"id": links[0]["id"]})["node"]
    assert node == {"__typename": "Link", "id": links[0]["id"]}


def test_records_of_an_entity_page_by_record_and_lead_to_the_record(loaded: Loaded, man: str) -> None:
    query = """query($id: ID!, $first: Int!, $after: String) { entity(id: $id) { ... on Entity {
      records(first: $first, after: $after) { pageInfo { hasNextPage endCursor }
      edges { node { id receivedAt source { id } } } } } } }"""
    whole = loaded.service.ask(query, {"id": man, "first": 100})["entity"]["records"]["edges"]
    ids: list[str] = []
    after = None
    while True:
        page = loaded.service.ask(query, {"id": man, "first": 2, "after": after})["entity"]["records"]
        ids += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert ids == [edge["node"]["id"] for edge in whole]
    assert len(set(ids)) == len(ids)
    received = [edge["node"]["receivedAt"] for edge in whole]
    assert received == sorted(received, reverse=True)
    records = [loaded.service.saved("record", {"id": id_})["record"] for id_ in ids[:20]]
    assert all(man in {mention["entity"]["id"] for mention in record["mentions"]} for record in records)
    assert any(record["raw"] and record["line"] > 1 for record in records)


def test_a_path_is_told_with_its_evidence_and_in_words(loaded: Loaded) -> None:
    asked = loaded.manifest.cast.connection
    ends = [held_under(loaded.service, someone.nominal) for someone in (asked.suspect, asked.victim)]
    told = loaded.service.saved("paths", {"from": ends[:1], "to": ends[1:]})["paths"]
    assert told["paths"], told["stopped"]
    first = told["paths"][0]
    assert [hop["from"]["id"] for hop in first["hops"]] == [ends[0], *(hop["to"]["id"] for hop in first["hops"][:-1])]
    assert first["hops"][-1]["to"]["id"] == ends[1]
    assert all(hop["relationships"] for hop in first["hops"])
    assert first["length"] == len(first["hops"]) <= asked.links
    assert told["leftOut"]


def test_no_path_is_an_honest_answer_and_an_unknown_end_is_not_visible(loaded: Loaded, man: str) -> None:
    other = held_under(loaded.service, loaded.manifest.cast.connection.victim.nominal)
    none = loaded.service.saved("paths", {"from": [man], "to": [other], "maxLength": 1})["paths"]
    assert none["paths"] == [] or none["paths"][0]["length"] == 1
    unknown = loaded.service.saved("paths", {"from": [man], "to": ["0" * 20]})["paths"]
    assert unknown == {"message": "nothing by that reference is visible to you"}


def test_a_path_that_is_too_long_to_look_for_is_an_answer(loaded: Loaded, man: str) -> None:
    told = loaded.service.saved("paths", {"from": [man], "to": [man], "maxLength": 7})["paths"]
    assert (told["limit"], told["allowed"]) == ("maxLength", 6)


def test_a_network_shows_what_the_neighbours_show_and_says_what_it_cut(loaded: Loaded, man: str) -> None:
    beside = loaded.service.saved("neighbours", {"id": man, "first": 100})["entity"]["relationships"]["edges"]
    told = loaded.service.saved("network", {"seeds": [man]})["network"]
    shown = {entity["id"] for entity in told["entities"]}
    assert shown - {man} <= {edge["other"]["id"] for edge in beside}
    assert {tie[end]["id"] for tie in told["relationships"] for end in ("start", "end")} <= shown
    small = loaded.service.saved("network", {"seeds": [man], "limit": 2})["network"]
    assert len(small["entities"]) == 2
    (cut,) = (cut for cut in small["cut"] if cut["at"]["id"] == man)
    assert (cut["count"], cut["because"]) == (len(shown) - 2, "limit of 2 entities")


def test_a_network_of_what_is_not_there_or_too_large_says_so(loaded: Loaded, man: str) -> None:
    unknown = loaded.service.saved("network", {"seeds": [man, "0" * 20]})["network"]
    assert list(unknown) == ["message"]
    large = loaded.service.saved("network", {"seeds": [man], "hops": 4})["network"]
    assert (large["limit"], large["allowed"]) == ("hops", 3)


def test_a_briefing_on_a_call_shows_the_child_at_risk_to_the_dispatcher_and_not_the_case(loaded: Loaded) -> None:
    address = loaded.manifest.cast.address
    told = loaded.service.saved("briefing", {"about": [{"address": address.text}]})["briefing"][0]
    subject = next(s for s in told["subjects"] if s["occupants"])
    assert subject["occupants"][0]["child"] is True
    reached = [w for w in subject["warnings"] if w["class"] == "SAFEGUARDING" and w["whose"]]
    assert reached and reached[0]["whose"]["caption"]
    assert {f["source"]["id"] for f in told["freshness"]} == {file.source for file in loaded.manifest.files}


def test_briefings_come_in_the_order_asked_and_a_target_names_one_thing(loaded: Loaded) -> None:
    cast = loaded.manifest.cast
    asked = [{"reference": cast.address.crime}, {"surname": cast.man.name.split()[-1]}, {"id": "0" * 20}]
    told = loaded.service.saved("briefing", {"about": asked})["briefing"]
    assert [bool(one["subjects"]) for one in told] == [True, True, False]
    two = {"about": [{"phone": "07700 900123", "plate": "AB12 CDE"}]}
    body = loaded.service.post(
        {"query": "query($about: [BriefingTarget!]!) { briefing(about: $about) { more } }", "variables": two}
    )
    assert body.json()["errors"][0]["extensions"]["code"] == "usage"


def test_what_is_restricted_differs_between_viewers(loaded: Loaded) -> None:
    child = loaded.manifest.cast.address.child
    counts = {
        viewer: len(loaded.service.saved("search", {"text": child.name}, viewer)["search"]["edges"])
        for viewer in ("open", "child-protection")
    }
    assert counts["open"] >= 1
    query = """query($id: ID!) { entity(id: $id) { ... on Entity { marking { text } relationshipCounts { type } } } }"""
    seen = {
        viewer: loaded.service.ask(query, {"id": found_by(loaded.service, child.name)}, viewer)["entity"]
        for viewer in ("open", "child-protection")
    }
    assert "child-protection" not in seen["open"]["marking"]["text"]
    assert "child-protection" in seen["child-protection"]["marking"]["text"]
    assert len(seen["child-protection"]["relationshipCounts"]) > len(seen["open"]["relationshipCounts"])


def test_the_register_says_how_fresh_each_source_is(loaded: Loaded) -> None:
    told = loaded.service.saved("sources", viewer="operator")["sources"]
    assert [source["id"] for source in told] == sorted({file.source for file in loaded.manifest.files})
    assert all(source["title"] and source["owner"] and source["records"] and source["lastLoad"] for source in told)
    assert all(source["expected"] > source["lastLoad"] and source["missed"] == 0 for source in told)


def test_fields_of_things_in_lists_are_answered_too(loaded: Loaded, man: str) -> None:
    query = """query($id: ID!) { entity(id: $id) { ... on Entity { relationships(first: 5) { edges { other {
      kind marking { text } names: attributes(names: ["name"]) { values { value } } } } } } } }"""
    edges = loaded.service.ask(query, {"id": man})["entity"]["relationships"]["edges"]
    assert all(edge["other"]["marking"]["text"] for edge in edges)


def test_unknown_ids_of_every_sort_are_the_same_answer(service: Service) -> None:
    query = "query($id: ID!) { node(id: $id) { id } entity(id: $id) { __typename } record(id: $id) { __typename } }"
    for id_ in ("", "0" * 20, "x" * 400, "\x00", "UrWlbMQa92gFvnurMYhpLd3pJI_X8Nq_oMT3u2DqL2ycQg"):
        told = service.ask(query, {"id": id_})
        assert told == {"node": None, "entity": {"__typename": "NotVisible"}, "record": {"__typename": "NotVisible"}}


def test_what_changed_is_told_in_pages_with_before_and_after(loaded: Loaded, man: str) -> None:
    asked: dict[str, Any] = {"of": [man], "since": "2001-01-01T00:00:00Z", "around": True, "first": 7}
    whole = loaded.service.saved("changes", {**asked, "first": 100})["changes"]
    assert whole["around"] > 0
    assert {edge["node"]["kind"] for edge in whole["edges"]} >= {"NEW"}
    assert all(edge["node"]["before"] or edge["node"]["after"] for edge in whole["edges"])
    first = loaded.service.saved("changes", asked)["changes"]
    second = loaded.service.saved("changes", {**asked, "after": first["pageInfo"]["endCursor"]})["changes"]
    assert [*first["edges"], *second["edges"]] == whole["edges"][:14]
    record = whole["edges"][0]["node"]["after"]["record"]
    shown = loaded.service.saved("record", {"id": record["id"]})["record"]
    assert (shown["source"]["id"], shown["receivedAt"]) == (record["source"]["id"], record["receivedAt"])
    now = loaded.service.saved("changes", {**asked, "since": "2100-01-01T00:00:00Z"})["changes"]
    assert now["edges"] == []


def test_what_may_not_be_seen_never_changed(service: Service) -> None:
    asked = {"of": ["0" * 20], "since": "2001-01-01T00:00:00Z"}
    assert service.saved("changes", asked)["changes"] == {"message": "nothing by that reference is visible to you"}
    assert service.saved("changes", {**asked, "of": []})["changes"]["limit"] == "ids"


@pytest.mark.parametrize("year", ["0001", "0999", "9999"])
def test_a_moment_of_any_year_is_taken_for_what_it_is(loaded: Loaded, man: str, year: str) -> None:
    moment = f"{year}-01-01T00:00:00Z"
    then = loaded.service.saved("entity", {"id": man, "asAt": moment})["entity"]
    since = loaded.service.saved("changes", {"of": [man], "since": moment})["changes"]
    assert bool(then.get("attributes")) == (year == "9999")
    assert bool(since["edges"]) == (year != "9999")


def test_a_correction_is_raised_listed_and_answered(loaded: Loaded, man: str) -> None:
    service = loaded.service
    view = service.saved("entity", {"id": man})["entity"]
    said = view["attributes"][0]["values"][0]["statements"][0]
    asked = {"record": said["record"]["id"], "field": said["field"], "words": "misspelt", "should": "?"}
    task = service.saved("correct", {"input": asked})["raiseCorrection"]
    assert (task["state"], task["says"], task["field"]) == ("OPEN", said["raw"], said["field"])
    listed = service.saved("corrections", {"states": ["OPEN"], "source": task["source"]["id"]})["corrections"]
    (found,) = [edge["node"] for edge in listed["edges"] if edge["node"]["id"] == task["id"]]
    assert found["record"]["id"]
    assert service.code(operations()["answer"], {"id": task["id"], "state": "RIGHT", "words": "so"}) == ("not-entitled")
    answer = {"id": task["id"], "state": "RIGHT", "words": "it is right"}
    told = service.saved("answer", answer, "data-quality")["answerCorrection"]
    assert (told["state"], told["answer"]) == ("RIGHT", "it is right")
    assert "message" in service.saved("answer", answer, "data-quality")["answerCorrection"]


def test_a_correction_of_what_may_not_be_seen_is_one_of_nothing(loaded: Loaded) -> None:
    service = loaded.service
    application = service.application
    seen = application.policy.visible(Viewer("", "", frozenset({"open"})), application.store.visibilities())
    above = frozenset(application.store.visibilities()) - seen
    record = next(line[1] for line in map(json.loads, application.store.dump(above, exact=True)) if line[0] == "record")
    hidden = application.sealer.seal_id("record", record)
    tried = [
        service.saved("correct", {"input": {"record": id_, "words": "x"}})["raiseCorrection"]
        for id_ in (hidden, "0" * 46, "")
    ]
    assert tried[0] == tried[1] == tried[2] == {"message": "nothing by that reference is visible to you"}


@pytest.mark.parametrize("text", ["\\ud83d", "a\\u0000b", "\\u001b[31m"], ids=["half", "nul", "escape"])
def test_words_that_cannot_be_read_as_they_are_are_refused(loaded: Loaded, man: str, text: str) -> None:
    record = loaded.service.saved("entity", {"id": man})["entity"]["attributes"][0]["values"][0]["statements"][0][
        "record"
    ]
    for place in ("words", "should", "field"):
        given = {"record": record["id"], "words": "wrong", place: "TEXT"}
        body = json.dumps({"query": operations()["correct"], "variables": {"input": given}}).replace("TEXT", text)
        headers = {**loaded.service.headers(), "Content-Type": "application/json"}
        answer = loaded.service.send("POST", "/graphql", content=body.encode(), headers=headers).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["usage"]


def test_an_explanation_says_by_which_keys_records_are_one(loaded: Loaded, man: str) -> None:
    found = loaded.service.saved("explain", {"a": man}, viewer="both")["explain"]
    assert found["together"] and found["b"] is None and found["likeness"] is None
    assert found["needless"] + len(found["whatIf"]) == found["records"] > 1
    said = [(key["scheme"], {s["record"]["source"]["id"] for s in key["stated"]}) for key in found["keys"]]
    assert dict(said)["pnc"] >= {"crimes", "custody"}
    assert all(s["raw"] for key in found["keys"] for s in key["stated"])


def test_two_records_are_explained_by_what_leads_from_one_to_the_other(loaded: Loaded, man: str) -> None:
    whole = loaded.service.saved("explain", {"a": man}, viewer="both")["explain"]
    (pnc,) = (key for key in whole["keys"] if key["scheme"] == "pnc")
    records = {s["record"]["source"]["id"]: s["record"]["id"] for s in pnc["stated"]}
    asked = {"a": records["crimes"], "b": records["custody"]}
    found = loaded.service.saved("explain", asked, viewer="both")["explain"]
    assert found["together"] and found["a"]["id"] == man
    assert [key["scheme"] for key in found["keys"]] == ["pnc"]


def test_two_persons_are_as_alike_as_the_parts_of_their_weight(loaded: Loaded, man: str) -> None:
    surname = loaded.service.saved("entity", {"id": man})["entity"]["caption"].partition(",")[0]
    others = loaded.service.saved("search", {"text": surname, "first": 100})["search"]["edges"]
    other = next(e["node"]["id"] for e in others if e["node"]["subtype"] == "person" and e["node"]["id"] != man)
    found = loaded.service.saved("explain", {"a": man, "b": other})["explain"]
    likeness = found["likeness"]
    assert not found["together"] and found["because"]
    assert sum(part["bits"] for part in likeness["parts"]) == pytest.approx(likeness["weight"], abs=1e-9)
    assert likeness["parts"][0]["comparison"] == "prior"
    assert likeness["tier"] in ("JOINED", "REVIEW", "APART")


def test_what_is_not_visible_is_not_explained(service: Service, man: str) -> None:
    unknown = {"message": "nothing by that reference is visible to you"}
    assert service.saved("explain", {"a": "unknown"})["explain"] == unknown
    assert service.saved("explain", {"a": man, "b": "unknown"})["explain"] == unknown
