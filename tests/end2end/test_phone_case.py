"""A case by phone, from the first key to the crash of its car, through the real service: one case and one truck."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.api.cases import CaseDetail
from app.api.records import FoundRecords, RecordRow
from app.domain.audit import AuditAction
from app.domain.next_step import NextKind
from app.domain.phone_case import Incident
from app.domain.service_order import OrderState
from app.domain.verdict import Priority
from services.simulator.training import TRAINING_BOXES
from tests.support.detector import Detector, a_detector
from tests.support.real_desk import AN, RealDesk, crashes
from ui.caller.view import CallerView
from ui.new_case.state import Field
from ui.new_case.view import NewCaseView
from ui.shell.slots import Page

BOX = TRAINING_BOXES[0]
"""It crashes at more than 4 g."""
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Detector]:
    with a_detector(tmp_path / "data") as running:
        yield running


@pytest.fixture
def desk(qtbot: QtBot, service: Detector) -> Iterator[RealDesk]:
    seat = RealDesk(qtbot, service, AN, "desk-3")
    seat.to_front()
    yield seat
    seat.close()


def shown(desk: RealDesk) -> CaseDetail:
    assert desk.navigator.detail is not None
    return desk.navigator.detail


def on_record(desk: RealDesk) -> RecordRow:
    found = desk.ask(lambda reply: desk.backend.find_records(BOX.imei, reply))
    assert isinstance(found, FoundRecords)
    return found.rows[0]


def new_case(desk: RealDesk) -> NewCaseView:
    desk.press(Qt.Key.Key_F2)
    assert desk.window.page is Page.NEW_CASE
    view = desk.window.findChild(NewCaseView)
    assert view is not None
    return view


def opens_breakdown(desk: RealDesk, plate: str) -> CaseDetail:
    """Type a whole call: who, what, which car, where."""
    view = new_case(desk)
    assert desk.window.focusWidget() is view.lines[Field.NUMBER]
    desk.type("0470987654")
    desk.press(Qt.Key.Key_Return)
    desk.type("Jan Peeters")
    desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Tab)
    desk.type("flat")
    view.lines[Field.CAR].setFocus()
    desk.type(plate)
    desk.wait(lambda: view.car.list.count() > 0)
    desk.press(Qt.Key.Key_Return)
    assert desk.window.focusWidget() is view.lines[Field.PLACE]
    desk.type("50,8601 4,6234")
    desk.wait(lambda: view.place.list.count() > 0)
    desk.press(Qt.Key.Key_Return)
    desk.type("E40 dir. Luik, km 22,4")
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: desk.navigator.detail is not None and desk.window.page is None)
    return shown(desk)


def test_a_call_becomes_a_case_and_the_crash_of_its_car_joins_it(desk: RealDesk, service: Detector) -> None:
    record = on_record(desk)
    told = opens_breakdown(desk, record.plate)
    assert told.row.incident is Incident.FLAT_TYRE
    assert desk.me.holds(told.row)
    assert told.contract is not None
    assert told.contract.contract_id == record.contract_id
    assert told.place is not None
    assert (told.place.is_told, told.place.in_belgium, told.place.postcode) == (True, True, "3060")
    assert told.row.next_step.kind is NextKind.ASK_TOW
    ordered = desk.ask(lambda reply: desk.backend.order_tow(told.row.case_id, reply))
    assert isinstance(ordered, CaseDetail)
    with crashes(service, BOX):
        desk.wait(lambda: desk.row(told.row.case_id).impacts == 1)
        desk.wait(lambda: desk.row(told.row.case_id).priority is Priority.ONE)
    desk.wait(lambda: shown(desk).row.impacts == 1 and shown(desk).imei == BOX.imei)
    joined = shown(desk)
    assert len(list(desk.desk.rows.open_rows())) == 1
    assert [order.state for order in joined.orders].count(OrderState.BY_HAND) == 1
    assert len(joined.orders) == 1
    actions = [entry.action for entry in joined.timeline]
    assert AuditAction.CASE_OPENED_BY_PHONE in actions
    assert AuditAction.ECALL_JOINED in actions


def test_an_alarm_takes_nothing_that_was_typed(desk: RealDesk, service: Detector) -> None:
    view = new_case(desk)
    desk.type("0470987654")
    with crashes(service, TRAINING_BOXES[1]):
        desk.wait(lambda: bool(desk.waiting()))
    desk.navigator.open_case(desk.waiting()[0].case_id)
    desk.wait(lambda: desk.window.page is None and desk.navigator.detail is not None)
    new_case(desk)
    assert view.lines[Field.NUMBER].text() == "0470987654"
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.page is None
    new_case(desk)
    assert view.lines[Field.NUMBER].text() == "0470987654"


def test_somebody_calls_in_about_a_crash_and_is_attached_by_one_key(desk: RealDesk, service: Detector) -> None:
    with crashes(service, TRAINING_BOXES[1]):
        desk.wait(lambda: bool(desk.waiting()))
    row = desk.waiting()[0]
    assert row.plate is not None
    desk.press(Qt.Key.Key_F4)
    assert desk.window.page is Page.CALLER
    view = desk.window.findChild(CallerView)
    assert view is not None
    desk.type(row.plate)
    desk.wait(lambda: bool(view.table.texts()))
    assert row.plate not in str(view.table.texts())
    desk.press(Qt.Key.Key_Return)
    desk.wait(view.who.isVisible)
    desk.press(Qt.Key.Key_1)
    desk.wait(lambda: desk.navigator.detail is not None and desk.window.page is None)
    case = shown(desk)
    assert case.row.case_id == row.case_id
    assert desk.me.holds(case.row)
    assert case.row.next_step.kind is not NextKind.CALL_DRIVER
    assert [caller.relation.value for caller in case.callers] == ["driver"]


def test_a_call_that_no_case_is_found_for_begins_one(desk: RealDesk) -> None:
    desk.desk.phone.caller.prefill("+32470987654")
    desk.press(Qt.Key.Key_F4)
    view = desk.window.findChild(CallerView)
    assert view is not None
    desk.wait(lambda: "No open case" in view.words.text())
    desk.press(Qt.Key.Key_Escape)
    form = new_case(desk)
    assert form.lines[Field.NUMBER].text() == "+32470987654"


def test_a_second_case_of_the_car_is_not_made_by_accident(desk: RealDesk) -> None:
    record = on_record(desk)
    first = opens_breakdown(desk, record.plate)
    view = new_case(desk)
    view.lines[Field.CAR].setFocus()
    desk.type(record.plate)
    desk.wait(lambda: view.car.list.count() > 0)
    desk.press(Qt.Key.Key_Return)
    desk.wait(view.open_case.isVisible)
    assert first.row.number in view.open_case.words.text()
    view.open_case.join.click()
    desk.wait(lambda: desk.window.page is None and len(shown(desk).callers) == 2)
    assert shown(desk).row.case_id == first.row.case_id
