"""The clauses that send a truck without asking anybody: exact at 2.5 and 4 g, and never refused for an unknown fact."""

import copy
from decimal import Decimal

import pytest

from app.rules.assess import assess
from app.rules.clauses import Edition, Status, load_edition
from resources.editions import read_edition

STOPPED_IN_BELGIUM = {"events": ["s2_impact"], "place": "BE", "vehicle_at_standstill": True}
GRANTED, REFUSED, UNKNOWN = Status.GRANTED, Status.REFUSED, Status.UNKNOWN


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(read_edition("S2-FAQ"))


@pytest.mark.parametrize(
    ("impact_g", "signal", "tow"),
    [
        (2.499, REFUSED, REFUSED),
        (2.5, GRANTED, REFUSED),
        (2.501, GRANTED, REFUSED),
        (3.999, GRANTED, REFUSED),
        (4, GRANTED, REFUSED),
        (4.001, GRANTED, GRANTED),
    ],
)
def test_the_figures_are_exact(edition: Edition, impact_g: float, signal: Status, tow: Status) -> None:
    answer = assess(edition, {**STOPPED_IN_BELGIUM, "impact_g": impact_g})
    assert (answer.status("S2.ECALL.signal"), answer.status("S2.ECALL.tow")) == (signal, tow)


def test_another_figure_in_the_file_is_another_answer(edition: Edition) -> None:
    data = copy.deepcopy(read_edition("S2-FAQ"))
    figure = data["limits"]["tow_g"]
    assert isinstance(figure, dict)
    figure["value"] = 5
    changed = load_edition(data)
    crash = {**STOPPED_IN_BELGIUM, "impact_g": 4.5}
    assert assess(edition, crash).status("S2.ECALL.tow") is GRANTED
    assert assess(changed, crash).status("S2.ECALL.tow") is REFUSED
    assert (edition.limit("tow_g"), changed.limit("tow_g")) == (Decimal(4), Decimal(5))
    assert edition.limit("signal_g") == Decimal("2.5")


@pytest.mark.parametrize("fact", ["place", "vehicle_at_standstill", "impact_g"])
def test_an_unknown_fact_leaves_the_tow_open(edition: Edition, fact: str) -> None:
    facts = {**STOPPED_IN_BELGIUM, "impact_g": 6}
    del facts[fact]
    answer = assess(edition, facts)
    assert answer.status("S2.ECALL.tow") is UNKNOWN
    assert answer.result("S2.ECALL.tow").missing == (fact,)


def test_one_false_fact_refuses_whatever_else_is_unknown(edition: Edition) -> None:
    moving = assess(edition, {"events": ["s2_impact"], "vehicle_at_standstill": False}).result("S2.ECALL.tow")
    assert moving.status is REFUSED
    assert [reason.code for reason in moving.reasons] == ["not_at_standstill"]
    abroad = assess(edition, {"events": ["s2_impact"], "place": "!BE"}).result("S2.ECALL.tow")
    assert [reason.code for reason in abroad.reasons] == ["not_in_belgium"]
    assert abroad.reasons[0].sentence["nl"] == "Dit geldt alleen in België."


def test_the_tow_does_not_wait_for_a_mobile(edition: Edition) -> None:
    answer = assess(edition, {**STOPPED_IN_BELGIUM, "impact_g": 5, "gsm_reachable": False, "call_answered": False})
    assert answer.status("S2.ECALL.tow") is GRANTED
    assert answer.status("S2.ECALL.call") is REFUSED
    assert "S2.ECALL.gsm" in answer.cites


def test_without_an_impact_nothing_of_it_is_at_issue(edition: Edition) -> None:
    answer = assess(edition, {"events": ["s2_battery_low"]})
    assert answer.status("S2.ECALL.tow") is Status.NOT_TRIGGERED
    assert answer.status("S2.AUTO.battery") is GRANTED
