"""One Teltonika box on one TCP connection: login, frames, counts."""

from app.domain.box_command import BoxCommand
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, UplinkSource
from app.usecases.hear_box import HearBox
from services.detector.listeners.conversation import Conversation, Cut, Line
from services.uplink.errors import UplinkError
from services.uplink.teltonika.commands import CommandMessage
from services.uplink.teltonika.link import (
    NEED_DATA,
    Event,
    FrameReceived,
    KeepAlive,
    LoginRequested,
    MessageReceived,
    TeltonikaLink,
)
from services.uplink.teltonika.orders import message_of
from services.uplink.teltonika.replies import read_reply


class TeltonikaConversation(Conversation):
    """The IMEI of a Teltonika box is a claim: it is let in when it is on record, and its frames are marked."""

    says_firmware = False

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._link = TeltonikaLink()

    async def _log_in(self) -> Imei:
        event = await self._next_event()
        if not isinstance(event, LoginRequested):
            raise Cut("spoke before its login")
        if not await self._intake.is_known(event.imei):
            self._intake.refuse_stranger(event.imei, UplinkSource.TELTONIKA_TCP)
            self._tally.refused += 1
            await self._send(self._link.reject())
            raise Cut("a stranger")
        await self._send(self._link.accept())
        return event.imei

    async def _take_next(self, imei: Imei) -> None:
        try:
            event = await self._next_event()
        except UplinkError as error:
            if error.fatal:
                raise
            self._complain(error)
            return
        if isinstance(event, FrameReceived):
            await self._keep(event, imei)
        elif isinstance(event, MessageReceived):
            await self._hear(event, imei)

    async def _hear(self, said: MessageReceived, imei: Imei) -> None:
        self._since_good = 0
        await self._take_turn(imei)
        if said.message is not None:
            self._dispatch.heard(_heard_from(imei, said.message))

    def ask(self, command: BoxCommand) -> None:
        """Send a question to the box between its frames."""
        self._write(self._link.command(message_of(command.order, command.imei)))

    async def _keep(self, frame: FrameReceived, imei: Imei) -> None:
        self._since_good = 0
        if not frame.is_event:
            await self._take_turn(imei)
        now = self._clock.now()
        uplink = RawUplink(imei, UplinkSource.TELTONIKA_TCP, now, frame.raw, frame.digest)
        await self._intake.keep(uplink, urgent=frame.is_event)
        self._tally.frames += 1
        self._tally.last_frame_at = now
        await self._send(self._link.acknowledge(frame))

    async def _next_event(self) -> Event:
        while True:
            event = self._link.next_event()
            if event is NEED_DATA:
                self._link.receive_data(await self._read())
            elif not isinstance(event, KeepAlive):
                return event


def _heard_from(imei: Imei, message: CommandMessage) -> HearBox:
    """Return what is kept of a message of codec 12 to 15."""
    reply = read_reply(message)
    return HearBox(imei, reply.answer, reply.is_refusal, reply.about)
