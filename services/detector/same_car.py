"""E-calls that came under another number and may be of the same crash: a box and the eCall that its car made by itself.

A minimum set of data names a car, not a box. When the car is on record, its boxes say so. When one of the two is of no
box of ours, nothing says that the cars differ either: a car that called 112 by itself in the same two minutes and
within 200 m of a box crash is then taken for the car of that box, because everybody whose calls are passed on to us is
insured here, and two cases of one crash cost a second operator and a second truck. Both places must be known for that.
Two cars on record are never one; theirs may be a pile-up, which is only shown.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from app.domain.ecall import BoxRecord, CrashMark, Ecall
from app.domain.ids import Imei
from app.usecases.unit_of_work import UnitOfWork
from services.detection.belonging import SAME_CALL

_FIRST_INSTANT: Final = datetime.min.replace(tzinfo=UTC) + SAME_CALL
_LAST_INSTANT: Final = datetime.max.replace(tzinfo=UTC) - SAME_CALL


def ecalls_of_same_car(imei: Imei, records: Sequence[BoxRecord], unit: UnitOfWork) -> tuple[Ecall, ...]:
    """Return E-calls under other numbers that the records may belong to; which do is for detection to say."""
    openers = [record for record in records if record.mark is not None and record.mark.opens_ecall]
    if not openers:
        return ()
    earliest = max(min(record.device_at for record in openers), _FIRST_INSTANT) - SAME_CALL
    latest = min(max(record.device_at for record in openers), _LAST_INSTANT) + SAME_CALL
    others = [ecall for ecall in unit.ecalls.between(earliest, latest) if ecall.imei != imei]
    if not others:
        return ()
    boxes = frozenset(unit.boxes.of_same_car(imei))
    return tuple(ecall for ecall in others if ecall.imei in boxes or _may_be_one_car(imei, openers, ecall, unit))


def _may_be_one_car(imei: Imei, openers: Sequence[BoxRecord], ecall: Ecall, unit: UnitOfWork) -> bool:
    """Whether one side is of no box of ours, the car called by itself there, and both places are known."""
    if ecall.position is None or not any(record.position is not None for record in openers):
        return False
    calls = unit.boxes.find(imei) is None and _has_called(openers)
    return calls or (unit.boxes.find(ecall.imei) is None and _has_called(ecall.track))


def _has_called(records: Sequence[BoxRecord]) -> bool:
    return any(record.mark is CrashMark.AUTOMATIC_MSD for record in records)
