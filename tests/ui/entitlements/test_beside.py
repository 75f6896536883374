"""A card says what goes first in this case, and asks nothing that was answered."""

import pytest

from app.api.cases import HandOverInfo
from app.api.entitlements import ServiceFamily
from app.domain.answer import HURT_OR_TRAPPED, EmergencyNumber
from app.domain.hand_over import HandOverId
from tests.support.answers import a_service, an_answer
from tests.support.cases import a_full_case, tow_ways
from tests.support.contract import NOW
from ui.entitlements.beside import beside_case, question_text
from ui.entitlements.words import service_of


@pytest.mark.parametrize("is_police", [True, False])
def test_on_a_motorway_a_tow_is_not_granted_without_its_condition(is_police: bool) -> None:
    service = a_service(ServiceFamily.TOW)
    card = beside_case(service_of(service), service, a_full_case(tow_ways=tow_ways(is_police=is_police)))
    assert (card.standing_words == "granted") is not is_police
    assert card.notes.startswith("Motorway: the police tow first") is is_police
    assert bool(card.spoken) is not is_police, "nobody is told that it is covered"


def test_emergency_services_say_what_was_done() -> None:
    told = HandOverInfo(
        hand_over_id=HandOverId("h1"),
        to=EmergencyNumber.EMERGENCY_112,
        told_at=NOW,
        author="An",
        reference="",
        their_operator="",
        steps=(),
    )
    service = a_service(ServiceFamily.EMERGENCY)
    assert "112 was told at" in beside_case(service_of(service), service, a_full_case(hand_overs=(told,))).notes
    assert "112" not in beside_case(service_of(service), service, a_full_case()).notes


def test_whether_anybody_is_hurt_is_asked_once() -> None:
    text = "What has happened? Is anybody hurt?"
    said = a_full_case(answers=(an_answer(HURT_OR_TRAPPED),))
    assert question_text("events", text, said) == "What has happened?"
    assert question_text("events", text, a_full_case(answers=())) == text
    assert question_text("drivable", "Does it drive?", said) == "Does it drive?"
