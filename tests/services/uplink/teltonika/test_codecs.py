from services.uplink.teltonika.codecs import COMMAND_CODECS, KNOWN_CODECS, RECORD_CODECS, Codec


def test_a_codec_carries_records_or_commands() -> None:
    assert set(Codec) == KNOWN_CODECS == RECORD_CODECS | COMMAND_CODECS
    assert not RECORD_CODECS & COMMAND_CODECS
