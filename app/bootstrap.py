"""Composition of the desk: the one place where its parts are made and joined.

From the start to the queue: the gate window says what it waits for, the keeper finds or starts the service, somebody
signs in (in training a made-up person does), and an ``OpenDesk`` is built for that person. Signing out throws the
``OpenDesk`` away; a session that ends by itself keeps it, so that the same person finds the screen as it was.
"""

import platform
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication

from app.api.service import Health, RefusalInfo, SessionInfo
from app.api.version import API_VERSION
from app.domain.clock import SystemClock
from app.i18n import _
from app.integrity import product_version
from app.workplace import DEFAULTS, Workplace
from resources.release_key import release_key
from ui.application import DeskApplication
from ui.backend import HttpBackend
from ui.download import Downloader
from ui.errors import refusal_sentence
from ui.event_stream import EventStream
from ui.impact.loading import pieces as what_curves_need
from ui.open_desk import OpenDesk
from ui.pieces import Pieces
from ui.ports import Reply, Unavailable
from ui.preferences import PreferencesFile, language_of
from ui.service_keeper import ServiceKeeper, ServicePlace
from ui.session import Me
from ui.shell.gate import GateWindow
from ui.sign_in.presenter import SignInPresenter
from ui.tasks import QtScheduler, ServiceClock
from ui.unsaved_notes import UnsavedNotes
from ui.updates import UpdateWatch

TRAINING_LOGINS = {"operator": "an.verbeke", "supervisor": "luc.supervisor"}


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How this desk was started.

    Attributes:
        place: Its service.
        training_login: Signs in by itself as this made-up person; empty = a person signs in.
        silent: Make no sound at all (the tour).
        write_log: Where the trace of a bug goes.
        workplace: What is set for this desk, and by whom.
        own_folder: Where it keeps what is this person's, when that is not the folder of the service; None = it is.
    """

    place: ServicePlace
    training_login: str = ""
    silent: bool = False
    write_log: Callable[[str], None] = lambda text: None  # noqa: ARG005 - the default says nothing
    workplace: Workplace = DEFAULTS
    own_folder: Path | None = None


class Desk(QObject):
    """One desk process, from the gate to Quit."""

    def __init__(self, application: QApplication, options: DeskOptions) -> None:
        super().__init__(application)
        self._application = application
        self._options = options
        own_folder = options.own_folder or options.place.data_folder
        self._preferences = PreferencesFile(own_folder)
        self._unsaved_notes = UnsavedNotes(own_folder)
        self._desk_application = DeskApplication(application, dark=self._preferences.chosen.is_dark)
        self._desk_application.report_bugs(options.write_log)
        self._desk_application.set_language(
            options.workplace.value("language") or language_of(self._preferences.chosen, QLocale.system().name())
        )
        self.appearance = self._desk_application.appearance
        self.bug_reports = self._desk_application.bug_reports
        self.backend = HttpBackend(self)
        self.clock = ServiceClock(SystemClock())
        self.stream = EventStream(self.backend, SystemClock(), self)
        self.keeper = ServiceKeeper(options.place, self.backend, self)
        self.stream.add_listener(self.keeper)
        self.gate = GateWindow()
        self.loading = Pieces(QtScheduler(self.gate), what_curves_need())
        """Done while somebody types the password: in a desk with a queue it meets the first click."""
        self._sign_in = SignInPresenter(self.gate.sign_in, self.backend, workplace(), self._on_signed_in)
        self._health: Health | None = None
        self._somebody_signed_in = False
        self._ended_account = ""
        self.open_desk: OpenDesk | None = None
        self._updates = self._update_watch()
        self._connect()

    def start(self) -> None:
        """Show the gate and look for the service."""
        self.gate.show()
        self.keeper.start()

    def choose_language(self, language: str) -> None:
        """Speak this language, now and after the next start; not where an administrator chose it."""
        if self._options.workplace.is_locked("language"):
            if self.open_desk is not None:
                self.open_desk.shell.say(_("The language of this desk is set by your administrator."))
            return
        self._desk_application.set_language(language)
        self._preferences.change(replace(self._preferences.chosen, language=language))
        self.gate.retranslate()
        if self.open_desk is not None:
            self.open_desk.retranslate()

    def toggle_theme(self) -> None:
        """Exchange light and dark, now and after the next start."""
        self.appearance.toggle()
        dark = self.appearance.tokens.is_dark
        self._preferences.change(replace(self._preferences.chosen, is_dark=dark))

    def sign_out(self) -> None:
        """End the session and show the sign-in page."""
        self.backend.sign_out(Reply(self._after_sign_out, self._after_sign_out, self._after_sign_out))

    def quit(self) -> None:
        """Leave. The service keeps listening, except in training."""
        self.stream.stop()
        self.backend.close()
        self.keeper.stop()
        if self.open_desk is not None:
            self.open_desk.window.let_close()
        self._application.quit()

    def _connect(self) -> None:
        self.keeper.waited.connect(self.gate.waiting.say)
        self.keeper.misled.connect(self._on_misled)
        self.keeper.found.connect(self._on_found)
        self.backend.signed_out.connect(self._on_session_ended)
        self.gate.sign_in.sign_in_requested.connect(self._sign_in.sign_in)
        self.gate.sign_in.first_account_requested.connect(self._sign_in.create_first)
        self.gate.languages.chosen.connect(self.choose_language)
        self.gate.closing.connect(self._on_gate_closed)
        self.appearance.observe(self.gate.apply_theme)

    def _on_misled(self, sentence: Callable[[], str]) -> None:
        if self.open_desk is not None:
            self.open_desk.shell.on_misled(sentence)

    def _on_found(self, health: Health) -> None:
        self._health = health
        self.clock.set_service_time(health.now)
        if self.open_desk is not None:
            if health.api_version != API_VERSION:
                self.open_desk.shell.refused(RefusalInfo(code="desk_version", detail={}))
            return
        if health.api_version != API_VERSION:
            self.gate.waiting.say(lambda: refusal_sentence(RefusalInfo(code="desk_version", detail={})))
            return
        if self._options.training_login and health.is_training:
            self._sign_in.sign_in(self._options.training_login, self.keeper.service_file.token)
            return
        self._show_sign_in(message="")

    def _update_watch(self) -> UpdateWatch:
        workplace, write_log = self._options.workplace, self._options.write_log
        return UpdateWatch(
            workplace, product_version(), release_key(), Downloader(self).fetch, self._preferences, write_log
        )

    def _show_sign_in(self, message: str) -> None:
        has_accounts = self._somebody_signed_in or self._health is None or self._health.has_accounts
        self._sign_in.start(has_accounts=has_accounts, login=self._preferences.chosen.login, message=message)
        self.gate.show_sign_in()
        self.loading.begin()

    def _on_signed_in(self, session: SessionInfo) -> None:
        self.loading.pause()
        self._somebody_signed_in = True
        chosen = self._preferences.chosen
        in_hand = chosen.case_in_hand if chosen.login == session.account.login else ""
        self._preferences.change(replace(chosen, login=session.account.login, case_in_hand=in_hand))
        if self.open_desk is not None and session.account.login == self._ended_account:
            self.open_desk.window.show()
        else:
            self._build(Me(session.account, workplace(), session.map_tiles, session.interpreter))
        self._ended_account = ""
        self.stream.start()
        self.gate.hide()

    def _build(self, me: Me) -> None:
        self._throw_away()
        self.open_desk = OpenDesk(
            me,
            self.backend,
            self.stream,
            self.clock,
            silent=self._options.silent,
            plain_map=self._options.workplace.is_on("plain_map"),
        )
        self.open_desk.add_workplace(self._options.workplace)
        self._updates.start(self.open_desk.scheduler, self.clock, self.open_desk.shell)
        self.open_desk.connect_desk(
            theme=self.toggle_theme,
            sign_out=self.sign_out,
            quit_desk=self.quit,
            language=self.choose_language,
            unsaved_notes=self._unsaved_notes.remember,
            case_in_hand=(self._preferences.chosen.case_in_hand, self._remember_in_hand),
        )
        self.appearance.observe(self.open_desk.window.apply_theme)
        self.open_desk.window.setGeometry(self.gate.geometry())
        self.open_desk.window.setWindowState(self.gate.windowState())
        self.open_desk.window.show()
        self._say_what_was_lost(self.open_desk)

    def _say_what_was_lost(self, open_desk: OpenDesk) -> None:
        """After a desk was killed, or left to somebody else: which note was begun and is in nobody's hands now."""
        lost = self._unsaved_notes.take_lost()
        if lost:
            text = _("A note on case {number} was not saved when this desk ended; it is lost. Write it again.")
            open_desk.shell.say(text.format(number=lost))

    def _remember_in_hand(self, case_id: str) -> None:
        self._preferences.change(replace(self._preferences.chosen, case_in_hand=case_id))

    def _on_session_ended(self) -> None:
        self.stream.stop()
        self.backend.requests.set_session("")
        if self.open_desk is None:
            return
        self._ended_account = self.open_desk.me.account.login
        self.open_desk.window.hide()
        self.gate.show()
        self._show_sign_in(_("You are signed out. Sign in again; nothing is lost."))

    def _after_sign_out(self, _answer: RefusalInfo | Unavailable | None) -> None:
        self.stream.stop()
        self.backend.requests.set_session("")
        self._throw_away()
        self.gate.show()
        self._show_sign_in(message="")

    def _throw_away(self) -> None:
        if self.open_desk is not None:
            self.appearance.forget(self.open_desk.window.apply_theme)
            self.open_desk.close()
            self.open_desk = None

    def _on_gate_closed(self) -> None:
        if self.open_desk is None or not self.open_desk.window.isVisible():
            self.quit()


def workplace() -> str:
    """Return the name of this workplace, as others read it in "claimed by"; the same after a restart of the desk."""
    return platform.node()[:64] or "desk"


def run_desk(arguments: list[str], options: DeskOptions) -> int:
    """Run the desk until Quit; return its exit code."""
    application = QApplication(arguments)
    application.setQuitOnLastWindowClosed(False)
    desk = Desk(application, options)
    desk.start()
    return application.exec()
