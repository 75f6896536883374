"""How a call leaves this desk: by the exchange of the house, by this computer's own phone program, or by hand.

Only where the house has no exchange the desk may hand the number to the program that this computer opens for ``tel:``;
in a drill never. Whether there is one is asked before it is relied on, because the computer says "opened" also when
nothing was there to open it; and what was handed over may still not ring, so the number stays on the screen.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from app.api.service import ChannelState, Health
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
        self._health: tuple[ChannelState, bool] | None = None
        self._has_program: bool | None = None
        self._is_looking = False

    def use(self, dialler: Dialler) -> None:
        """Let this program dial where nothing else does."""
        self._dialler = dialler
        self._look()

    def on_health(self, health: Health) -> None:
        """Know whether the house has an exchange."""
        told = (health.phone, health.is_training)
        if told != self._health:
            self._health = told
            self._look()
            self._changed()

    @property
    def way(self) -> Way:
        """How the next call leaves."""
        if self._health is None:
            return Way.NOT_KNOWN
        if self._health[0] is not ChannelState.BY_HAND:
            return Way.EXCHANGE
        return Way.PROGRAM if self._has_program and self._may_open else Way.BY_HAND

    @property
    def notice(self) -> str:
        """What to know before a call; empty = nothing."""
        if self._health is None or not self._may_open or self._dialler is None or self._has_program is None:
            return ""
        if self._has_program:
            return _("Calls are handed to the phone program of this computer.")
        return _("No program takes phone calls here: dial by hand.")

    def dial(self, e164: str) -> None:
        """Hand over a number whose attempt is stored; look again where there was no program."""
        if self.way is Way.PROGRAM and self._dialler is not None:
            self._dialler.dial(e164)
        else:
            self._look()

    @property
    def _may_open(self) -> bool:
        """Nothing of this computer is opened, or looked for, in a drill or beside an exchange."""
        return self._health is not None and self._health == (ChannelState.BY_HAND, False)

    def _look(self) -> None:
        if self._dialler is None or not self._may_open or self._has_program or self._is_looking:
            return
        self._is_looking = True
        self._dialler.look(self._found)

    def _found(self, has_program: bool) -> None:  # noqa: FBT001 - the answer of a callback
        self._is_looking, self._has_program = False, has_program
        self._changed()
