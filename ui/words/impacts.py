"""One crash of a case in short words, as head of the case and impact panel both say them."""

from app.api.cases import EcallInfo
from app.domain.ecall import CrashMark
from app.i18n import _
from ui.words.crash import peak_text
from ui.words.times import number, time_of_day


def strongest(ecalls: tuple[EcallInfo, ...]) -> EcallInfo | None:
    """Return the E-call with the hardest known peak; the last one when none is known."""
    if not ecalls:
        return None
    return max(enumerate(ecalls), key=lambda pair: (pair[1].peak_g or -1.0, pair[0]))[1]


def is_press(mark: CrashMark, peak_g: float | None) -> bool:
    """Whether somebody pressed SOS and no impact was measured: words of a crash would be false."""
    return mark is CrashMark.SOS and peak_g is None


def only_presses(ecalls: tuple[EcallInfo, ...]) -> bool:
    """Whether a case is about SOS alone."""
    return bool(ecalls) and all(is_press(ecall.mark, ecall.peak_g) for ecall in ecalls)


def delta_v_text(ecall: EcallInfo) -> str:
    """Return the velocity change: "38 km/h", "at least 38 km/h" when the sensor was cut off, "not known"."""
    if ecall.delta_v_kmh is None:
        return _("not known")
    words = _("at least {speed} km/h") if ecall.at_least else _("{speed} km/h")
    return words.format(speed=number(ecall.delta_v_kmh))


def direction_text(ecall: EcallInfo) -> str:
    """Return where the force came from: "front, 11 o'clock"; empty when the box does not know its own axes."""
    if not ecall.calibrated or ecall.clock_direction is None:
        return ""
    return hour_text(ecall.clock_direction)


def hour_text(hour: int) -> str:
    """Return a direction on the clock face in words: "front, 11 o'clock"."""
    return _("{side}, {hour} o'clock").format(side=_side(hour), hour=hour)


def impact_line(position: int, ecall: EcallInfo) -> str:
    """Return one of several impacts in a line: time, peak, velocity change, direction. A press has a time only."""
    if is_press(ecall.mark, ecall.peak_g):
        return " · ".join((_("SOS {count}").format(count=position), time_of_day(ecall.occurred_at)))
    capped = ecall.saturated
    parts = [
        _("impact {count}").format(count=position),
        time_of_day(ecall.occurred_at),
        peak_text(ecall.peak_g, ecall.mark, capped=capped),
    ]
    if ecall.delta_v_kmh is not None:
        parts.append("Δv " + delta_v_text(ecall))
    parts.append(direction_text(ecall) or _("direction not known"))
    return " · ".join(parts)


def _side(hour: int) -> str:
    return (_("front"), _("right side"), _("rear"), _("left side"))[quarter(hour)]


def quarter(hour: int) -> int:
    """Return the side an hour of the clock face is on: 0 front, 1 right, 2 rear, 3 left."""
    return ((hour + 1) % 12) // 3
