"""Somebody calls in: find which case it is about, ask who is speaking, attach the call.

Until it is said who is speaking, the page shows neither name nor plate: a voice that knows a plate is not yet its
driver. Place, time and look of the car stand there, so that the operator knows which case is meant. The answer to "who
is speaking?" is one key, and that key attaches the call, ends the search for a driver who is on the phone, and opens
the case.

A number that the exchange tells comes in by ``prefill``; it is kept in the case and in no contract. When no case is
found, the new case (F2) begins with what is known.
"""

from collections.abc import Callable
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.phone_cases import AttachCaller, CallerSaid, CallersCases, FindCallersCase, OpenCaseInfo
from app.api.service import RefusalInfo
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.domain.phone_case import CallerRelation
from app.i18n import _
from ui.caller.state import CallerState, Speaker
from ui.caller.told import Told, told_of
from ui.caller.words import CAUTIONS, case_line
from ui.errors import refusal_sentence, unavailable_sentence
from ui.offer import Offer
from ui.ports import Cancel, Reply, Scheduler, Unavailable
from ui.words.incidents import CALLERS

AFTER_S = 0.15
SHORTEST = 3
DIGITS = {str(place): relation for place, relation in enumerate(CallerRelation, start=1)}


class CallerView(Protocol):
    """The page."""

    def show_state(self, state: CallerState) -> None:
        """Paint it."""

    def focus_speakers(self) -> None:
        """Stand where it is said who is speaking."""


class CallerService(Protocol):
    """The service, as far as a caller needs it."""

    def find_callers_case(self, command: FindCallersCase, reply: Reply[CallersCases]) -> None:
        """Find which case somebody may be calling about."""

    def attach_caller(self, case_id: CaseId, command: AttachCaller, reply: Reply[CaseDetail]) -> None:
        """Attach the call to a case."""


class CaseOpener(Protocol):
    """The navigator, as far as this screen needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class CallerPresenter:
    """Between a voice on the phone and the case it is about."""

    def __init__(
        self, view: CallerView, service: CallerService, opener: CaseOpener, clock: Clock, scheduler: Scheduler
    ) -> None:
        self._view = view
        self._service = service
        self._opener = opener
        self._clock = clock
        self._scheduler = scheduler
        self._new_case: Callable[[], object] = lambda: None
        self._text = self._number = self._name = ""
        self._found: CallersCases | None = None
        self._chosen: OpenCaseInfo | None = None
        self._waiting: Cancel | None = None
        self._trouble: Callable[[], str] | None = None
        self._is_busy = self._hands_over = False

    def offer_new_case(self, begin: Callable[[], object]) -> None:
        """Let this begin a new case; what is known of the call is fetched by ``hand_over``."""
        self._new_case = begin

    def opened(self) -> None:
        """A person came; what was typed stays, what was found is asked for again."""
        self._chosen = None
        if len(self._text.strip()) >= SHORTEST:
            self._ask()
        self.refresh()

    def prefill(self, e164: str) -> None:
        """A call comes in on this number: look for its case. Call it when the exchange tells one."""
        self._forget()
        self._number = e164
        self.type(e164)

    def type(self, text: str) -> None:
        """Look for a plate, a name, a number or a place."""
        self._text, self._found, self._chosen, self._trouble = text, None, None, None
        if self._waiting is not None:
            self._waiting()
            self._waiting = None
        if len(text.strip()) >= SHORTEST:
            self._waiting = self._scheduler.after(AFTER_S, self._ask)
        self.refresh()

    def type_number(self, number: str) -> None:
        """Note the number they call from."""
        self._number = number

    def type_name(self, name: str) -> None:
        """Note what they are called."""
        self._name = name

    def choose(self, line: int) -> None:
        """Take a case; who is speaking is asked next."""
        cases = () if self._found is None else self._found.cases
        if line < len(cases):
            self._chosen, self._trouble = cases[line], None
            self.refresh()
            self._view.focus_speakers()

    def say_who(self, relation: str) -> None:
        """Attach the call to the chosen case: this is who is speaking."""
        case = self._chosen
        if case is None or self._is_busy:
            return
        self._is_busy = True
        said = CallerSaid(relation=CallerRelation(relation), name=self._name.strip(), number=self._number.strip())
        reply = Reply(self._on_attached, self._on_refused, self._on_unavailable)
        self._service.attach_caller(case.case_id, AttachCaller(caller=said), reply)
        self.refresh()

    def say_who_by_key(self, digit: str) -> bool:
        """Take a digit as the answer; return False when it is none, or no case is chosen."""
        if digit not in DIGITS or self._chosen is None:
            return False
        self.say_who(DIGITS[digit].value)
        return True

    def begin_new_case(self) -> None:
        """Begin a new case with what is known of the call."""
        self._hands_over = True
        self._new_case()

    def hand_over(self) -> Told:
        """Return what is known for a new case, and forget it; empty while a case may still be meant."""
        is_none_meant = self._found is not None and not self._found.cases
        if not (self._hands_over or is_none_meant):
            return Told()
        told = told_of(self._text.strip(), self._number.strip(), self._name.strip())
        self._forget()
        self.refresh()
        return told

    def refresh(self) -> None:
        """Paint what is known now; also after a change of language."""
        cases = () if self._found is None else self._found.cases
        now = self._clock.now()
        chosen = [place for place, case in enumerate(cases) if case is self._chosen]
        self._view.show_state(
            CallerState(
                text=self._text,
                number=self._number,
                name=self._name,
                words=self._words(),
                is_trouble=self._trouble is not None,
                lines=tuple(case_line(case, now) for case in cases),
                chosen=chosen[0] if chosen else None,
                asks_who="" if self._chosen is None else self._who_words(self._chosen),
                speakers=tuple(_speaker(key, relation) for key, relation in DIGITS.items()),
                say=_("“VIVIUM Bijstand, good day. With whom am I speaking, please?”"),
                new_case=Offer(_("New case with this caller")),
            )
        )

    def _who_words(self, case: OpenCaseInfo) -> str:
        if self._is_busy:
            return _("The call is being attached to case {number} …").format(number=case.number)
        return _("Case {number}: who is speaking?").format(number=case.number)

    def _words(self) -> str:
        if self._trouble is not None:
            return self._trouble()
        if self._found is None:
            return _("Ask for the plate; a name, a phone number or the place will do. Three letters are enough.")
        if not self._found.cases:
            return _("No open case has this in it, and none that was closed today.")
        return _("More than is shown here; type more of it.") if self._found.more else ""

    def _ask(self) -> None:
        self._waiting = None
        asked = self._text.strip()

        def done(found: CallersCases) -> None:
            if asked == self._text.strip():
                self._found = found
                self.refresh()

        reply = Reply(done, self._on_refused, self._on_unavailable)
        self._service.find_callers_case(FindCallersCase(text=asked), reply)

    def _on_attached(self, detail: CaseDetail) -> None:
        self._forget()
        self.refresh()
        self._opener.open_case(detail.row.case_id)

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._fail(lambda: refusal_sentence(refusal))

    def _on_unavailable(self, trouble: Unavailable) -> None:
        self._fail(lambda: unavailable_sentence(trouble))

    def _fail(self, why: Callable[[], str]) -> None:
        self._is_busy, self._trouble = False, why
        self.refresh()

    def _forget(self) -> None:
        self._text = self._number = self._name = ""
        self._found, self._chosen, self._trouble = None, None, None
        self._is_busy = self._hands_over = False
        if self._waiting is not None:
            self._waiting()
            self._waiting = None


def _speaker(key: str, relation: CallerRelation) -> Speaker:
    caution = CAUTIONS[relation]() if relation in CAUTIONS else ""
    text = CALLERS[relation]()
    return Speaker(relation.value, key, text[:1].upper() + text[1:], caution)
