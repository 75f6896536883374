"""The desk from its first window to Quit, against a service that the test commands."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.service import ServiceFile
from app.bootstrap import TRAINING_LOGINS, Desk, DeskOptions, workplace
from app.domain.account import Role
from services.simulator.seed import TRAINING_ACCOUNTS
from tests.support.contract import a_case, a_claim, a_health, a_row, a_session, an_account
from tests.support.http_service import HttpService
from ui.actions import ActionId
from ui.open_desk import OpenDesk
from ui.preferences import Preferences, PreferencesFile
from ui.service_keeper import ServicePlace
from ui.shell.alert_strip import AlertStrip
from ui.shell.view import MainWindow
from ui.unsaved_notes import FOLDER_NAME


@pytest.fixture
def service(tmp_path: Path) -> Iterator[HttpService]:
    service = HttpService()
    service.start()
    file = ServiceFile(version=1, url=service.url, pid=os.getpid(), token="service-token", listeners={})
    (tmp_path / "service.json").write_text(file.model_dump_json(), encoding="utf-8")
    yield service
    service.kill()


class Started:
    """A desk with its service, and what an operator sees of both."""

    def __init__(self, application: QApplication, folder: Path, training_login: str) -> None:
        self.log: list[str] = []
        place = ServicePlace(folder)
        self.desk = Desk(application, DeskOptions(place, training_login, silent=True, write_log=self.log.append))

    @property
    def open_desk(self) -> OpenDesk:
        assert self.desk.open_desk is not None
        return self.desk.open_desk

    def texts(self) -> list[str]:
        """Every text that stands there; a long path may break between its parts, which nobody sees."""
        labels = (label for label in self.desk.gate.findChildren(QLabel) if label.isVisible())
        return [label.text().replace("\u200b", "") for label in labels]

    def sign_in(self) -> None:
        self.desk.gate.sign_in.sign_in_requested.emit("an.verbeke", "geheim 123")


def made(application: QApplication, folder: Path, training_login: str = "") -> Iterator[Started]:
    hook = sys.excepthook
    started = Started(application, folder, training_login)
    yield started
    sys.excepthook = hook
    started.desk.quit()
    if started.desk.open_desk is not None:
        shiboken6.delete(started.desk.open_desk.window)
    shiboken6.delete(started.desk.gate)
    shiboken6.delete(started.desk)
    i18n.set_language("en")
    application.setStyleSheet("")


@pytest.fixture
def started(qapp: QApplication, tmp_path: Path) -> Iterator[Started]:
    yield from made(qapp, tmp_path)


@pytest.fixture
def after_a_kill(qapp: QApplication, tmp_path: Path) -> Iterator[Started]:
    (tmp_path / FOLDER_NAME).mkdir()
    (tmp_path / FOLDER_NAME / "killed.txt").write_text("2026-000042")
    yield from made(qapp, tmp_path)


@pytest.fixture
def training(qapp: QApplication, tmp_path: Path) -> Iterator[Started]:
    yield from made(qapp, tmp_path, training_login="an.verbeke")


def alerts(started: Started) -> str:
    [strip] = started.open_desk.window.findChildren(AlertStrip)
    return strip.accessibleName()


def unsaved(folder: Path) -> list[str]:
    return [record.read_text() for record in (folder / FOLDER_NAME).glob("*.txt")]


def session(**changes: object) -> tuple[int, bytes]:
    return 200, a_session(account=an_account(**changes)).model_dump_json().encode()


def signed_in(started: Started, service: HttpService, qtbot: QtBot) -> None:
    started.desk.choose_language("en")
    started.desk.start()
    qtbot.waitUntil(lambda: "Sign in" in started.texts())
    service.answers.append(session())
    started.sign_in()
    qtbot.waitUntil(lambda: "/v1/events" in service.paths())


def test_a_window_stands_at_once_and_says_what_it_waits_for(started: Started, tmp_path: Path, qtbot: QtBot) -> None:
    started.desk.choose_language("en")
    started.desk.start()
    assert started.desk.gate.isVisible()
    sentence = f"Waiting for the service at {tmp_path}. It does not answer."
    qtbot.waitUntil(lambda: sentence in started.texts())


def test_what_curves_need_is_loaded_while_somebody_types_the_password(
    started: Started, service: HttpService, qtbot: QtBot
) -> None:
    """In a desk with a queue it would meet the first click."""
    started.desk.start()
    qtbot.waitUntil(lambda: started.desk.loading.is_done, timeout=60_000)
    assert "/v1/events" not in service.paths()
    assert {"numpy", "pyqtgraph"} <= set(sys.modules)


def test_signing_in_opens_the_desk_and_its_stream(started: Started, service: HttpService, qtbot: QtBot) -> None:
    signed_in(started, service, qtbot)
    assert started.open_desk.window.isVisible()
    assert not started.desk.gate.isVisible()
    assert started.open_desk.me.account.name == "An Verbeke"
    assert service.seen[-1].headers["Authorization"] == "Bearer session-token"


def test_without_accounts_the_first_is_made_here(started: Started, service: HttpService, qtbot: QtBot) -> None:
    service.health = a_health(has_accounts=False).model_dump_json().encode()
    started.desk.choose_language("en")
    started.desk.start()
    qtbot.waitUntil(lambda: "First administrator" in started.texts())


def test_a_service_of_another_version_is_said(started: Started, service: HttpService, qtbot: QtBot) -> None:
    service.health = a_health(api_version=99).model_dump_json().encode()
    started.desk.choose_language("en")
    started.desk.start()
    qtbot.waitUntil(lambda: any("another version" in text for text in started.texts()))


def test_a_service_that_became_another_version_is_said_to_whoever_works(
    started: Started, service: HttpService, qtbot: QtBot
) -> None:
    signed_in(started, service, qtbot)
    service.health = a_health(api_version=99).model_dump_json().encode()
    started.desk.keeper.start()
    qtbot.waitUntil(lambda: "another version" in alerts(started))


def test_a_note_that_a_killed_desk_lost_is_said_once(
    after_a_kill: Started, service: HttpService, qtbot: QtBot, tmp_path: Path
) -> None:
    signed_in(after_a_kill, service, qtbot)
    said = "A note on case 2026-000042 was not saved when this desk ended; it is lost. Write it again."
    assert said in alerts(after_a_kill)
    assert unsaved(tmp_path) == []


def test_a_note_that_is_not_saved_is_remembered_for_the_next_start(
    started: Started, service: HttpService, qtbot: QtBot, tmp_path: Path
) -> None:
    signed_in(started, service, qtbot)
    notes = started.open_desk.notes
    notes.on_case(a_case())
    notes.typed("out of the car")
    notes.keep()
    assert unsaved(tmp_path) == ["2031-000001"]
    started.open_desk.actions.trigger(ActionId.SIGN_OUT)
    assert unsaved(tmp_path) == ["2031-000001"]
    started.open_desk.actions.trigger(ActionId.SIGN_OUT)
    assert unsaved(tmp_path) == []


@pytest.mark.parametrize(("login", "kept"), [("an.verbeke", "m1"), ("somebody.else", "")])
def test_the_case_in_hand_is_the_same_persons_only(
    started: Started, service: HttpService, qtbot: QtBot, tmp_path: Path, login: str, kept: str
) -> None:
    PreferencesFile(tmp_path).change(Preferences(login=login, case_in_hand="m1"))
    started.desk._preferences = PreferencesFile(tmp_path)  # noqa: SLF001 - as a desk that was killed left it
    signed_in(started, service, qtbot)
    assert PreferencesFile(tmp_path).chosen.case_in_hand == kept
    qtbot.waitUntil(lambda: "/v1/events" in service.paths())
    mine = a_row(claim=a_claim(desk=workplace()))
    started.open_desk.returning.on_case(a_case(mine))
    assert PreferencesFile(tmp_path).chosen.case_in_hand == mine.case_id


def test_training_signs_in_by_itself(training: Started, service: HttpService, qtbot: QtBot) -> None:
    service.answers.extend([(200, a_health(is_training=True).model_dump_json().encode()), session()])
    training.desk.start()
    qtbot.waitUntil(lambda: training.desk.open_desk is not None)
    [asked] = [seen for seen in service.seen if seen.path == "/v1/sessions"]
    assert b'"password": "service-token"' in asked.body


def test_training_never_signs_in_to_a_real_service(training: Started, service: HttpService, qtbot: QtBot) -> None:
    training.desk.choose_language("en")
    training.desk.start()
    qtbot.waitUntil(lambda: "Sign in" in training.texts())
    assert "/v1/sessions" not in service.paths()


def test_an_ended_session_is_continued_by_the_same_person(started: Started, service: HttpService, qtbot: QtBot) -> None:
    signed_in(started, service, qtbot)
    window = started.open_desk.window
    service.stream_status = 401
    service.kill()
    service.start()
    qtbot.waitUntil(lambda: "You are signed out. Sign in again; nothing is lost." in started.texts(), timeout=10_000)
    assert not window.isVisible()
    service.stream_status = 200
    service.answers.append(session())
    started.sign_in()
    qtbot.waitUntil(window.isVisible)
    assert started.open_desk.window is window


def test_another_person_gets_a_desk_of_their_own(started: Started, service: HttpService, qtbot: QtBot) -> None:
    signed_in(started, service, qtbot)
    first = started.open_desk
    service.answers.append((200, b"{}"))
    first.actions.trigger(ActionId.SIGN_OUT)
    qtbot.waitUntil(started.desk.gate.isVisible)
    assert started.desk.open_desk is None
    service.answers.append(session(login="luc", name="Luc"))
    started.sign_in()
    qtbot.waitUntil(lambda: started.desk.open_desk is not None)
    assert started.open_desk.me.account.name == "Luc"
    assert started.open_desk is not first


def test_language_and_theme_change_live_and_are_kept(
    started: Started, service: HttpService, tmp_path: Path, qtbot: QtBot
) -> None:
    signed_in(started, service, qtbot)
    dark = started.desk.appearance.tokens.is_dark
    started.open_desk.window.language_chosen.emit("nl")
    started.open_desk.actions.trigger(ActionId.THEME)
    assert i18n.language() == "nl"
    assert started.desk.appearance.tokens.is_dark is not dark
    kept = (tmp_path / "desk.json").read_text(encoding="utf-8")
    assert '"language": "nl"' in kept
    assert '"login": "an.verbeke"' in kept
    assert "geheim" not in kept


def test_a_bug_is_written_to_the_log_and_shown_once(started: Started) -> None:
    for _time in range(3):
        sys.excepthook(RuntimeError, RuntimeError("a bug"), None)
    assert len(started.log) == 3
    report = started.desk.bug_reports.shown
    assert report is not None
    assert "RuntimeError: a bug" in report.detailedText()
    report.done(0)
    assert started.desk.bug_reports.shown is None


def test_closing_the_window_quits(started: Started, service: HttpService, qtbot: QtBot) -> None:
    signed_in(started, service, qtbot)
    with qtbot.waitSignal(started.open_desk.window.closing):
        started.open_desk.window.close()
    assert isinstance(started.open_desk.window, MainWindow)


def test_what_is_slow_to_import_waits_until_after_the_first_window() -> None:
    code = (
        "import sys; import app.bootstrap;"
        "slow = {'numpy', 'pyqtgraph', 'folium', 'sqlalchemy', 'scipy', 'shapely', 'phonenumbers', 'fastapi',"
        " 'PySide6.QtWebEngineWidgets', 'PySide6.QtMultimedia'};"
        "print(sorted(slow & set(sys.modules)))"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


def test_whoever_signs_in_by_itself_is_in_the_training_set() -> None:
    roles = {account.login: account.roles for account in TRAINING_ACCOUNTS}
    assert {as_: Role(as_) in roles[login] for as_, login in TRAINING_LOGINS.items()} == {
        "operator": True,
        "supervisor": True,
    }
