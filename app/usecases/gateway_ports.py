"""What an adapter of a gateway is, and what it is given: the port between the service and the world outside.

An adapter lives in ``services/messaging``, ``services/telephony`` or ``services/ordering`` and knows neither the API
nor the database. How one is written:

1. A class that keeps ``Gateway``. ``start`` connects and returns when the far side has let us in, or raises
   ``GatewayFault`` with what it said; work of its own (a worker of the outbox, a reader of events) runs in tasks it
   makes there and ends in ``stop``. Nothing may block the event loop: a library that waits gets a thread of its own.
2. It need not reconnect. When the line is lost or the far side is silent (noticed within ``NOTICED_WITHIN_S``, by a
   keep-alive of its own), it says ``DOWN`` with a message: the supervisor stops it, waits 2 to 30 s, and makes a new
   one. So everything that must survive is in the store, and ``start`` puts right what a killed service left.
3. ``wake`` is rung after every commit that told the desks something, and by ``Gateways.wake``: whoever queues
   something need not think of it. It may come for nothing, often.
4. A ``GatewayAdapter`` names it: channel, name, fields, maker, and how its backlog is read from the store, because the
   backlog must be known while the gateway is down. ``services/detector/bootstrap.py`` joins them (``_adapters``).

The maker must not connect or block. In training no adapter is ever made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from app.domain.clock import Clock
from app.domain.gateway import NO_BACKLOG, Backlog, Channel, GatewayCondition, GatewayField, GatewayRefusal
from app.logs import FactLogger
from app.settings import Settings
from app.usecases.queries import Reader
from app.usecases.store import Store

NOTICED_WITHIN_S: Final = 3.0
"""A far side that answers no more is ``DOWN`` after this, so that every desk shows it within 5 s."""


class GatewayFault(Exception):
    """The gateway did not take us, or not what we gave it; the message is technical and has nothing personal in it."""


class Gateway(Protocol):
    """One running connection to the outside. Used in one event loop; made anew after every fault."""

    @property
    def condition(self) -> GatewayCondition:
        """``OK``, ``STARTING`` while it cannot take anything yet, or ``DOWN``: stop me and make a new one."""
        ...

    @property
    def message(self) -> str:
        """Technical words about the condition; nothing personal."""
        ...

    @property
    def refusal(self) -> GatewayRefusal | None:
        """Why it takes nothing although it is up; None = it takes what it is given (``services.standing``)."""
        ...

    async def start(self) -> None:
        """Connect and begin to work; back when the far side has let us in.

        Raises:
            GatewayFault: It did not.
        """
        ...

    async def stop(self) -> None:
        """End everything; also after a ``start`` that failed or was cancelled. What is in flight stays in the store."""
        ...

    def wake(self) -> None:
        """Look now: something may wait to leave. Returns at once."""
        ...

    async def test(self, target: str) -> str:
        """Let one harmless thing leave for the target and return what the far side said, in technical words.

        Args:
            target: A number, an address or an extension, as the channel has it; empty where none is needed.

        Raises:
            GatewayFault: It was refused.
        """
        ...


@dataclass(frozen=True, slots=True)
class GatewayGiven:
    """What a maker gets.

    Attributes:
        settings: Those of the service (``settings.toml``).
        values: Of this gateway, checked against its fields, defaults filled in.
        secret: Opened; None = none is kept. It must be in no message, log or exception.
        log: Names channel and adapter in each line.
    """

    store: Store
    clock: Clock
    settings: Settings
    values: Mapping[str, str]
    log: FactLogger
    secret: str | None = field(default=None, repr=False)

    def text(self, key: str) -> str:
        """Return a value; empty when it was left empty."""
        return self.values.get(key, "")

    def number(self, key: str) -> float:
        """Return a value of a number field; 0 when it was left empty and has no default."""
        return float(self.values.get(key) or 0)


def no_backlog(reader: Reader, now: datetime) -> Backlog:
    """Nothing ever waits: calls are made at once or not at all."""
    del reader, now
    return NO_BACKLOG


@dataclass(frozen=True, slots=True)
class SecretRing:
    """A secret that is several keys.

    Attributes:
        keys_of: Reads the secret with the values of its gateway: each key by its name.
        joined: Takes the secret, the values before, what was typed and the typed key; returns the new secret, None
            where it stays, or an empty one where none is left. Raises ``Refusal``.
        typed: Keys of the values that say whose key was typed, and are not kept.
    """

    keys_of: Callable[[str | None, Mapping[str, str]], Mapping[str, str]]
    joined: Callable[[str | None, Mapping[str, str], Mapping[str, str], str | None], str | None]
    typed: frozenset[str]


@dataclass(frozen=True, slots=True)
class GatewayAdapter:
    """One way to work a channel.

    Attributes:
        name: Snake case, unique in its channel: ``smpp``, ``http``, ``ami``, ``smtp`` ...
        make: Returns the gateway, not yet started; raises ``GatewayFault`` when the values cannot be used.
        backlog: Reads what waits though its time has come; called in a thread about once a second.
        ring: How its secret is several keys, each with a name; None = it is one.
    """

    channel: Channel
    name: str
    fields: tuple[GatewayField, ...]
    make: Callable[[GatewayGiven], Gateway]
    backlog: Callable[[Reader, datetime], Backlog] = no_backlog
    ring: SecretRing | None = None
