"""Which firmware a box ran, and since when we know.

A box is asked, or says so by itself, now and then; between two words it runs what it said last. What it ran before it
first said anything is not known and stays so: an alarm of that time counts for no version.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.ids import Imei

LONGEST_VERSION: Final = 64


@dataclass(frozen=True, slots=True)
class FirmwareNote:
    """From ``at`` on, the box of this IMEI is known to run this version, in the maker's own words."""

    imei: Imei
    firmware: str
    at: datetime
