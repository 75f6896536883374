"""``python -m app analyse``: recorded pulses with known answers, and what it says of what it cannot read."""

import json
from collections.abc import Sequence
from math import pi, sin
from pathlib import Path

import pytest

from app.commands.analyse import main

KEYS = {
    "peak_g",
    "filter",
    "delta_v_kmh",
    "at_least",
    "duration_ms",
    "pdof_deg",
    "asi",
    "impacts",
    "saturated",
    "verdict",
    "reasons",
    "notes",
}
KNOWN = ("--standstill", "yes", "--place", "BE", "--calibrated")
CAMRY = "data/pulses/nhtsa_v10146_camry2018_frontal57.csv"


@pytest.fixture
def pulse_file(tmp_path: Path) -> Path:
    """A 12 g half-sine of 80 ms from the front left, 1000 Hz, gravity left in."""
    lines = ["t_s,ax_g,ay_g,az_g"]
    for index in range(1080):
        height = 12 * sin(pi * (index - 500) / 80) if 500 <= index <= 580 else 0.0
        lines.append(f"{index / 1000},{-0.8 * height:.6f},{0.6 * height:.6f},1.0")
    path = tmp_path / "pulse.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def analyse(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(list(arguments)) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    answer = json.loads(printed.out)
    assert isinstance(answer, dict)
    assert set(answer) == KEYS
    return answer


def codes(answer: dict[str, object]) -> list[str]:
    reasons = answer["reasons"]
    assert isinstance(reasons, list)
    return [reason["code"] for reason in reasons]


def test_a_pulse_is_measured_and_judged(capsys: pytest.CaptureFixture[str], pulse_file: Path) -> None:
    answer = analyse(capsys, str(pulse_file), "--rate-hz", "1000", "--full-scale-g", "16", *KNOWN)
    assert answer["peak_g"] == pytest.approx(12.0, rel=0.03)
    assert answer["filter"] == "CFC60"
    assert answer["delta_v_kmh"] == pytest.approx(21.6, abs=0.3)
    assert answer["pdof_deg"] == pytest.approx(-36.9, abs=0.5)
    assert (answer["at_least"], answer["saturated"], answer["impacts"]) == (False, False, 1)
    assert answer["verdict"] == "tow_at_once"
    assert codes(answer) == ["peak_at_least", "peak_above_tow", "standstill", "in_belgium"]
    assert answer["notes"] == []


def test_what_was_not_said_is_not_known(capsys: pytest.CaptureFixture[str], pulse_file: Path) -> None:
    answer = analyse(capsys, str(pulse_file), "--rate-hz", "100", "--full-scale-g", "16")
    assert (answer["verdict"], answer["pdof_deg"], answer["filter"]) == ("suspected", None, "none")
    assert codes(answer)[2:] == ["standstill_unknown", "place_unknown"]
    assert answer["notes"] == ["unfiltered", "uncalibrated", "down_sampled", "quiet_start_extended"]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (("--standstill", "no", "--place", "BE"), "rejected"),
        (("--standstill", "yes", "--place", "NL"), "rejected"),
        (("--standstill", "yes", "--place", "!BE"), "rejected"),
        (("--standstill", "yes", "--place", "be"), "tow_at_once"),
        (("--place", "BE"), "suspected"),
    ],
)
def test_a_known_false_fact_rejects(
    capsys: pytest.CaptureFixture[str], pulse_file: Path, facts: Sequence[str], verdict: str
) -> None:
    assert analyse(capsys, str(pulse_file), "--rate-hz", "1000", "--full-scale-g", "16", *facts)["verdict"] == verdict


def test_a_small_sensor_leaves_the_tow_open(capsys: pytest.CaptureFixture[str], pulse_file: Path) -> None:
    for axes in ((), ("--calibrated",)):
        facts = ("--standstill", "yes", "--place", "BE", *axes)
        answer = analyse(capsys, str(pulse_file), "--rate-hz", "100", "--full-scale-g", "4", *facts)
        assert (answer["verdict"], answer["saturated"], answer["at_least"]) == ("suspected", True, True)
        assert "peak_capped_by_sensor" in codes(answer)


@pytest.mark.parametrize(
    ("peak_g", "verdict"), [("2.499", "rejected"), ("2.5", "ecall"), ("4.0", "ecall"), ("4.001", "tow_at_once")]
)
@pytest.mark.parametrize("rest_g", ["0", "1", "1.015"])
def test_the_limits_are_exact(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, peak_g: str, verdict: str, rest_g: str
) -> None:
    path = tmp_path / "limit.csv"
    rows = [f"{index / 100},{peak_g if 50 <= index < 54 else 0},{rest_g}" for index in range(100)]
    path.write_text("\n".join(["t_s,ax_g,az_g", *rows]), encoding="utf-8-sig")
    facts = ("--standstill", "yes", "--place", "BE")
    for axes in ((), ("--calibrated",)):
        assert (
            analyse(capsys, str(path), "--rate-hz", "100", "--full-scale-g", "16", *facts, *axes)["verdict"] == verdict
        )


def test_a_long_drive_is_no_crash_however_its_gravity_wanders(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = []
    for index in range(50 * 180):
        tilt = index / 9000 * pi / 2
        bump = 1.8 if index % 977 == 0 else 0.3 * sin(index)
        rows.append(f"{index / 50},{sin(tilt):.4f},{0.3 * sin(index / 7):.4f},{sin(pi / 2 - tilt) + bump:.4f}")
    path = tmp_path / "drive.csv"
    path.write_text("\n".join(["t_s,ax_g,ay_g,az_g", *rows]), encoding="utf-8")
    for axes in ((), ("--calibrated",)):
        answer = analyse(capsys, str(path), "--rate-hz", "100", "--full-scale-g", "16", *KNOWN[:4], *axes)
        assert answer["verdict"] == "rejected"
        assert "slower_than_box" in str(answer["notes"])


@pytest.mark.parametrize("content", ["", "t_s,ax_g\n0,1\n0.1,much\n", "t_s,ax_g\n0,\xff\n"])
def test_a_file_that_cannot_be_read_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content.encode("latin-1"))
    assert main([str(path), "--rate-hz", "100", "--full-scale-g", "16"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "bad.csv" in printed.err


def test_a_missing_file_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main([str(tmp_path / "none.csv"), "--rate-hz", "100", "--full-scale-g", "16"]) == 1
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x.csv"],
        ["x.csv", "--rate-hz", "0", "--full-scale-g", "16"],
        ["x.csv", "--rate-hz", "inf", "--full-scale-g", "16"],
        ["x.csv", "--rate-hz", "fast", "--full-scale-g", "16"],
        ["x.csv", "--rate-hz", "100", "--full-scale-g", "16", "--standstill", "perhaps"],
    ],
)
def test_wrong_use_says_so(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("axes", [(), ("--calibrated",)])
def test_the_real_pulse_is_measured_as_the_laboratory_did(
    capsys: pytest.CaptureFixture[str], shared_folder: Path, axes: tuple[str, ...]
) -> None:
    facts = ("--standstill", "yes", "--place", "BE", *axes)
    answer = analyse(capsys, str(shared_folder / CAMRY), "--rate-hz", "10000", "--full-scale-g", "200", *facts)
    assert answer["peak_g"] == pytest.approx(40.94, rel=0.03)
    assert answer["delta_v_kmh"] == pytest.approx(66.5, abs=2.0)
    assert answer["asi"] == pytest.approx(2.36, abs=0.1)
    assert (answer["filter"], answer["verdict"], answer["saturated"]) == ("CFC60", "tow_at_once", False)
    assert answer["pdof_deg"] == (0.0 if axes else None)


@pytest.mark.parametrize(
    ("rate_hz", "full_scale_g", "expected"),
    [
        ("25", "16", (47, 53)),
        ("25", "8", (24, 31)),
        ("25", "500", (63, 66)),
        ("50", "16", (44, 47)),
        ("50", "8", (24, 27)),
        ("50", "500", (65, 66)),
        ("100", "16", (44, 44)),
        ("100", "8", (23, 24)),
        ("100", "500", (65, 66)),
        ("400", "16", (41, 41)),
        ("400", "8", (23, 23)),
        ("400", "500", (65, 65)),
        ("1000", "16", (39, 39)),
        ("1000", "8", (22, 22)),
        ("1000", "500", (65, 65)),
    ],
)
def test_the_real_pulse_through_the_sensors_of_real_boxes(
    capsys: pytest.CaptureFixture[str],
    shared_folder: Path,
    rate_hz: str,
    full_scale_g: str,
    expected: tuple[float, float],
) -> None:
    """The velocity changes of the reference's table, within 2 km/h."""
    answer = analyse(capsys, str(shared_folder / CAMRY), "--rate-hz", rate_hz, "--full-scale-g", full_scale_g, *KNOWN)
    assert isinstance(answer["delta_v_kmh"], float)
    assert expected[0] - 2 <= answer["delta_v_kmh"] <= expected[1] + 2
    assert answer["saturated"] is answer["at_least"] is (full_scale_g != "500")
    assert answer["verdict"] == "tow_at_once"


@pytest.mark.parametrize(
    ("rate_hz", "expected"),
    [("25", (22, 27)), ("50", (31, 35)), ("100", (37, 39)), ("400", (41, 41)), ("1000", (40.94,) * 2)],
)
def test_the_peak_of_the_real_pulse_through_the_rates_of_real_boxes(
    capsys: pytest.CaptureFixture[str], shared_folder: Path, rate_hz: str, expected: tuple[float, float]
) -> None:
    """The peaks of the reference's table, within 3 %; from 600 Hz on the filtered one."""
    answer = analyse(capsys, str(shared_folder / CAMRY), "--rate-hz", rate_hz, "--full-scale-g", "500", *KNOWN)
    assert isinstance(answer["peak_g"], float)
    assert expected[0] * 0.97 <= answer["peak_g"] <= expected[1] * 1.03
