"""``python -m app verify``: JSON out, and an exit code that says intact, broken or nothing there."""

import json
from pathlib import Path

import pytest

from app.commands.verify import main
from app.usecases.audit_report import Finding, FindingKind, NoStore, VerificationReport

INTACT = VerificationReport(chains=1, entries=2, erased=0, anchors=3, events=4, found=0, findings=())
BROKEN = VerificationReport(1, 2, 0, 3, 4, 1, (Finding(FindingKind.LINK_BROKEN, "c", 2, "does not fit"),))


def test_an_intact_record_exits_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[Path] = []

    def verify(folder: Path) -> VerificationReport:
        asked.append(folder)
        return INTACT

    assert main(["--data", str(tmp_path)], verify) == 0
    assert asked == [tmp_path]
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "ok": True,
        "chains": 1,
        "entries": 2,
        "erased": 0,
        "anchors": 3,
        "events": 4,
        "found": 0,
        "findings": [],
    }


def test_a_broken_record_exits_1_and_names_chain_and_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)], lambda _folder: BROKEN) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["findings"] == [{"kind": "link_broken", "chain": "c", "entry": 2, "detail": "does not fit"}]


def test_a_folder_without_a_store_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def verify(folder: Path) -> VerificationReport:
        raise NoStore(str(folder))

    assert main(["--data", str(tmp_path)], verify) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(tmp_path) in captured.err


def test_wrong_use_exits_2() -> None:
    with pytest.raises(SystemExit) as left:
        main(["--nonsense"])
    assert left.value.code == 2
