"""A minimum set of data in the words that no longer depend on who sent it.

An automatic activation and a manual one both open an E-call; a test call opens a test case. The MSD has no
acceleration, so the peak stays unknown. "Position can be trusted" means within 150 m with 95 %: without it the
coordinates are a memory, not a place.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.ecall import BoxRecord, CrashMark, Position
from app.domain.ids import Imei
from services.uplink.msd.messages import POSITION_UNKNOWN, Msd

MAS_A_DEGREE: Final = 3_600_000
TRUSTED_ACCURACY_M: Final = 150.0

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_DIRECTION: Final = 179


def to_box_record(msd: Msd, imei: Imei) -> BoxRecord:
    """Return the neutral record of one message."""
    sent_at = _EPOCH + timedelta(seconds=msd.timestamp_s)
    place = _place(msd, sent_at)
    return BoxRecord(
        imei=imei,
        device_at=sent_at,
        mark=_mark(msd),
        position=place if msd.position_can_be_trusted else None,
        last_known=None if msd.position_can_be_trusted else place,
        speed_kmh=None,
        movement=None,
        ignition=None,
        unplugged=None,
        towing=None,
        external_voltage_mv=None,
        crash_counter=None,
        trace=None,
    )


def _mark(msd: Msd) -> CrashMark:
    if msd.test_call:
        return CrashMark.TEST
    return CrashMark.AUTOMATIC_MSD if msd.automatic_activation else CrashMark.SOS


def _place(msd: Msd, sent_at: datetime) -> Position | None:
    if POSITION_UNKNOWN in (msd.latitude_mas, msd.longitude_mas):
        return None
    if abs(msd.latitude_mas) > 90 * MAS_A_DEGREE or abs(msd.longitude_mas) > 180 * MAS_A_DEGREE:
        return None
    return Position(
        latitude_deg=msd.latitude_mas / MAS_A_DEGREE,
        longitude_deg=msd.longitude_mas / MAS_A_DEGREE,
        heading_deg=2 * msd.direction_2deg if msd.direction_2deg <= _LAST_DIRECTION else None,
        accuracy_m=TRUSTED_ACCURACY_M if msd.position_can_be_trusted else None,
        satellites=None,
        fixed_at=sent_at,
    )
