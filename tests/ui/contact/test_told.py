"""What was told to whom: nothing is ticked beforehand, locked lines say why, and each telling is one record."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.api.providers import DiscloseFacts
from app.domain.audit import AuditAction
from app.domain.contact import CallOutcome, ContactRole, Disposition
from app.domain.service_order import DisclosureBasis, DisclosureWay, Recipient
from tests.support.cases import a_call, a_full_case, a_person, a_rung, my_case, their_case
from tests.support.qt import on_screen, unnamed_controls
from tests.ui.contact.test_presenter import Contact
from tests.ui.contact.test_view import COLUMN, Panel
from ui.actions import ActionId
from ui.contact.told import ASKED, FACTS
from ui.contact.told_state import ToldState
from ui.timeline.words import details_text, sentence

MIA, BOSS = "+32470111111", "+3216222222"
LOCKED = {"place", "health"}


def told_case(e164: str = MIA, *, is_off_hours: bool = False) -> CaseDetail:
    """A case in which this number was phoned and answered."""
    ladder = (
        a_rung(ContactRole.DRIVER, a_person()),
        a_rung(ContactRole.FAMILY, a_person(name="Mia", e164=MIA)),
        a_rung(ContactRole.EMPLOYER, a_person(name="Bakkerij Jans", e164=BOSS), is_off_hours=is_off_hours),
    )
    call = a_call(e164=e164, outcome=CallOutcome.ANSWERED, disposition=Disposition.THIRD_PARTY)
    return my_case(ladder=ladder, calls=(call,))


def form(contact: Contact) -> ToldState:
    assert contact.state.told is not None
    return contact.state.told


def open_form(detail: CaseDetail) -> Contact:
    contact = Contact(detail)
    assert contact.actions.trigger(ActionId.TOLD)
    return contact


@pytest.mark.parametrize(
    ("e164", "recipient", "name"),
    [(MIA, Recipient.FAMILY, "Mia"), (BOSS, Recipient.EMPLOYER, "Bakkerij Jans"), ("+32470123456", ASKED[0], "Mia")],
)
def test_recipient_name_and_basis_come_from_the_call_and_nothing_is_ticked(
    e164: str, recipient: Recipient, name: str
) -> None:
    contact = open_form(told_case(e164))
    state = form(contact)
    assert (ASKED[state.chosen], state.to, state.bases[state.basis]) == (recipient, name, "for the contract")
    assert not any(fact.is_ticked for fact in state.facts)
    assert not state.write.is_possible
    contact.presenter.write_told()
    assert contact.backend.asked == []


def test_the_button_names_who_was_phoned_last() -> None:
    contact = Contact(told_case())
    assert contact.state.tell is not None
    assert contact.state.tell.text == "What was told to Mia …"
    contact.presenter.on_case(told_case("+32470123456"))
    assert contact.state.tell.text == "What was told to whom …"


def test_what_was_ticked_is_written_down_as_one_record() -> None:
    contact = open_form(told_case())
    contact.presenter.told.tick("driver_reached", is_ticked=True)
    contact.presenter.told.tick("health", is_ticked=True)
    contact.presenter.told.tick("car", is_ticked=True)
    contact.presenter.told.tick("health", is_ticked=False)
    contact.presenter.told.typed(" Mia, his wife ")
    contact.presenter.write_told()
    assert contact.backend.last.what == "disclose_facts"
    assert contact.backend.last.command == DiscloseFacts(
        recipient=Recipient.FAMILY,
        to="Mia, his wife",
        fields=("car", "driver_reached"),
        basis=DisclosureBasis.CONTRACT,
        way=DisclosureWay.PHONE,
    )
    contact.presenter.write_told()
    assert len(contact.backend.asked) == 1, "once, while the service has not answered"
    contact.backend.last.done(told_case())
    assert contact.state.told is None


@pytest.mark.parametrize(("is_off_hours", "why"), [(True, "outside working hours"), (False, "without consent")])
def test_an_employer_hears_of_no_place_and_no_wound_and_the_line_says_why(is_off_hours: bool, why: str) -> None:
    contact = open_form(told_case(BOSS, is_off_hours=is_off_hours))
    contact.presenter.told.tick("car", is_ticked=True)
    for key in LOCKED:
        contact.presenter.told.tick(key, is_ticked=True)
    state = form(contact)
    assert {fact.key for fact in state.facts if fact.why_not} == LOCKED
    assert all(why in fact.why_not for fact in state.facts if fact.why_not)
    assert state.caution
    contact.presenter.write_told()
    assert contact.backend.last.command.fields == ("car",)  # type: ignore[union-attr]  # it is a DiscloseFacts


def test_with_the_persons_consent_an_employer_may_know() -> None:
    contact = open_form(told_case(BOSS, is_off_hours=True))
    contact.presenter.told.choose_basis(tuple(DisclosureBasis).index(DisclosureBasis.CONSENT))
    assert not any(fact.why_not for fact in form(contact).facts)


def test_another_recipient_brings_its_name_and_basis_and_locks_what_was_ticked() -> None:
    contact = open_form(told_case())
    contact.presenter.told.tick("place", is_ticked=True)
    contact.presenter.choose_told(ASKED.index(Recipient.POLICE))
    assert (form(contact).to, form(contact).bases[form(contact).basis]) == ("", "vital interests")
    assert form(contact).caution == ""
    contact.presenter.choose_told(ASKED.index(Recipient.EMPLOYER))
    assert form(contact).to == "Bakkerij Jans"
    assert not any(fact.is_ticked for fact in form(contact).facts)


def test_another_case_closes_it_and_a_colleagues_case_does_not_open_it() -> None:
    contact = open_form(told_case())
    other = told_case()
    contact.presenter.on_case(other.model_copy(update={"row": other.row.model_copy(update={"case_id": "c2"})}))
    assert contact.state.told is None
    contact.presenter.on_case(their_case())
    assert not contact.actions.is_enabled(ActionId.TOLD)


def test_the_timeline_says_who_was_told_what_and_why() -> None:
    facts = {"recipient": "family", "fields": "car, driver_reached", "basis": "contract", "way": "phone", "to": "Mia"}
    assert sentence(AuditAction.DISCLOSED, facts) == "Told: family"
    said = details_text(AuditAction.DISCLOSED, facts)
    assert said == "car, whether the driver was reached · for the contract · by phone · Mia"


@pytest.fixture(name="panel")
def a_panel_with_the_form(qapp: QApplication, qtbot: QtBot) -> Iterator[Panel]:
    for panel in on_screen(Panel(qapp), qapp, qtbot):
        panel.open(told_case(BOSS, is_off_hours=True))
        assert panel.actions.trigger(ActionId.TOLD)
        QApplication.processEvents()
        yield panel


def test_it_is_filled_in_and_written_down_with_keys_alone(panel: Panel) -> None:
    box = panel.view.told
    assert box.recipient.hasFocus()
    QTest.keyClick(box.recipient, Qt.Key.Key_Tab)
    assert box.to.hasFocus()
    seen = []
    for _ in FACTS:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        seen.append(next((key for key, line in box.ticks.items() if line.choice.hasFocus()), ""))
    assert seen[:5] == ["name", "number", "car", "what_happened", "driver_reached"], "a locked line takes no key"
    box.ticks["car"].choice.setFocus()
    QTest.keyClick(box.ticks["car"].choice, Qt.Key.Key_Space)
    assert box.ticks["car"].choice.isChecked()
    QTest.keyClick(box.ticks["car"].choice, Qt.Key.Key_Return)
    assert panel.backend.last.what == "disclose_facts"
    panel.backend.last.done(a_full_case())
    assert box.isHidden()


@pytest.mark.parametrize("place", ["recipient", "to", "basis", "drop"])
def test_esc_drops_it_from_wherever_the_keys_are(panel: Panel, place: str) -> None:
    QTest.keyClick(getattr(panel.view.told, place), Qt.Key.Key_Escape)
    assert panel.view.told.isHidden()
    assert panel.view.tell.isVisible()
    assert panel.backend.asked == []


@pytest.mark.parametrize("place", ["recipient", "to", "basis"])
def test_enter_in_every_field_writes_it_down_once(panel: Panel, place: str) -> None:
    panel.view.told.ticks["car"].choice.click()
    QTest.keyClick(getattr(panel.view.told, place), Qt.Key.Key_Return)
    assert panel.backend.names() == ["disclose_facts"]


def test_a_locked_line_says_why_and_is_not_ticked_by_its_words(panel: Panel) -> None:
    line = panel.view.told.ticks["place"]
    assert not line.choice.isEnabled()
    assert panel.view.told.locked.text() == "Place, Health: not outside working hours without consent"
    assert line.choice.accessibleDescription() == "not outside working hours without consent"
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert not line.choice.isChecked()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_the_column_in_every_language_and_every_control_has_a_name(panel: Panel, language: str) -> None:
    i18n.set_language(language)
    panel.view.retranslate()
    panel.presenter.refresh()
    QApplication.processEvents()
    assert unnamed_controls(panel.view) == []
    assert panel.view.content.minimumSizeHint().width() <= COLUMN.width()
