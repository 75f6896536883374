"""Other people's decoders, installed for a comparison and nothing else, by the name their registry knows them by.

They go into ``build/peers``, where ``make clean`` takes them away again. What cannot be had (no network, no node) is
said by name and left out.
"""

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from services.uplink.msd.schema import module_text

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "build" / "peers"
TELTONIKA: Final = "complete-teltonika-parser"
TELTONIKA_VERSION: Final = "0.3.4"
MSD: Final = "pycrate"
MSD_VERSION: Final = "0.8.1"
INSTALLS_WITHIN_S: Final = 180


class PeerMissing(Exception):
    """It cannot be had here; the message says which and why."""


class TeltonikaPeer:
    """The npm parser in a node of its own; use it in a ``with``."""

    def __init__(self) -> None:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise PeerMissing(f"{TELTONIKA}: there is no node here")
        package = FOLDER / "node_modules" / TELTONIKA
        if not package.exists():
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / "package.json").write_text("{}", encoding="ascii")
            quiet = ["--no-audit", "--no-fund", "--ignore-scripts"]
            _installed(TELTONIKA, [npm, "install", *quiet, f"{TELTONIKA}@{TELTONIKA_VERSION}"])
        script = str(Path(__file__).parent / "teltonika_peer.js")
        self._node = subprocess.Popen(
            [node, script, str(package)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "TeltonikaPeer":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._node.communicate()

    def rate(self, frame: bytes, seconds: float) -> float | None:
        """Frames a second for so long; None when it refuses the frame."""
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps({"hex": frame.hex(), "seconds": seconds}) + "\n")
        self._node.stdin.flush()
        found: float | None = json.loads(self._node.stdout.readline())
        return found


def msd_peer() -> Callable[[bytes], object]:
    """pycrate's decoder of our own ASN.1 module of version 2, made by its own compiler."""
    if not (FOLDER / "pycrate_asn1c").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        _installed(MSD, [*pip, "--target", str(FOLDER), f"{MSD}=={MSD_VERSION}"])
    sys.path.insert(0, str(FOLDER))
    compiler: Any = importlib.import_module("pycrate_asn1c.asnproc")
    generator: Any = importlib.import_module("pycrate_asn1c.generator")
    made = FOLDER / "made_msd_2.py"
    compiler.compile_text(module_text(2))
    compiler.generate_modules(generator.PycrateGenerator, str(made))
    message: Any = importlib.import_module(made.stem).MSD.MSDMessage

    def decode(body: bytes) -> object:
        message.from_uper(body)
        return message.get_val()

    return decode


def _installed(name: str, command: list[str]) -> None:
    """Run an installer in the folder, or say by name what is missing."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=INSTALLS_WITHIN_S
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise PeerMissing(f"{name}: {type(fault).__name__}") from fault
    if done.returncode:
        raise PeerMissing(f"{name}: it cannot be installed ({(done.stderr.strip().splitlines() or ['?'])[-1][:120]})")
