"""Preferences outlive the desk; a broken file costs only the preferences."""

from pathlib import Path

import pytest

from ui.preferences import FILE_NAME, Preferences, PreferencesFile, language_of


def test_kept_for_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    PreferencesFile(folder).change(Preferences(language="nl", is_dark=True, login="an"))
    assert PreferencesFile(folder).chosen == Preferences(language="nl", is_dark=True, login="an")


@pytest.mark.parametrize("content", ["", "[]", '{"is_dark": "yes", "login": 7, "future": 1}', "\x00\xff"])
def test_a_broken_file_gives_the_defaults(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content.encode("latin-1"))
    assert PreferencesFile(tmp_path).chosen == Preferences()


@pytest.mark.parametrize(
    ("chosen", "locale", "language"),
    [("", "nl_BE", "nl"), ("", "fr_BE", "fr"), ("", "C", "en"), ("de", "nl_BE", "de"), ("xx", "it_IT", "en")],
)
def test_the_language_is_the_chosen_one_or_the_machines(chosen: str, locale: str, language: str) -> None:
    assert language_of(Preferences(language=chosen), locale) == language


def test_a_disk_that_takes_nothing_costs_only_the_preferences(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    kept = PreferencesFile(tmp_path / "no-folder")
    kept.change(Preferences(login="an"))
    assert kept.chosen.login == "an"
    assert PreferencesFile(tmp_path / "no-folder").chosen == Preferences()
