"""What a box says stands with its question; a box that says nothing is said to have said nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box_command import BoxAnswer, BoxCommand, BoxCommandState, BoxOrder, BoxRequest
from app.domain.case import Case
from app.domain.ids import BoxCommandId, Imei, new_id
from app.usecases.hear_box import GiveUpOnBoxes, HearBox, give_up_on_boxes, hear_box
from tests.app.usecases.people import Desk
from tests.support.builders import AN_IMEI, NOON

HERE = BoxAnswer("GPS:1 Sat:7", 50.86, 4.63, NOON)


def asked(desk: Desk, request: BoxRequest = BoxRequest.POSITION, **changes: object) -> BoxCommand:
    known: dict[str, object] = {
        "command_id": BoxCommandId(new_id()),
        "imei": AN_IMEI,
        "order": BoxOrder(request),
        "wire_number": 7,
        "case_id": None,
        "asked_by": "An",
        "asked_at": NOON,
        "expires_at": NOON + timedelta(minutes=10),
        "state": BoxCommandState.SENT,
        "sent_at": NOON,
    }
    command = BoxCommand(**{**known, **changes})  # type: ignore[arg-type]  # the dataclass checks the names
    desk.unit.box_commands.put(command)
    return command


def heard(desk: Desk, answer: BoxAnswer = HERE, **changes: object) -> BoxCommand | None:
    return hear_box(replace(HearBox(AN_IMEI, answer), **changes), desk.unit, desk.clock)  # type: ignore[arg-type]  # as above


def given_up(desk: Desk, silent_since: datetime = NOON) -> tuple[BoxCommand, ...]:
    return give_up_on_boxes(GiveUpOnBoxes(silent_since), desk.unit, desk.clock)


def of_case(desk: Desk) -> Case:
    return desk.has_claimed(imei=AN_IMEI)


def test_an_answer_ends_its_question_and_stands_in_the_timeline(desk: Desk) -> None:
    case = of_case(desk)
    command = asked(desk, case_id=case.case_id)
    answered = heard(desk)
    assert answered == replace(command, state=BoxCommandState.ANSWERED, ended_at=NOON, answer=HERE)
    entry = desk.acted(case, AuditAction.BOX_ANSWERED)
    assert entry.facts == {"command_id": command.command_id, "request": "position", "box_state": "answered"}
    assert entry.personal == {"imei": AN_IMEI, "answer": "GPS:1 Sat:7"}
    desk.unit.check_audited()


def test_a_refusal_of_the_box_is_one(desk: Desk) -> None:
    asked(desk)
    refused = heard(desk, is_refusal=True)
    assert refused is not None
    assert refused.state is BoxCommandState.REFUSED


def test_what_nobody_asked_is_nobodys_answer(desk: Desk) -> None:
    assert heard(desk) is None
    asked(desk, state=BoxCommandState.WAITING, sent_at=None)
    assert heard(desk) is None
    asked(desk, imei=Imei("356307042441021"))
    assert heard(desk) is None
    assert desk.unit.audit.of_chain(SYSTEM_CHAIN) == ()


def test_an_answer_goes_to_the_question_it_plainly_answers(desk: Desk) -> None:
    late = asked(desk, state=BoxCommandState.UNANSWERED, ended_at=NOON)
    now = asked(desk, BoxRequest.FIRMWARE, asked_at=NOON + timedelta(minutes=1))
    first = heard(desk, about=frozenset({BoxRequest.POSITION}))
    assert first is not None
    assert (first.command_id, first.state) == (late.command_id, BoxCommandState.ANSWERED)
    assert heard(desk, about=frozenset({BoxRequest.PARAMETER, BoxRequest.TRACKING})) is None
    second = heard(desk)
    assert second is not None
    assert second.command_id == now.command_id
    assert heard(desk) is None


def test_an_answer_without_a_name_is_not_given_to_a_question_that_is_over(desk: Desk) -> None:
    asked(desk, state=BoxCommandState.UNANSWERED, ended_at=NOON)
    assert heard(desk) is None


def test_a_numbered_answer_goes_to_its_number_and_to_no_other(desk: Desk) -> None:
    asked(desk, wire_number=8, asked_at=NOON + timedelta(minutes=1))
    mine = asked(desk, wire_number=9)
    assert heard(desk, wire_number=10) is None
    answered = heard(desk, wire_number=9)
    assert answered is not None
    assert answered.command_id == mine.command_id
    assert heard(desk, wire_number=9) is None


def test_a_version_is_noted_when_it_was_asked_for(desk: Desk) -> None:
    asked(desk, BoxRequest.FIRMWARE)
    assert heard(desk, BoxAnswer("Ver:03.27.07_00", firmware="03.27.07_00")) is not None
    assert desk.unit.firmware.at(AN_IMEI, NOON) == "03.27.07_00"
    assert desk.unit.audit.actions() == [AuditAction.BOX_FIRMWARE_NOTED, AuditAction.BOX_ANSWERED]
    desk.unit.check_audited()


def test_a_version_that_nobody_asked_for_leaves_nothing(desk: Desk) -> None:
    for version in ("1.0", "2.0", "3.0"):
        assert heard(desk, BoxAnswer(f"Ver:{version}", firmware=version)) is None
    assert desk.unit.firmware.at(AN_IMEI, NOON) is None
    assert desk.unit.audit.actions() == []


def test_a_silent_box_is_said_to_be_silent_after_its_time(desk: Desk) -> None:
    case = of_case(desk)
    sent = asked(desk, case_id=case.case_id)
    waiting = asked(desk, state=BoxCommandState.WAITING, sent_at=None)
    assert given_up(desk, NOON - timedelta(seconds=1)) == ()
    assert [(one.command_id, one.state) for one in given_up(desk)] == [(sent.command_id, BoxCommandState.UNANSWERED)]
    assert desk.acted(case, AuditAction.BOX_DID_NOT_ANSWER).facts["box_state"] == "unanswered"
    desk.clock.advance(timedelta(minutes=10))
    (expired,) = given_up(desk)
    assert (expired.command_id, expired.state, expired.ended_at) == (
        waiting.command_id,
        BoxCommandState.EXPIRED,
        NOON + timedelta(minutes=10),
    )
    assert given_up(desk) == ()
    desk.unit.check_audited()
