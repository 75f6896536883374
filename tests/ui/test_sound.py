"""A machine that cannot sound says so; the three sounds are there and are what the standard asks."""

import struct
import wave

import pytest
import shiboken6
from PySide6.QtMultimedia import QMediaDevices
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from resources import assets
from ui.alarm import Sound
from ui.sound import DeviceBell, SilentBell


@pytest.mark.qt_log_ignore(
    "va-(x11|drm)", "va library", "va symbols", r"va\(in plugin\)", "QSoundEffect: playback of this format", extend=True
)
def test_no_device_is_a_fault_and_playing_is_harmless(qtbot: QtBot) -> None:
    assert qtbot is not None
    faults: list[bool] = []

    def on_fault(*, faulty: bool) -> None:
        faults.append(faulty)

    window = QWidget()
    bell = DeviceBell(window, on_fault)
    assert faults[-1] is not bool(QMediaDevices.audioOutputs())
    bell.play(Sound.SOFT)
    bell.call_attention()
    shiboken6.delete(window)


def test_the_silent_bell_remembers() -> None:
    bell = SilentBell()
    bell.play(Sound.NEW_CASE)
    bell.call_attention()
    assert bell.played == [Sound.NEW_CASE]


@pytest.mark.parametrize("sound", list(Sound))
def test_sounds_are_short_mono_and_end_without_a_click(sound: Sound) -> None:
    with wave.open(str(assets.sound_path(sound))) as file:
        frames = file.getnframes()
        samples = struct.unpack(f"<{frames}h", file.readframes(frames))
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert 0.2 <= frames / file.getframerate() <= 1.6
    assert abs(samples[0]) < 300
    assert abs(samples[-1]) < 300
    loudest = max(abs(sample) for sample in samples)
    assert loudest < 32_767
    assert (loudest < 8_000) is (sound is Sound.SOFT)
