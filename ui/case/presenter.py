"""Says the open case in words, and again every second because ages grow.

Decides nothing: what the clauses found, why no automatic step is taken and what is unknown come from the service; here
they become sentences.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.queue import NearbyInfo
from app.domain.case import CaseState as Course
from app.domain.case import Hold
from app.domain.clock import Clock, age_s
from app.domain.ecall import PulseNote
from app.domain.ids import CaseId
from app.domain.verdict import ReasonCode, VerdictKind
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.case.crash_words import capital, headline, sentence
from ui.case.facts import facts
from ui.case.state import CaseState, Chip, Tone
from ui.offer import Offer
from ui.ports import Scheduler
from ui.words.cases import HOLDS, OUTCOMES
from ui.words.crash import PRIORITIES, VERDICTS, missing_text, reason_text
from ui.words.impacts import only_presses
from ui.words.times import age_text, clock_text, moment


class CaseView(Protocol):
    """The head of the case."""

    def show_state(self, state: CaseState | None) -> None:
        """Paint it; None = no case is open."""


class CaseOpener(Protocol):
    """The navigator, as far as this screen needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class CasePresenter:
    """Between the open case and its head. A ``CaseListener``."""

    def __init__(self, view: CaseView, opener: CaseOpener, clock: Clock, scheduler: Scheduler) -> None:
        self._view = view
        self._opener = opener
        self._clock = clock
        self._actions = Actions()
        self._detail: CaseDetail | None = None
        self._shown: CaseState | None = None
        scheduler.every(1.0, self.refresh)

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this case."""
        self._detail = detail
        self._shown = None
        self._allow()
        if detail is None:
            self._view.show_state(None)
        self.refresh()

    def open_linked(self) -> None:
        """Open the earlier case that this one continues."""
        if self._detail is not None and self._detail.linked_case_id is not None:
            self._opener.open_case(self._detail.linked_case_id)

    def connect(self, actions: Actions) -> None:
        """Take the action that opens the other case of a pile-up."""
        self._actions = actions
        actions.connect(ActionId.OPEN_NEARBY, self.open_nearby)
        self._allow()

    def open_nearby(self) -> None:
        """Open the next case of what may be one pile-up; again and again, all of them and this one."""
        other = None if self._detail is None else _next_nearby(self._detail)
        if other is not None:
            self._opener.open_case(other.case_id)

    def open_record(self) -> None:
        """Open what is on record of the car of this case."""
        self._actions.trigger(ActionId.CASE_CONTRACT)

    def _allow(self) -> None:
        detail = self._detail
        self._actions.set_enabled(ActionId.OPEN_NEARBY, enabled=detail is not None and bool(detail.row.nearby))

    def refresh(self) -> None:
        """Paint what is known now, if it looks different."""
        if self._detail is None:
            return
        state = case_state(self._detail, self._clock.now())
        if state != self._shown:
            self._shown = state
            self._view.show_state(state)


def case_state(detail: CaseDetail, now: datetime) -> CaseState:
    """Return the head of a case as it reads at an instant."""
    row = detail.row
    clock, clock_words = _clock(detail, now)
    return CaseState(
        number=row.number,
        priority=row.priority,
        priority_words=PRIORITIES[row.priority](),
        verdict=_verdict(detail),
        headline=headline(detail),
        clock=clock,
        clock_words=clock_words,
        chips=tuple(_chips(detail, now)),
        sentence=sentence(detail),
        facts=tuple(facts(detail, now)),
        reasons=reasons_text(detail),
        holds=holds_text(detail),
        linked=Offer(_("Open the earlier case")) if detail.linked_case_id is not None else None,
        nearby=_nearby_offer(detail),
    )


def _verdict(detail: CaseDetail) -> str:
    """Return what the clauses say; a hard crash abroad is none of their E-calls and an emergency all the same."""
    is_abroad = any(reason.code is ReasonCode.OUTSIDE_BELGIUM for reason in detail.reasons)
    if detail.verdict is VerdictKind.REJECTED and is_abroad:
        return _("Outside the E-call clauses (abroad): help all the same")
    return VERDICTS[detail.verdict]()


def _next_nearby(detail: CaseDetail) -> NearbyInfo | None:
    """Return the nearby case with the next number, after the last one the first: every one has its turn."""
    others = detail.row.nearby
    return next((other for other in others if other.number > detail.row.number), others[0] if others else None)


def _nearby_offer(detail: CaseDetail) -> Offer | None:
    other = _next_nearby(detail)
    return None if other is None else Offer(_("Open {number}").format(number=other.number))


def reasons_text(detail: CaseDetail) -> str:
    """Return the findings with the clause of each: "S2.ECALL.signal: ...; .... S2.ECALL.tow: ...."."""
    by_clause: dict[str, list[str]] = {}
    for reason in detail.reasons:
        capped = detail.row.peak_capped
        words = reason_text(reason.code, reason.figure, reason.threshold, capped=capped)
        by_clause.setdefault(reason.clause, []).append(words)
    parts = [
        f"{clause}: {'; '.join(found)}." if clause else capital(f"{'; '.join(found)}.")
        for clause, found in by_clause.items()
    ]
    if detail.missing:
        facts_missing = ", ".join(missing_text(fact) for fact in detail.missing)
        parts.append(_("Could still change it: {facts}.").format(facts=facts_missing))
    return " ".join(parts)


def holds_text(detail: CaseDetail) -> str:
    """Say why no automatic step is taken; empty = they are taken."""
    if not detail.row.holds:
        return ""
    why = "; ".join(HOLDS[hold]() for hold in detail.row.holds)
    return _("No automatic step: {reasons}. You decide.").format(reasons=why)


def _clock(detail: CaseDetail, now: datetime) -> tuple[str, str]:
    row = detail.row
    if row.state is Course.CLOSED:
        return age_text(age_s(row.received_at, now)), _("since it was received")
    if row.claim is None:
        return clock_text(age_s(row.waits_since, now)), _("waiting")
    return clock_text(age_s(row.received_at, now)), _("since it was received")


def _chips(detail: CaseDetail, now: datetime) -> Iterator[Chip]:
    row = detail.row
    if row.state is Course.CLOSED:
        outcome = OUTCOMES[row.outcome]() if row.outcome is not None else _("outcome not known")
        yield Chip(_("CLOSED: {outcome}").format(outcome=outcome), Tone.MUTED, "")
    if row.is_test:
        yield Chip(_("TEST"), Tone.ATTENTION, _("Nobody is in danger; treat it as an exercise."))
    if row.is_late:
        age = age_text(age_s(row.event_at, now))
        hint = _("The box says it happened at {time}.").format(time=moment(row.event_at))
        yield Chip(_("LATE: box time {age} ago").format(age=age), Tone.ATTENTION, hint)
    if Hold.CLOCK_WRONG in row.holds:
        hint = _("Its clock is wrong; the time it was received here is used instead.")
        yield Chip(_("BOX CLOCK WRONG: {time}").format(time=moment(row.event_at)), Tone.ATTENTION, hint)
    if row.impacts > 1 and only_presses(detail.ecalls):
        hint = _("The driver pressed SOS again; every press is listed below.")
        yield Chip(_("SOS {count} x").format(count=row.impacts), Tone.ATTENTION, hint)
    elif row.impacts > 1:
        hint = _("The same car was hit again; every impact is listed below.")
        yield Chip(_("IMPACT {count}").format(count=row.impacts), Tone.ATTENTION, hint)
    if any(PulseNote.POSSIBLE_FALSE_ALARM in ecall.notes for ecall in detail.ecalls):
        yield Chip(_("POSSIBLE FALSE ALARM"), Tone.MUTED, _("A mark only: it hides nothing and delays nothing."))
    if row.nearby:
        hint = _("Other cars that crashed here at the same time: {numbers}. Each is a case of its own.")
        numbers = ", ".join(other.number for other in row.nearby)
        yield Chip(_("PILE-UP?"), Tone.ATTENTION, hint.format(numbers=numbers))
    if detail.linked_case_id is not None:
        yield Chip(_("CONTINUES AN EARLIER CASE"), Tone.MUTED, _("Another case of the same car."))
