"""Settings: those of the design, those of a file, and files that are refused."""

import re
from pathlib import Path

import pytest

from app.settings import SETTINGS_NAME, Settings, SettingsRefused, load_settings


def written(folder: Path, text: str) -> Path:
    (folder / SETTINGS_NAME).write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_the_figures_are_those_of_the_design(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings == Settings()
    assert (settings.late_after_s, settings.second_impact_within_s, settings.second_impact_within_m) == (600, 1800, 200)
    assert (settings.claim_stale_s, settings.answer_1_s, settings.session_h) == (45, 15, 12)
    assert (settings.group_commit_s, settings.rejected_shown_h) == (0.02, 24)
    assert (settings.box_host, settings.box_port) == ("127.0.0.1", 0)


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = 'late_after_s = 900\nmoved_m = 12.5\nbox_port = 5027\nbox_host = "0.0.0.0"\n'
    settings = load_settings(written(tmp_path, text))
    assert settings == Settings(late_after_s=900.0, moved_m=12.5, box_port=5027, box_host="0.0.0.0")
    assert isinstance(settings.late_after_s, float)


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, "")) == Settings()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("late_after = 900", "there is no setting 'late_after'; there are box_host, "),
        ("[boxes]\nport = 1", "there is no setting 'boxes'"),
        ('late_after_s = "900"', "late_after_s must be a number above zero, not '900'"),
        ("late_after_s = true", "late_after_s must be a number above zero, not True"),
        ("late_after_s = 0", "late_after_s must be a number above zero, not 0"),
        ("late_after_s = -1.5", "late_after_s must be a number above zero, not -1.5"),
        ("late_after_s = inf", "late_after_s must be a number above zero, not inf"),
        ("late_after_s = nan", "late_after_s must be a number above zero, not nan"),
        ("late_after_s = [1]", "late_after_s must be a number above zero, not [1]"),
        ("box_port = 65536", "box_port must be a whole number from 0 to 65535, not 65536"),
        ("box_port = -1", "box_port must be a whole number from 0 to 65535, not -1"),
        ("box_port = 80.0", "box_port must be a whole number from 0 to 65535, not 80.0"),
        ("box_port = false", "box_port must be a whole number from 0 to 65535, not False"),
        ("box_host = 127", "box_host must be a text, not 127"),
        ('box_host = ""', "box_host must be a text, not ''"),
        ("late_after_s", "cannot be read as TOML"),
        ('map_tiles = "maps.example/{z}/{x}/{y}"', "map_tiles must be an address like https://maps.example/"),
        ('map_tiles = "file:///maps/{z}/{x}/{y}"', "map_tiles must be an address like"),
        ('map_tiles = "https://{s}.maps.example/{z}/{x}/{y}"', "map_tiles must be an address like"),
        ('map_tiles = "https://maps.example/{z}/{x}"', "map_tiles must be an address like"),
        ('map_tiles = "https://maps.example/{z}/{x}/{y}"', "map_tiles needs map_credit"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SettingsRefused, match=re.escape(says)) as refused:
        load_settings(written(tmp_path, text))
    assert str(refused.value).startswith(str(tmp_path / SETTINGS_NAME))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_NAME).write_bytes(b"\xff\xfe late")
    with pytest.raises(SettingsRefused, match="cannot be read as TOML"):
        load_settings(tmp_path)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_NAME).mkdir()
    with pytest.raises(SettingsRefused, match="cannot be read"):
        load_settings(tmp_path)


@pytest.mark.parametrize("port", [0, 65535])
def test_the_outermost_ports_are_ports(tmp_path: Path, port: int) -> None:
    assert load_settings(written(tmp_path, f"box_port = {port}")).box_port == port


def test_a_policy_goes_before_the_file(tmp_path: Path) -> None:
    folder = written(tmp_path, 'box_port = 1\ncall_back_number = "+3221"')
    settings = load_settings(folder, {"box_port": "5027", "call_back_number": "+3222", "sms_stop_s": "20"})
    assert (settings.box_port, settings.call_back_number, settings.sms_stop_s) == (5027, "+3222", 20.0)


@pytest.mark.parametrize("policy", [{"box_port": "many"}, {"no_such": "1"}])
def test_a_policy_that_cannot_be_meant_is_named(tmp_path: Path, policy: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused, match="policy of this machine"):
        load_settings(tmp_path, policy)
