import math
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from services.simulator.pulse import HalfSine, Recording, read_csv, uncalibrated

STANDARD_GRAVITY = 9.80665


def delta_v_kmh(samples: list[float], rate_hz: float) -> float:
    return math.fsum(samples) / 1000 * STANDARD_GRAVITY / rate_hz * 3.6


def test_a_frontal_pulse_brakes_the_sensor_and_keeps_gravity() -> None:
    pulse = HalfSine(peak_g=12, duration_ms=80, rate_hz=100).sample()

    assert max(x for x, _, _ in pulse.samples_mg) == 12_000
    assert delta_v_kmh([x for x, _, _ in pulse.samples_mg], 100) == pytest.approx(
        12 * 0.08 * 2 / math.pi * 35.304, rel=0.02
    )
    assert {z for _, _, z in pulse.samples_mg} == {1000}
    assert {y for _, y, _ in pulse.samples_mg} == {0}


def test_there_is_quiet_before_and_after() -> None:
    pulse = HalfSine(duration_ms=80, rate_hz=100).sample()

    assert len(pulse.samples_mg) == 208
    assert set(pulse.samples_mg[-99:]) == {(0, 0, 1000)}


def test_two_rows_are_a_recording(tmp_path: Path) -> None:
    assert read_csv(a_csv(tmp_path, "t_s,ax_g", "0,1", "0.5,2")).rate_hz == 2.0


def test_the_pulse_begins_where_it_says() -> None:
    pulse = HalfSine(rate_hz=100).sample()
    quiet = round(pulse.starts_before_s * pulse.rate_hz)

    assert set(pulse.samples_mg[: quiet + 1]) == {(0, 0, 1000)}
    assert pulse.samples_mg[quiet + 1][0] > 0


@pytest.mark.parametrize(("direction_deg", "x", "y"), [(0, 6000, 0), (90, 0, -6000), (180, -6000, 0), (270, 0, 6000)])
def test_force_from_the_right_accelerates_to_the_left(direction_deg: float, x: int, y: int) -> None:
    peak = HalfSine(6, 100, direction_deg).sample().samples_mg[105]

    assert peak == (x, y, 1000)


def test_the_sensor_cuts_at_its_full_scale() -> None:
    pulse = HalfSine(peak_g=20, full_scale_g=8, vertical_g=30).sample()

    assert max(x for x, _, _ in pulse.samples_mg) == 8000
    assert min(z for _, _, z in pulse.samples_mg) == -8000


def test_a_faster_pulse_than_16_bits_can_say_is_cut_there() -> None:
    assert max(x for x, _, _ in HalfSine(peak_g=50, full_scale_g=200).sample().samples_mg) == 32_767


def test_an_uncalibrated_box_keeps_the_magnitude_only() -> None:
    pulse = HalfSine().sample()
    turned = uncalibrated(pulse)

    assert turned.samples_mg != pulse.samples_mg
    assert [math.hypot(*row) for row in turned.samples_mg] == pytest.approx(
        [math.hypot(*row) for row in pulse.samples_mg]
    )


def a_csv(folder: Path, header: str, *rows: str) -> Path:
    file = folder / "pulse.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    return file


def test_columns_of_an_axis_are_averaged_and_gravity_added(tmp_path: Path) -> None:
    file = a_csv(tmp_path, "t_s,ax_left_g,ax_right_g,az_g", "-0.01,0,0,0.1", "0,-2,-4,0", "0.01,-6,-6,0")

    recording = read_csv(file)
    assert recording.starts_before_s == 0.01
    assert recording.rate_hz == pytest.approx(100)
    assert recording.axes_g == ((0, -3, -6), (0, 0, 0), (-0.9, -1, -1))


def test_gravity_left_in_is_left_in(tmp_path: Path) -> None:
    file = a_csv(tmp_path, "t_s,ay_g,az_g", "0,1,-1", "0.01,1,-1.1")

    assert read_csv(file).axes_g == ((0, 0), (1, 1), (-1, -1.1))


@pytest.mark.parametrize(
    ("header", "rows"),
    [("t_s,ax_g", ["0,1"]), ("time,ax_g", ["0,1", "1,1"]), ("t_s,speed", ["0,1", "1,1"]), ("t_s,axg", ["0,1", "1,1"])],
)
def test_what_is_no_pulse_is_refused(tmp_path: Path, header: str, rows: list[str]) -> None:
    with pytest.raises(ValueError, match=r"pulse\.csv"):
        read_csv(a_csv(tmp_path, header, *rows))


def test_a_recording_is_smoothed_before_it_is_thinned() -> None:
    ring = tuple(-3.0 * math.sin(math.pi * t / 1000) - 5.0 * math.sin(2 * math.pi * t / 10) for t in range(1001))
    level = (0.0,) * 1001
    pulse = Recording(0.0, 10_000.0, (ring, level, (-1.0,) * 1001)).sample(100.0, 16.0)

    assert max(x for x, _, _ in pulse.samples_mg) == pytest.approx(3000, abs=60)
    assert pulse.rate_hz == 100.0
    assert pulse.starts_before_s == 1.0


@pytest.mark.parametrize("rate_hz", [100.0, 1000.0])
def test_it_is_smoothed_as_scipy_would(rate_hz: float) -> None:
    recorded_s = np.arange(0.0, 0.4, 1e-4)
    quiet = (recorded_s < 0.05) | (recorded_s > 0.3)
    axis = np.where(quiet, 0.0, 20 * np.sin(2 * np.pi * 4 * recorded_s) + 3 * np.sin(2 * np.pi * 900 * recorded_s))
    smooth = sosfiltfilt(butter(4, 0.4 * rate_hz, fs=1e4, output="sos"), axis)
    wanted_s = np.arange(0.0, recorded_s[-1], 1 / rate_hz)

    resampled = Recording(0.0, 1e4, (tuple(axis), tuple(axis), tuple(axis))).sample(rate_hz, 30.0).samples_mg

    quiet_rows = round(rate_hz)
    sensor = [-x for x, _, _ in resampled[quiet_rows:-quiet_rows]]
    assert sensor == pytest.approx(1000 * np.interp(wanted_s, recorded_s, smooth), abs=20)


def test_a_slow_recording_is_only_interpolated() -> None:
    pulse = Recording(0.0, 10.0, ((0.0, -1.0, 0.0), (0.0,) * 3, (-1.0,) * 3)).sample(20.0, 16.0)

    assert [x for x, _, _ in pulse.samples_mg[20:24]] == [0, 500, 1000, 500]
