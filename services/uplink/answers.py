"""What a decoder says about one piece of bytes, in the words of ``python -m app decode``.

The same answers serve the command line and the re-reading of stored uplinks, so they are values, not text. Refusals are
raised as ``UplinkError``. The field names are public: other programs read them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

FieldValue: TypeAlias = "None | bool | int | float | str | list[FieldValue] | dict[str, FieldValue]"
"""What JSON can say."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The bytes were read.

    Attributes:
        acknowledgement: What the sender would be answered after the commit; None = nothing.
    """

    fields: Mapping[str, FieldValue]
    acknowledgement: bytes | None = None


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The bytes may be the beginning of something; at least ``needed_bytes`` more are needed to say."""

    needed_bytes: int


Answer: TypeAlias = Decoded | Incomplete
Decoder: TypeAlias = Callable[[bytes], Answer]
