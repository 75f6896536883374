"""The lines and steps of a hand-over as people read them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from app.api.cases import CallInfo, HandOverInfo, StepInfo
from app.domain.answer import EmergencyNumber
from app.domain.call_event import CallEventKind
from app.domain.hand_over import TpsStep
from app.i18n import _
from ui.hand_over.state import StepLine
from ui.offer import Offer
from ui.words.times import since_text

_INSTANT: Final = re.compile(r"‹([^›]*)›")
_NUMBERED: Final = re.compile(r"\d+ ")

STEPS: Final[Mapping[TpsStep, Callable[[], str]]] = {
    TpsStep.DATA_RECEIVED: lambda: _("Data of the car received"),
    TpsStep.CAR_CALLED: lambda: _("Called the car"),
    TpsStep.CENTRE_CALLED: lambda: _("Called {number}"),
    TpsStep.TOLD: lambda: _("Told {number} what is known"),
    TpsStep.VOICE_CONNECTED: lambda: _("They spoke with the people of the car"),
    TpsStep.RELEASED: lambda: _("They let us go"),
    TpsStep.CALLED_BACK: lambda: _("They called us back"),
}

MENU: Final[Mapping[EmergencyNumber, tuple[tuple[str, Callable[[], str]], ...]]] = {
    EmergencyNumber.EMERGENCY_112: (("1", lambda: _("ambulance, fire")), ("2", lambda: _("police"))),
    EmergencyNumber.POLICE_101: (("1", lambda: "1"), ("2", lambda: "2")),
}

_LINES: Final[Mapping[CallEventKind, Callable[[], str]]] = {
    CallEventKind.REQUESTED: lambda: _("Asked of the exchange"),
    CallEventKind.AGENT_RINGING: lambda: _("Your telephone rings: take it, then {number} is called"),
    CallEventKind.AGENT_ANSWERED: lambda: _("Calling {number}"),
    CallEventKind.RINGING: lambda: _("It rings at {number}"),
    CallEventKind.ANSWERED: lambda: _("On the line with {number}"),
    CallEventKind.LOST: lambda: _("The exchange does not answer: dial {number} yourself"),
    CallEventKind.ENDED: lambda: _("The call with {number} is over"),
}


def local_text(text: str) -> str:
    """Say the instants of a text in the time of this screen."""

    def said(found: re.Match[str]) -> str:
        try:
            return datetime.fromisoformat(found[1]).astimezone().strftime("%H:%M:%S")
        except ValueError:
            return found[1]

    return _INSTANT.sub(said, text)


def key_of(line: str) -> str:
    """Return what stays of a line while its figures change: its number, or its first words."""
    return line.split(maxsplit=1)[0] if _NUMBERED.match(line) else " ".join(line.split()[:3])


def line_words(call: CallInfo) -> str:
    """Return where a call to them is."""
    words = None if call.line is None else _LINES.get(call.line)
    return "" if words is None else words().format(number=call.number_shown)


def step_lines(told: HandOverInfo, ticked: frozenset[TpsStep], why_not: str, now: datetime) -> Iterator[StepLine]:
    """Give the checklist of a hand-over; ``ticked``: as it stands on the screen."""
    for step in told.steps:
        yield StepLine(
            step=step.step,
            text=_step_text(step, told, now),
            is_done=step.step in ticked if step.step.is_ticked else step.done_at is not None,
            tick=Offer("", why_not) if step.step.is_ticked else None,
        )


def _step_text(step: StepInfo, told: HandOverInfo, now: datetime) -> str:
    words = STEPS[step.step]().format(number=told.to.value)
    return words if step.done_at is None else f"{words} · {since_text(step.done_at, now)}"


def earlier_words(told: HandOverInfo, now: datetime) -> str:
    """Return who handed over, when, and what they gave for it."""
    parts = [_("Handed over by {name} at {time}").format(name=told.author, time=since_text(told.told_at, now))]
    if told.reference:
        parts.append(_("their number {reference}").format(reference=told.reference))
    if told.their_operator:
        parts.append(_("with {operator}").format(operator=told.their_operator))
    return ", ".join(parts)
