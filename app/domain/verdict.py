"""The verdict on an E-call: what the S2 clauses make of the measurements, and why.

Three facts decide (peak, standstill, Belgium) and each may be unknown. "Suspected" is doubt about the verdict, never a
lower priority; a rejection is only ever given for a fact known to be false.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class VerdictKind(StrEnum):
    """Design section 6; the words of ``python -m app analyse`` too. ``TOLD``: a person said so, unmeasured."""

    ECALL = "ecall"
    TOW_AT_ONCE = "tow_at_once"
    SUSPECTED = "suspected"
    REJECTED = "rejected"
    TOLD = "told"


class ReasonCode(StrEnum):
    """One finding each; the desk and the audit have a sentence for it."""

    PEAK_AT_LEAST = "peak_at_least"
    PEAK_BELOW = "peak_below"
    PEAK_UNKNOWN = "peak_unknown"
    PEAK_CAPPED_BY_SENSOR = "peak_capped_by_sensor"
    PEAK_ABOVE_TOW = "peak_above_tow"
    PEAK_NOT_ABOVE_TOW = "peak_not_above_tow"
    STANDSTILL = "standstill"
    MOVING = "moving"
    STANDSTILL_UNKNOWN = "standstill_unknown"
    IN_BELGIUM = "in_belgium"
    OUTSIDE_BELGIUM = "outside_belgium"
    PLACE_UNKNOWN = "place_unknown"
    BOX_CRASH_FLAG = "box_crash_flag"
    DRIVER_PRESSED_SOS = "driver_pressed_sos"
    AUTOMATIC_ACTIVATION = "automatic_activation"
    TEST_CALL = "test_call"


_CALLED_FOR_HELP = frozenset({ReasonCode.DRIVER_PRESSED_SOS, ReasonCode.AUTOMATIC_ACTIVATION})


class Priority(IntEnum):
    """Counts from the top: 1 is the most urgent. Only a person lowers it."""

    ONE = 1
    TWO = 2
    THREE = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding with the clause it comes from and the figure behind it.

    Attributes:
        clause: E.g. "S2.ECALL.signal"; empty for a fact that is no clause's.
        figure: The measured value as text in the unit of the fact ("6.3"), empty when there is none.
        threshold: The clause's own number as text ("2.5"), empty when there is none.
    """

    code: ReasonCode
    clause: str = ""
    figure: str = ""
    threshold: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the clauses say about one E-call.

    Attributes:
        tow: S2.ECALL.tow: True = order at once, False = not by this clause, None = cannot be said yet.
        missing: Facts that could still change it: "impact_g", "vehicle_at_standstill", "place".
    """

    kind: VerdictKind
    tow: bool | None
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]

    @property
    def above_tow(self) -> bool | None:
        """Whether the peak is above the tow threshold; None = not known, or the sensor could not have told."""
        codes = {reason.code for reason in self.reasons}
        if ReasonCode.PEAK_ABOVE_TOW in codes:
            return True
        return False if codes & {ReasonCode.PEAK_NOT_ABOVE_TOW, ReasonCode.PEAK_BELOW} else None

    @property
    def denies_crash(self) -> bool:
        """Whether nothing happened that needs a person, wherever the car was.

        A rejection that rests on the place alone is still a crash, abroad; and nobody who pressed the button is denied,
        nor a car that called 112 by itself.
        """
        codes = {reason.code for reason in self.reasons}
        if self.kind is not VerdictKind.REJECTED or codes & _CALLED_FOR_HELP:
            return False
        return bool(codes & {ReasonCode.PEAK_BELOW, ReasonCode.MOVING})


TOLD_ON_THE_PHONE = Verdict(VerdictKind.TOLD, tow=None, reasons=(), missing=())
"""Of a case that began with a phone call, until a box measured something."""
