import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.errors import UplinkError
from services.uplink.teltonika.login import read_imei, read_login
from tests.support.boxes import KNOWN_IMEI, LOGIN


def test_a_login_is_read_when_it_is_whole() -> None:
    assert [read_login(LOGIN[:length]) for length in range(len(LOGIN))] == [None] * len(LOGIN)
    assert read_login(LOGIN) == KNOWN_IMEI == read_login(LOGIN + b"more")


@given(st.binary(max_size=20))
def test_what_is_no_login_is_refused(received: bytes) -> None:
    try:
        imei = read_login(received)
    except UplinkError:
        return
    assert imei is None or (received[:2] == b"\x00\x0f" and imei.isdigit())


def test_an_imei_has_fifteen_ascii_digits() -> None:
    for digits in (b"1" * 14, b"1" * 16, b"12345678901234x", "12345678901234²".encode()):
        with pytest.raises(UplinkError, match="15 digits"):
            read_imei(digits)


@pytest.mark.parametrize("received", [b"\x01", b"\x00\x10", b"\x00\x0f3X", b"\x00\x0f35609307000001X"])
def test_what_cannot_become_a_login_is_refused_at_once(received: bytes) -> None:
    with pytest.raises(UplinkError):
        read_login(received)
