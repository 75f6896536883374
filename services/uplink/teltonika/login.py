"""The first thing a Teltonika box says: its IMEI, as a u16 length and that many ASCII digits.

An IMEI is a claim: nothing here proves that the box is the one it says it is. The service keeps a list of the IMEIs it
knows. The check digit is not tested, since test devices and some real ones carry a wrong one and the list decides
anyway.
"""

from typing import Final

from app.domain.ids import Imei
from services.uplink.errors import UplinkError, UplinkErrorCode

IMEI_DIGITS: Final = 15
LENGTH_BYTES: Final = 2
LOGIN_BYTES: Final = LENGTH_BYTES + IMEI_DIGITS
ACCEPT: Final = b"\x01"
REJECT: Final = b"\x00"

_PREFIX = IMEI_DIGITS.to_bytes(LENGTH_BYTES)


def read_imei(digits: bytes) -> Imei:
    """Return the IMEI of its 15 ASCII digits.

    Raises:
        UplinkError: Not 15 bytes, or one is not a digit.
    """
    if len(digits) != IMEI_DIGITS or not digits.isdigit():
        raise UplinkError(UplinkErrorCode.BAD_LOGIN, "an IMEI has 15 digits", raw=digits, fatal=True)
    return Imei(digits.decode("ascii"))


def read_login(received: bytes) -> Imei | None:
    """Return the IMEI of a login, or None while bytes are missing. Bytes behind the login are ignored.

    Raises:
        UplinkError: What came so far cannot become a login. Fatal.
    """
    if not _PREFIX.startswith(received[:LENGTH_BYTES]):
        raise UplinkError(
            UplinkErrorCode.BAD_LOGIN, "a login begins with the length 15", raw=received[:LOGIN_BYTES], fatal=True
        )
    if not received[LENGTH_BYTES:LOGIN_BYTES].isdigit() and len(received) > LENGTH_BYTES:
        raise UplinkError(UplinkErrorCode.BAD_LOGIN, "an IMEI has digits only", raw=received[:LOGIN_BYTES], fatal=True)
    if len(received) < LOGIN_BYTES:
        return None
    return read_imei(received[LENGTH_BYTES:LOGIN_BYTES])
