"""Which SMS a person has to send: those no gateway sends, and those a gateway could not bring to a driver in need.

A text that was refused, expired or was not delivered reached nobody, and nobody waits for it any more. It keeps the
state its gateway gave it; that somebody has to send it follows from that state, from the driver, and from what was
prepared since. "We have your signal" is never sent by hand: whoever could, calls instead.
"""

from collections.abc import Iterable
from typing import Final

from app.domain.case import Case, CaseState
from app.domain.message import Message, MessageState, Template, TemplateKind
from app.usecases.contact_ladder import is_driver_reached

NOBODY_READS: Final = (MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.REJECTED, MessageState.CANCELLED)
"""It did not come, and will not."""


def owed_by_hand(case: Case, messages: Iterable[Message]) -> list[Message]:
    """Return what a person has to send now, in the order given (oldest first)."""
    known = list(messages)
    return [
        one
        for place, one in enumerate(known)
        if one.state is MessageState.BY_HAND or _is_lost(case, one, known[place + 1 :])
    ]


def _is_lost(case: Case, message: Message, later: Iterable[Message]) -> bool:
    """Whether it failed, is still wanted, and no later one of its kind to the same number stands for it."""
    if case.state is not CaseState.OPEN or not message.state.failed or message.template is Template.WE_HAVE_YOUR_SIGNAL:
        return False
    if any((one.template, one.to_e164) == (message.template, message.to_e164) for one in later):
        return False
    is_refused, kind = message.state is MessageState.REJECTED, message.template.kind
    if is_refused and kind is not TemplateKind.EMERGENCY:
        return True
    return kind is not TemplateKind.LIFE_CYCLE and not is_driver_reached(case)
