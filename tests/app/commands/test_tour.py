"""What the tour refuses before it starts anything."""

from pathlib import Path

import pytest

from app.commands import tour


@pytest.mark.parametrize("content", ["", "xyz", "0"])
def test_a_file_that_is_no_frame_is_wrong_use(tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    frame = tmp_path / "frame.hex"
    frame.write_text(content)
    assert tour.main([str(tmp_path / "out"), "--frame", str(frame)]) == 2
    assert "not a file of hexadecimal digits" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_missing_frame_is_wrong_use(tmp_path: Path) -> None:
    assert tour.main([str(tmp_path / "out"), "--frame", str(tmp_path / "none")]) == 2


def test_a_frame_may_be_broken_over_lines(tmp_path: Path) -> None:
    frame = tmp_path / "frame.hex"
    frame.write_text("0000 00ff\n8E01\n")
    assert tour.is_hex_file(frame)


def test_the_box_sends_the_built_crash_or_exactly_the_frame(tmp_path: Path) -> None:
    assert tour.simulator_command(5027, None)[1:] == (
        "-m", "services.simulator", "--port", "5027", "--scenario", "tour",
    )  # fmt: skip
    assert tour.simulator_command(5027, tmp_path / "f.hex")[-2:] == ("--frame", str(tmp_path / "f.hex"))
