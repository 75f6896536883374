import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.answers import Decoded, Incomplete
from services.uplink.decoders import DECODERS
from services.uplink.errors import UplinkError


@pytest.mark.parametrize("name", DECODERS)
def test_garbage_gives_an_answer_or_the_one_error(name: str) -> None:
    @given(st.binary(max_size=300))
    def check(noise: bytes) -> None:
        try:
            answer = DECODERS[name](noise)
        except UplinkError:
            return
        assert isinstance(answer, Decoded) or answer.needed_bytes > 0

    check()


@pytest.mark.parametrize("name", ["teltonika-tcp", "teltonika-imei", "s2"])
def test_a_stream_may_begin_with_nothing(name: str) -> None:
    assert isinstance(DECODERS[name](b""), Incomplete)


@pytest.mark.parametrize("name", ["teltonika-udp", "ecall-msd"])
def test_a_message_may_not_be_nothing(name: str) -> None:
    with pytest.raises(UplinkError):
        DECODERS[name](b"")
