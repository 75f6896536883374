"""One S2 box on one TCP connection: authenticated frames, kept once, answered with what is stored.

The first frame says which box claims to speak; only frames made with that box's keys are kept from then on. What is
refused is said in a NACK where it can be said to what. A frame with a right checksum and a wrong tag was made by
somebody without the key: reported, told no, never kept.
"""

from hashlib import sha256
from typing import Final

from app.domain.box_command import BoxCommand
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, UplinkSource
from app.usecases.report_security_event import SecurityKind
from app.usecases.store import StoreUnavailable
from app.usecases.store_s2_frame import Novelty
from services.detector.listeners.conversation import Conversation, Cut, Line
from services.detector.listeners.intake import Unaskable
from services.detector.s2_frames import milliseconds, store_command
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.link import DeviceAnnounced, Event, S2FrameReceived, S2Link, Waiting

BUSY_RETRY_S: Final = 5
STRANGER_RETRY_S: Final = 3600


class S2Conversation(Conversation):
    """Speaks S2."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._link = S2Link()

    async def _log_in(self) -> Imei:
        while True:
            try:
                event = await self._next_event()
            except UplinkError as error:
                if error.fatal:
                    raise
                self._complain(error)
                continue
            if isinstance(event, DeviceAnnounced):
                return await self._let_in(event.imei)

    async def _let_in(self, imei: Imei) -> Imei:
        ring = await self._intake.ring_of(imei)
        if ring is None:
            self._intake.refuse_stranger(imei, UplinkSource.S2_TCP)
            self._tally.refused += 1
            await self._send(self._link.reject(STRANGER_RETRY_S))
            raise Cut("a stranger")
        self._link.accept(ring)
        first = await self._first_authentic(imei)
        await self._keep(first, imei)
        return imei

    async def _first_authentic(self, imei: Imei) -> S2FrameReceived:
        """Wait for a frame of the box itself: only then may its older connection be cut."""
        while True:
            frame = await self._next_authentic(imei)
            if frame is not None:
                return frame

    async def _take_next(self, imei: Imei) -> None:
        frame = await self._next_authentic(imei)
        if frame is not None:
            await self._keep(frame, imei)

    async def _next_authentic(self, imei: Imei) -> S2FrameReceived | None:
        """Wait for what comes next; None when it was refused."""
        try:
            event = await self._next_event()
        except UplinkError as error:
            if error.fatal:
                raise
            await self._refuse(error, imei)
            return None
        return event if isinstance(event, S2FrameReceived) else None

    async def _keep(self, frame: S2FrameReceived, imei: Imei) -> None:
        self._since_good = 0
        if not frame.is_event:
            await self._take_turn(imei)
        now = self._clock.now()
        try:
            stored = await self._intake.keep_s2(store_command(frame, UplinkSource.S2_TCP, now), urgent=frame.is_event)
        except StoreUnavailable as fault:
            self._log.info("a frame was not stored", extra={"facts": {"store": fault.condition.value}})
            await self._send(self._link.busy(frame, BUSY_RETRY_S))
            return
        if stored.novelty is Novelty.CONFLICTING:
            self._tally.refused += 1
            self._intake.report(SecurityKind.CONFLICTING, imei, UplinkSource.S2_TCP, frame.digest)
            return
        self._tally.frames += 1
        self._tally.last_frame_at = now
        await self._send(self._link.acknowledge(frame, stored.window, milliseconds(now)))

    async def _refuse(self, error: UplinkError, imei: Imei) -> None:
        self._complain(error)
        digest = sha256(error.raw).hexdigest()
        if error.code is UplinkErrorCode.NOT_AUTHENTIC:
            self._intake.report(SecurityKind.FORGED, imei, UplinkSource.S2_TCP, digest)
        elif error.code is UplinkErrorCode.UNKNOWN_VERSION and self._counted.oddities.allows(imei):
            later = RawUplink(imei, UplinkSource.S2_TCP, self._clock.now(), error.raw, digest)
            await self._intake.keep(later, urgent=False)
        answer = self._link.refuse(error)
        if answer:
            await self._send(answer)

    def ask(self, command: BoxCommand) -> None:
        """Send a question to the box, which has shown that it has the key it is sealed with."""
        try:
            question = self._link.command(command)
        except ValueError as fault:
            raise Unaskable(str(fault)) from None
        self._write(question)

    async def _next_event(self) -> Event:
        while True:
            event = self._link.next_event()
            if event is not Waiting.NEED_DATA:
                return event
            self._link.receive_data(await self._read())
