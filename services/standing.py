"""How a gateway stands with whoever it leads to: the one rule for every channel.

A door that opens says nothing of who is behind it. What a gateway was given last says it: one that does not know our
key, or does not answer, *refuses* at once, because the next thing will fare no better; one that only did not take this
number or that order refuses when that happens to ``IN_A_ROW`` things without anything taken in between. The first thing
that is taken ends it. A gateway that refuses is not down: it is still given what is to leave, or nobody would ever
learn that it is well again.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.domain.clock import Clock
from app.domain.gateway import GatewayCondition, GatewayRefusal

IN_A_ROW: Final = 3
NOT_TRIED: Final = "not_tried"
"""The message of one that lets everybody in: only what it is given tells more."""


@dataclass(slots=True)
class _Row:
    """What was not taken since anything was."""

    since: datetime
    things: set[str] = field(default_factory=set)
    reason: str = ""
    is_its_own: bool = False


class Standing:
    """What every ``Gateway`` says of itself. Used in one event loop; read in any thread.

    Args:
        message: What is to be said before anything was tried.
    """

    def __init__(self, clock: Clock, message: str = "") -> None:
        self._standing_clock = clock
        self._condition = GatewayCondition.STARTING
        self._message = message
        self._rows: dict[str, _Row] = {}

    @property
    def condition(self) -> GatewayCondition:
        """How it is."""
        return self._condition

    @property
    def message(self) -> str:
        """Why it is down, or what else is to be known of it."""
        return self._message

    @property
    def is_up(self) -> bool:
        """Whether something can leave now."""
        return self._condition is GatewayCondition.OK

    @property
    def refusal(self) -> GatewayRefusal | None:
        """What it does not take, the longest first; None = it takes what it is given."""
        rows = list(self._rows.items())
        found = sorted(((far, row) for far, row in rows if _refuses(row)), key=lambda one: one[1].since)
        if not found:
            return None
        far, row = found[0]
        return GatewayRefusal(row.since, len(row.things), row.reason, far, len(found) - 1)

    def is_let_in(self, message: str | None = None) -> None:
        """The far side let us in; ``message``: None = what was to be said stands."""
        self._condition = GatewayCondition.OK
        self._message = self._message if message is None else message

    def falls(self, reason: str) -> None:
        """It cannot be reached any more."""
        self._condition, self._message = GatewayCondition.DOWN, reason

    def took(self, far: str = "") -> None:
        """Something was taken; ``far``: by whom, where the gateway leads to several."""
        self._rows.pop(far, None)
        if self._message == NOT_TRIED:
            self._message = ""

    def leads_only_to(self, fars: Collection[str]) -> None:
        """Forget what any other did not take: nobody can make it take something any more."""
        for far in self._rows.keys() - set(fars):
            self._rows.pop(far, None)

    def took_not(self, thing: str, reason: str, *, is_its_own: bool, far: str = "") -> None:
        """Something was not taken.

        Args:
            thing: What it was: the same thing tried again is no second one.
            reason: A technical word with nothing personal in it.
            is_its_own: It has to do with us or the gateway, and not with what it was given.
            far: By whom, where the gateway leads to several.
        """
        row = self._rows.setdefault(far, _Row(self._standing_clock.now()))
        row.things.add(thing)
        row.reason = reason
        row.is_its_own = row.is_its_own or is_its_own
        if self._message == NOT_TRIED:
            self._message = ""


def _refuses(row: _Row) -> bool:
    return row.is_its_own or len(row.things) >= IN_A_ROW
