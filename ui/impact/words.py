"""One crash in a sentence and in figures. What is not known is said to be not known, or left out, never guessed."""

from collections.abc import Callable, Iterator, Mapping

from app.api.cases import BlowInfo, EcallInfo
from app.domain.ecall import CrashMark, PulseNote
from app.i18n import _
from ui.impact.state import Direction
from ui.words.crash import MARKS, NOTES, peak_text
from ui.words.impacts import delta_v_text, direction_text, hour_text, is_press
from ui.words.times import age_text, number, time_of_day

_TURN_DEG, _HALF_TURN_DEG = 360.0, 180.0
_ANYWHERE = (-180.0, 180.0)

_FROM: Mapping[int, Callable[[], str]] = {
    12: lambda: _("Frontal impact (12 o'clock)"),
    1: lambda: _("Frontal impact, slightly from the right (1 o'clock)"),
    2: lambda: _("Impact on the right front (2 o'clock)"),
    3: lambda: _("Impact on the right side (3 o'clock)"),
    4: lambda: _("Impact on the right rear (4 o'clock)"),
    5: lambda: _("Impact from behind, slightly from the right (5 o'clock)"),
    6: lambda: _("Impact from behind (6 o'clock)"),
    7: lambda: _("Impact from behind, slightly from the left (7 o'clock)"),
    8: lambda: _("Impact on the left rear (8 o'clock)"),
    9: lambda: _("Impact on the left side (9 o'clock)"),
    10: lambda: _("Impact on the left front (10 o'clock)"),
    11: lambda: _("Frontal impact, slightly from the left (11 o'clock)"),
}
"""Direction of the force on a clock face, 12 = front."""


def sentence(ecall: EcallInfo) -> str:
    """Say what happened to the car: from where, how hard, what it does since."""
    parts = [_direction(ecall)]
    if ecall.peak_g is None:
        parts.append(_("how hard is not known"))
    elif ecall.delta_v_kmh is None:
        parts.append(_("speed change not known"))
    else:
        parts.append(_("speed change {speed}").format(speed=delta_v_text(ecall)))
    if ecall.rollover:
        parts.append(_("the car lies on its side or roof"))
    parts.append(_since(ecall))
    return ", ".join(parts) + "."


def curve_figures(ecall: EcallInfo) -> Iterator[tuple[str, str]]:
    """Give the figures that were read from the curve itself: label and value."""
    yield _("Peak"), _peak(ecall)
    yield _("Speed change"), delta_v_text(ecall)
    yield _("Duration"), _("not known") if ecall.duration_ms is None else _ms(ecall.duration_ms)


def figures(ecall: EcallInfo) -> Iterator[tuple[str, str]]:
    """Give all figures: label and value."""
    yield from curve_figures(ecall)
    if ecall.speed_before_kmh is not None:
        yield _("Speed before"), _before(ecall, ecall.speed_before_kmh)
    if ecall.speed_after_kmh is not None:
        yield _("Speed after"), _after(ecall.speed_after_kmh, ecall.speed_after_s)
    if len(ecall.marks) > 1:
        yield _("Sources"), ", ".join(MARKS[mark]() for mark in ecall.marks)
    if ecall.impacts > 1:
        yield _("Blows"), str(ecall.impacts)
    if ecall.asi is not None:
        yield _("ASI"), number(ecall.asi, 1)
    if ecall.sample_rate_hz is not None:
        yield _("Sampled at"), _("{rate} Hz").format(rate=number(ecall.sample_rate_hz))


def _before(ecall: EcallInfo, speed_kmh: float) -> str:
    """Standing is no fact while nobody knows whether the car stands still: the position may be an old one."""
    is_certain = ecall.standstill is not None or speed_kmh >= 1
    words = _("{speed} km/h") if is_certain else _("{speed} km/h, not certain")
    return words.format(speed=number(speed_kmh))


def blows(ecall: EcallInfo) -> Iterator[str]:
    """Give every impact of the crash in a line; nothing while there is only one."""
    if len(ecall.blows) < 2:  # noqa: PLR2004 - one is in the figures
        return
    for place, blow in enumerate(ecall.blows, start=1):
        yield " · ".join(_blow(place, blow, capped=_is_capped(ecall) and blow.peak_g >= (ecall.peak_g or 0.0)))


def direction(ecall: EcallInfo) -> Direction | None:
    """Return where the force came from, with how far that may be off; None when the box does not know its axes."""
    if not ecall.calibrated or ecall.pdof_deg is None or ecall.pdof_sector_deg is None:
        return None
    first, last = ecall.pdof_sector_deg
    less, more = (ecall.pdof_deg - first) % _TURN_DEG, (last - ecall.pdof_deg) % _TURN_DEG
    if ecall.pdof_sector_deg == _ANYWHERE:
        less = more = _HALF_TURN_DEG
    caption = f"{ecall.pdof_deg:.0f}° −{less:.0f}/+{more:.0f}".replace("-", "−")
    words = _("The force came from {direction}; by what the box can know it may be {less}° less to {more}° more.")
    shown = direction_text(ecall) or f"{ecall.pdof_deg:.0f}°"
    return Direction(
        ecall.pdof_deg, (first, last), caption, words.format(direction=shown, less=f"{less:.0f}", more=f"{more:.0f}")
    )


def doubts(ecall: EcallInfo) -> Iterator[str]:
    """Say what is not known, and why."""
    yield from (NOTES[note]() for note in ecall.notes)
    if ecall.standstill is None:
        yield _why_standstill(ecall)
    if ecall.speed_before_kmh is None:
        yield _("Speed before not known: no GNSS speed in the ten seconds before.")


def peak_words(ecall: EcallInfo) -> str:
    """Return the measured peak; empty without one."""
    if ecall.peak_g is None:
        return ""
    return peak_text(ecall.peak_g, ecall.mark, capped=_is_capped(ecall))


def _is_capped(ecall: EcallInfo) -> bool:
    return ecall.saturated or PulseNote.FULL_SCALE_UNKNOWN in ecall.notes


def _peak(ecall: EcallInfo) -> str:
    peak = peak_words(ecall)
    if not peak:
        return _("not known")
    return f"{peak} ({ecall.filter_class})" if ecall.filter_class not in (None, "", "none") else peak


def _direction(ecall: EcallInfo) -> str:
    if ecall.mark in (CrashMark.SOS, CrashMark.AUTOMATIC_MSD, CrashMark.TEST) and ecall.peak_g is None:
        mark = MARKS[ecall.mark]()
        return mark[:1].upper() + mark[1:]
    words = _FROM.get(ecall.clock_direction or 0)
    return words() if words is not None and ecall.calibrated else _("Impact, direction not known")


def _since(ecall: EcallInfo) -> str:
    if ecall.standstill is None:
        return _("not known whether the car stands still")
    if not ecall.standstill:
        return _("the car drove on")
    if ecall.standstill_since is None:
        return _("the car stands still")
    return _("the car has not moved since {time}").format(time=time_of_day(ecall.standstill_since))


def _why_standstill(ecall: EcallInfo) -> str:
    if ecall.unplugged:
        return _("Standstill not known: the box lost its supply.")
    if ecall.records_after == 0 and is_press(ecall.mark, ecall.peak_g):
        return _("Standstill not known: the box is silent since SOS was pressed.")
    if ecall.records_after == 0:
        return _("Standstill not known: the box is silent since the impact.")
    return _("Standstill not known: what the box sent since does not tell.")


def _after(speed_kmh: float, after_s: float | None) -> str:
    speed = number(speed_kmh)
    if after_s is None:
        return _("{speed} km/h").format(speed=speed)
    return _("{speed} km/h, {time} later").format(speed=speed, time=age_text(after_s))


def _blow(place: int, blow: BlowInfo, *, capped: bool) -> Iterator[str]:
    """``capped``: the sensor was at its limit, so the blow was at least that hard."""
    yield _("blow {count}").format(count=place)
    if place > 1:
        yield _("{time} later").format(time=age_text(blow.after_ms / 1000))
    yield peak_text(blow.peak_g, CrashMark.CRASH, capped=capped)
    if blow.delta_v_kmh is not None:
        yield "Δv " + _("{speed} km/h").format(speed=number(blow.delta_v_kmh))
    if blow.duration_ms is not None:
        yield _ms(blow.duration_ms)
    if blow.clock_direction is not None:
        yield hour_text(blow.clock_direction)


def _ms(duration_ms: float) -> str:
    return _("{duration} ms").format(duration=number(duration_ms))
