"""The codec bytes a Teltonika frame may begin its data with, and what each carries."""

from enum import IntEnum
from typing import Final


class Codec(IntEnum):
    """First byte of the data part."""

    CODEC_8 = 0x08
    CODEC_8_EXTENDED = 0x8E
    CODEC_16 = 0x10
    CODEC_12 = 0x0C
    CODEC_13 = 0x0D
    CODEC_14 = 0x0E
    CODEC_15 = 0x0F


RECORD_CODECS: Final = frozenset({Codec.CODEC_8, Codec.CODEC_8_EXTENDED, Codec.CODEC_16})
"""They carry AVL records and are acknowledged with the number of records."""

COMMAND_CODECS: Final = frozenset({Codec.CODEC_12, Codec.CODEC_13, Codec.CODEC_14, Codec.CODEC_15})
"""They carry commands and their answers, and are not acknowledged."""

KNOWN_CODECS: Final = RECORD_CODECS | COMMAND_CODECS
