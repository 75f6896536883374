"""What a process writes down: whole lines of JSON, facts by name, nothing personal, on a full disk too."""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import logs


@pytest.fixture(name="file")
def a_log_file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "service.log"
    handler = logs.log_to_file(file)
    yield file
    logs.stop(handler)


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_an_object_with_its_facts(file: Path) -> None:
    log = logs.about("services.detector.listener", connection=7)
    log.info("a frame was stored", extra={"facts": {"records": 3}})
    (line,) = lines(file)
    assert line.pop("at")
    assert line == {
        "level": "info",
        "logger": "services.detector.listener",
        "text": "a frame was stored",
        "connection": 7,
        "records": 3,
    }


def test_an_exception_leaves_its_trail_and_not_its_words(file: Path) -> None:
    log = logs.about("services.detector")
    try:
        _fail()
    except KeyError:
        log.info("it failed", exc_info=True)
    text = file.read_text(encoding="utf-8")
    assert "Peeters" not in text
    assert "ABC" not in text
    (line,) = lines(file)
    trail = line["fault"]
    assert isinstance(trail, list)
    assert [entry for entry in trail if ":" not in entry] == ["ValueError", "KeyError"]
    assert "test_logs.py" in trail[0]


def _fail() -> None:
    try:
        int("Jan Peeters, +32 470 12 34 56")
    except ValueError as fault:
        raise KeyError("1-ABC-234") from fault


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_the_file_is_its_users_only(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600


class _Full:
    """A stream on a disk that may be full."""

    def __init__(self) -> None:
        self.is_full = True
        self.text = ""

    def write(self, text: str) -> None:
        if self.is_full:
            raise OSError(28, "No space left on device")
        self.text += text

    def flush(self) -> None:
        return

    def close(self) -> None:
        return

    def seek(self, *_where: int) -> None:
        return

    def tell(self) -> int:
        return 0


def test_lines_lost_on_a_full_disk_are_counted_and_told(tmp_path: Path) -> None:
    handler = logs.PatientFileHandler(tmp_path / "service.log")
    handler.setFormatter(logs.JsonLines())
    disk = _Full()
    handler.stream = disk  # type: ignore[assignment]  # as much of a file as the handler touches
    record = logging.LogRecord("a", logging.INFO, "", 0, "something", None, None)
    for _ in range(3):
        handler.emit(record)
    disk.is_full = False
    handler.emit(record)
    handler.emit(record)
    texts = [json.loads(line)["text"] for line in disk.text.splitlines()]
    assert texts == ["3 lines of this log could not be written", "something", "something"]
    handler.close()
