"""What a process writes down while it runs: one JSON object a line, in a rotating file of the data folder.

A log is read by strangers (support, a supplier, a court), so nothing personal may be in it: no name, no number, no
IMEI, no place, no address. Facts go in by name through ``about``, never into the sentence, and what a foreign exception
says is left out because it may quote what it choked on; its type and the lines it passed are kept, which is what finds
the bug.

A full disk must not take the service with it: lines that could not be written are counted, and the count is the first
line afterwards.
"""

import json
import logging
import os
import traceback
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final, TypeAlias

FILE_BYTES: Final = 5 * 1024 * 1024
OLD_FILES: Final = 4

_FACTS: Final = "facts"

Fact: TypeAlias = str | int | float | bool | None


class FactLogger(logging.LoggerAdapter[logging.Logger]):
    """A logger that adds the same facts to each of its lines; a call may add more with ``extra={"facts": {...}}``."""

    def __init__(self, logger: logging.Logger, facts: Mapping[str, Fact]) -> None:
        super().__init__(logger)
        self._facts = facts

    def process(self, msg: object, kwargs: MutableMapping[str, Any]) -> tuple[object, MutableMapping[str, Any]]:
        """Put the facts of this logger beside those of the call."""
        given = (kwargs.get("extra") or {}).get(_FACTS, {})
        return msg, {**kwargs, "extra": {_FACTS: {**self._facts, **given}}}


class JsonLines(logging.Formatter):
    """One JSON object for each record: instant, level, logger, text, facts, and where an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": record.getMessage(),
            **getattr(record, _FACTS, {}),
        }
        if record.exc_info is not None and record.exc_info[1] is not None:
            line["fault"] = fault_trail(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


class PatientFileHandler(RotatingFileHandler):
    """A rotating file that survives a full disk: what could not be written is counted and told later."""

    def __init__(self, file: Path) -> None:
        self._lost = 0
        super().__init__(file, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, after the number of those that were lost before it."""
        if self._lost:
            lost, self._lost = self._lost, 0
            text = f"{lost} lines of this log could not be written"
            super().emit(logging.LogRecord(__name__, logging.WARNING, __file__, 0, text, None, None))
            if self._lost:
                self._lost += lost  # the sentence about them was lost with the others
                return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is the library's
        """Count a record that could not be written."""
        del record
        self._lost += 1


def about(name: str, **facts: Fact) -> FactLogger:
    """Return the logger of that name for one thing (a connection, a frame), which stands in each of its lines."""
    return FactLogger(logging.getLogger(name), facts)


def log_to_file(file: Path, level: int = logging.INFO) -> logging.Handler:
    """Write every record of this process from ``level`` up to a file that only this user can read.

    Returns:
        The handler, for ``stop``.

    Raises:
        OSError: The file cannot be made.
    """
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    handler = PatientFileHandler(file)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(min(level, root.level or level))
    logging.captureWarnings(capture=True)
    return handler


def stop(handler: logging.Handler) -> None:
    """Write to this handler no more."""
    logging.captureWarnings(capture=False)
    logging.getLogger().removeHandler(handler)
    handler.close()


def fault_trail(fault: BaseException) -> list[str]:
    """Return what an exception and its causes were and which lines they passed, without their words."""
    trail = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(fault.__traceback__)]
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return [*(fault_trail(cause) if cause is not None else []), *trail, type(fault).__qualname__]
