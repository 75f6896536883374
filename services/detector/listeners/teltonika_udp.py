"""The port that Teltonika boxes send datagrams to: login and frame in one, answered when it is on the disk.

A box is not asked anything here: it listens to datagrams for a moment after its own, and nobody knows whether it still
does. What waits for it is asked when it connects. So no datagram answers a question either: whoever knows an IMEI can
write one, from any address, and what it says would stand in a case as the word of the box.
"""

from app.domain.uplink import RawUplink, UplinkSource
from services.detector.listeners.datagrams import Address, DatagramListener
from services.uplink.teltonika.datagram import DatagramReceived, acknowledge_datagram, is_keep_alive, read_datagram


class TeltonikaUdpListener(DatagramListener):
    """Takes datagrams, keeps them and answers them."""

    def _is_worth_a_look(self, data: bytes) -> bool:
        return not is_keep_alive(data)

    async def _keep_and_answer(self, data: bytes, address: Address) -> None:
        datagram = read_datagram(data)
        if not await self._given.intake.is_known(datagram.imei):
            self._tally.refused += 1
            self._given.intake.refuse_stranger(datagram.imei, UplinkSource.TELTONIKA_UDP)
            return
        answer = acknowledge_datagram(datagram)
        if answer is None:
            self._tally.refused += 1
        elif self._takes(datagram.imei, is_event=datagram.is_event):
            await self._keep(datagram)
            self._answer(answer, address)

    async def _keep(self, datagram: DatagramReceived) -> None:
        now = self._given.clock.now()
        uplink = RawUplink(datagram.imei, UplinkSource.TELTONIKA_UDP, now, datagram.raw, datagram.digest)
        await self._given.intake.keep(uplink, urgent=datagram.is_event)
        self._count(now)
