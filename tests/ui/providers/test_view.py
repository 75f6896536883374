"""The page of partners as widgets: the list is chosen from by keys, what is typed reaches the presenter and stays."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.api.providers import ProviderList
from app.domain.account import Role
from tests.support.backend import FakeBackend
from tests.support.contract import me
from tests.ui.providers.test_presenter import a_provider
from ui.providers.presenter import ProvidersPresenter
from ui.providers.view import ProvidersView


def a_page(qtbot: QtBot, *roles: Role) -> tuple[ProvidersView, FakeBackend]:
    view, backend = ProvidersView(), FakeBackend()
    qtbot.addWidget(view)
    presenter = ProvidersPresenter(view, me(roles=roles), backend)
    view.connect_to(presenter)
    view.retranslate()
    view.resize(1000, 600)
    view.show()
    presenter.opened()
    backend.last.done(ProviderList(rows=(a_provider("Noels"), a_provider("Taxi Un", kinds="taxi")), columns={}))
    return view, backend


def test_a_partner_is_mended_with_the_keys(qtbot: QtBot) -> None:
    view, backend = a_page(qtbot, Role.SUPERVISOR)
    view.table.chosen.emit(1, 0)
    field = view.form.fields["hours"].line
    field.setFocus()
    QTest.keyClicks(field, "always")
    assert field.text() == "always"
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert backend.last.what == "register_provider"
    backend.last.refused("cells_refused", hours="not_hours")
    fault = view.form.fields["hours"].fault
    qtbot.waitUntil(lambda: fault.isVisibleTo(view))
    assert fault.text().startswith("▲")
    assert field.text() == "always", "what was typed stays"


def test_an_operator_cannot_type(qtbot: QtBot) -> None:
    view, _backend = a_page(qtbot, Role.OPERATOR)
    view.table.chosen.emit(0, 0)
    assert view.form.fields["name"].line.isReadOnly()
    assert not view.form.save.isEnabled()


def test_the_filter_keeps_what_is_typed_while_it_finds(qtbot: QtBot) -> None:
    view, _backend = a_page(qtbot, Role.OPERATOR)
    QTest.keyClicks(view.filter, "taxi")
    assert view.filter.text() == "taxi"
    assert view.table.model().rowCount() == 1
