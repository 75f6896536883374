"""One E-call through the real desk, a real service and a simulated box, as ``python -m app tour`` drives it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from services.simulator.training import training_imei
from tests.support.detector import Detector, a_detector
from tests.support.processes import ROOT
from tests.support.wait import until_so

TOUR_TAKES_AT_MOST_S = 45
PULSE = "nhtsa_v10146_camry2018_frontal57.csv"
REAL_FRAME = "u022"

pytestmark = pytest.mark.timeout(180)


def a_tour(folder: Path, *options: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "app", "tour", str(folder), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in folder.glob("*.json")] == ["timeline.json"]
    told: dict[str, Any] = json.loads((folder / "timeline.json").read_text(encoding="utf-8"))
    return told


def steps_of(told: dict[str, Any]) -> dict[str, bool | None]:
    return {step["name"]: step["ok"] for step in told["steps"]}


def test_one_ecall_from_its_bytes_to_the_closed_case(tmp_path: Path) -> None:
    told = a_tour(tmp_path)
    assert set(steps_of(told).values()) == {True}
    assert {"claim", "call", "no_answer", "sms", "tow", "cards", "note", "close"} <= set(steps_of(told))
    case = told["case"]
    assert (case["priority"], case["verdict"], case["late"], case["saturated"], case["at_least"]) == (
        1, "tow_at_once", False, False, False,
    )  # fmt: skip
    assert case["peak_g"] == pytest.approx(12.0, abs=0.3)
    assert case["delta_v_kmh"] == pytest.approx(21.5, abs=1.5)
    assert case["place"] == "Bertem (3060), BE"
    pictures = [QImage(str(tmp_path / name)) for name in told["screenshots"]]
    assert len(pictures) >= 6
    assert all(picture.width() >= 1366 for picture in pictures)


def test_a_real_frame_of_years_ago_from_abroad_starts_nothing_by_itself(shared_folder: Path, tmp_path: Path) -> None:
    lines = (shared_folder / "data" / "uplinks.jsonl").read_text(encoding="utf-8").splitlines()
    frame = next(vector["hex"] for vector in map(json.loads, lines) if vector["id"] == REAL_FRAME)
    (tmp_path / "frame.hex").write_text(frame)
    told = a_tour(tmp_path / "out", "--frame", str(tmp_path / "frame.hex"))
    case = told["case"]
    assert case["late"] is True
    assert case["peak_g"] is None
    assert not case["place"].endswith("BE")
    assert steps_of(told)["tow"] is None
    assert steps_of(told)["close"] is True


def test_a_real_crash_through_a_small_sensor_is_a_lower_bound_and_a_tow_at_once(
    shared_folder: Path, tmp_path: Path
) -> None:
    with a_detector(tmp_path / "data") as service:
        pulse = shared_folder / "data" / "pulses" / PULSE
        simulate(service, "--imei", training_imei(6), "--csv", str(pulse), "--rate-hz", "100", "--full-scale-g", "8")
        case = the_case(service)
    ecall = case["ecalls"][0]
    assert (case["verdict"], case["row"]["priority"], case["row"]["peak_capped"]) == ("tow_at_once", 1, True)
    assert (ecall["saturated"], ecall["at_least"]) == (True, True)
    assert 22 <= ecall["delta_v_kmh"] <= 31
    assert case["place"]["municipality"]["nl"] == "Bertem"
    assert [(order["kind"], order["state"], order["automatic"]) for order in case["orders"]] == [
        ("tow", "by_hand", True)
    ]


def simulate(service: Detector, *options: str) -> None:
    command = [sys.executable, "-m", "services.simulator", "--port", str(service.box_port), "--scenario", "tour"]
    subprocess.run([*command, *options], cwd=ROOT, check=True, timeout=60, stdout=subprocess.DEVNULL)


def the_case(service: Detector) -> dict[str, Any]:
    """The only case, once its tow is ordered."""
    with service.client() as client:
        sign_in = {"login": "an.verbeke", "password": service.file.token, "desk": "test"}
        session = client.post("/v1/sessions", json=sign_in, headers={"Idempotency-Key": "sign-in"})
        client.headers["Authorization"] = f"Bearer {session.json()['token']}"

        def rows() -> list[dict[str, Any]]:
            answer: list[dict[str, Any]] = client.get("/v1/queue").json()["rows"]
            return answer

        until_so(lambda: any(row["has_running_tow"] for row in rows()))
        opened = client.post(f"/v1/cases/{rows()[0]['case_id']}/views", headers={"Idempotency-Key": "view"})
        detail: dict[str, Any] = opened.json()
        return detail
