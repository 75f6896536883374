"""``python -m app outcomes`` against a running service."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.commands import outcomes, user
from tests.support.detector import a_detector

PASSWORD = "first password"


def answering(*words: str) -> Callable[[str], str]:
    """Somebody who types these, one after the other."""
    waiting = list(words)
    return lambda _prompt: waiting.pop(0)


def test_who_oversees_boxes_gets_a_list_and_an_admin_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    with a_detector(folder, ()) as service:
        data = ["--data", str(service.folder)]
        assert user.main(["add", "an", "--name", "An", "--roles", "admin", *data], answering(PASSWORD)) == 0
        added = ["add", "su", "--name", "Su", "--roles", "supervisor", "--as", "an", *data]
        assert user.main(added, answering(PASSWORD, "second password")) == 0
        capsys.readouterr()
        for asked in (["list"], ["cases", "kerb", "--box-model", "Teltonika FMC640", "--firmware", "1 & 2"]):
            assert outcomes.main([*asked, "--as", "su", *data], answering("second password")) == 0
            assert json.loads(capsys.readouterr().out) == []
        assert outcomes.main(["list", "--as", "an", *data], answering(PASSWORD)) == 1
        assert "no role" in capsys.readouterr().err


def test_an_outcome_that_does_not_exist_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        outcomes.main(["cases", "flood", "--as", "su"])
    assert stop.value.code == 2
    assert "true_crash" in capsys.readouterr().err
