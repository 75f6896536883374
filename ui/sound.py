"""The three sounds on this machine's sound device.

``QSoundEffect`` keeps playing while the screen is busy and starts within a millisecond, but without a device it is
silent and says so only in its status; a silent desk is a fault that the strip must show, so devices are watched.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import _
from resources import assets
from ui.alarm import Sound


class SilentBell:
    """No sound, where a machine must stay quiet (the tour). Remembers what it would have played."""

    def __init__(self) -> None:
        self.played: list[Sound] = []

    def play(self, sound: Sound) -> None:
        """Remember it."""
        self.played.append(sound)

    def call_attention(self) -> None:
        """There is nobody to call."""


class FaultListener(Protocol):
    """Told whether this machine can sound."""

    def __call__(self, *, faulty: bool) -> None:
        """It cannot, or it can again."""


class DeviceBell(QObject):
    """Plays through the default sound device and marks the window in the task bar."""

    def __init__(self, window: QWidget, on_fault: FaultListener) -> None:
        super().__init__(window)
        from PySide6.QtMultimedia import QMediaDevices, QSoundEffect  # 60 ms that no window waits for

        self._window = window
        self._on_fault = on_fault
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._check)
        self._effects: dict[Sound, QSoundEffect] = {}
        self._status_error = QSoundEffect.Status.Error
        self._has_device: Callable[[], bool] = lambda: bool(QMediaDevices.audioOutputs())
        for sound in Sound:
            effect = QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(assets.sound_path(sound))))
            effect.statusChanged.connect(self._check)
            self._effects[sound] = effect
        self._check()

    def play(self, sound: Sound) -> None:
        """Play it once."""
        self._effects[sound].play()

    def call_attention(self) -> None:
        """Mark the window in the task bar and tell a screen reader; never steal the focus."""
        QApplication.alert(self._window, 0)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, _("A case needs somebody.")))

    def _check(self) -> None:
        broken = any(effect.status() == self._status_error for effect in self._effects.values())
        self._on_fault(faulty=broken or not self._has_device())
