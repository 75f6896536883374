"""Make the three sounds of the desk; the committed WAV files are exactly what this writes.

Three are enough to be told apart under stress: a new case (repeats until claimed), a soft one for a desk that is on a
call, and the supervisor's. By FAA human-factors advice an urgent sound has at least four components between 1 and 4
kHz and is modulated at 1 to 3 Hz; everything stays within 500 to 5,000 Hz, where cheap headsets still speak. Plain
sums of sines, no noise, no randomness: the same bytes every time.
"""

import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path

RATE_HZ = 44_100
FULL = 32_000
NOTE_S = 0.6
SOUNDS = Path(__file__).resolve().parents[2] / "resources" / "sounds"


def chord(at_s: float, components_hz: tuple[float, ...]) -> float:
    """Return the mean of the sines at one instant."""
    return sum(math.sin(2 * math.pi * hz * at_s) for hz in components_hz) / len(components_hz)


def faded(at_s: float, length_s: float, edge_s: float = 0.015) -> float:
    """Return the envelope that starts and ends without a click."""
    return max(0.0, min(1.0, at_s / edge_s, (length_s - at_s) / edge_s))


def new_case(at_s: float) -> float:
    """Two rising chords of 0.6 s, modulated at 3 Hz."""
    components = (1050.0, 1400.0, 2100.0, 2800.0) if at_s < NOTE_S else (1250.0, 1667.0, 2500.0, 3333.0)
    pulse = 0.6 + 0.4 * math.sin(2 * math.pi * 3 * at_s)
    return 0.85 * chord(at_s, components) * pulse * faded(at_s % NOTE_S, NOTE_S)


def soft(at_s: float) -> float:
    """One quiet, short tone that does not cover a voice: 0.35 s."""
    return 0.18 * chord(at_s, (660.0, 880.0)) * faded(at_s, 0.35, edge_s=0.12)


def supervisor(at_s: float) -> float:
    """Three short falling chords, modulated at 2 Hz: 1.5 s."""
    step = int(at_s / 0.5)
    root = (1600.0, 1350.0, 1130.0)[min(step, 2)]
    pulse = 0.65 + 0.35 * math.sin(2 * math.pi * 2 * at_s)
    return 0.8 * chord(at_s, (root, root * 1.26, root * 1.5, root * 2)) * pulse * faded(at_s % 0.5, 0.42)


def write(name: str, length_s: float, sound: Callable[[float], float]) -> None:
    """Write one mono 16-bit WAV."""
    samples = [round(FULL * sound(index / RATE_HZ)) for index in range(round(length_s * RATE_HZ))]
    with wave.open(str(SOUNDS / name), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


if __name__ == "__main__":
    write("new_case.wav", 1.2, new_case)
    write("soft.wav", 0.35, soft)
    write("supervisor.wav", 1.5, supervisor)
