"""Open a case while somebody is on the phone, in the order in which they tell it.

What was typed stays whatever happens beside it: an alarm, another case, Esc. It goes only when the case is open, or
when the operator clears it and says so twice. Nothing but what happened is needed, and nothing that is found out while
typing makes anybody wait.

A car that has an open case is said as soon as it is known, and that case is offered first: joined, it gets this caller.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.numbers import NumberInfo, ReadNumber
from app.api.phone_cases import (
    AttachCaller,
    CallersCases,
    CarCases,
    CarNamed,
    FindCallersCase,
    OpenCaseInfo,
    OpenPhoneCase,
)
from app.api.service import RefusalInfo
from app.domain.case import CaseState
from app.domain.contact import NumberKind
from app.domain.ids import CaseId
from app.domain.phone_case import CallerRelation, Incident
from app.domain.subscription import Language
from app.i18n import _
from ui.errors import refusal_sentence, unavailable_sentence
from ui.new_case.draft import Draft
from ui.new_case.lookups import CarLookup, Later, LookupService, PlaceLookup, ask_whether_place, quiet
from ui.new_case.state import Field, Lookup, NewCaseState, OpenCase
from ui.new_case.words import (
    call_language_choices,
    incident_choices,
    number_case_words,
    number_line,
    open_case_words,
    record_line,
    relation_choices,
)
from ui.offer import Offer
from ui.ports import Reply, Scheduler, Unavailable
from ui.words.records import not_whole

CASE_OPEN = "case_open"
SHORTEST_PLATE = 4


class NewCaseView(Protocol):
    """The form."""

    def show_state(self, state: NewCaseState) -> None:
        """Paint it."""


class PhoneCaseService(LookupService, Protocol):
    """The service, as far as a new case needs it."""

    def open_phone_case(self, command: OpenPhoneCase, reply: Reply[CaseDetail]) -> None:
        """Open the case."""

    def attach_caller(self, case_id: CaseId, command: AttachCaller, reply: Reply[CaseDetail]) -> None:
        """Attach the call to a case."""


class CaseOpener(Protocol):
    """The navigator, as far as this screen needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class NewCasePresenter:
    """Between what a caller tells and the case that it becomes."""

    def __init__(
        self,
        view: NewCaseView,
        service: PhoneCaseService,
        opener: CaseOpener,
        scheduler: Scheduler,
        tell: Callable[[str], None],
    ) -> None:
        self._view = view
        self._service = service
        self._opener = opener
        self._tell = tell
        self._cars = CarLookup(service, scheduler, self.refresh)
        self._places = PlaceLookup(service, scheduler, self.refresh)
        self._read_number = Later(scheduler, self._ask_number)
        self._ask_cases = Later(scheduler, self._ask_open_cases)
        self._draft = Draft()
        self._place_line = ""
        self._number: NumberInfo | None = None
        self._open_case: OpenCaseInfo | None = None
        self._case_of_number: OpenCaseInfo | None = None
        self._message: Callable[[], str] | None = None
        self._is_trouble = False
        self._asks_to_clear = False
        self._is_busy = False
        self._asked_driver: CaseId | None = None

    @property
    def draft(self) -> Draft:
        """What was typed and is no case yet."""
        return self._draft

    def opened(self) -> None:
        """A person came; what was typed before still stands."""
        self.refresh()

    def prefill(self, number: str = "", car: str = "", place: str = "") -> None:
        """Begin with what is known of a call that came in; what was typed by hand is never overwritten."""
        for where, text in ((Field.NUMBER, number), (Field.CAR, car), (Field.PLACE, place)):
            if text and not self._draft.texts[where].strip():
                self.edit(where, text)
                if where is Field.CAR and not any(sign.isdigit() for sign in text):
                    self._ask_whether_place(text)
        self.refresh()

    def prefill_said(self, name: str, words: str) -> None:
        """Begin with who is calling and what else is known; what was typed by hand is never overwritten."""
        for where, text in ((Field.NAME, name), (Field.WORDS, words)):
            if text and not self._draft.texts[where].strip():
                self.edit(where, text)

    def edit(self, where: Field, text: str) -> None:
        """Something was typed."""
        self._draft = self._draft.typed(where, text)
        self._message, self._asks_to_clear, self._asked_driver = None, False, None
        if where is Field.NUMBER:
            self._number = self._case_of_number = None
            self._read_number.soon()
        elif where is Field.CAR:
            self._cars.typed(text)
            self._forget_open_case()
        elif where is Field.PLACE:
            self._places.typed(text)
        self.refresh()

    def choose_relation(self, key: str) -> None:
        """Say who is speaking."""
        self._change(replace(self._draft, relation=CallerRelation(key)))

    def choose_incident(self, key: str) -> None:
        """Say what happened; "" = not said."""
        self._change(replace(self._draft, incident=Incident(key) if key else None))

    def choose_hurt(self, hurt: bool | None) -> None:  # noqa: FBT001 - the answer is the whole argument
        """Say whether anybody is hurt or trapped; None = not said."""
        self._change(replace(self._draft, hurt=hurt))

    def choose_language(self, key: str) -> None:
        """Say which language they speak; "" = not known."""
        self._change(replace(self._draft, language=Language(key) if key else None))

    def choose_car(self, line: int) -> None:
        """Take one of the records that were found."""
        if line < len(self._cars.found):
            record = self._cars.found[line]
            texts = self._draft.texts
            if self._cars.only_looks_like and record.plate:
                texts = {**texts, Field.CAR: record.plate}
            self._draft = replace(self._draft, texts=texts, record=record, is_another=False)
            self._forget_open_case()
            self._change(self._draft)

    def choose_place(self, line: int) -> None:
        """Take one of the places that were found."""
        if line < len(self._places.found):
            self._place_line, place = self._places.found[line]
            self._change(replace(self._draft, place=place, part=self._places.part_of(self._place_line)))

    def say_another(self) -> None:
        """Say that the car's open case is another matter, or that it is not."""
        self._change(replace(self._draft, is_another=not self._draft.is_another))

    def join(self) -> None:
        """Attach this caller to the open case of the car, and open that."""
        case = self._known_case()
        if case is None or self._is_busy:
            return
        if self._reaches_unasked(case) and self._asked_driver != case.case_id:
            self._asked_driver = case.case_id
            words = _(
                "The driver of case {number} will count as reached. Press again if somebody from that car speaks."
            )
            self._say(lambda: words.format(number=case.number), trouble=False)
            return
        self._is_busy = True
        command = AttachCaller(caller=self._draft.caller)
        self._service.attach_caller(
            case.case_id, command, Reply(self._on_joined, self._on_refused, self._on_unavailable)
        )
        self.refresh()

    def open(self) -> None:
        """Open the case with what was told so far."""
        country = self._places.country
        if self._draft.place is None and country is not None:
            self.choose_place(country)
        incident = self._draft.incident
        if incident is None or not self._offer_open().is_possible:
            return
        self._is_busy = True
        command = self._draft.command(incident)
        self._service.open_phone_case(command, Reply(self._on_opened, self._on_refused, self._on_unavailable))
        self.refresh()

    def clear(self) -> None:
        """Drop what was typed, when it is asked for twice."""
        if self._draft.is_empty or self._asks_to_clear:
            self._begin_anew()
            self.refresh()
            return
        self._asks_to_clear = True
        self._say(lambda: _("What was typed is no case yet. Clear again to drop it."), trouble=False)

    def refresh(self) -> None:
        """Paint what is known now; also after a change of language."""
        draft = self._draft
        self._view.show_state(
            NewCaseState(
                texts=draft.texts,
                relations=tuple(relation_choices()),
                relation=draft.relation.value,
                incidents=tuple(incident_choices()),
                incident="" if draft.incident is None else draft.incident.value,
                hurt=draft.hurt,
                languages=tuple(call_language_choices()),
                language=draft.language or "",
                number_words="" if self._number is None else number_line(self._number),
                is_number_doubtful=self._number is not None and self._number.kind is NumberKind.INVALID,
                car=self._car(),
                place=self._place(),
                open_case=self._open_case_state(),
                message=self._why_not() if self._message is None else self._message(),
                is_trouble=self._is_trouble and self._message is not None,
                open=self._offer_open(),
                clear=Offer(_("Clear"), "" if not draft.is_empty else _("Nothing was typed yet.")),
            )
        )

    def _why_not(self) -> str:
        """Why the case cannot be opened yet, once something was typed."""
        return "" if self._draft.is_empty else self._offer_open().why_not

    def _known_case(self) -> OpenCaseInfo | None:
        return self._open_case or self._case_of_number

    def _change(self, draft: Draft) -> None:
        self._draft, self._message, self._asks_to_clear = draft, None, False
        self._asked_driver = None
        self.refresh()

    def _reaches_unasked(self, case: OpenCaseInfo) -> bool:
        """Whether joining would end the search for a driver, on a number that is none of that case."""
        number_case = self._case_of_number
        is_its_number = number_case is not None and number_case.case_id == case.case_id
        return self._draft.relation.is_in_car and not case.is_reached and not is_its_number

    def _car(self) -> Lookup:
        draft = self._draft
        if draft.record is not None:
            return Lookup(words=record_line(draft.record), is_chosen=True)
        lines = tuple(record_line(row) for row in self._cars.found)
        if lines and self._cars.only_looks_like:
            words = _("“{text}” is not on record. It looks like:").format(text=draft.texts[Field.CAR].strip())
            return Lookup(lines, words, only_looks_like=True)
        if lines or not self._cars.is_answered:
            return Lookup(lines)
        words = _("Not on record. It is kept as typed; help goes on, it is checked after.")
        return Lookup(words=words if self._cars.is_whole else not_whole())

    def _place(self) -> Lookup:
        if self._draft.place is not None:
            return Lookup(words=self._place_line, is_chosen=True)
        lines = tuple(line for line, _place in self._places.found)
        if lines or not self._places.is_answered:
            return Lookup(lines)
        words = _("Not found in Belgium, kept as typed. Abroad: type the country here, and the town under “Road”.")
        return Lookup(words=words)

    def _open_case_state(self) -> OpenCase | None:
        case = self._known_case()
        if case is None:
            return None
        is_another = self._draft.is_another
        return OpenCase(
            words=number_case_words(case) if self._open_case is None else open_case_words(case),
            join=Offer(self._join_words(case), _("One moment …") if self._is_busy else ""),
            another=Offer(_("It is the same matter after all") if is_another else _("It is another matter")),
            is_another=is_another,
        )

    def _join_words(self, case: OpenCaseInfo) -> str:
        if self._asked_driver != case.case_id:
            return _("Open that case with this caller")
        is_driver = self._draft.relation is CallerRelation.DRIVER
        return _("The driver is speaking: open that case") if is_driver else _("They are in the car: open that case")

    def _offer_open(self) -> Offer:
        text, why = _("Open the case"), ""
        if self._is_busy:
            why = _("One moment …")
        elif self._draft.incident is None:
            why = _("Say first what happened.")
        elif self._known_case() is not None and not self._draft.is_another:
            why = _("This car has an open case: open that one, or say that it is another matter.")
        return Offer(text, why)

    def _forget_open_case(self) -> None:
        self._open_case = None
        if self._draft.record is not None or len(self._draft.plate) >= SHORTEST_PLATE:
            self._ask_cases.soon()
        else:
            self._ask_cases.never()

    def _ask_whether_place(self, text: str) -> None:
        """Move a text without a digit from the car to the place, where it names a municipality and nobody on record."""

        def done(is_place: bool) -> None:  # noqa: FBT001 - the answer is the whole argument
            texts = self._draft.texts
            if is_place and texts[Field.CAR] == text and self._draft.record is None and not texts[Field.PLACE].strip():
                self.edit(Field.CAR, "")
                self.edit(Field.PLACE, text)

        ask_whether_place(self._service, text, done)

    def _ask_open_cases(self) -> None:
        named: CarNamed = self._draft.car

        def done(found: CarCases) -> None:
            if self._draft.car == named:
                self._open_case = found.cases[0] if found.cases else None
                self.refresh()

        self._service.car_cases(named, quiet(done))

    def _ask_number(self) -> None:
        typed = self._draft.texts[Field.NUMBER].strip()
        if not typed:
            return

        def done(info: NumberInfo) -> None:
            if self._draft.texts[Field.NUMBER].strip() == typed:
                self._number = info
                self.refresh()
                if info.kind is not NumberKind.INVALID:
                    self._service.find_callers_case(FindCallersCase(text=typed), quiet(found))

        def found(cases: CallersCases) -> None:
            if self._draft.texts[Field.NUMBER].strip() == typed:
                self._case_of_number = next((one for one in cases.cases if one.state is CaseState.OPEN), None)
                self.refresh()

        self._service.read_number(ReadNumber(text=typed), quiet(done))

    def _on_opened(self, detail: CaseDetail) -> None:
        self._begin_anew()
        self.refresh()
        self._opener.open_case(detail.row.case_id)

    def _on_joined(self, detail: CaseDetail) -> None:
        self._is_busy = False
        if self._draft.has_more_than_caller:
            words = _("The call is attached to case {number}. What else was typed still stands in the new case (F2).")
            self._tell(words.format(number=detail.row.number))
        else:
            self._begin_anew()
        self.refresh()
        self._opener.open_case(detail.row.case_id)

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._is_busy = False
        if refusal.code == CASE_OPEN:
            self._ask_open_cases()
        self._say(lambda: refusal_sentence(refusal))

    def _on_unavailable(self, trouble: Unavailable) -> None:
        self._is_busy = False
        self._say(lambda: unavailable_sentence(trouble))

    def _say(self, words: Callable[[], str], *, trouble: bool = True) -> None:
        self._message, self._is_trouble = words, trouble
        self.refresh()

    def _begin_anew(self) -> None:
        self._draft, self._place_line, self._number = Draft(), "", None
        self._open_case = self._case_of_number = None
        self._message, self._is_busy, self._asks_to_clear = None, False, False
        self._asked_driver = None
        self._cars.typed("")
        self._places.typed("")
        for later in (self._read_number, self._ask_cases):
            later.never()
