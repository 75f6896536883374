"""The fuzzer finds nothing: ten minutes for each target at full size (``make soak``), a moment in ``make test``."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, run

HERE = Path(__file__).parent
FULL_S = 600
MOMENT_S = 2
STARTS_WITHIN_S = 60


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_is_read_or_refused(name: str) -> None:
    lines = (HERE / "corpus" / f"{name}.hex").read_text(encoding="ascii").splitlines()
    assert lines
    for line in lines:
        run(name, bytes.fromhex(line))


@pytest.mark.soak_sized
@pytest.mark.timeout(FULL_S + STARTS_WITHIN_S)
@pytest.mark.parametrize("name", TARGETS)
def test_the_fuzzer_finds_nothing(name: str, tmp_path: Path, harness_size: Callable[[int], int]) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip(f"fuzzing {name}: atheris has no wheel for this system or this Python")
    seconds = FULL_S if harness_size(FULL_S) == FULL_S else MOMENT_S
    options = [f"-max_total_time={seconds}", "-max_len=2000", "-timeout=20", "-rss_limit_mb=2048"]
    command = [sys.executable, "-m", "tests.fuzz", name, str(tmp_path / "corpus"), *options]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    found = [file.read_bytes().hex() for file in (tmp_path / "corpus").glob("found-*")]
    assert (ended.returncode, found) == (0, []), ended.stderr[-3000:]
    assert "DONE" in ended.stderr or "Done" in ended.stderr, ended.stderr[-3000:]
