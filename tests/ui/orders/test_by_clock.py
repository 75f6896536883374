"""What the time alone changes is painted by the clock of the screen itself, which keeps nobody alive."""

from datetime import timedelta

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.domain.service_order import OrderState
from tests.support.contract import NOW
from tests.ui.orders.test_presenter import Orders, in_state
from ui.tasks import QtScheduler


def test_an_answer_that_is_overdue_is_said_while_its_case_stays_open(qtbot: QtBot) -> None:
    orders, parent = Orders(in_state(OrderState.OFFERED, answer_due_at=NOW + timedelta(seconds=90))), QObject()
    orders.presenter.connect(orders.actions, orders.asker, QtScheduler(parent))
    before = orders.card.needs_person
    orders.scheduler.clock.advance(180)
    qtbot.waitUntil(lambda: orders.card.needs_person, timeout=20_000)
    assert not before
