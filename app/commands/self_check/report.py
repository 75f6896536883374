"""What a step of the self-check says, and the JSON around all of them."""

import json
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from app.integrity import product_version

Found = dict[str, object]
Step = Callable[[], Found]
"""Returns what it found.

Raises:
    Wrong: It does not work; anything else that it raises counts as that, too.
    Impossible: It cannot be tried here, and that is no fault of the program.
"""


class Wrong(Exception):
    """The step failed; the message says why."""


class Impossible(Exception):
    """The step cannot be tried on this machine; the message says why."""


class Report:
    """The steps so far, in order."""

    def __init__(self) -> None:
        self._steps: list[Found] = []

    def run(self, name: str, step: Step) -> None:
        """Run one step and keep what it says; whatever it raises is an answer, too."""
        started = monotonic()
        answer = _answer(step)
        self._steps.append({"name": name, **answer, "seconds": round(monotonic() - started, 2)})

    def leave_out(self, name: str, because: str) -> None:
        """Keep that a step was not asked for."""
        self._steps.append({"name": name, "ok": None, "because": because})

    def failed(self) -> tuple[str, ...]:
        """Return the names of the steps that failed."""
        return tuple(str(step["name"]) for step in self._steps if step["ok"] is False)

    def as_json(self) -> Found:
        """Return the whole report."""
        return {
            "ok": not self.failed(),
            "version": product_version(),
            "frozen": is_frozen(),
            "program": Path(sys.executable).name,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            "steps": self._steps,
        }


def is_frozen() -> bool:
    """Say whether this is a packaged program."""
    return bool(getattr(sys, "frozen", False))


def write(report: Found, to: Path | None) -> None:
    """Write the report where it was asked for."""
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    if to is None:
        sys.stdout.write(text)
    else:
        to.write_text(text, encoding="utf-8")


def _answer(step: Step) -> Found:
    try:
        return {"ok": True, **step()}
    except Impossible as reason:
        return {"ok": None, "because": str(reason)}
    except Wrong as reason:
        return {"ok": False, "because": str(reason)}
    except Exception as fault:  # noqa: BLE001 - a step that raises has failed, and the next one is still worth running
        return {"ok": False, "because": f"{type(fault).__name__}: {fault}"}
