"""What family, employer, police or somebody else was told of a person: ticked by whoever told it, and written down.

Recipient and name come from the call that was made, the basis from the recipient; what was said is never ticked
beforehand, because nobody but the operator knows it. An employer hears of no place and no wound without the person's
consent, outside working hours least of all: those lines are locked, and say why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.api.cases import CaseDetail, RungInfo
from app.api.providers import DiscloseFacts
from app.domain.contact import ContactRole
from app.domain.ids import CaseId
from app.domain.service_order import DisclosureBasis, DisclosureWay, Recipient
from app.i18n import _
from ui.answers import CaseAnswers
from ui.contact.told_state import ToldFact, ToldState
from ui.offer import Offer
from ui.ports import ContactService
from ui.words.relations import CAUTIONS, caution
from ui.words.services import BASES, RECIPIENTS, TOLD

ASKED: Final = (Recipient.FAMILY, Recipient.EMPLOYER, Recipient.POLICE, Recipient.OTHER)
"""A partner is told by its order, the emergency services by the hand-over; both are written down there."""

FACTS: Final = ("name", "number", "car", "what_happened", "driver_reached", "place", "health")

_ROLES: Final[Mapping[Recipient, ContactRole]] = {
    Recipient.FAMILY: ContactRole.FAMILY,
    Recipient.EMPLOYER: ContactRole.EMPLOYER,
    Recipient.OTHER: ContactRole.OTHER,
}
_BASES: Final[Mapping[Recipient, DisclosureBasis]] = {
    Recipient.FAMILY: DisclosureBasis.CONTRACT,
    Recipient.EMPLOYER: DisclosureBasis.CONTRACT,
    Recipient.POLICE: DisclosureBasis.VITAL_INTERESTS,
    Recipient.OTHER: DisclosureBasis.CONTRACT,
}
"""Contact persons are named in the contract to be asked; the police look for somebody who may be in danger."""

_NOT_TO_EMPLOYERS: Final = frozenset({"place", "health"})


@dataclass(frozen=True, slots=True)
class _Draft:
    case_id: CaseId
    recipient: Recipient
    to: str
    basis: DisclosureBasis
    facts: frozenset[str] = frozenset()


class Told:
    """The form of the open case; ``changed`` paints it."""

    def __init__(self, service: ContactService, answers: CaseAnswers, changed: Callable[[], None]) -> None:
        self._service = service
        self._answers = answers
        self._changed = changed
        self._draft: _Draft | None = None

    def on_case(self, detail: CaseDetail | None) -> None:
        """Close when another case is shown; what was not written down is asked of whoever comes back."""
        if self._draft is not None and (detail is None or detail.row.case_id != self._draft.case_id):
            self._draft = None

    def begin(self, detail: CaseDetail) -> None:
        """Open it, about whoever was phoned last."""
        rung = last_contact(detail)
        recipient = next((who for who, role in _ROLES.items() if rung is not None and role is rung.role), ASKED[0])
        self._draft = _drafted(detail, recipient)
        self._changed()

    def drop(self) -> None:
        """Write nothing down."""
        self._draft = None
        self._changed()

    def choose(self, place: int, detail: CaseDetail) -> None:
        """Take who was told, and with it the name and the basis."""
        if self._draft is not None and 0 <= place < len(ASKED) and ASKED[place] is not self._draft.recipient:
            self._draft = replace(_drafted(detail, ASKED[place]), facts=self._draft.facts)
            self._changed()

    def typed(self, to: str) -> None:
        """Take the name."""
        if self._draft is not None:
            self._draft = replace(self._draft, to=to)
            self._changed()

    def choose_basis(self, place: int) -> None:
        """Take why they may know it."""
        if self._draft is not None and 0 <= place < len(BASES):
            self._draft = replace(self._draft, basis=tuple(BASES)[place])
            self._changed()

    def tick(self, key: str, *, is_ticked: bool) -> None:
        """Take what was said, or not after all."""
        if self._draft is not None:
            facts = self._draft.facts | {key} if is_ticked else self._draft.facts - {key}
            self._draft = replace(self._draft, facts=facts)
            self._changed()

    def write(self, detail: CaseDetail, why_not: str) -> None:
        """Write it down."""
        draft, state = self._draft, self.state(detail, why_not)
        if draft is None or state is None or not state.write.is_possible:
            return
        command = DiscloseFacts(
            recipient=draft.recipient,
            to=draft.to.strip(),
            fields=tuple(fact.key for fact in state.facts if fact.is_ticked),
            basis=draft.basis,
            way=DisclosureWay.PHONE,
        )
        self._service.disclose_facts(draft.case_id, command, self._answers.reply(lambda _detail: self.drop()))

    def state(self, detail: CaseDetail, why_not: str) -> ToldState | None:
        """Return what is shown; None = nothing is being written down."""
        draft = self._draft
        if draft is None:
            return None
        locked = _why_locked(draft, detail)
        facts = tuple(_fact(key, draft, locked) for key in FACTS)
        if not any(fact.is_ticked for fact in facts):
            why_not = why_not or _("Tick first what was said.")
        return ToldState(
            recipients=tuple(RECIPIENTS[who]() for who in ASKED),
            chosen=ASKED.index(draft.recipient),
            to=draft.to,
            facts=facts,
            bases=tuple(words() for words in BASES.values()),
            basis=tuple(BASES).index(draft.basis),
            caution=_caution(draft, detail),
            write=Offer(_("Write it down"), why_not),
        )


def tell_offer(detail: CaseDetail, why_not: str) -> Offer:
    """Return the button that opens the form, with the name of whoever was phoned last where it is no one of the car."""
    rung = last_contact(detail)
    if rung is None or not rung.person.name:
        return Offer(_("What was told to whom …"), why_not)
    return Offer(_("What was told to {name} …").format(name=rung.person.name), why_not)


def last_contact(detail: CaseDetail) -> RungInfo | None:
    """Return the contact person that the last call went to; None = it went to the car's people, or there was none."""
    if not detail.calls:
        return None
    e164 = detail.calls[-1].e164
    return next((one for one in detail.ladder if one.person.e164 == e164 and one.role in CAUTIONS), None)


def _drafted(detail: CaseDetail, recipient: Recipient) -> _Draft:
    rung = _rung_of(recipient, detail)
    return _Draft(detail.row.case_id, recipient, "" if rung is None else rung.person.name, _BASES[recipient])


def _rung_of(recipient: Recipient, detail: CaseDetail) -> RungInfo | None:
    """Return whose name belongs to the recipient: who was phoned last, or else the first of that kind."""
    role, last = _ROLES.get(recipient), last_contact(detail)
    if last is not None and last.role is role:
        return last
    return next((one for one in detail.ladder if one.role is role), None)


def _why_locked(draft: _Draft, detail: CaseDetail) -> str:
    if draft.recipient is not Recipient.EMPLOYER or draft.basis is DisclosureBasis.CONSENT:
        return ""
    if _is_off_hours(draft.recipient, detail):
        return _("not outside working hours without consent")
    return _("not to an employer without consent")


def _is_off_hours(recipient: Recipient, detail: CaseDetail) -> bool:
    rung = _rung_of(recipient, detail)
    return rung is not None and rung.is_off_hours


def _fact(key: str, draft: _Draft, locked: str) -> ToldFact:
    why_not = locked if key in _NOT_TO_EMPLOYERS else ""
    words = TOLD[key]()
    return ToldFact(key, words[:1].upper() + words[1:], key in draft.facts and not why_not, why_not)


def _caution(draft: _Draft, detail: CaseDetail) -> str:
    """Return what to mind with them."""
    if draft.recipient not in _ROLES or draft.basis is DisclosureBasis.CONSENT:
        return ""
    return caution(_rung_of(draft.recipient, detail)) or CAUTIONS[_ROLES[draft.recipient]]()
