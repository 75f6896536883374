"""The one way in which a decoder refuses bytes.

A box, a scanner or line noise may send anything. Whatever arrives, a decoder answers with a message or with
``UplinkError``; any other exception that escapes is a bug of ours (the fuzz tests hold every decoder to that). The code
is for counting and for the desk's sentence, the message is for the engineer who reads the log. The refused bytes travel
with the error so that they can be kept: an authentic frame that today's decoder cannot read must never be thrown away.
"""

from enum import StrEnum
from typing import Final

RAW_LIMIT_BYTES: Final = 128 * 1024
"""No error carries more refused bytes than this: noise must not become memory."""


class UplinkErrorCode(StrEnum):
    """Why bytes were refused, whatever the format."""

    BAD_LOGIN = "bad_login"
    BAD_PREAMBLE = "bad_preamble"
    BAD_LENGTH = "bad_length"
    TOO_LONG = "too_long"
    BAD_CHECKSUM = "bad_checksum"
    BAD_COUNT = "bad_count"
    BAD_RECORD = "bad_record"
    BAD_TIMESTAMP = "bad_timestamp"
    TRUNCATED = "truncated"
    UNKNOWN_CODEC = "unknown_codec"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_DEVICE = "unknown_device"
    UNKNOWN_KEY = "unknown_key"
    NOT_AUTHENTIC = "not_authentic"
    NOT_STANDARD = "not_standard"
    BUFFER_FULL = "buffer_full"


class UplinkError(Exception):
    """Bytes that cannot be trusted or read; never acknowledged.

    Args:
        code: Why, as a word that programs may compare.
        message: Why, as a sentence for an engineer.
        raw: The refused bytes as far as they are known, cut at ``RAW_LIMIT_BYTES``.
        fatal: The conversation cannot go on; the caller closes the connection.
    """

    def __init__(self, code: UplinkErrorCode, message: str, *, raw: bytes = b"", fatal: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.raw = raw[:RAW_LIMIT_BYTES]
        self.fatal = fatal
