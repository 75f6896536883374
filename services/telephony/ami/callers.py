"""Who calls the centre now, from the events of the exchange; no socket, no clock of its own.

A caller is offered from the moment in which he waits in a queue of the centre, or in which one of its telephones
rings for him, until he hangs up. Nothing is kept of him here: an operator who says that it is the driver of a case puts
the call on record, and one who hung up before anybody took the call is handed on once, to be called back. A telephone
of the house that rings another in vain is nobody to call back: it has no number, and waits in no queue.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from app.usecases.phone_numbers import e164_of
from services.telephony.ami.messages import AmiMessage


@dataclass(frozen=True, slots=True)
class WaitingCaller:
    """One caller.

    Attributes:
        caller_id: Of his channel at the exchange.
        number: As the network gave it; empty = withheld.
        queue: Where he waits; empty = a telephone was called directly.
        rings_at: Endpoints that ring for him.
        answered_at: When somebody took the call; None = he waits.
        answered_by: The endpoint that did.
    """

    caller_id: str
    number: str
    since: datetime
    queue: str = ""
    rings_at: tuple[str, ...] = ()
    answered_at: datetime | None = None
    answered_by: str = ""


class CallerBook:
    """Every caller the exchange holds.

    Args:
        queues: Whose callers count; empty = of every queue.
        is_ours: Whether a channel belongs to a call that we made.
        is_telephone: Whether an endpoint stands at a desk.
    """

    def __init__(
        self, queues: Collection[str], is_ours: Callable[[str], bool], is_telephone: Callable[[str], bool]
    ) -> None:
        self._queues = frozenset(queues)
        self._is_ours = is_ours
        self._is_telephone = is_telephone
        self._callers: dict[str, WaitingCaller] = {}
        self._missed: list[WaitingCaller] = []

    @property
    def callers(self) -> tuple[WaitingCaller, ...]:
        """Everybody who calls, the longest first."""
        return tuple(sorted(self._callers.values(), key=lambda one: one.since))

    def take_missed(self) -> tuple[WaitingCaller, ...]:
        """Return who hung up untaken since this was last asked."""
        missed, self._missed = tuple(self._missed), []
        return missed

    def hear(self, message: AmiMessage, now: datetime) -> bool:
        """Take an event; return whether anything changed."""
        before = dict(self._callers)
        match message.event:
            case "QueueCallerJoin":
                self._joins(message, now)
            case "DialBegin":
                self._rings(message, now)
            case "DialEnd":
                self._stops_ringing(message, now)
            case "Hangup":
                self._leaves(message)
        return before != self._callers

    def _joins(self, message: AmiMessage, now: datetime) -> None:
        queue, caller_id = message.get("Queue"), message.get("Uniqueid")
        if caller_id and (not self._queues or queue in self._queues):
            known = self._callers.get(caller_id) or WaitingCaller(caller_id, _number(message, "CallerIDNum"), now)
            self._callers[caller_id] = replace(known, queue=queue)

    def _rings(self, message: AmiMessage, now: datetime) -> None:
        caller_id, endpoint = message.get("Uniqueid"), endpoint_of(message.get("DestChannel"))
        if not caller_id or self._is_ours(message.get("Linkedid")):
            return
        known = self._callers.get(caller_id)
        if known is None and not self._is_telephone(endpoint):
            return
        known = known or WaitingCaller(caller_id, _number(message, "CallerIDNum"), now)
        rings_at = (*(one for one in known.rings_at if one != endpoint), endpoint)
        self._callers[caller_id] = replace(known, rings_at=rings_at)

    def _stops_ringing(self, message: AmiMessage, now: datetime) -> None:
        known = self._callers.get(message.get("Uniqueid"))
        if known is None:
            return
        endpoint = endpoint_of(message.get("DestChannel"))
        if message.get("DialStatus") == "ANSWER":
            answered = replace(known, rings_at=(), answered_at=now, answered_by=endpoint)
            self._callers[known.caller_id] = answered
        else:
            rings_at = tuple(one for one in known.rings_at if one != endpoint)
            self._callers[known.caller_id] = replace(known, rings_at=rings_at)

    def _leaves(self, message: AmiMessage) -> None:
        gone = self._callers.pop(message.get("Uniqueid"), None)
        if gone is not None and gone.answered_at is None and (gone.queue or e164_of(gone.number)):
            self._missed.append(gone)


def endpoint_of(channel: str) -> str:
    """Return the endpoint of a channel: "PJSIP/operator1" of "PJSIP/operator1-0000002a"."""
    return channel.rpartition("-")[0] or channel


def _number(message: AmiMessage, key: str) -> str:
    """Return a number as the exchange has it; its words for none are none."""
    number = message.get(key)
    return "" if number in ("<unknown>", "anonymous", "unknown") else number
