"""The usual promises, and how those that ended are said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.api.promises import PromiseInfo
from app.domain.promise import PromisedTo, PromiseKind, PromiseState
from app.i18n import _
from ui.words.promises import CALL_BACK, KINDS, owner_text, promised_text
from ui.words.times import since_text


@dataclass(frozen=True, slots=True)
class Usual:
    """One usual promise: to whom, and the time that is proposed."""

    kind: PromiseKind
    to: PromisedTo
    time: str

    @property
    def text(self) -> str:
        """What it is called."""
        if self.kind is PromiseKind.CALL_BACK:
            return CALL_BACK[self.to]()
        return _("Something else")

    @property
    def title(self) -> str:
        """What is promised."""
        return self.text if self.kind is PromiseKind.CALL_BACK else KINDS[self.kind]().format(to="…")


USUAL: Mapping[str, Usual] = {
    "1": Usual(PromiseKind.CALL_BACK, PromisedTo.DRIVER, "+15"),
    "2": Usual(PromiseKind.CALL_BACK, PromisedTo.FAMILY, "+10"),
    "3": Usual(PromiseKind.CALL_BACK, PromisedTo.EMPLOYER, "+30"),
    "4": Usual(PromiseKind.CALL_BACK, PromisedTo.FIRM, "+10"),
    "5": Usual(PromiseKind.CALL_BACK, PromisedTo.POLICE, "+15"),
    "6": Usual(PromiseKind.OTHER, PromisedTo.OTHER, "+30"),
}
"""By the digit that takes it."""

IN_WORDS = "6"
"""The one that is whatever is written."""


def ended_text(promise: PromiseInfo, now: datetime) -> str:
    """Return how a promise ended: "14:20 Call the driver back: kept at 14:22 by An V."."""
    words = {
        PromiseState.KEPT: _("{due} {promise}: kept at {time} · {owner}"),
        PromiseState.WITHDRAWN: _("{due} {promise}: withdrawn at {time} · {owner}"),
    }[promise.state]
    return words.format(
        due=since_text(promise.due_at, now),
        promise=promised_text(promise.kind, promise.to, promise.text),
        time=since_text(promise.changed_at, now),
        owner=owner_text(promise.owner),
    )
