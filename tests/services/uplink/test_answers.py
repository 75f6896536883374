from services.uplink.answers import Decoded


def test_nothing_is_acknowledged_unless_said() -> None:
    assert Decoded({}).acknowledgement is None
