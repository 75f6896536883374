"""The hand-over by voice: what to say, what was said, and that it was done.

Nothing is dialled: the operator dials 112 or 101 and reads the text out. Only ticked lines are written down as said; an
operator who ticked nothing is asked once, because a timeline that says more than was said is worth nothing later.
"""

from dataclasses import dataclass, field
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.commands import HandOver
from app.domain.answer import EmergencyNumber
from app.domain.clock import Clock
from app.domain.next_step import NextKind
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.confirmation import Confirmation, Confirmations
from ui.hand_over.state import HandOverState, SpokenLine
from ui.offer import Offer
from ui.ports import CaseCommands
from ui.rights import why_not_act
from ui.session import Me
from ui.words.times import since_text


class HandOverView(Protocol):
    """The panel."""

    def show_state(self, state: HandOverState | None) -> None:
        """Paint it; None = nothing is being handed over."""

    def focus_lines(self) -> None:
        """Let the person tick from the first line on."""

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""


@dataclass
class _HandingOver:
    """What was ticked and typed. ``may_be_all``: Enter again means that everything was said."""

    to: EmergencyNumber
    said: set[str] = field(default_factory=set)
    reference: str = ""
    problem: str = ""
    may_be_all: bool = False


class HandOverPresenter:
    """Between the text for 112 and the panel. A ``CaseListener``."""

    def __init__(
        self, view: HandOverView, me: Me, commands: CaseCommands, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._clock = clock
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._actions = Actions()
        self._confirmations: Confirmations | None = None
        self._lent: Confirmation | None = None
        self._detail: CaseDetail | None = None
        self._under_way: _HandingOver | None = None

    def connect(self, actions: Actions, confirmations: Confirmations) -> None:
        """Take F8, and let "confirm" write the hand-over down."""
        self._actions = actions
        self._confirmations = confirmations
        actions.connect(ActionId.HAND_OVER, self.open)
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Go on only in the same case, while it may be handed over here; ticks stay with their lines."""
        before, self._detail = self._detail, detail
        same = detail is not None and before is not None and detail.row.case_id == before.row.case_id
        if not same or why_not_act(self._me, detail):
            self._forget()
        self.refresh()

    def open(self) -> None:
        """F8: show what to say; to the police when that is what is next."""
        detail = self._detail
        if detail is None or self._why_not():
            return
        is_police = detail.row.next_step.kind is NextKind.CALL_101
        to = EmergencyNumber.POLICE_101 if is_police else EmergencyNumber.EMERGENCY_112
        if self._under_way is None or self._under_way.to is not to:
            self._under_way = _HandingOver(to)
        self._lend_confirm()
        self.refresh()
        self._view.focus_lines()

    def dismiss(self) -> None:
        """Esc: not now; what was ticked is forgotten."""
        self._forget()
        self.refresh()

    def tick(self, text: str, *, is_said: bool) -> None:
        """Take that a line was said, or not."""
        under_way = self._under_way
        if under_way is not None:
            under_way.said = under_way.said | {text} if is_said else under_way.said - {text}
            under_way.problem, under_way.may_be_all = "", False
            self.refresh()

    def tick_all(self) -> None:
        """Take that every line was said."""
        under_way = self._under_way
        if under_way is not None:
            under_way.said, under_way.problem = set(self._lines()), ""
            self.refresh()

    def typed_reference(self, text: str) -> None:
        """Take their own incident number."""
        if self._under_way is not None:
            self._under_way.reference = text

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        if self._lines():
            self._view.copy("\n".join(self._lines()))

    def submit(self) -> None:
        """Enter: write down that it was handed over, and what was said."""
        detail, under_way = self._detail, self._under_way
        if detail is None or under_way is None or self._why_not():
            return
        if self._lines() and not under_way.said and not under_way.may_be_all:
            under_way.may_be_all = True
            under_way.problem = _("Tick what you said; Enter again means that you said all of it.")
            self.refresh()
            return
        said = [line for line in self._lines() if line in under_way.said or under_way.may_be_all]
        command = HandOver(to=under_way.to, text="\n".join(said), reference=under_way.reference.strip())
        self._commands.hand_over(detail.row.case_id, command, self._answers.reply(lambda _detail: self.dismiss()))

    def refresh(self) -> None:
        """Paint what is known now, and keep the action in step."""
        self._actions.set_enabled(ActionId.HAND_OVER, enabled=not self._why_not())
        under_way = self._under_way
        self._view.show_state(None if under_way is None else self._state(under_way))

    def _state(self, under_way: _HandingOver) -> HandOverState:
        is_police = under_way.to is EmergencyNumber.POLICE_101
        why_not = self._why_not()
        return HandOverState(
            title=_("Tell the police: 101") if is_police else _("Hand over to 112"),
            hint=_("Dial {number} yourself and read out; tick what you said.").format(number=under_way.to.value),
            earlier=self._earlier(under_way.to),
            lines=tuple(SpokenLine(line, line in under_way.said) for line in self._lines()),
            copy=Offer(_("Copy the text"), "" if self._lines() else _("There is no text for this case.")),
            all_said=Offer(_("All said")),
            done=Offer(_("Handed over"), why_not),
            problem=under_way.problem,
        )

    def _earlier(self, to: EmergencyNumber) -> str:
        answers = () if self._detail is None else self._detail.answers
        done = next((answer for answer in answers if answer.fact == to.fact), None)
        if done is None:
            return ""
        since = since_text(done.said_at, self._clock.now())
        return _("Handed over by {name} at {time}").format(name=done.said_by, time=since)

    def _lines(self) -> list[str]:
        text = "" if self._detail is None else self._detail.hand_over_text
        return [line.strip() for line in text.splitlines() if line.strip()]

    def _lend_confirm(self) -> None:
        if self._confirmations is None:
            return
        self._lent = Confirmation(
            title=_("Hand over to 112"), lines=(), button=_("Handed over"), act=self._confirmed, shown_by_asker=True
        )
        self._confirmations.ask(self._lent)

    def _confirmed(self) -> None:
        """Enter of menu or tour: write it down, and lend it again while something is still to be said."""
        self.submit()
        if self._under_way is not None and not self._answers.is_busy:
            self._lend_confirm()

    def _forget(self) -> None:
        self._under_way = None
        lent, self._lent = self._lent, None
        if self._confirmations is not None and lent is not None:
            self._confirmations.withdraw(lent)

    def _why_not(self) -> str:
        busy = _("One moment: the service has not answered yet.") if self._answers.is_busy else ""
        return why_not_act(self._me, self._detail) or busy
