"""The command line: which word runs what, and what a wrong word is told."""

import subprocess
import sys

import pytest

from app import __main__ as entry
from tests.support.processes import ROOT


@pytest.mark.parametrize("name", [*entry.COMMANDS, "desk"])
def test_every_command_is_there_and_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        entry.command(name).main(["--help"])
    assert ended.value.code == 0
    assert "usage" in capsys.readouterr().out


def test_an_unknown_word_is_wrong_use_and_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["analyze"]) == 2
    assert "analyse" in capsys.readouterr().err


def test_decode_answers_without_qt_and_without_a_database() -> None:
    program = (
        "import sys; from app.__main__ import main; code = main(['decode', '--format', 'teltonika-imei']);"
        "loaded = [name for name in ('PySide6', 'sqlalchemy', 'fastapi') if name in sys.modules];"
        "print(code, loaded, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input="000F333536333037303432343431303133\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert '"ok": true' in done.stdout
    assert done.stderr.strip() == "0 []"
