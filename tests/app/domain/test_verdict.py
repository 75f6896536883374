"""What a verdict says beyond its kind."""

import pytest

from app.domain.verdict import Reason, ReasonCode, Verdict, VerdictKind

BELOW, MOVING, ABROAD = ReasonCode.PEAK_BELOW, ReasonCode.MOVING, ReasonCode.OUTSIDE_BELGIUM
PRESSED = ReasonCode.DRIVER_PRESSED_SOS


def a_verdict(kind: VerdictKind, *codes: ReasonCode) -> Verdict:
    return Verdict(kind, tow=None, reasons=tuple(Reason(code) for code in codes), missing=())


@pytest.mark.parametrize(
    ("codes", "above"),
    [
        ((ReasonCode.PEAK_AT_LEAST, ReasonCode.PEAK_ABOVE_TOW), True),
        ((ReasonCode.PEAK_AT_LEAST, ReasonCode.PEAK_NOT_ABOVE_TOW), False),
        ((BELOW,), False),
        ((ReasonCode.PEAK_UNKNOWN,), None),
        ((ReasonCode.PEAK_AT_LEAST, ReasonCode.PEAK_CAPPED_BY_SENSOR), None),
        ((), None),
    ],
)
def test_it_knows_whether_the_peak_is_above_the_tow_threshold(
    codes: tuple[ReasonCode, ...], above: bool | None
) -> None:
    assert a_verdict(VerdictKind.SUSPECTED, *codes).above_tow is above


@pytest.mark.parametrize(
    ("kind", "codes", "denies"),
    [
        (VerdictKind.REJECTED, (BELOW,), True),
        (VerdictKind.REJECTED, (MOVING, ABROAD), True),
        (VerdictKind.REJECTED, (ABROAD,), False),
        (VerdictKind.REJECTED, (MOVING, ABROAD, PRESSED), False),
        (VerdictKind.REJECTED, (BELOW, ReasonCode.AUTOMATIC_ACTIVATION), False),
        (VerdictKind.SUSPECTED, (BELOW, PRESSED), False),
        (VerdictKind.SUSPECTED, (MOVING,), False),
    ],
)
def test_only_a_harmless_event_is_denied(kind: VerdictKind, codes: tuple[ReasonCode, ...], denies: bool) -> None:
    assert a_verdict(kind, *codes).denies_crash is denies
