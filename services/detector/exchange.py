"""The telephone exchange of the house as the routes see it: the one of the gateways, or that of a drill."""

from dataclasses import dataclass
from typing import Final

from app.domain.gateway import Channel
from app.usecases.call_ports import Telephony
from app.usecases.phone_numbers import e164_of, shown
from app.usecases.store import StoreUnavailable
from services.detector.composition import Composition
from services.telephony.ami.callers import WaitingCaller
from services.telephony.ami.exchange import AmiExchange

RING_LIMIT_S: Final = 25.0
"""Where an exchange has no limit of its own."""

DRILL_ENDPOINT: Final = "drill"
"""The telephone of every desk in a drill."""


@dataclass(frozen=True, slots=True)
class ReadyExchange:
    """An exchange that can make a call for a desk now."""

    telephony: Telephony
    endpoint: str
    ring_limit_s: float


def exchange_of(parts: Composition) -> Telephony | None:
    """Return the exchange that is there now; None = there is none, or it does not answer."""
    if parts.telephony is not None:
        return parts.telephony
    running = parts.gateways.running(Channel.PHONE)
    return running if isinstance(running, AmiExchange) else None


def ready_exchange(parts: Composition, desk: str) -> ReadyExchange | None:
    """Return what makes a call for this desk; None = the operator dials. Reads the database: call it in a thread."""
    telephony = exchange_of(parts)
    if telephony is None:
        return None
    if not isinstance(telephony, AmiExchange):
        return ReadyExchange(telephony, DRILL_ENDPOINT, RING_LIMIT_S)
    try:
        endpoint = parts.store.read(lambda reader: reader.desk_telephones()).get(desk, "")
    except StoreUnavailable:
        return None
    return ReadyExchange(telephony, endpoint, telephony.ring_limit_s) if endpoint else None


def callers_of(parts: Composition) -> tuple[WaitingCaller, ...]:
    """Return who calls the centre now."""
    exchange = exchange_of(parts)
    return exchange.callers if isinstance(exchange, AmiExchange) else ()


def number_of(caller: WaitingCaller) -> tuple[str, str]:
    """Return the number of a caller as it is stored and as people write it; both empty when it is none."""
    e164 = e164_of(caller.number) if caller.number else None
    return (e164, shown(e164)) if e164 else ("", caller.number)
