"""Who set a value, and whose word counts."""

from pathlib import Path

import pytest

from app.workplace import KEYS, Fault, Given, Places, Source, resolve, service_policy, workplace_of

ORDER = (Source.MACHINE_POLICY, Source.USER_POLICY, Source.COMMAND_LINE, Source.MACHINE_FILE, Source.USER_FILE)


@pytest.mark.parametrize("strongest", range(len(ORDER)))
def test_the_stronger_word_counts(strongest: int) -> None:
    layers = [(source, {"language": "fr" if source is ORDER[strongest] else "de"}) for source in ORDER[strongest:]]
    assert resolve(layers).given["language"] == Given("fr", ORDER[strongest])


def test_what_nobody_set_has_its_default() -> None:
    given = resolve(()).given
    assert set(given) == {key.name for key in KEYS}
    assert all(given[key.name] == Given(key.default, Source.DEFAULT) for key in KEYS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "es"),
        ("plain_map", "true"),
        ("service", "bijstand.example"),
        ("service", "https://[half"),
        ("data", "somewhere"),
        ("update_channel", "nightly"),
    ],
)
def test_a_value_that_cannot_be_meant_is_passed_over_and_told(name: str, value: str) -> None:
    found = resolve(((Source.MACHINE_POLICY, {name: value}), (Source.USER_FILE, {"language": "nl"})))
    assert found.faults == (Fault(name, value, Source.MACHINE_POLICY, is_known=True),)
    assert found.given[name].source is not Source.MACHINE_POLICY
    assert found.value("language") == "nl"


def test_a_name_of_a_later_version_is_told_and_stops_nothing() -> None:
    found = resolve(((Source.USER_POLICY, {"Ringtone": "loud", "Language": "de"}),))
    assert found.faults == (Fault("Ringtone", "loud", Source.USER_POLICY, is_known=False),)
    assert found.value("language") == "de"


@pytest.mark.parametrize(
    ("source", "locked"),
    [(source, source not in (Source.COMMAND_LINE, Source.USER_FILE, Source.DEFAULT)) for source in Source],
)
def test_what_an_administrator_set_is_locked(source: Source, *, locked: bool) -> None:
    assert resolve(((source, {"language": "nl"}),)).is_locked("language") is locked


def test_files_are_read_where_they_lie(tmp_path: Path) -> None:
    where = Places(tmp_path / "policy.ini", tmp_path / "machine.ini", tmp_path / "user.ini")
    (tmp_path / "policy.ini").write_text("[desk]\nplain_map = yes\n[service]\nbox_port = 5027\n", encoding="utf-8")
    (tmp_path / "machine.ini").write_text("\ufeff[desk]\nlanguage = fr\n", encoding="utf-8")
    (tmp_path / "user.ini").write_text("[desk]\nlanguage = nl\nplain_map = no\nupdates = 100%\n", encoding="utf-8")
    found = workplace_of({"language": "de"}, where)
    assert found.is_on("plain_map")
    assert found.given["language"] == Given("de", Source.COMMAND_LINE)
    assert [fault.name for fault in found.faults] == ["updates"]
    assert service_policy(where) == {"box_port": "5027"}


@pytest.mark.parametrize("content", [b"", b"language = nl", b"\xff\xfe\x00", b"[desk\nlanguage=nl"])
def test_a_file_that_is_none_says_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "machine.ini").write_bytes(content)
    where = Places(tmp_path / "policy.ini", tmp_path / "machine.ini", tmp_path / "user.ini")
    assert workplace_of({}, where) == resolve(())
    assert service_policy(where) == {}
