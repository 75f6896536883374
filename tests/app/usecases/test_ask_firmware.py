"""A box is asked once what it runs, never a stranger, and never one with an open case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.audit import SERVICE_ACTOR, SYSTEM_CHAIN, AuditAction
from app.domain.box_command import BoxAnswer, BoxCommand, BoxCommandState, BoxOrder, BoxRequest
from app.domain.case import CaseState
from app.domain.ids import Imei
from app.usecases.actor import SERVICE
from app.usecases.ask_firmware import AskFirmware, ask_firmware, is_of_service, withdraw_in_need
from app.usecases.command_box import MOST_OPEN, CommandBox, command_box
from app.usecases.hear_box import GiveUpOnBoxes, HearBox, give_up_on_boxes, hear_box
from app.usecases.note_firmware import NoteFirmware, note_firmware
from app.usecases.register_box import RegisterBox, register_box
from tests.app.usecases.people import AN, Desk
from tests.support.builders import AN_IMEI, NOON, a_box

AGAIN = timedelta(days=30)
DAY = timedelta(days=1)
STRANGER = Imei("356307042441021")


@pytest.fixture(name="known")
def a_desk_with_a_box(desk: Desk) -> Desk:
    register_box(RegisterBox(SERVICE, a_box(imei=AN_IMEI, contract_id=None)), desk.unit, desk.clock)
    return desk


def asked(desk: Desk) -> list[Imei]:
    command = AskFirmware((AN_IMEI, STRANGER), AGAIN)
    return [one.imei for one in ask_firmware(command, desk.unit, desk.clock)]


def test_a_box_of_unknown_firmware_is_asked_by_the_service_for_a_day(known: Desk) -> None:
    assert asked(known) == [AN_IMEI]
    (question,) = known.unit.box_commands.open_of(AN_IMEI)
    assert is_of_service(question)
    assert (question.order, question.expires_at) == (BoxOrder(BoxRequest.FIRMWARE), NOON + DAY)
    (*_, entry) = known.unit.audit.of_chain(SYSTEM_CHAIN)
    assert (entry.record.action, entry.record.actor) == (AuditAction.BOX_ASKED, SERVICE_ACTOR)
    assert entry.record.facts["request"] == "firmware"
    assert known.unit.box_commands.open_of(STRANGER) == ()
    known.unit.check_audited()


def test_it_is_asked_once_in_a_month_whatever_came_of_it(known: Desk) -> None:
    assert asked(known) == [AN_IMEI]
    assert asked(known) == []
    (question,) = known.unit.box_commands.open_of(AN_IMEI)
    known.unit.box_commands.note_sent(question.command_id, NOON)
    known.clock.advance(DAY)
    give_up_on_boxes(GiveUpOnBoxes(known.clock.now()), known.unit, known.clock)
    assert asked(known) == []
    known.clock.advance(AGAIN - DAY)
    assert asked(known) == [AN_IMEI]


def test_one_that_said_it_is_asked_again_after_a_month_though_it_says_the_same(known: Desk) -> None:
    for _ in range(2):
        assert asked(known) == [AN_IMEI]
        (question,) = known.unit.box_commands.open_of(AN_IMEI)
        known.unit.box_commands.note_sent(question.command_id, known.clock.now())
        hear_box(HearBox(AN_IMEI, BoxAnswer("Ver:1", firmware="1")), known.unit, known.clock)
        known.clock.advance(AGAIN - timedelta(seconds=1))
        assert asked(known) == []
        known.clock.advance(timedelta(seconds=1))


def test_one_that_never_left_is_asked_at_the_next_login(known: Desk) -> None:
    assert asked(known) == [AN_IMEI]
    known.clock.advance(DAY)
    give_up_on_boxes(GiveUpOnBoxes(NOON), known.unit, known.clock)
    assert asked(known) == [AN_IMEI]


@pytest.mark.parametrize(("days_ago", "is_asked"), [(1, False), (29, False), (31, True)])
def test_what_was_heard_lately_is_not_asked(known: Desk, days_ago: int, is_asked: bool) -> None:
    note_firmware(NoteFirmware(AN_IMEI, "1", NOON - days_ago * DAY), known.unit, known.clock)
    assert (asked(known) == [AN_IMEI]) is is_asked


def test_a_box_with_an_open_case_is_left_alone(known: Desk) -> None:
    case = known.has(imei=AN_IMEI)
    assert asked(known) == []
    known.unit.cases.cases[case.case_id] = replace(case, state=CaseState.CLOSED)
    assert asked(known) == [AN_IMEI]


def test_a_box_that_many_ask_is_not_asked_more(known: Desk) -> None:
    question = CommandBox(AN, AN_IMEI, None, BoxOrder(BoxRequest.POSITION), DAY)
    for _ in range(MOST_OPEN):
        command_box(question, known.unit, known.clock)
    assert asked(known) == []


def withdrawn(desk: Desk, question: BoxCommand) -> bool:
    return withdraw_in_need(question, desk.unit, desk.clock)


def test_a_case_takes_the_question_of_the_service_back_and_no_other(known: Desk) -> None:
    (mine,) = ask_firmware(AskFirmware((AN_IMEI,), AGAIN), known.unit, known.clock)
    theirs = command_box(CommandBox(AN, AN_IMEI, None, BoxOrder(BoxRequest.FIRMWARE), DAY), known.unit, known.clock)
    assert not withdrawn(known, mine)
    known.has(imei=AN_IMEI)
    assert not withdrawn(known, theirs)
    assert withdrawn(known, mine)
    assert known.unit.box_commands.open_of(AN_IMEI) == (theirs,)
    assert known.unit.box_commands.commands[mine.command_id].state is BoxCommandState.WITHDRAWN
    (*_, entry) = known.unit.audit.of_chain(SYSTEM_CHAIN)
    assert (entry.record.action, entry.record.facts["box_state"]) == (AuditAction.BOX_DID_NOT_ANSWER, "withdrawn")
    known.unit.check_audited()
