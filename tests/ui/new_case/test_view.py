"""The form of a new case by keys alone, in both themes, in every language and on the small screen."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.phone_cases import CarCases, OpenPhoneCase
from app.api.records import RecordRow
from app.api.search import FoundIn, HitKind, MunicipalityHit, SearchFound, SearchHit
from app.domain.ids import CaseId
from app.domain.phone_case import CallerRelation, Incident
from app.domain.subscription import Language
from tests.support.backend import FakeBackend, FakeClock, FakeScheduler
from tests.support.cases import BERTEM, a_full_case
from tests.support.qt import picture_of, unnamed_controls
from tests.ui.new_case.test_presenter import OPEN, ROW
from ui.new_case.presenter import NewCasePresenter
from ui.new_case.state import Field
from ui.new_case.view import NewCaseView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT, Tokens

SIZE = QSize(1040, 640)
CTRL = Qt.KeyboardModifier.ControlModifier


class Form:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend = NewCaseView(), FakeBackend()
        self.scheduler = FakeScheduler(FakeClock())
        self.went_to: list[CaseId] = []
        self.presenter = NewCasePresenter(self.view, self.backend, self, self.scheduler, lambda _words: None)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()
        self.view.activateWindow()
        self.presenter.opened()
        self.view.setFocus()

    def open_case(self, case_id: CaseId) -> None:
        self.went_to.append(case_id)

    @property
    def focus(self) -> QWidget:
        found = self.view.focusWidget()
        assert found is not None
        return found

    def stands_on(self, control: QWidget) -> bool:
        return self.view.focusWidget() is control

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)
        self.scheduler.advance(1)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, modifier)

    def finds(self, *rows: RecordRow, is_exact: bool = True) -> None:
        plate = {"kind": HitKind.CONTRACT, "found_in": FoundIn.PLATE, "is_exact": is_exact}
        hits = tuple(SearchHit.model_validate({**plate, "record": row}) for row in rows)
        asked = next(one for one in reversed(self.backend.asked) if one.what == "search")
        asked.done(SearchFound(text=asked.about, hits=hits, more=()))

    def finds_bertem(self) -> None:
        asked = next(one for one in reversed(self.backend.asked) if one.what == "search")
        place = MunicipalityHit(
            names=BERTEM, part="", postcodes=("3060",), province=None, latitude_deg=50.86, longitude_deg=4.63
        )
        hit = SearchHit(kind=HitKind.MUNICIPALITY, found_in=FoundIn.PLACE, is_exact=True, place=place)
        asked.done(SearchFound(text=asked.about, hits=(hit,), more=()))


@pytest.fixture
def form(qapp: QApplication, qtbot: QtBot) -> Iterator[Form]:
    shown = Form(qapp)
    qtbot.waitUntil(shown.view.isActiveWindow)
    yield shown
    shiboken6.delete(shown.view)
    i18n.set_language("en")


def test_a_whole_call_by_keys_alone(form: Form) -> None:
    form.type("0470987654")
    form.press(Qt.Key.Key_Return)
    form.type("Jan Peeters")
    form.press(Qt.Key.Key_Return)
    assert form.stands_on(form.view.relation)
    form.type("pas")
    form.press(Qt.Key.Key_Tab)
    assert form.stands_on(form.view.incident)
    form.type("flat")
    form.press(Qt.Key.Key_Return)
    form.press(Qt.Key.Key_Right)
    form.press(Qt.Key.Key_Return)
    while not form.stands_on(form.view.lines[Field.CAR]):
        form.press(Qt.Key.Key_Tab)
    form.type("1abc")
    form.finds(ROW)
    form.press(Qt.Key.Key_Return)
    assert form.stands_on(form.view.lines[Field.PLACE])
    form.type("bert")
    form.finds_bertem()
    form.press(Qt.Key.Key_Down)
    assert form.stands_on(form.view.place.list)
    form.press(Qt.Key.Key_Return)
    assert form.stands_on(form.view.lines[Field.WHEREABOUTS])
    form.type("E40, km 22")
    form.press(Qt.Key.Key_Return)
    form.type("Hard shoulder.")
    form.press(Qt.Key.Key_Return, CTRL)
    command = form.backend.last.command
    assert isinstance(command, OpenPhoneCase)
    assert (command.caller.name, command.caller.number) == ("Jan Peeters", "0470987654")
    assert (command.incident, command.hurt) == (Incident.FLAT_TYRE, False)
    assert command.caller.relation is CallerRelation.PASSENGER
    assert command.contract_id == ROW.contract_id
    assert command.place is not None
    assert command.place.postcode == "3060"
    assert (command.whereabouts, command.words) == ("E40, km 22", "Hard shoulder.")
    form.backend.last.done(a_full_case())
    assert form.went_to
    assert form.view.lines[Field.NAME].text() == ""


def test_the_language_is_the_last_field_and_may_be_left_out(form: Form) -> None:
    assert form.view.language.currentText() == "not known"
    form.view.words.setFocus()
    form.press(Qt.Key.Key_Tab)
    assert form.stands_on(form.view.language)
    form.type("fre")
    form.view.incident.setFocus()
    form.type("flat")
    form.press(Qt.Key.Key_Return, CTRL)
    command = form.backend.last.command
    assert isinstance(command, OpenPhoneCase)
    assert command.language is Language.FR


def test_esc_leaves_the_field_and_nothing_typed_goes(form: Form) -> None:
    form.type("0470987654")
    form.press(Qt.Key.Key_Escape)
    assert form.focus is not form.view.lines[Field.NUMBER]
    assert form.view.lines[Field.NUMBER].text() == "0470987654"


def test_a_choice_by_mouse_and_the_open_case(form: Form) -> None:
    form.view.lines[Field.CAR].setFocus()
    form.type("1abc")
    form.finds(ROW, ROW.model_copy(update={"contract_id": None, "imei": "356307042441021", "plate": "1-ABC-299"}))
    picture_of(form.view)
    rectangle = form.view.car.list.visualItemRect(form.view.car.list.item(0))
    QTest.mouseClick(form.view.car.list.viewport(), Qt.MouseButton.LeftButton, pos=rectangle.center())
    assert form.view.car.words.text().startswith("✓ 1-ABC-234")
    form.scheduler.advance(1)
    form.backend.last.done(CarCases(cases=(OPEN,)))
    picture_of(form.view)
    assert form.view.open_case.isVisible()
    assert not form.view.open.isEnabled()
    form.view.open_case.another.click()
    assert not form.view.open.isEnabled(), "nobody said what happened"
    form.view.open_case.join.click()
    form.view.open_case.join.click()
    assert form.backend.last.what == "attach_caller"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_it_fits_in_every_language_and_theme(form: Form, language: str, tokens: Tokens) -> None:
    i18n.set_language(language)
    form.appearance.choose(dark=tokens is DARK)
    form.view.retranslate()
    form.presenter.choose_incident("collision")
    picture_of(form.view)
    assert unnamed_controls(form.view) == []
    assert form.view.open.width() >= form.view.open.minimumSizeHint().width()
    assert [form.view.incident.itemData(place) for place in range(form.view.incident.count())].count("theft") == 1


def test_a_long_note_is_cut_where_the_service_would_refuse_it(form: Form) -> None:
    form.view.words.setPlainText("x" * 5000)
    assert len(form.view.words.toPlainText()) == 4000
    assert len(form.presenter.draft.texts[Field.WORDS]) == 4000


def test_enter_takes_no_car_that_only_looks_like_what_was_typed(form: Form) -> None:
    car = form.view.lines[Field.CAR]
    car.setFocus()
    form.type("1-ABC-243")
    form.finds(ROW, is_exact=False)
    assert form.view.car.words.text() == "“1-ABC-243” is not on record. It looks like:"
    form.press(Qt.Key.Key_Return)
    assert not form.stands_on(car)
    assert not form.presenter.draft.record
    car.setFocus()
    form.press(Qt.Key.Key_Down)
    form.press(Qt.Key.Key_Return)
    assert form.presenter.draft.record == ROW
    assert car.text() == "1-ABC-234", "no other plate stands over the car that was chosen"


def test_tab_passes_what_was_found(form: Form) -> None:
    form.view.lines[Field.CAR].setFocus()
    form.type("1abc")
    form.finds(ROW)
    form.press(Qt.Key.Key_Tab)
    assert form.stands_on(form.view.lines[Field.PLACE])


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "thief", "theft"),
        ("nl", "dief", "theft"),
        ("fr", "vol", "theft"),
        ("de", "dieb", "theft"),
        ("en", "acc", "collision"),
        ("en", "accident", "collision"),
        ("nl", "ong", "collision"),
        ("nl", "ongeval", "collision"),
        ("fr", "acc", "collision"),
        ("fr", "accid", "collision"),
        ("fr", "accident", "collision"),
        ("fr", "accident c", "bodily_injury"),
        ("de", "unf", "collision"),
        ("de", "unfall", "collision"),
    ],
)
def test_the_words_of_people_find_what_happened(form: Form, language: str, typed: str, meant: str) -> None:
    i18n.set_language(language)
    form.view.retranslate()
    form.view.incident.setFocus()
    form.type(typed)
    assert form.presenter.draft.incident == Incident(meant)
