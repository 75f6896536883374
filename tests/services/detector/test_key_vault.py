"""Keys of boxes are of no use without the key file, and the key file is nobody else's."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.device_key import DeviceKey, KeyState
from app.domain.ids import Imei
from services.detector.key_vault import KeyFileUnusable, KeyUnreadable, KeyVault
from services.uplink.s2.keys import Direction, derive_keys
from tests.conftest import WarningsSeen
from tests.support.builders import AN_IMEI, NOON

ROOT = bytes(range(32))
VAULT = KeyVault(bytes(32))


def a_key(key_id: int = 1, vault: KeyVault = VAULT, state: KeyState = KeyState.ACTIVE) -> DeviceKey:
    return DeviceKey(AN_IMEI, key_id, vault.seal(AN_IMEI, key_id, ROOT), state, NOON)


def test_a_key_opens_with_its_file_for_its_box_and_number_only() -> None:
    key = a_key()
    assert ROOT not in key.sealed
    assert VAULT.unseal(key) == ROOT
    assert VAULT.seal(AN_IMEI, 1, ROOT) != key.sealed
    other = KeyVault(b"\x01" * 32)
    for stranger in (replace(key, imei=Imei("356093070000022")), replace(key, key_id=2), replace(key, sealed=b"")):
        with pytest.raises(KeyUnreadable):
            VAULT.unseal(stranger)
    with pytest.raises(KeyUnreadable):
        other.unseal(key)
    with pytest.raises(ValueError, match="32 bytes"):
        VAULT.seal(AN_IMEI, 1, ROOT[:-1])


def test_what_arrives_is_opened_by_active_keys_and_what_is_stored_by_all() -> None:
    keys = (a_key(1, state=KeyState.RETIRED), a_key(2), a_key(3))
    live, history = VAULT.live_ring(AN_IMEI, keys), VAULT.history_ring(AN_IMEI, keys)
    assert live is not None
    assert history is not None
    good = derive_keys(ROOT, AN_IMEI, Direction.UP)
    assert [live.find(number, Direction.UP) for number in (1, 2, 3)] == [None, good, good]
    assert history.find(1, Direction.UP) == good
    assert VAULT.live_ring(AN_IMEI, keys) is live
    assert VAULT.live_ring(AN_IMEI, keys[:1]) is None


def test_a_key_of_another_file_is_said_and_left_out(expected_log: WarningsSeen) -> None:
    keys = (a_key(1, KeyVault(b"\x01" * 32)), a_key(2))
    ring = VAULT.live_ring(AN_IMEI, keys)
    assert ring is not None
    assert ring.find(1, Direction.UP) is None
    assert expected_log.sentences()


def test_the_file_is_made_once_for_this_user_only(tmp_path: Path) -> None:
    file = tmp_path / "device-keys.key"
    key = a_key(vault=KeyVault.of_file(file))
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert KeyVault.of_file(file).unseal(key) == ROOT


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_a_file_that_others_may_read_is_closed_to_them(tmp_path: Path, expected_log: WarningsSeen) -> None:
    file = tmp_path / "device-keys.key"
    file.write_bytes(bytes(32))
    file.chmod(0o644)
    KeyVault.of_file(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert expected_log.sentences() == ["the key file could be read by others; it no longer can"]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(bytes(31))
    (tmp_path / "short").chmod(0o600)
    for file in (tmp_path / "short", tmp_path, tmp_path / "no" / "such"):
        with pytest.raises(KeyFileUnusable, match=file.name):
            KeyVault.of_file(file)
