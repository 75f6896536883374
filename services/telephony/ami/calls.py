"""What the events of an exchange mean for our calls; no socket, no clock.

A call has two legs: the operator's telephone, whose channel has our call id for its unique id, and whoever is called,
whose channels are linked to it. The operator's leg says nothing of the driver: it is answered first, and the exchange
would bill it. What became of the other leg is read from the state of its dial and the cause of its hang-up together,
whichever comes first. A dialplan may try one trunk after the other, so a leg that failed ends the call only after a
moment without another one, or with the operator's channel.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from app.domain.call_event import CallEventKind, HungUpBy, outcome_of_leg
from app.domain.contact import CallOutcome
from app.domain.ids import CallId
from services.telephony.ami.messages import AmiMessage

ANOTHER_LEG_WITHIN_S: Final = 1.5
LIMIT_SLACK_S: Final = 1.0
"""So long the exchange may take to keep to the ring limit before we end the ringing ourselves."""

_RINGING: Final = "5"
_UP: Final = "6"


@dataclass(frozen=True, slots=True)
class Told:
    """Something that is news of a call; see ``CallEvent``."""

    call_id: CallId
    kind: CallEventKind
    outcome: CallOutcome | None = None
    duration_s: float | None = None
    hung_up_by: HungUpBy | None = None
    cause: str = ""


@dataclass(slots=True)
class _Leg:
    """One channel to whoever is called. ``has_rung``: something was heard of it before it ended."""

    began_s: float
    has_rung: bool = False
    ended_s: float | None = None
    status: str = ""
    causes: list[int] = field(default_factory=list)
    cause_text: str = ""
    is_over: bool = False


@dataclass(slots=True)
class _Line:
    """One of our calls at the exchange."""

    call_id: CallId
    ring_limit_s: float
    told: set[CallEventKind]
    legs: dict[str, _Leg] = field(default_factory=dict)
    answered_leg: str = ""
    answered_s: float | None = None
    ring_until_s: float | None = None
    gives_up_s: float | None = None
    is_seen: bool = False
    is_resumed: bool = False
    is_agent_gone: bool = False
    hung_up_by: HungUpBy | None = None


class CallBook:
    """Every call of ours that the exchange holds."""

    def __init__(self) -> None:
        self._lines: dict[CallId, _Line] = {}

    def __contains__(self, call_id: object) -> bool:
        return call_id in self._lines

    @property
    def call_ids(self) -> tuple[CallId, ...]:
        """The calls that have not ended."""
        return tuple(self._lines)

    def begin(self, call_id: CallId, ring_limit_s: float) -> None:
        """Follow a call that the exchange is asked to make now."""
        self._lines[call_id] = _Line(call_id, ring_limit_s, set())

    def resume(self, call_id: CallId, ring_limit_s: float, told: Iterable[CallEventKind]) -> None:
        """Follow a call that was made before; ``told``: what was heard of it then."""
        once = {kind for kind in told if kind.happens_once}
        self._lines[call_id] = _Line(call_id, ring_limit_s, once, is_resumed=True)

    def hang_up_of_ours(self, call_id: CallId, by: HungUpBy) -> None:
        """Know that what ends now is ended by us."""
        line = self._lines.get(call_id)
        if line is not None and line.hung_up_by is None:
            line.hung_up_by = by

    def callee_channel(self, call_id: CallId) -> str:
        """Return the unique id of the channel that was answered; empty = nobody has answered."""
        line = self._lines.get(call_id)
        return "" if line is None else line.answered_leg

    def hear(self, message: AmiMessage, now_s: float) -> Iterator[Told]:
        """Give the news in an event, in order."""
        line = self._line_of(message)
        act = _ACTS.get(message.event)
        if line is not None and act is not None:
            yield from self._news(line, act(line, message, now_s))

    def is_seen(self, call_id: CallId) -> bool:
        """Whether a channel of the call was ever seen: then its events tell how it ends."""
        line = self._lines.get(call_id)
        return line is not None and line.is_seen

    def refused(self, call_id: CallId, reason: str, *, is_agents: bool) -> Iterator[Told]:
        """The exchange did not make the call."""
        line = self._lines.get(call_id)
        if line is None or line.is_seen:
            return
        outcome = CallOutcome.AGENT_NO_ANSWER if is_agents else CallOutcome.FAILED
        yield from self._news(line, (_end(line, outcome, reason),))

    def overdue(self, now_s: float) -> tuple[CallId, ...]:
        """Return the calls that ring longer than they may, once each; whoever asks hangs them up."""
        late = [one for one in self._lines.values() if one.ring_until_s is not None and now_s >= one.ring_until_s]
        for line in late:
            line.ring_until_s, line.hung_up_by = None, HungUpBy.LIMIT
        return tuple(line.call_id for line in late)

    def given_up(self, now_s: float) -> Iterator[Told]:
        """End the calls whose last leg failed and that got no other in time."""
        for line in tuple(self._lines.values()):
            if line.gives_up_s is not None and now_s >= line.gives_up_s:
                yield from self._news(line, (_unanswered(line),))

    def reconcile(self, channels: Iterable[AmiMessage], now_s: float) -> Iterator[Told]:
        """Compare with the channels that there are: what the exchange does not know ended unseen.

        A call that was asked for a moment ago may not have its channel yet.
        """
        by_call: dict[str, list[AmiMessage]] = {}
        for channel in channels:
            by_call.setdefault(channel.get("Linkedid"), []).append(channel)
            by_call.setdefault(channel.get("Uniqueid"), []).append(channel)
        for line in tuple(self._lines.values()):
            found = by_call.get(line.call_id)
            if found is None and (line.is_seen or line.is_resumed):
                yield from self._news(line, (Told(line.call_id, CallEventKind.ENDED, CallOutcome.UNKNOWN),))
            elif found is not None:
                yield from self._news(line, _found(line, found, now_s))

    def _line_of(self, message: AmiMessage) -> _Line | None:
        keys = ("Uniqueid", "Linkedid", "DestUniqueid", "DestLinkedid")
        ids = (CallId(message.get(key)) for key in keys)
        return next((self._lines[one] for one in ids if one in self._lines), None)

    def _news(self, line: _Line, told: Iterable[Told]) -> Iterator[Told]:
        for one in told:
            if one.kind in line.told:
                continue
            line.told.add(one.kind)
            if one.kind is CallEventKind.ENDED:
                self._lines.pop(line.call_id, None)
            yield one


def _on_channel(line: _Line, message: AmiMessage, now_s: float) -> Iterator[Told]:
    """Newchannel and Newstate: a telephone rings or was taken."""
    unique, state = message.get("Uniqueid"), message.get("ChannelState")
    if unique == line.call_id:
        line.is_seen = True
        if state == _RINGING:
            yield Told(line.call_id, CallEventKind.AGENT_RINGING)
        elif state == _UP:
            yield Told(line.call_id, CallEventKind.AGENT_ANSWERED)
    elif state == _RINGING and unique in line.legs:
        yield from _rings(line, line.legs[unique], now_s)


def _on_dial_begin(line: _Line, message: AmiMessage, now_s: float) -> Iterator[Told]:
    leg = message.get("DestUniqueid")
    if leg and leg != line.call_id:
        line.legs.setdefault(leg, _Leg(now_s))
        line.gives_up_s = None
        line.ring_until_s = now_s + line.ring_limit_s + LIMIT_SLACK_S
    yield from ()


def _on_dial_state(line: _Line, message: AmiMessage, now_s: float) -> Iterator[Told]:
    leg = line.legs.get(message.get("DestUniqueid"))
    if leg is None:
        return
    if message.get("DialStatus") in ("RINGING", "PROGRESS"):
        leg.has_rung = True
    if message.get("DialStatus") == "RINGING":
        yield from _rings(line, leg, now_s)


def _rings(line: _Line, leg: _Leg, now_s: float) -> Iterator[Told]:
    leg.has_rung = True
    if CallEventKind.RINGING not in line.told:
        line.ring_until_s = now_s + line.ring_limit_s + LIMIT_SLACK_S
    yield Told(line.call_id, CallEventKind.RINGING)


def _on_dial_end(line: _Line, message: AmiMessage, now_s: float) -> Iterator[Told]:
    unique = message.get("DestUniqueid")
    leg = line.legs.get(unique)
    if leg is None:
        return
    leg.status = message.get("DialStatus")
    if leg.status == "ANSWER":
        line.answered_leg, line.answered_s = unique, now_s
        line.ring_until_s = line.gives_up_s = None
        yield Told(line.call_id, CallEventKind.ANSWERED)
    else:
        yield from _is_over(line, leg, now_s)


def _on_hangup_request(line: _Line, message: AmiMessage, now_s: float) -> Iterator[Told]:
    """One of the two put the receiver down; our own request comes as another event."""
    del now_s
    if line.hung_up_by is None:
        is_agent = message.get("Uniqueid") == line.call_id
        line.hung_up_by = HungUpBy.AGENT if is_agent else HungUpBy.OTHER
    yield from ()


def _on_hangup(line: _Line, message: AmiMessage, now_s: float) -> Iterator[Told]:
    unique = message.get("Uniqueid")
    leg = line.legs.get(unique)
    if leg is not None:
        cause = message.get("Cause")
        leg.causes += [int(cause)] if cause.isdigit() else []
        leg.cause_text = message.get("Cause-txt")
        if unique == line.answered_leg:
            line.hung_up_by = line.hung_up_by or HungUpBy.OTHER
            yield _answered(line, now_s)
        else:
            yield from _is_over(line, leg, now_s)
    elif unique == line.call_id:
        yield from _agent_gone(line, message, now_s)


def _agent_gone(line: _Line, message: AmiMessage, now_s: float) -> Iterator[Told]:
    cause = f"{message.get('Cause')} {message.get('Cause-txt')}".strip()
    if line.answered_leg:
        line.hung_up_by = line.hung_up_by or HungUpBy.AGENT
        yield _answered(line, now_s)
    elif CallEventKind.AGENT_ANSWERED not in line.told:
        yield _end(line, CallOutcome.AGENT_NO_ANSWER if line.hung_up_by is not HungUpBy.DESK else _CANCELLED, cause)
    elif not line.legs:
        yield _end(line, CallOutcome.FAILED if line.hung_up_by is None else _CANCELLED, cause)
    elif all(one.is_over for one in line.legs.values()):
        yield _unanswered(line)
    else:  # the events of the two channels come in any order
        line.is_agent_gone, line.gives_up_s = True, now_s + ANOTHER_LEG_WITHIN_S


def _is_over(line: _Line, leg: _Leg, now_s: float) -> Iterator[Told]:
    """A leg that nobody answered has its state, or its cause, or both by now."""
    if leg.status and leg.causes:
        leg.is_over, leg.ended_s = True, now_s
    if all(one.is_over for one in line.legs.values()):
        line.ring_until_s, line.gives_up_s = None, now_s + ANOTHER_LEG_WITHIN_S
        if line.is_agent_gone:
            yield _unanswered(line)


def _answered(line: _Line, now_s: float) -> Told:
    duration_s = None if line.answered_s is None else now_s - line.answered_s
    leg = line.legs.get(line.answered_leg, _Leg(now_s))
    cause = " ".join((*map(str, leg.causes), leg.cause_text)).strip()
    return Told(line.call_id, CallEventKind.ENDED, CallOutcome.ANSWERED, duration_s, line.hung_up_by, cause)


def _unanswered(line: _Line) -> Told:
    """Return how the last leg ended, and who ended it where that was one of us."""
    leg = next(reversed(line.legs.values()))
    cause = " ".join((leg.status, *map(str, leg.causes), leg.cause_text)).strip()
    if line.hung_up_by is HungUpBy.LIMIT:
        return _end(line, CallOutcome.NO_ANSWER, cause)
    if line.hung_up_by is HungUpBy.DESK or leg.status in ("", "CANCEL"):
        line.hung_up_by = line.hung_up_by or HungUpBy.AGENT
        return _end(line, _CANCELLED, cause)
    line.hung_up_by = None  # the exchange says of a refused call, too, that the other side asked for its end
    outcome = outcome_of_leg(leg.status, leg.causes)
    if outcome is CallOutcome.NO_ANSWER and not _has_had_its_time(line, leg):
        outcome = outcome if leg.has_rung else CallOutcome.UNREACHABLE
    elif outcome is CallOutcome.NO_ANSWER:
        line.hung_up_by = HungUpBy.LIMIT
    return _end(line, outcome, cause)


def _has_had_its_time(line: _Line, leg: _Leg) -> bool:
    """Whether it ended at the ring limit.

    Asterisk turns a 480 into "no answer" (cause 19): one that came at once, without a ring, is unreachable.
    """
    return leg.ended_s is None or leg.ended_s - leg.began_s >= line.ring_limit_s - LIMIT_SLACK_S


def _end(line: _Line, outcome: CallOutcome, cause: str) -> Told:
    return Told(line.call_id, CallEventKind.ENDED, outcome, hung_up_by=line.hung_up_by, cause=cause)


def _found(line: _Line, channels: Iterable[AmiMessage], now_s: float) -> Iterator[Told]:
    """Go on with a call that the exchange still holds: what happened while nobody listened is told now."""
    line.is_seen = True
    for channel in channels:
        unique, state = channel.get("Uniqueid"), channel.get("ChannelState")
        if unique == line.call_id:
            yield from _on_channel(line, channel, now_s)
            continue
        leg = line.legs.setdefault(unique, _Leg(now_s))
        if state == _UP and channel.get("BridgeId"):
            line.answered_leg = unique
            if CallEventKind.ANSWERED not in line.told:
                line.answered_s = now_s
            yield Told(line.call_id, CallEventKind.ANSWERED)
        elif state == _RINGING:
            yield from _rings(line, leg, now_s)


_CANCELLED: Final = CallOutcome.CANCELLED
_ACTS: Final = {
    "Newchannel": _on_channel,
    "Newstate": _on_channel,
    "DialBegin": _on_dial_begin,
    "DialState": _on_dial_state,
    "DialEnd": _on_dial_end,
    "HangupRequest": _on_hangup_request,
    "SoftHangupRequest": _on_hangup_request,
    "Hangup": _on_hangup,
}
