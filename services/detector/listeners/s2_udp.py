"""The port that S2 boxes send datagrams to: one frame each, kept once, answered with what is stored.

A frame proves by itself whose it is, so nothing is lost without a connection, except that a box cannot be asked
anything: it may sit behind an address that is no longer its own. Only an authentic frame is answered; whoever made up
an address hears nothing. A frame that does not fit into one packet of the network (some 1,200 bytes) is torn easily:
boxes send their traces in fragments here, or over TCP.
"""

from hashlib import sha256

from app.domain.ids import Imei
from app.domain.uplink import UplinkSource
from app.usecases.report_security_event import SecurityKind
from app.usecases.store import StoreUnavailable
from app.usecases.store_s2_frame import Novelty
from services.detector.listeners.datagrams import Address, DatagramListener
from services.detector.listeners.s2_conversation import BUSY_RETRY_S
from services.detector.s2_frames import milliseconds, store_command
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.answers import NackCode, acknowledgement, refusal
from services.uplink.s2.header import HEADER_BYTES
from services.uplink.s2.keys import Direction, DirectionKeys, KeyRing
from services.uplink.s2.link import S2FrameReceived, open_frame
from services.uplink.s2.seal import check_frame


class S2UdpListener(DatagramListener):
    """Takes frames, keeps them and answers them."""

    def _is_worth_a_look(self, data: bytes) -> bool:
        return len(data) > HEADER_BYTES

    async def _keep_and_answer(self, data: bytes, address: Address) -> None:
        imei = check_frame(data).imei
        ring = await self._given.intake.ring_of(imei)
        if ring is None:
            self._tally.refused += 1
            self._given.intake.refuse_stranger(imei, UplinkSource.S2_UDP)
            return
        frame = self._opened(data, ring)
        keys = ring.find(frame.header.key_id, Direction.DOWN)
        assert keys is not None, "the frame was opened with the same key id"
        if self._takes(imei, is_event=frame.is_event):
            self._answer(await self._kept(frame, imei, keys), address)

    def _opened(self, data: bytes, ring: KeyRing) -> S2FrameReceived:
        try:
            return open_frame(data, ring)
        except UplinkError as error:
            if error.code is UplinkErrorCode.NOT_AUTHENTIC:
                digest = sha256(data).hexdigest()
                self._given.intake.report(SecurityKind.FORGED, ring.imei, UplinkSource.S2_UDP, digest)
            raise

    async def _kept(self, frame: S2FrameReceived, imei: Imei, keys: DirectionKeys) -> bytes:
        """Store the frame; return its answer, nothing for one that contradicts another."""
        now = self._given.clock.now()
        command = store_command(frame, UplinkSource.S2_UDP, now)
        try:
            stored = await self._given.intake.keep_s2(command, urgent=frame.is_event)
        except StoreUnavailable as fault:
            self._log.info("a frame was not stored", extra={"facts": {"store": fault.condition.value}})
            return refusal(frame.header, NackCode.BUSY, BUSY_RETRY_S, keys)
        if stored.novelty is Novelty.CONFLICTING:
            self._tally.refused += 1
            self._given.intake.report(SecurityKind.CONFLICTING, imei, UplinkSource.S2_UDP, frame.digest)
            return b""
        self._count(now)
        return acknowledgement(frame.header, stored.window, milliseconds(now), keys)
