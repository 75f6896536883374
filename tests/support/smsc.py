"""An SMS centre that nobody here wrote, as a process of its own on a free port of the loopback.

What each number makes of a text stands in ``smsc.js``. The centre remembers every text that came, also those whose
answer nobody waited for.
"""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.support.processes import ROOT
from tests.support.wait import until_so

USER: Final = "vivium"
PASSWORD: Final = "secret"
_FOLDER: Final = ROOT / "build" / "peers" / "smsc"
_SCRIPT: Final = Path(__file__).with_name("smsc.js")


def why_no_smsc() -> str:
    """Say why there is none here; empty = there is one."""
    if shutil.which("node") is None:
        return "there is no Node.js"
    return "" if (_FOLDER / "smsc.ready").exists() else "packaging/setup/peers/smsc.py has not fetched it"


class Smsc:
    """One running centre.

    Attributes:
        texts: What came, in order.
        receipts: Names of the receipts that were acknowledged, and with which status.
    """

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.port = 0
        self.texts: list[dict[str, Any]] = []
        self.receipts: list[tuple[str, int]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        until_so(lambda: self.port != 0)

    def say(self, line: str) -> None:
        """Ask it something."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def unplug(self) -> None:
        """End it the hard way."""
        self._process.kill()
        self._process.wait()

    def join(self) -> None:
        """Read what it said last; it was ended before."""
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            if "port" in said:
                self.port = said["port"]
            elif "receipt" in said:
                self.receipts.append((said["receipt"], said["status"]))
            else:
                self.texts.append(said)


@contextmanager
def an_smsc(*options: str) -> Iterator[Smsc]:
    """Run one; killed at the end."""
    command = ["node", str(_SCRIPT), str(_FOLDER), *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        smsc = None
        try:
            smsc = Smsc(process)
            yield smsc
        finally:
            process.kill()
            if smsc is not None:
                smsc.join()
