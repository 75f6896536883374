"""Read stored frames again with today's decoder, and compare with what was made of them then. Changes nothing."""

from collections.abc import Callable, Iterable

from app.domain.box import BoxModel
from app.domain.ids import Imei
from app.domain.uplink import UplinkState
from app.usecases.redecode_report import Difference, Differing, ReadThen, RedecodeReport
from services.detector.decoding import Decoding, fingerprint
from services.uplink.errors import UplinkError


def redecode(
    frames: Iterable[ReadThen], decoding: Decoding, model_of: Callable[[Imei], BoxModel | None]
) -> RedecodeReport:
    """Return what differs.

    Args:
        frames: Every frame, whatever became of it.
        decoding: Over the same snapshot.
        model_of: The model of a box on record.
    """
    report = RedecodeReport()
    for then in frames:
        report.frames += 1
        raw = then.uplink.raw
        try:
            now, code = fingerprint(decoding.records(raw, model_of(raw.imei))), ""
        except UplinkError as error:
            now, code = None, error.code.value
        difference = _difference(then, now)
        if difference is not None:
            report.differing.append(
                Differing(then.uplink.uplink_id, raw.source.value, raw.received_at, difference, code)
            )
        elif now is not None and then.fingerprint is None:
            report.not_compared += 1
        else:
            report.same += 1
    return report


def _difference(then: ReadThen, now: str | None) -> Difference | None:
    was_read = then.uplink.state is UplinkState.PROCESSED
    if now is None:
        return Difference.NO_LONGER_READ if was_read else None
    if then.uplink.state in (UplinkState.QUARANTINED, UplinkState.RELEASED):
        return Difference.READ_NOW
    if then.fingerprint is not None and then.fingerprint != now:
        return Difference.READ_OTHERWISE
    return None
