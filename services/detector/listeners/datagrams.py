"""A port that boxes send datagrams to, whatever they speak.

There is no connection to cut, and the sender's address may be made up: so nobody is answered but a box on record, a
bounded number of datagrams waits, and what is too much is dropped. A box that hears nothing sends again.
"""

import asyncio
from abc import abstractmethod
from datetime import datetime
from time import monotonic
from typing import Final

from app.domain.ids import Imei
from app.usecases.store import StoreUnavailable
from services.detector.listeners.intake import Surroundings
from services.detector.listeners.limits import Limiter
from services.detector.listeners.listener import Listener, Place
from services.uplink.errors import UplinkError

_COMPLAINTS_PER_S: Final = 1 / 60

Address = tuple[str, int]


class DatagramListener(Listener, asyncio.DatagramProtocol):
    """Takes datagrams, keeps them and answers them."""

    def __init__(self, name: str, place: Place, given: Surroundings) -> None:
        super().__init__(name, place, given)
        self._complaints = Limiter(_COMPLAINTS_PER_S, 1, monotonic)
        self._transport: asyncio.DatagramTransport | None = None

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Take a datagram, unless too many wait or its address sends too many."""
        if not self._is_worth_a_look(data):
            return
        if len(self._tasks) >= self._given.patience.datagrams or not self._openings.allows(addr[0]):
            self._tally.refused += 1
            return
        self._begin(self._take(data, addr))

    def error_received(self, exc: Exception) -> None:
        """An answer did not arrive: the box sends again."""
        self._log.debug("an answer did not arrive", extra={"facts": {"fault": type(exc).__name__}})

    @abstractmethod
    def _is_worth_a_look(self, data: bytes) -> bool:
        """Say whether it may be more than a sign of life; costs next to nothing."""

    @abstractmethod
    async def _keep_and_answer(self, data: bytes, address: Address) -> None:
        """Store what came and answer it.

        Raises:
            UplinkError: It cannot be trusted.
            StoreUnavailable: It was not stored.
        """

    async def _open(self) -> int:
        loop = asyncio.get_running_loop()
        where = (self._place.host, self._place.port)
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=where)
        return int(self._transport.get_extra_info("sockname")[1])

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    async def _take(self, data: bytes, address: Address) -> None:
        try:
            await self._keep_and_answer(data, address)
        except UplinkError as error:
            self._complain("bytes were refused and not acknowledged", error.code.value)
        except StoreUnavailable as fault:
            self._complain("a datagram was not stored and not acknowledged", fault.condition.value)

    def _takes(self, imei: Imei, *, is_event: bool) -> bool:
        """Say whether the box is within its share; an event always is."""
        takes = is_event or self._counted.share.allows(imei)
        self._tally.refused += not takes
        return takes

    def _count(self, kept_at: datetime) -> None:
        self._tally.frames += 1
        self._tally.last_frame_at = kept_at

    def _answer(self, answer: bytes, address: Address) -> None:
        if answer and self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(answer, address)

    def _complain(self, what: str, code: str) -> None:
        """Count a refusal; one warning a minute, since addresses can be made up."""
        self._tally.refused += 1
        if self._complaints.allows(code):
            self._log.warning(what, extra={"facts": {"code": code}})
