"""One SMS for every E-call, in the language of whoever gets it, and never to a landline."""

from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.ids import EcallId
from app.domain.message import MessageState, Template
from app.domain.subscription import ContactPerson, Language, Person, Relation
from app.usecases.owed_messages import NOBODY_READS
from app.usecases.prepare_sms import PrepareSms, SmsAnswer, SmsChannel, prepare_sms, sms_answer
from app.usecases.sms_texts import text_of
from tests.app.usecases.people import AN, Desk
from tests.support.builders import NOON, a_contract, a_message

NUMBER = "+32470123456"
CHANNEL = SmsChannel("+3224060000")


def request(case: Case, number: str = NUMBER) -> PrepareSms:
    return PrepareSms(AN, case, number)


def language_of(desk: Desk, case: Case, number: str = NUMBER) -> Language | None:
    return prepare_sms(request(case, number), desk.unit, NOON, CHANNEL).language


def test_the_message_waits_to_be_sent_by_hand(desk: Desk) -> None:
    case = desk.has_claimed(call_language=Language.FR)
    message = prepare_sms(request(case), desk.unit, NOON, CHANNEL)
    assert desk.unit.messages.get(message.message_id) == message
    assert len(message.message_id) == 32
    assert (message.state, message.language) == (MessageState.BY_HAND, Language.FR)
    assert message.created_at == message.changed_at == NOON
    assert message.text == text_of(Template.CALL_US_BACK, Language.FR, CHANNEL.call_back_e164)
    record = desk.record(case.case_id, AuditAction.SMS_PREPARED)
    assert record.facts == {
        "message_id": message.message_id,
        "template": "call_us_back",
        "attempt": "1",
        "language": "fr",
    }
    assert record.personal == {"number": NUMBER, "text": message.text}
    desk.unit.check_audited()


def test_a_gateway_gets_it_queued(desk: Desk) -> None:
    message = prepare_sms(request(desk.has_claimed()), desk.unit, NOON, SmsChannel("", is_automatic=True))
    assert message.state is MessageState.QUEUED
    assert message.expires_at == NOON + timedelta(minutes=45)


def test_the_language_of_the_call_goes_before_that_of_the_contract(desk: Desk) -> None:
    assert language_of(desk, desk.has_claimed(call_language=Language.DE)) is Language.DE


def test_the_language_is_that_of_whoever_has_the_number(desk: Desk) -> None:
    subscriber = Person("Anne Dubois", Language.FR, "+32470000001")
    desk.unit.contracts.put(a_contract(subscriber=subscriber))
    case = desk.has_claimed()
    assert language_of(desk, case, "+32470000001") is Language.FR
    assert language_of(desk, case, NUMBER) is Language.NL
    assert language_of(desk, case, "+32470999999") is Language.NL


def test_the_second_number_is_that_of_a_person_too(desk: Desk) -> None:
    subscriber = Person("Mia Janssens", Language.FR, "+3216123456", "+32470000001")
    contract = a_contract(subscriber=subscriber)
    desk.unit.contracts.contracts[contract.contract_id] = contract
    assert language_of(desk, desk.has_claimed(), "+32470000001") is Language.FR


def test_the_subscribers_language_helps_when_the_drivers_is_not_known(desk: Desk) -> None:
    desk.unit.contracts.put(
        a_contract(subscriber=Person("Anne Dubois", Language.FR, None), driver=Person("Jan Peeters", None, NUMBER))
    )
    assert language_of(desk, desk.has_claimed()) is Language.FR


@pytest.mark.parametrize("contract_id", [None, "gone"])
def test_without_a_contract_the_language_is_not_known(desk: Desk, contract_id: str | None) -> None:
    assert language_of(desk, desk.has_claimed(contract_id=contract_id)) is None


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        (NUMBER, SmsAnswer.PREPARED),
        ("+33612345678", SmsAnswer.PREPARED),
        ("+3216123456", SmsAnswer.NO_MOBILE),
        ("+33145678901", SmsAnswer.NO_MOBILE),
        ("+32412345678", SmsAnswer.NO_MOBILE),
    ],
)
def test_only_a_mobile_gets_one(desk: Desk, number: str, answer: SmsAnswer) -> None:
    assert sms_answer(request(desk.has_claimed(), number), desk.unit) is answer


@pytest.mark.parametrize("relation", Relation)
def test_a_contact_person_gets_none_because_it_is_not_their_car(desk: Desk, relation: Relation) -> None:
    mother = Person("Mia Claes", Language.NL, "+32470000011")
    desk.unit.contracts.put(a_contract(contact_persons=(ContactPerson(mother, relation),)))
    case = desk.has_claimed()
    assert sms_answer(request(case, "+32470000011"), desk.unit) is SmsAnswer.CONTACT_PERSON
    assert sms_answer(request(case, "+32470000001"), desk.unit) is SmsAnswer.PREPARED


@pytest.mark.parametrize("state", NOBODY_READS)
def test_what_nobody_reads_is_not_the_one_that_is_enough(desk: Desk, state: MessageState) -> None:
    case = desk.has_claimed()
    desk.unit.messages.put(a_message(case.case_id, state=state))
    assert sms_answer(request(case), desk.unit) is SmsAnswer.PREPARED


def test_a_test_call_sends_none(desk: Desk) -> None:
    assert sms_answer(request(desk.has_claimed(is_test=True)), desk.unit) is SmsAnswer.TEST


@pytest.mark.parametrize("state", [one for one in MessageState if one not in NOBODY_READS])
def test_one_is_enough_for_one_crash(desk: Desk, state: MessageState) -> None:
    case = desk.has_claimed()
    desk.unit.messages.put(a_message(case.case_id, state=state))
    waits = state in (MessageState.BY_HAND, MessageState.QUEUED)
    assert sms_answer(request(case), desk.unit) is (SmsAnswer.ONE_WAITS if waits else SmsAnswer.ONE_IS_ENOUGH)
    assert sms_answer(request(case, "+32470000001"), desk.unit) is SmsAnswer.PREPARED


def test_a_second_impact_is_worth_a_second_sms(desk: Desk) -> None:
    case = desk.has_claimed(ecall_ids=(EcallId("1"), EcallId("2")))
    desk.unit.messages.put(a_message(case.case_id, state=MessageState.DONE_BY_HAND))
    assert sms_answer(request(case), desk.unit) is SmsAnswer.PREPARED
    assert prepare_sms(request(case), desk.unit, NOON, CHANNEL).attempt == 2
    assert sms_answer(request(case), desk.unit) is SmsAnswer.ONE_IS_ENOUGH


def test_a_dropped_sms_does_not_count(desk: Desk) -> None:
    case = desk.has_claimed()
    desk.unit.messages.put(a_message(case.case_id, state=MessageState.CANCELLED))
    assert sms_answer(request(case), desk.unit) is SmsAnswer.PREPARED
    assert prepare_sms(request(case), desk.unit, NOON, CHANNEL).attempt == 2


def test_a_case_without_any_ecall_is_owed_one_as_well(desk: Desk) -> None:
    """Somebody phoned, and does not answer when we call back."""
    case = desk.has_claimed(ecall_ids=())
    assert sms_answer(request(case), desk.unit) is SmsAnswer.PREPARED
    prepare_sms(request(case), desk.unit, NOON, CHANNEL)
    assert sms_answer(request(case), desk.unit) is SmsAnswer.ONE_WAITS
