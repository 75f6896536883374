"""What a person does with messages that could not be read.

Nothing leaves this list by itself: a message is read again (after an update its decoder may know it), or a person says
why nothing is to be made of it. Its bytes may tell where somebody is, so they are shown on demand and that is audited.
"""

from collections.abc import Callable
from typing import Protocol

from app.api.queue import QueueSnapshot
from app.api.senders import QuarantinedInfo, ReleaseFrame, UplinkInfo
from app.api.service import EventInfo, RefusalInfo, Tick
from app.domain.clock import Clock
from app.domain.ids import UplinkId
from app.domain.uplink import UplinkState
from app.i18n import _
from ui.errors import refusal_sentence, unavailable_sentence
from ui.offer import Offer
from ui.ports import LinkState, Oversight, Reply, Unavailable
from ui.quarantine.state import FrameDetail, QuarantineState
from ui.quarantine.words import fault_words, frame_line, hex_lines
from ui.saving import Notices
from ui.session import Me

LEAST_REASON = 3


class QuarantineView(Protocol):
    """The page."""

    def show_state(self, state: QuarantineState) -> None:
        """Paint it."""

    def is_shown(self) -> bool:
        """Whether a person has it before them."""


class QuarantinePresenter:
    """Between the service's quarantine and the page. A ``FeedListener``: the list follows the count it is told."""

    def __init__(self, view: QuarantineView, me: Me, service: Oversight, clock: Clock, notices: Notices) -> None:
        self._view = view
        self._me = me
        self._service = service
        self._clock = clock
        self._notices = notices
        self._frames: tuple[QuarantinedInfo, ...] | None = None
        self._counted: int | None = None
        self._trouble: Callable[[], str] | None = None
        self._chosen: UplinkId | None = None
        self._bytes = ""
        self._said: Callable[[], str] = lambda: ""
        self._reason = ""
        self._is_reading = self._is_busy = False

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Nothing to do."""

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do: the next tick tells the count."""

    def on_tick(self, tick: Tick) -> None:
        """Follow what was put aside or dealt with elsewhere, and let the ages run."""
        if not self._view.is_shown():
            return
        count = tick.health.quarantined
        if self._frames is not None and not self._is_reading:
            if count != (len(self._frames) if self._counted is None else self._counted):
                self._read()
            self._counted = count
        self.refresh()

    def on_link(self, link: LinkState) -> None:
        """Nothing to do."""

    def opened(self) -> None:
        """A person came, or wants it read again."""
        self._trouble = None
        self._read()
        self.refresh()

    def choose(self, row: int) -> None:
        """A person chose a message."""
        if self._frames is not None and row < len(self._frames):
            self._choose(self._frames[row].uplink_id)
            self.refresh()

    def type_reason(self, reason: str) -> None:
        """A person types why nothing is to be made of the message."""
        self._reason = reason
        self.refresh()

    def see(self) -> None:
        """Show what is in the chosen message (audited)."""
        frame = self._frame()
        if frame is None or not self._offer_see().is_possible:
            return
        uplink_id = frame.uplink_id

        def done(content: str) -> None:
            self._is_busy = False
            if self._chosen == uplink_id:
                self._bytes = hex_lines(content)
            self.refresh()

        self._begin()
        self._service.view_frame(
            uplink_id, Reply(lambda found: done(found.hex), self._on_act_refused, self._on_act_unavailable)
        )

    def decode(self) -> None:
        """Let today's decoder read the chosen message."""
        frame = self._frame()
        if frame is not None and self._offer_decode().is_possible:
            self._begin()
            self._service.decode_again(
                frame.uplink_id, Reply(self._on_decoded, self._on_act_refused, self._on_act_unavailable)
            )

    def release(self) -> None:
        """Say that the chosen message was dealt with, for the typed reason."""
        frame = self._frame()
        if frame is not None and self._offer_release().is_possible:
            self._begin()
            self._service.release_frame(
                frame.uplink_id,
                ReleaseFrame(reason=self._reason.strip()),
                Reply(self._on_released, self._on_act_refused, self._on_act_unavailable),
            )

    def refresh(self) -> None:
        """Paint what is known now; also after a change of language."""
        frames, now = self._frames or (), self._clock.now()
        places = [place for place, frame in enumerate(frames) if frame.uplink_id == self._chosen]
        self._view.show_state(
            QuarantineState(
                lines=tuple(frame_line(frame, now) for frame in frames),
                words=self._words(),
                chosen=places[0] if places else None,
                detail=self._detail(),
                retry=None if self._trouble is None else Offer(_("Read again")),
            )
        )

    def _words(self) -> str:
        if self._trouble is not None:
            return _("The list could not be read: {why}").format(why=self._trouble())
        if self._frames is None:
            return _("The list is being read …")
        if not self._frames:
            return _("Every message of a box was read. One that cannot be read is kept safe and waits here.")
        if not self._is_reading and self._counted is not None and self._counted > len(self._frames):
            words = _("{shown} of {count} are shown, the oldest first. Deal with some to see the next ones.")
            return words.format(shown=len(self._frames), count=self._counted)
        return _("The service has each of them safely. A newer version may be able to read them.")

    def _detail(self) -> FrameDetail | None:
        frame = self._frame()
        if frame is None:
            return None
        return FrameDetail(
            title=_("Message {number} of box {box}").format(number=frame.uplink_id, box=frame.imei),
            fault=fault_words(frame.reason),
            bytes=self._bytes,
            see=None if self._bytes else self._offer_see(),
            decode=self._offer_decode(),
            release=self._offer_release(),
            said=self._said(),
        )

    def _offer_see(self) -> Offer:
        return Offer(_("Show its bytes"), self._why_not(may=self._me.is_supervisor))

    def _offer_decode(self) -> Offer:
        return Offer(_("Read it again"), self._why_not(may=self._me.mends))

    def _offer_release(self) -> Offer:
        why_not = self._why_not(may=self._me.is_supervisor)
        if not why_not and len(self._reason.strip()) < LEAST_REASON:
            why_not = _("Type first why nothing is to be made of it.")
        return Offer(_("Release"), why_not)

    def _why_not(self, *, may: bool) -> str:
        if not may:
            return _("Your account may look at this list, not change it.")
        return _("The service is at it.") if self._is_busy else ""

    def _frame(self) -> QuarantinedInfo | None:
        return next((frame for frame in self._frames or () if frame.uplink_id == self._chosen), None)

    def _choose(self, uplink_id: UplinkId | None) -> None:
        if uplink_id != self._chosen:
            self._chosen, self._bytes, self._said, self._reason = uplink_id, "", lambda: "", ""

    def _begin(self) -> None:
        self._is_busy, self._said = True, lambda: ""
        self.refresh()

    def _read(self) -> None:
        if not self._is_reading:
            self._is_reading, self._counted = True, None
            self._service.quarantine(Reply(self._on_frames, self._on_refused, self._on_unavailable))

    def _on_frames(self, frames: tuple[QuarantinedInfo, ...]) -> None:
        self._is_reading, self._frames, self._trouble = False, frames, None
        if self._frame() is None:
            self._choose(frames[0].uplink_id if frames else None)
        self.refresh()

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._on_trouble(lambda: refusal_sentence(refusal))

    def _on_unavailable(self, trouble: Unavailable) -> None:
        self._on_trouble(lambda: unavailable_sentence(trouble))

    def _on_trouble(self, why: Callable[[], str]) -> None:
        self._is_reading, self._trouble, self._counted = False, why, None  # asked again at the next tick
        self.refresh()

    def _on_decoded(self, uplink: UplinkInfo) -> None:
        self._is_busy = False
        if uplink.state is UplinkState.QUARANTINED:
            self._said = lambda: _("This version cannot read it either. It stays here.")
            self.refresh()
        else:
            self._gone(_("Message {number} was read and is handled.").format(number=uplink.uplink_id))

    def _on_released(self, uplink: UplinkInfo) -> None:
        self._is_busy = False
        words = _("Message {number} was released. Its bytes and your reason are kept.")
        self._gone(words.format(number=uplink.uplink_id))

    def _gone(self, sentence: str) -> None:
        self._notices.tell(sentence)
        self._read()
        self.refresh()

    def _on_act_refused(self, refusal: RefusalInfo) -> None:
        """Say it; somebody else may have dealt with the message, so the list is read again."""
        self._is_busy, self._said = False, lambda: refusal_sentence(refusal)
        self._read()
        self.refresh()

    def _on_act_unavailable(self, trouble: Unavailable) -> None:
        self._is_busy, self._said = False, lambda: unavailable_sentence(trouble)
        self.refresh()
