"""How a call leaves this desk: by the exchange of the house, by this computer's own phone program, or by hand.

Where the exchange can be reached, and knows the telephone that stands at this desk, it dials. Otherwise (also while it
does not answer) the desk may hand the number to the program that this computer opens for ``tel:``; in a drill never.
Whether there is one is asked before it is relied on, because the computer says "opened" also when nothing was there to
open it; and what was handed over may still not ring, so the number stays on the screen.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from app.api.cases import CallInfo
from app.api.service import ChannelState, Health
from app.domain.call_event import CallEventKind
from app.domain.gateway import Channel, GatewayCondition
from app.i18n import _


class Dialler(Protocol):
    """This computer's program for phone calls. Nothing here waits."""

    def look(self, found: Callable[[bool], None]) -> None:
        """Find out whether there is one, and tell later."""

    def dial(self, e164: str) -> None:
        """Hand it this number."""


class Way(StrEnum):
    """How a number gets dialled."""

    NOT_KNOWN = "not_known"
    EXCHANGE = "exchange"
    PROGRAM = "program"
    BY_HAND = "by_hand"


class Telephone:
    """Knows the way, and takes it."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._dialler: Dialler | None = None
        self._health: tuple[ChannelState, bool, bool] | None = None
        self._endpoint: str | None = None
        self._has_program: bool | None = None
        self._is_looking = False

    def use(self, dialler: Dialler) -> None:
        """Let this program dial where nothing else does."""
        self._dialler = dialler
        self._look()

    def use_endpoint(self, endpoint: str) -> None:
        """Know which telephone of the exchange stands at this desk; empty = none."""
        self._endpoint = endpoint
        self._look()
        self._changed()

    def on_health(self, health: Health) -> None:
        """Know whether the house has an exchange, and whether it answers."""
        answers = health.condition_of(Channel.PHONE) is GatewayCondition.OK
        told = (health.phone, health.is_training, answers)
        if told != self._health:
            self._health = told
            self._look()
            self._changed()

    @property
    def has_exchange(self) -> bool:
        """Whether the house has one whose telephones stand at desks, reachable or not."""
        return self._health is not None and self._health[0] is ChannelState.AUTOMATIC

    @property
    def endpoint(self) -> str:
        """The telephone of this desk; empty = none is known."""
        return self._endpoint or ""

    @property
    def way(self) -> Way:
        """How the next call leaves."""
        if self._health is None:
            return Way.NOT_KNOWN
        state, _is_training, answers = self._health
        if state is ChannelState.SIMULATED or (state is ChannelState.AUTOMATIC and answers and self._endpoint):
            return Way.EXCHANGE
        return self.without_exchange

    def way_of(self, call: CallInfo) -> Way:
        """How a call left that was asked for before."""
        is_by_hand = call.line is CallEventKind.BY_HAND or (call.line is None and self.has_exchange)
        return self.without_exchange if is_by_hand else self.way

    @property
    def without_exchange(self) -> Way:
        """How a call leaves that the exchange does not make."""
        return Way.PROGRAM if self._has_program and self._may_open else Way.BY_HAND

    @property
    def notice(self) -> str:
        """What to know before a call; empty = nothing."""
        if self._health is None or self.way is Way.EXCHANGE:
            return ""
        why = self._why_no_exchange()
        if not self._may_open or self._dialler is None or self._has_program is None:
            return why
        how = (
            _("Calls are handed to the phone program of this computer.")
            if self._has_program
            else _("No program takes phone calls here: dial by hand.")
        )
        return f"{why} {how}".strip()

    def dial(self, e164: str) -> None:
        """Hand over a number whose attempt is stored and that no exchange dials; look where there was no program."""
        if self.without_exchange is Way.PROGRAM and self._dialler is not None:
            self._dialler.dial(e164)
        else:
            self._look()

    def _why_no_exchange(self) -> str:
        if not self.has_exchange or self._health is None:
            return ""
        if not self._health[2]:
            return _("The telephone exchange does not answer.")
        return _("The exchange does not know the telephone of this desk: set it below.") if self._endpoint == "" else ""

    @property
    def _may_open(self) -> bool:
        """Nothing of this computer is opened, or looked for, in a drill."""
        return self._health is not None and self._health[0] is not ChannelState.SIMULATED and not self._health[1]

    def _look(self) -> None:
        if self._dialler is None or not self._may_open or self._has_program or self._is_looking:
            return
        self._is_looking = True
        self._dialler.look(self._found)

    def _found(self, has_program: bool) -> None:  # noqa: FBT001 - the answer of a callback
        self._is_looking, self._has_program = False, has_program
        self._changed()
