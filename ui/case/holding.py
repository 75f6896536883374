"""Who works on the case: claim, give back, take over with a typed reason, change the priority with a typed reason.

Nothing is taken away silently from somebody who is on the phone: a claim can be taken over only when its desk is
silent, or by a supervisor, and the reason stays with the case.
"""

from typing import Protocol

from app.api.cases import CaseDetail
from app.api.commands import ChangePriority, TakeOverCase
from app.api.queue import ClaimInfo
from app.api.service import RefusalInfo
from app.domain.account import Role
from app.domain.case import CaseState as Course
from app.domain.clock import Clock
from app.domain.verdict import Priority
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.case.state import Asking, HoldingState, Tone
from ui.offer import Offer
from ui.ports import CaseCommands
from ui.rights import why_not_write
from ui.session import Me
from ui.words.times import since_text

SHORTEST_REASON = 3
_ACTION_OF = {Asking.TAKE_OVER: ActionId.TAKE_OVER, Asking.PRIORITY: ActionId.PRIORITY}


class HoldingView(Protocol):
    """The line that says who works on the case."""

    def show_state(self, state: HoldingState | None) -> None:
        """Paint it; None = no case is open."""

    def focus_reason(self) -> None:
        """Let the person type the reason now."""


class HoldingPresenter:
    """Between the claim of the open case and its line. A ``CaseListener``."""

    def __init__(
        self, view: HoldingView, me: Me, commands: CaseCommands, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._clock = clock
        self._shower = shower
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._detail: CaseDetail | None = None
        self._asking = Asking.NOTHING
        self._asked_against: Priority | None = None
        self._problem = ""
        self._actions = Actions()

    def connect(self, actions: Actions) -> None:
        """Take the actions of the claim."""
        self._actions = actions
        actions.connect(ActionId.CLAIM, self.claim)
        actions.connect(ActionId.RELEASE, self.release)
        actions.connect(ActionId.TAKE_OVER, lambda: self.ask(Asking.TAKE_OVER))
        actions.connect(ActionId.PRIORITY, lambda: self.ask(Asking.PRIORITY))
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show who works on this case; an open question stays only with its case."""
        if _case_of(detail) != _case_of(self._detail):
            self._asking, self._problem = Asking.NOTHING, ""
        self._detail = detail
        if self._asking is not Asking.NOTHING and not self._may_still(self._asking):
            self._asking, self._problem = Asking.NOTHING, ""
        self.refresh()

    def claim(self) -> None:
        """Take the case."""
        if self._detail is not None:
            self._commands.claim_case(self._detail.row.case_id, self._answers.reply())

    def release(self) -> None:
        """Give the case back to the queue."""
        if self._detail is not None:
            self._commands.release_case(self._detail.row.case_id, self._answers.reply())

    def ask(self, asking: Asking) -> None:
        """Open the field for the reason."""
        self._asking, self._problem = asking, ""
        self._asked_against = None if self._detail is None else self._detail.row.priority
        self.refresh()
        self._view.focus_reason()

    def dismiss(self) -> None:
        """Close the field again."""
        self._asking, self._problem = Asking.NOTHING, ""
        self.refresh()

    def submit(self, reason: str, priority: Priority) -> None:
        """Do what was asked for, with the typed reason."""
        reason = reason.strip()
        if len(reason) < SHORTEST_REASON:
            self._problem = _("Type the reason; it is kept with the case.")
            self.refresh()
            return
        if self._detail is None or self._asking is Asking.NOTHING:
            return
        case_id = self._detail.row.case_id
        reply = self._answers.reply(lambda _detail: self.dismiss(), self._is_changed)
        if self._asking is Asking.TAKE_OVER:
            self._commands.take_over_case(case_id, TakeOverCase(reason=reason), reply)
        else:
            before = self._asked_against or self._detail.row.priority
            self._commands.change_priority(
                case_id, ChangePriority(priority=priority, reason=reason, before=before), reply
            )

    def _is_changed(self, refusal: RefusalInfo) -> bool:
        """Whether somebody else was quicker: said beside the field, which keeps what was typed for what stands now."""
        if refusal.code != "changed":
            return False
        self._asked_against = None
        self._problem = _("Somebody else changed the priority a moment ago. Look at it, then send yours again.")
        return True

    def refresh(self) -> None:
        """Paint who works on it, and keep the actions in step."""
        offers = self._offers()
        for action_id, offer in offers.items():
            self._actions.set_enabled(action_id, enabled=offer is not None and offer.is_possible)
        self._view.show_state(None if self._detail is None else self._state(self._detail, offers))

    def _may_still(self, asking: Asking) -> bool:
        offer = self._offers()[_ACTION_OF[asking]]
        return offer is not None and (offer.is_possible or self._answers.is_busy)

    def _state(self, detail: CaseDetail, offers: dict[ActionId, Offer | None]) -> HoldingState:
        sentence, tone = self._sentence(detail)
        return HoldingState(
            sentence=sentence,
            tone=tone,
            claim=offers[ActionId.CLAIM],
            take_over=offers[ActionId.TAKE_OVER],
            release=offers[ActionId.RELEASE],
            priority=offers[ActionId.PRIORITY] or Offer(_("Priority"), _("No case is open.")),
            asking=self._asking,
            current_priority=detail.row.priority,
            problem=self._problem,
        )

    def _sentence(self, detail: CaseDetail) -> tuple[str, Tone]:
        claim = detail.row.claim
        if detail.row.state is Course.CLOSED:
            return _("This case is closed."), Tone.MUTED
        if claim is None:
            return _("Nobody works on this case."), Tone.CRITICAL
        since = since_text(claim.claimed_at, self._clock.now())
        if self._me.holds(detail.row):
            return _("You work on this case since {since}.").format(since=since), Tone.MUTED
        words = _("{name} works on it since {since}, desk {desk}. You can read, not change.")
        tone = Tone.MUTED
        if claim.is_stale:
            words, tone = self._silent_words(detail), Tone.ATTENTION
        return words.format(name=claim.name, since=since, desk=claim.desk), tone

    def _silent_words(self, detail: CaseDetail) -> str:
        """Say what the silent desk was doing: whoever takes over may find the driver on the phone."""
        talks = [call for call in detail.calls if call.outcome is None]
        if not talks:
            return _("{name} worked on it since {since}, desk {desk}. That desk is silent: take over if you must.")
        person, since = talks[-1].person, since_text(talks[-1].requested_at, self._clock.now())
        words = _(
            "{name} was on the phone with {person} since {call}, desk {desk}, and is silent: take over if you must."
        )
        return words.replace("{person}", person).replace("{call}", since)

    def _offers(self) -> dict[ActionId, Offer | None]:
        detail = self._detail
        offers: dict[ActionId, Offer | None] = dict.fromkeys(
            (ActionId.CLAIM, ActionId.TAKE_OVER, ActionId.RELEASE, ActionId.PRIORITY)
        )
        if detail is None:
            return offers
        busy = _("One moment: the service has not answered yet.") if self._answers.is_busy else ""
        offers[ActionId.PRIORITY] = Offer(_("Priority"), why_not_write(self._me, detail) or busy)
        if detail.row.state is Course.CLOSED:
            return offers
        claim = detail.row.claim
        if claim is None:
            offers[ActionId.CLAIM] = Offer(_("Claim"), self._why_not_work() or busy)
        elif self._me.holds(detail.row):
            offers[ActionId.RELEASE] = Offer(_("Give back"), busy)
        else:
            offers[ActionId.TAKE_OVER] = Offer(_("Take over"), self._why_not_take_over(claim) or busy)
        return offers

    def _why_not_work(self) -> str:
        may = {Role.OPERATOR, Role.SUPERVISOR} & set(self._me.account.roles)
        return "" if may else _("Your account may look at cases, not change them.")

    def _why_not_take_over(self, claim: ClaimInfo) -> str:
        if claim.is_stale or self._me.is_supervisor:
            return self._why_not_work()
        return _("{name} is still working on this case. Only a supervisor can take it over now.").format(
            name=claim.name
        )


def _case_of(detail: CaseDetail | None) -> str:
    return "" if detail is None else detail.row.case_id
