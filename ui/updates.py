"""Tells that there is a new version, and no more: nothing is fetched but the list, nothing is installed.

Looked for once a day at most, long after the start, and only where an address is set; an administrator's ``off`` is
final. What comes is believed when it is signed (``app.updates``). The frame shows it only to somebody who has no case
in hand (``ShellPresenter.show_release``). A list that cannot be had or trusted is a line in the log of this desk and
nothing on the screen: no operator can do anything about it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from app.domain.clock import Clock
from app.workplace import OFF, Workplace
from ui.ports import Scheduler
from ui.preferences import Preferences

FIRST_AFTER_S: Final = 120.0
LOOKS_EVERY_S: Final = 3600.0
AT_MOST_EVERY: Final = timedelta(hours=24)

Download = Callable[[str, Callable[[bytes | None], None]], None]
"""Fetch what lies at an address; None = it cannot be had."""


class Memory(Protocol):
    """What is remembered over a restart."""

    chosen: Preferences

    def change(self, chosen: Preferences) -> None:
        """Remember this."""


class Frame(Protocol):
    """Where a new version is told."""

    def show_release(self, version: str, page: str) -> None:
        """Tell it, until the desk ends."""


class UpdateWatch:
    """Looks now and then.

    Args:
        version: Of this desk; None = a checkout, which looks for nothing.
        public_key: Of whoever releases (Ed25519, 32 bytes); None = this build has none, and looks for nothing.
    """

    def __init__(
        self,
        workplace: Workplace,
        version: str | None,
        public_key: bytes | None,
        download: Download,
        memory: Memory,
        write_log: Callable[[str], None],
    ) -> None:
        self._address = workplace.value("updates")
        self._channel = workplace.value("update_channel")
        self._version = version or ""
        self._public_key = public_key
        self._download = download
        self._memory = memory
        self._write_log = write_log

    @property
    def looks(self) -> bool:
        """Whether there is anything to look for."""
        return self._address not in ("", OFF) and self._public_key is not None and self._version != ""

    def start(self, scheduler: Scheduler, clock: Clock, frame: Frame) -> None:
        """Look from now on, as long as this window stands."""
        if self.looks:
            scheduler.after(FIRST_AFTER_S, lambda: self.look(clock, frame))
            scheduler.every(LOOKS_EVERY_S, lambda: self.look(clock, frame))

    def look(self, clock: Clock, frame: Frame) -> None:
        """Fetch the list, unless that was done today."""
        looked_at = self._memory.chosen.versions_looked_at
        now = clock.now()
        if not looked_at or now - datetime.fromisoformat(looked_at) >= AT_MOST_EVERY:
            self._memory.change(replace(self._memory.chosen, versions_looked_at=now.isoformat()))
            self._download(self._address, lambda content: self._on_list(content, frame))

    def _on_list(self, content: bytes | None, frame: Frame) -> None:
        from app.updates import ListRefused, read_list  # the library behind it is large, and needed once a day

        if content is None or self._public_key is None:
            self._write_log(f"The list of versions at {self._address} cannot be had.")
            return
        try:
            found = read_list(content, self._public_key, self._memory.chosen.versions_serial)
        except ListRefused as fault:
            self._write_log(f"The list of versions at {self._address} counts for nothing: {fault}.")
            return
        self._memory.change(replace(self._memory.chosen, versions_serial=found.serial))
        release = found.channels.get(self._channel)
        if release is not None and release.is_newer_than(self._version):
            frame.show_release(release.version, release.page)
