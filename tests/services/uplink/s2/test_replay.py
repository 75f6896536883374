from services.uplink.s2.header import read_header
from services.uplink.s2.replay import Novelty, frame_key, judge
from tests.support.s2 import IMEI, AFrame


def test_a_frame_is_new_repeated_or_an_attack() -> None:
    assert judge(None, "a") is Novelty.NEW
    assert judge("a", "a") is Novelty.REPEATED
    assert judge("a", "b") is Novelty.CONFLICTING


def test_the_key_names_device_boot_sequence_and_fragment() -> None:
    assert frame_key(read_header(AFrame(fragment=3, sequence=9).write())) == (IMEI, 12, 9, 3)
