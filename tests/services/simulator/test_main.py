"""The simulator's command line against a service on a real socket."""

import asyncio
import json
from pathlib import Path

import pytest

from app.domain.ids import Imei
from services.simulator.__main__ import main
from services.simulator.scenario import SCENARIOS
from services.simulator.training import TOUR_BOX, TRAINING_BOXES
from services.uplink.teltonika.messages import AvlPacket
from tests.support.box_service import TakenByService, a_box_service
from tests.support.boxes import a_crash, tcp_frame

FAST = ["--speed", "1000000"]


async def run(service: TakenByService, *arguments: str) -> int:
    return await asyncio.to_thread(main, ["--port", str(service.port), *FAST, *arguments])


def samples_of(packets: list[AvlPacket]) -> list[bytes]:
    return [record.io[257] for packet in packets for record in packet.records if 257 in record.io]


async def test_the_tour_is_played_by_the_tour_box(capsys: pytest.CaptureFixture[str]) -> None:
    async with a_box_service() as service:
        assert await run(service) == 0

    assert json.loads(capsys.readouterr().out) == {
        "imei": TOUR_BOX.imei,
        "acknowledged": 3,
        "resent": 0,
        "connections": 1,
    }
    assert [frame.is_event for frame in service.frames] == [True, True, False]


async def test_a_scenario_is_played_by_the_box_named() -> None:
    async with a_box_service() as service:
        assert await run(service, "--imei", TRAINING_BOXES[2].imei, "--scenario", "sos") == 0

    assert [frame.imei for frame in service.frames] == [TRAINING_BOXES[2].imei]


async def test_a_measured_pulse_replaces_the_made_one(tmp_path: Path) -> None:
    file = tmp_path / "pulse.csv"
    rows = [f"{at / 1000},{-9 if 50 <= at < 150 else 0}" for at in range(300)]
    file.write_text("\n".join(["t_s,ax_g", *rows]), encoding="utf-8")

    async with a_box_service() as service:
        assert await run(service, "--csv", str(file), "--rate-hz", "100", "--full-scale-g", "8") == 0

    traces = samples_of([frame.packet for frame in service.frames if frame.packet is not None])
    assert (
        max(int.from_bytes(trace[at : at + 2], signed=True) for trace in traces for at in range(0, len(trace), 6))
        == 8000
    )


async def test_a_measured_pulse_needs_one_crash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with a_box_service() as service:
        assert await run(service, "--csv", str(tmp_path / "none.csv"), "--scenario", "sos") == 2

    assert "one crash" in capsys.readouterr().err


async def test_a_frame_is_sent_byte_for_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frame = tcp_frame(a_crash())
    file = tmp_path / "frame.hex"
    file.write_text(frame.hex()[:20] + "\n" + frame.hex()[20:] + "\n", encoding="ascii")

    async with a_box_service() as service:
        assert await run(service, "--frame", str(file)) == 0

    assert [taken.raw for taken in service.frames] == [frame]
    assert json.loads(capsys.readouterr().out) == {"imei": TOUR_BOX.imei, "answer_hex": "00000001"}


@pytest.mark.parametrize("with_frame", [False, True])
async def test_a_refused_box_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], with_frame: bool) -> None:
    file = tmp_path / "frame.hex"
    file.write_text(tcp_frame().hex(), encoding="ascii")

    async with a_box_service(strangers=[Imei(TOUR_BOX.imei)]) as service:
        assert await run(service, *(["--frame", str(file)] if with_frame else [])) == 1

    assert TOUR_BOX.imei in capsys.readouterr().err
    assert service.frames == []


async def test_the_training_day_plays_every_box() -> None:
    async with a_box_service() as service:
        assert await run(service, "--day") == 0

    assert {frame.imei for frame in service.frames} == {box.imei for box in TRAINING_BOXES}
    assert len(SCENARIOS) == len(TRAINING_BOXES)
