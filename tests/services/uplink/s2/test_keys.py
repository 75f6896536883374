import pytest

from app.domain.ids import Imei
from services.uplink.s2.keys import Direction, KeyRing, derive_keys
from tests.support.s2 import IMEI, ROOT


def test_directions_devices_and_roots_have_their_own_keys() -> None:
    derived = [
        derive_keys(ROOT, Imei(IMEI), Direction.UP),
        derive_keys(ROOT, Imei(IMEI), Direction.DOWN),
        derive_keys(ROOT, Imei("356093070009027"), Direction.UP),
        derive_keys(bytes(32), Imei(IMEI), Direction.UP),
    ]

    assert len({keys.encryption for keys in derived} | {keys.signature for keys in derived}) == 8
    assert {(len(keys.encryption), len(keys.signature)) for keys in derived} == {(16, 32)}


def test_a_ring_finds_the_keys_of_an_id() -> None:
    ring = KeyRing(Imei(IMEI), {1: ROOT})

    assert ring.find(1, Direction.DOWN) == derive_keys(ROOT, Imei(IMEI), Direction.DOWN)
    assert ring.find(2, Direction.DOWN) is None


def test_a_root_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        KeyRing(Imei(IMEI), {1: bytes(31)})
