"""Support's first question, answered by a command."""

import json

import pytest

from app.commands import workplace
from app.workplace import KEYS


def test_every_setting_is_told_with_who_set_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert workplace.main(["--service", "https://bijstand.example", "--plain-map"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told["settings"]) == [key.name for key in KEYS]
    assert (told["settings"]["service"]["value"], told["settings"]["service"]["set_by"]) == (
        "https://bijstand.example",
        "command_line",
    )
    assert told["settings"]["plain_map"]["value"] == "yes"
    assert told["passed_over"] == []


def test_what_cannot_be_meant_is_told_and_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert workplace.main(["--service", "bijstand"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["passed_over"] == [{"name": "service", "value": "bijstand", "set_by": "command_line", "known": True}]
