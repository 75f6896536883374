"""``python -m app redecode``: what is said of a store, and the exit codes."""

import json
from pathlib import Path

import pytest

from app.commands.redecode import main
from app.domain.ids import UplinkId
from app.usecases.redecode_report import Difference, Differing, RedecodeReport
from tests.support.builders import NOON


def test_nothing_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)], lambda _: RedecodeReport(frames=3, same=2, not_compared=1)) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"frames": 3, "same": 2, "not_compared": 1, "differing": []}


def test_a_difference_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = Differing(UplinkId(7), "s2_tcp", NOON, Difference.NO_LONGER_READ, "bad_record")
    assert main(["--data", str(tmp_path)], lambda _: RedecodeReport(frames=1, differing=[one])) == 1
    (told,) = json.loads(capsys.readouterr().out)["differing"]
    assert (told["uplink_id"], told["difference"], told["code"]) == (7, "no_longer_read", "bad_record")


def test_there_is_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 3
    assert "no store" in capsys.readouterr().err
