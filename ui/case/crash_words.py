"""What happened to the car, first for somebody who is no engineer, then in figures.

The sentence says only what was measured. How badly somebody is hurt is never guessed from a number: the operator asks.
"""

from collections.abc import Iterator

from app.api.cases import CaseDetail, EcallInfo
from app.domain.ecall import CrashMark
from app.i18n import _
from ui.words.crash import MARKS, peak_text
from ui.words.impacts import delta_v_text, direction_text, is_press, quarter, strongest
from ui.words.incidents import CALLERS, incident_of
from ui.words.times import number, time_of_day

HARD_G, VERY_HARD_G = 4.0, 10.0
HARD_KMH, VERY_HARD_KMH = 15.0, 40.0
"""Words only; the clauses decide with their own numbers."""


def headline(detail: CaseDetail) -> tuple[str, ...]:
    """Return the figures an operator reads first."""
    row = detail.row
    if row.incident is not None and not detail.ecalls:
        return (capital(incident_of(row)),)
    figures = [peak_text(row.peak_g, row.mark, capped=row.peak_capped)]
    ecall = strongest(detail.ecalls)
    if ecall is not None:
        if ecall.delta_v_kmh is not None:
            figures.append("Δv " + delta_v_text(ecall))
        direction = direction_text(ecall)
        if direction:
            figures.append(direction)
        if ecall.rollover:
            figures.append(_("rolled over"))
    return tuple(figures)


def sentence(detail: CaseDetail) -> str:
    """Say in one or two sentences what happened, for somebody who is no engineer."""
    ecall = strongest(detail.ecalls)
    if ecall is None:
        return _by_phone(detail) or _("No crash record belongs to this case.")
    return " ".join(_sentences(ecall, detail.ecalls))


def _by_phone(detail: CaseDetail) -> str:
    """Say who called in first; empty = nobody did."""
    if detail.report is None:
        return ""
    if not detail.callers:
        return _("It began with a phone call. No box has reported anything.")
    first = detail.callers[0]
    who = " ".join(part for part in (CALLERS[first.relation](), first.name) if part)
    return _("It began with a phone call: {who}. No box has reported anything.").format(who=who)


def _sentences(ecall: EcallInfo, ecalls: tuple[EcallInfo, ...]) -> Iterator[str]:
    presses = sum(is_press(one.mark, one.peak_g) for one in ecalls)
    impacts = len(ecalls) - presses
    yield _opening(ecall)
    if presses > 1:
        yield _("SOS was pressed {count} times.").format(count=presses)
    if impacts > 1:
        yield _("The same car was hit {count} times.").format(count=impacts)
    if ecall.rollover:
        yield _("The car lies on its side or roof.")
    yield _after(ecall)


def _opening(ecall: EcallInfo) -> str:
    if is_press(ecall.mark, ecall.peak_g):
        return f"{capital(MARKS[ecall.mark]())}."
    if ecall.peak_g is None:
        return _("{mark}; how hard is not known.").format(mark=capital(MARKS[ecall.mark]()))
    strength = _strength(ecall)
    side = _side_adverb(ecall)
    if ecall.delta_v_kmh is None:
        return f"{strength}{side}."
    lost = _("its speed changed by {speed}").format(speed=delta_v_text(ecall))
    if ecall.speed_before_kmh is None or (ecall.standstill is None and ecall.speed_before_kmh < 1):
        return _("{strength}{side}: {lost}.").format(strength=strength, side=side, lost=lost)
    before = number(ecall.speed_before_kmh)
    words = _("{strength}{side}: it drove {before} km/h and {lost}.")
    return words.format(strength=strength, side=side, before=before, lost=lost)


def _after(ecall: EcallInfo) -> str:
    if ecall.standstill is None:
        return _("It is not known whether the car stands still.")
    if not ecall.standstill:
        return _("The car drove on.")
    if ecall.standstill_since is None:
        return _("The car stands still.")
    return _("The car stands still since {time}.").format(time=time_of_day(ecall.standstill_since))


def _strength(ecall: EcallInfo) -> str:
    peak, speed = ecall.peak_g or 0.0, ecall.delta_v_kmh or 0.0
    if ecall.mark is CrashMark.TEST:
        return _("Test of the box")
    if speed >= VERY_HARD_KMH or (ecall.delta_v_kmh is None and peak >= VERY_HARD_G):
        return _("Very hard blow")
    if speed >= HARD_KMH or peak > HARD_G:
        return _("Hard blow")
    return _("Blow")


def _side_adverb(ecall: EcallInfo) -> str:
    if not ecall.calibrated or ecall.clock_direction is None:
        return ""
    return _(" from {side}").format(side=_side_from(ecall.clock_direction))


def _side_from(hour: int) -> str:
    return (_("the front"), _("the right"), _("behind"), _("the left"))[quarter(hour)]


def capital(text: str) -> str:
    """Return the text with a capital, as a sentence begins."""
    return text[:1].upper() + text[1:]
