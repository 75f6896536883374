"""Everything one signed-in person sees, joined: window, screens, alarm, claims.

The order of listening matters once: the clock follows the service before anybody shows an age.
"""

from collections.abc import Callable

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from ui.actions import ActionId, Actions
from ui.alarm import AlarmPresenter, Bell
from ui.backend import HttpBackend
from ui.claims import ClaimKeeper
from ui.event_stream import EventStream
from ui.navigator import Navigator
from ui.ports import FeedListener, LinkState
from ui.rows import Rows
from ui.session import Me
from ui.shell.presenter import ShellPresenter
from ui.shell.view import MainWindow
from ui.sound import DeviceBell, SilentBell
from ui.tasks import QtScheduler, ServiceClock


class Follower:
    """Keeps the desk's clock and its rows as the service last told. A ``FeedListener``, and the first of them."""

    def __init__(self, clock: ServiceClock, rows: Rows) -> None:
        self._clock = clock
        self._rows = rows

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Follow."""
        self._clock.set_service_time(snapshot.now)
        self._rows.replace(snapshot)

    def on_change(self, event: EventInfo) -> None:
        """Follow; an event tells when it happened, not what time it is."""
        self._rows.apply(event)

    def on_tick(self, tick: Tick) -> None:
        """Follow."""
        self._clock.set_service_time(tick.now)

    def on_link(self, link: LinkState) -> None:
        """Nothing to do."""


class OpenDesk:
    """The desk of one person. ``close`` before the next one is made."""

    def __init__(
        self, me: Me, backend: HttpBackend, stream: EventStream, clock: ServiceClock, *, silent: bool = False
    ) -> None:
        self.me = me
        self.backend = backend
        self.clock = clock
        self.actions = Actions()
        self.window = MainWindow(self.actions)
        self.scheduler = QtScheduler(self.window)
        self.shell = ShellPresenter(self.window, me, clock, self.scheduler)
        self.navigator = Navigator(backend, self.shell)
        self.bell: Bell = SilentBell() if silent else DeviceBell(self.window, self.shell.set_sound_fault)
        self._stream = stream
        self._listeners: list[FeedListener] = []
        self.rows = Rows()
        self.listen(Follower(clock, self.rows))
        self.listen(self.shell)
        self.listen(AlarmPresenter(me, self.bell, clock, self.scheduler))
        self.listen(ClaimKeeper(me, backend, self.scheduler))
        self.listen(self.navigator)

    def listen(self, listener: FeedListener) -> None:
        """Let this part hear the events of the service while this desk is open."""
        self._listeners.append(listener)
        self._stream.add_listener(listener)

    def connect_desk(
        self,
        *,
        theme: Callable[[], None],
        sign_out: Callable[[], None],
        quit_desk: Callable[[], None],
        language: Callable[[str], None],
    ) -> None:
        """Join what is there once per process."""
        self.actions.connect(ActionId.THEME, theme)
        self.actions.connect(ActionId.SIGN_OUT, sign_out)
        self.actions.connect(ActionId.QUIT, quit_desk)
        self.actions.connect(ActionId.KEYS, self.window.show_keys)
        self.window.language_chosen.connect(language)
        self.window.closing.connect(quit_desk)

    def retranslate(self) -> None:
        """Say everything again."""
        self.window.retranslate()
        self.shell.refresh()
        self.navigator.show_again()

    def close(self) -> None:
        """Hear nothing more and let the window go."""
        for listener in self._listeners:
            self._stream.forget_listener(listener)
        self.window.blockSignals(True)
        self.window.close()
        self.window.deleteLater()
