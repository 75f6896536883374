"""A box is asked in words that cannot become others, by who may, and never without a trace."""

from datetime import timedelta

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box_command import BoxCommand, BoxCommandState, BoxOrder, BoxRequest, wire_parts
from app.domain.errors import Conflict, NotFound, Refusal
from app.domain.ids import CaseId, Imei
from app.usecases.actor import SERVICE
from app.usecases.command_box import MOST_OPEN, CommandBox, command_box
from app.usecases.register_box import RegisterBox, register_box
from tests.app.usecases.people import AN, Desk
from tests.support.builders import AN_IMEI, NOON, a_box

POSITION = BoxOrder(BoxRequest.POSITION)
TRACKING = BoxOrder(BoxRequest.TRACKING, period_s=5)
PARAMETER = BoxOrder(BoxRequest.PARAMETER, parameter=2001, value="internet.be")


@pytest.fixture(name="known")
def a_desk_with_a_box(desk: Desk) -> Desk:
    register_box(RegisterBox(SERVICE, a_box(imei=AN_IMEI, contract_id=None)), desk.unit, desk.clock)
    return desk


def ask(desk: Desk, order: BoxOrder = POSITION, *, imei: Imei = AN_IMEI, case_id: CaseId | None = None) -> BoxCommand:
    command = CommandBox(AN, imei, case_id, order, timedelta(minutes=10))
    return command_box(command, desk.unit, desk.clock)


def test_a_question_for_a_case_waits_and_stands_in_its_timeline(known: Desk) -> None:
    case = known.has_claimed(imei=AN_IMEI)
    asked = ask(known, TRACKING, imei=Imei(""), case_id=case.case_id)
    assert (asked.imei, asked.case_id, asked.asked_by) == (AN_IMEI, case.case_id, AN.name)
    assert (asked.state, asked.asked_at, asked.expires_at) == (
        BoxCommandState.WAITING,
        NOON,
        NOON + timedelta(minutes=10),
    )
    assert known.unit.box_commands.open_of(AN_IMEI) == (asked,)
    entry = known.acted(case, AuditAction.BOX_ASKED)
    assert entry.facts == {"command_id": asked.command_id, "request": "tracking", "period_s": "5"}


def test_a_question_to_the_box_itself_stands_in_the_record_of_the_system(known: Desk) -> None:
    asked = ask(known, PARAMETER)
    (*_, entry) = known.unit.audit.of_chain(SYSTEM_CHAIN)
    assert entry.record.action is AuditAction.BOX_ASKED
    assert entry.record.facts == {"command_id": asked.command_id, "request": "parameter", "parameter": "2001"}
    assert entry.record.personal == {"imei": AN_IMEI, "set_to": PARAMETER.value}
    assert asked.case_id is None
    known.unit.check_audited()


def test_two_questions_never_have_one_number(known: Desk) -> None:
    numbers = {ask(known).wire_number for _ in range(MOST_OPEN)}
    assert len(numbers) == MOST_OPEN
    assert {wire_parts(number)[0] for number in numbers} == {int(NOON.timestamp())}
    assert all(wire_parts(number)[1] for number in numbers)


def test_a_box_is_not_buried_under_questions(known: Desk) -> None:
    for _ in range(MOST_OPEN):
        ask(known)
    with pytest.raises(Conflict, match="box_busy"):
        ask(known)


def test_a_box_that_nobody_knows_is_not_asked(desk: Desk) -> None:
    with pytest.raises(NotFound):
        ask(desk)


def test_for_a_case_only_its_holder_asks(known: Desk) -> None:
    case = known.has(imei=AN_IMEI)
    with known.refuses("not_claimed"):
        ask(known, case_id=case.case_id)


@pytest.mark.parametrize(
    "order",
    [
        BoxOrder(BoxRequest.POSITION, parameter=1, value="2"),
        BoxOrder(BoxRequest.PARAMETER),
        BoxOrder(BoxRequest.PARAMETER, parameter=1),
        BoxOrder(BoxRequest.PARAMETER, parameter=0, value="2"),
        BoxOrder(BoxRequest.PARAMETER, parameter=1_000_000, value="2"),
        BoxOrder(BoxRequest.PARAMETER, parameter=2001, value="a;2002:b"),
        BoxOrder(BoxRequest.PARAMETER, parameter=2001, value="a:b"),
        BoxOrder(BoxRequest.PARAMETER, parameter=2001, value="a\r\nb"),
        BoxOrder(BoxRequest.PARAMETER, parameter=2001, value="é"),
        BoxOrder(BoxRequest.PARAMETER, parameter=2001, value="x" * 201),
        BoxOrder(BoxRequest.TRACKING),
        BoxOrder(BoxRequest.TRACKING, period_s=0),
        BoxOrder(BoxRequest.TRACKING, period_s=2_592_001),
        BoxOrder(BoxRequest.FIRMWARE, period_s=5),
    ],
)
def test_what_no_box_can_be_asked_is_refused(known: Desk, order: BoxOrder) -> None:
    with pytest.raises(Refusal) as refusal:
        ask(known, order)
    assert refusal.value.code == "invalid"
    assert known.unit.box_commands.open_of(AN_IMEI) == ()
