"""Every event, every country, every relative: what each opens and what it does not."""

import json
from pathlib import Path

import pytest

from app.rules.assess import assess
from app.rules.clauses import Status
from app.rules.facts import FactType
from tests.situations.library import edition_of, editions, facts_of, read

EVENTS = read("events")
PLACES = read("places")
CONDITIONS = editions()["000058-1001202-20240301"]
REIMBURSED = {"vivium_unreachable": True, "sensible_initiative": True, "receipts_available": True}


def status(clause: str, facts: dict[str, object]) -> Status:
    return assess(edition_of(facts), facts).status(clause)


@pytest.mark.parametrize("event", EVENTS["events"])
def test_an_event_opens_its_guarantee(event: str) -> None:
    for situation in EVENTS["events"][event]:
        facts = facts_of(situation, {"events": [event]})
        assert status(situation["grants"], facts) is Status.GRANTED
        assert status(situation["grants"], {**facts, "events": []}) is Status.NOT_TRIGGERED


@pytest.mark.parametrize("event", EVENTS["events"])
def test_a_service_of_its_part_may_have_been_arranged_by_the_insured(event: str) -> None:
    is_vehicle = event in EVENTS["vehicle"]
    service = "other_vehicle" if is_vehicle else "personal"
    facts = facts_of(EVENTS["events"][event][0], {"events": [event], "self_arranged_service": service, **REIMBURSED})
    part_2, part_3 = status("P2.C1.G.I.2.exgratia", facts), status("P3.A2.2.exgratia", facts)
    assert (part_2 is Status.GRANTED, part_3 is Status.GRANTED) == (is_vehicle, not is_vehicle)


@pytest.mark.parametrize("event", EVENTS["events"])
def test_baggage_travels_along_where_persons_are_transported(event: str) -> None:
    transport = {"events": [event], "persons_transported": True, "baggage_with_occupants": True}
    expected = Status.GRANTED if event in EVENTS["transport"] else Status.NOT_TRIGGERED
    assert status("P3.A3.3.d", facts_of(EVENTS["events"][event][0], transport)) is expected


def test_no_event_is_forgotten() -> None:
    known = CONDITIONS.facts["events"].allowed
    assert set(EVENTS["events"]) == {event for event in known if not event.startswith("s2_")} - {"complaint"}


def test_the_list_of_countries_is_complete() -> None:
    assert len(PLACES["listed"]) == 39


@pytest.mark.parametrize(
    ("place", "vehicle"),
    [
        *((place, Status.GRANTED) for place in PLACES["listed"].values() if place != "BE"),
        *((place, Status.GRANTED) for place in (*PLACES["included by name"], *PLACES["nothing excludes them"])),
        *((place, Status.REFUSED) for place in (*PLACES["excluded by name"], *PLACES["not listed"])),
        *((place, Status.UNKNOWN) for place in PLACES["open"]),
    ],
)
def test_the_territory(place: str, vehicle: Status) -> None:
    assert status("P2.C2.A1.2.b", facts_of({"from": "collision in France"}, {"place": place})) is vehicle
    assert status("P2.C3.A2.3", facts_of({"from": "theft in Spain"}, {"place": place})) is vehicle
    assert status("P2.C4.A1.2.b", facts_of({"from": "gearbox in France"}, {"place": place})) is vehicle
    assert status("P3.A3.1.f", facts_of({"from": "ill in the USA"}, {"place": place})) is Status.GRANTED


@pytest.mark.parametrize("relative", EVENTS["relatives"])
@pytest.mark.parametrize("cohabits", [True, False])
def test_whose_funeral(relative: str, cohabits: bool) -> None:
    facts = facts_of({"from": "mother dies in Belgium"}, {"relative": relative, "relative_cohabits": cohabits})
    expected = Status.GRANTED if cohabits or EVENTS["relatives"][relative] else Status.REFUSED
    assert status("P3.A3.3.b", facts) is expected


@pytest.mark.parametrize("level", EVENTS["sport"])
def test_which_sport(level: str) -> None:
    facts = facts_of({"from": "missing in Austria"}, {"sport_level": level})
    assert (status("P3.A3.3.a", facts) is Status.GRANTED) is EVENTS["sport"][level]


def test_the_countries_are_those_of_the_scenarios(shared_folder: Path) -> None:
    header = json.loads((shared_folder / "data" / "scenarios.json").read_text(encoding="utf-8"))["header"]
    codes = header["place_codes"]
    assert {*PLACES["listed"].values(), *PLACES["included by name"]} == set(
        codes["P2_LIST (vehicle assistance, Part 2)"]
    )
    assert set(PLACES["excluded by name"]) == set(codes["excluded by name"])


def test_every_code_of_a_fact_has_a_name_in_every_language() -> None:
    for fact in CONDITIONS.facts.values():
        if fact.type in {FactType.CODE, FactType.CODES}:
            assert set(fact.labels) == fact.allowed
            assert all(set(label) == {"nl", "fr", "de", "en"} for label in fact.labels.values())
