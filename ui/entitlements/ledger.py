"""What was given under a card's clauses: entered in place, with who pays what lies beyond the limit.

The service works out what is left; the desk sends what was given and asks back when the answer is that it is too much.
One form is open at a time, and a question "who pays the rest" belongs to the amount that raised it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from app.api.commands import RecordUse
from app.api.entitlements import RoomInfo, ServiceCard, UseInfo
from app.api.service import RefusalInfo
from app.domain.ids import CaseId, UseId
from app.domain.ledger import Payer
from app.i18n import _
from ui.answers import CaseAnswers
from ui.entitlements.state import Card, Entering, Standing, Used
from ui.offer import Offer
from ui.ports import CaseCommands
from ui.words.ledger import PAYERS, counted, payer_of, unit_of, whose
from ui.words.texts import text_of
from ui.words.times import time_of_day

_ABOVE_LIMIT = "above_limit"
_GIVEN = frozenset({Standing.GRANTED, Standing.POSSIBLE})


class Ledger:
    """The forms of the ledger. ``changed`` is called whenever a card looks different."""

    def __init__(self, commands: CaseCommands, answers: CaseAnswers, changed: Callable[[], None]) -> None:
        self._commands = commands
        self._answers = answers
        self._changed = changed
        self._open = ""
        self._asked: RecordUse | None = None
        self._too_much: RefusalInfo | None = None

    def close(self) -> None:
        """Close the form and forget what was asked."""
        self._open, self._asked, self._too_much = "", None, None

    def toggle(self, key: str) -> None:
        """Open the form of a card, or close it."""
        is_open = self._open == key
        self.close()
        self._open = "" if is_open else key
        self._changed()

    def enter(self, case_id: CaseId, code: str, amount: str, since: date | None) -> None:
        """Send what was given; ``code`` is of ``Entering.choices``."""
        clause, _sign, limit = code.partition("|")
        self._send(case_id, RecordUse(clause=clause, limit=limit, amount=amount, since=since))

    def _send(self, case_id: CaseId, command: RecordUse) -> None:
        self._asked, self._too_much = command, None
        self._commands.record_use(case_id, command, self._answers.reply(lambda _detail: self._entered(), self._refused))

    def pay(self, case_id: CaseId, payer: Payer) -> None:
        """Send again what was too much, with who pays the rest."""
        asked = self._asked
        if asked is not None:
            self._send(case_id, asked.model_copy(update={"rest_paid_by": payer}))

    def undo(self, case_id: CaseId, use_id: UseId) -> None:
        """Take a wrong entry back."""
        self._commands.undo_use(case_id, use_id, self._answers.reply())

    def shown(self, card: Card, service: ServiceCard, why_not: str) -> Card:
        """Return the card with its ledger; ``why_not``: nothing can be entered now."""
        return replace(
            card,
            used=tuple(_used(one, service, why_not) for one in service.uses),
            enter=Offer(_("Enter what was given"), why_not) if self._is_offered(card, service) else None,
            entering=self._entering(service) if self._open == card.key and service.room else None,
        )

    def _is_offered(self, card: Card, service: ServiceCard) -> bool:
        """Whether the form can be opened: of a service that is not granted only by who looks at its clauses."""
        return bool(service.room) and (card.standing in _GIVEN or card.is_open or self._open == card.key)

    def _entering(self, service: ServiceCard) -> Entering:
        choices = tuple((f"{room.clause}|{room.key}", text) for room, text in _room_texts(service))
        rest = "" if self._asked is None or self._too_much is None else _rest(self._asked, self._too_much)
        payers = tuple((payer.value, _as_sentence(words())) for payer, words in PAYERS.items()) if rest else ()
        return Entering(choices, rest, payers)

    def _entered(self) -> None:
        self.close()
        self._changed()

    def _refused(self, refusal: RefusalInfo) -> bool:
        if refusal.code != _ABOVE_LIMIT:
            return False
        self._too_much = refusal
        return True


def _room_texts(service: ServiceCard) -> Iterator[tuple[RoomInfo, str]]:
    """Yield what can be entered in words; the clause is named where there are several."""
    is_one = len({room.clause for room in service.room}) == 1
    for room in service.room:
        unit = unit_of(room.key) or room.key
        left = "" if room.left is None else _("{amount} left").format(amount=counted(room.left, room.key))
        yield (
            room,
            " · ".join(part for part in ("" if is_one else text_of(room.title), unit, whose(room.key), left) if part),
        )


def _as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _rest(asked: RecordUse, refusal: RefusalInfo) -> str:
    rest, left = (counted(refusal.detail.get(name, ""), asked.limit) for name in ("rest", "left"))
    return _("{left} left, {rest} beyond it. Who pays the rest?").format(left=left, rest=rest)


def _used(use: UseInfo, service: ServiceCard, why_not: str) -> Used:
    amount = counted(use.amount, use.key)
    if use.rest_paid_by is not None:
        who = payer_of(use.rest_paid_by)
        amount = _("{amount}, of which {rest}: {who}").format(amount=amount, rest=counted(use.rest, use.key), who=who)
    titles = {clause.clause: text_of(clause.title) for clause in service.clauses}
    several = len({one.clause for one in service.uses}) > 1
    title, at = titles.get(use.clause, use.clause) if several else "", time_of_day(use.entered_at)
    since = "" if use.since is None else _("since {value}").format(value=use.since)
    parts = (title, amount, whose(use.key), since, use.author, at)
    return Used(use.use_id, " · ".join(part for part in parts if part), Offer(_("Take back"), why_not))
