"""Open a case because somebody phoned.

Nothing is refused for want of a contract: it may be unknown, have ended or not be found, and help is sent all the same
(act first, check after). What is refused is a second case of a car that has one open, until the operator says that it
is another matter; then the new one names the old.

Whoever opens it has it: they are on the phone. That is why it never rings. "Hurt or trapped?" is asked on the form and
is an answer like any other, so that 112 is NEXT and the priority is one. No truck is sent by the rules, because nothing
was measured; where a car cannot go on, "Send tow?" is the question that is open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.domain.answer import HURT_OR_TRAPPED, Answer
from app.domain.audit import AuditAction
from app.domain.case import Case, CasePlace, CaseState, TowQuestion, priority_of_report
from app.domain.clock import Clock
from app.domain.ecall import CrashMark
from app.domain.errors import Conflict
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId, ContractId, Imei, NoteId, new_id
from app.domain.note import Note
from app.domain.phone_case import Caller, PhoneReport, stand_in_number
from app.domain.subscription import Language
from app.domain.verdict import TOLD_ON_THE_PHONE
from app.settings import Settings
from app.usecases.actor import Actor
from app.usecases.attach_caller import SpokenBy, caller_facts, caller_words, claim_of, keep_caller, with_spoken
from app.usecases.case_changes import Entry, write_down, yes_or_no
from app.usecases.earlier_cases import cases_of
from app.usecases.holds import BELGIAN_TIME
from app.usecases.phone_cases import NamedCar, open_cases_of
from app.usecases.unit_of_work import UnitOfWork

CASE_OPEN: Final = "case_open"


@dataclass(frozen=True, slots=True)
class OpenPhoneCase:
    """Open a case with what was said.

    Attributes:
        car: Contract and box that were chosen on record; its plate is what was said where none was.
        place: None = not known, or only a country, which the report names.
        hurt: None = not asked, or not known.
        words: Anything else that was said; becomes the first note. Empty = nothing.
        is_another: The operator knows that the car has an open case and wants a second one.
    """

    actor: Actor
    caller: SpokenBy
    car: NamedCar
    report: PhoneReport
    place: CasePlace | None = None
    hurt: bool | None = None
    language: Language | None = None
    words: str = ""
    is_another: bool = False


def open_phone_case(command: OpenPhoneCase, uow: UnitOfWork, clock: Clock, settings: Settings) -> Case:
    """Store the case with its caller, held by the actor.

    Raises:
        Conflict: ``case_open`` (case_id, number): the car has an open case.
    """
    car = command.car
    others = open_cases_of(car if car.plate else replace(car, plate=command.report.plate), uow)
    if others and not command.is_another:
        raise Conflict(CASE_OPEN, case_id=others[0].case_id, number=others[0].number)
    now, actor = clock.now(), command.actor
    case = _new_case(command, uow, now)
    linked = others[0] if others else _earlier(case, uow, now, settings)
    case = _linked(case, linked)
    uow.cases.add(case)
    caller = keep_caller(case, command.caller, actor, uow, now)
    _enter_opening(command, case, caller, uow, now)
    spoken = with_spoken(case, caller, uow)
    if spoken is not case:
        spoken = uow.cases.save(spoken)
    _answer(command, case.case_id, uow, now)
    _note(command, case.case_id, uow, now)
    uow.events.append(Event(EventKind.CASE_CHANGED, now, case_id=case.case_id))
    return spoken


def _new_case(command: OpenPhoneCase, uow: UnitOfWork, now: datetime) -> Case:
    case_id, report = CaseId(new_id()), command.report
    priority = priority_of_report(report, hurt=command.hurt)
    contract_id, imei = _on_record(command.car, uow)
    return Case(
        case_id=case_id,
        number=uow.cases.next_number(now.astimezone(BELGIAN_TIME).year),
        version=1,
        state=CaseState.OPEN,
        priority=priority,
        ranked=priority,
        imei=imei or stand_in_number(case_id),
        contract_id=contract_id,
        ecall_ids=(),
        mark=CrashMark.PHONE,
        verdict=TOLD_ON_THE_PHONE,
        holds=(),
        tow_question=TowQuestion.OPEN if report.incident.is_of_car else TowQuestion.NOT_ASKED,
        place=command.place,
        event_at=now,
        received_at=now,
        attention_at=now,
        is_late=False,
        is_test=False,
        call_language=command.language,
        claim=claim_of(command.actor, now),
        first_claimed_at=now,
        driver_reached_at=None,
        linked_case_id=None,
        closed_at=None,
        outcome=None,
        report=report,
    )


def _on_record(car: NamedCar, uow: UnitOfWork) -> tuple[ContractId | None, Imei | None]:
    """Return contract and box as they stand on record now; one that is gone meanwhile stops nobody."""
    box = None if car.imei is None else uow.boxes.find(car.imei)
    contract_id = car.contract_id or (None if box is None else box.contract_id)
    contract = None if contract_id is None else uow.contracts.find(contract_id)
    return (None if contract is None else contract.contract_id), (None if box is None else box.imei)


def _earlier(case: Case, uow: UnitOfWork, now: datetime, settings: Settings) -> Case | None:
    """Return the newest case of the last hours by a box of the car."""
    since = now - timedelta(hours=settings.linked_within_h)
    numbers = () if case.box_imei is None else (case.imei, *uow.boxes.of_same_car(case.imei))
    return next((one for one in cases_of(numbers, uow.cases) if one.received_at >= since and not one.is_test), None)


def _linked(case: Case, earlier: Case | None) -> Case:
    return case if earlier is None else replace(case, linked_case_id=earlier.case_id)


def _enter_opening(command: OpenPhoneCase, case: Case, caller: Caller, uow: UnitOfWork, now: datetime) -> None:
    facts: Mapping[str, str] = {
        "incident": command.report.incident.value,
        "priority": str(case.priority.value),
        "country": ",".join(case.country_codes),
        "linked_case_id": case.linked_case_id or "",
        **caller_facts(caller),
    }
    personal = {"plate": command.report.plate, "whereabouts": command.report.whereabouts, **caller_words(caller)}
    known = {name: text for name, text in facts.items() if text}
    words = {name: text for name, text in personal.items() if text}
    write_down(uow, case.case_id, command.actor, now, Entry(AuditAction.CASE_OPENED_BY_PHONE, known, words))


def _answer(command: OpenPhoneCase, case_id: CaseId, uow: UnitOfWork, now: datetime) -> None:
    """Keep what was said of the people, as the strip of the first minute would."""
    if command.hurt is None:
        return
    actor = command.actor
    uow.answers.put(Answer(case_id, HURT_OR_TRAPPED, command.hurt, actor.account_id, actor.name, now))
    shown = {"value": yes_or_no(command.hurt)}
    write_down(uow, case_id, actor, now, Entry(AuditAction.FACT_ANSWERED, {"fact": HURT_OR_TRAPPED}, shown))


def _note(command: OpenPhoneCase, case_id: CaseId, uow: UnitOfWork, now: datetime) -> None:
    text, actor = command.words.strip(), command.actor
    if not text:
        return
    note = Note(NoteId(new_id()), case_id, actor.account_id, actor.name, now, text)
    uow.notes.add(note)
    facts = {"note_id": note.note_id, "length": str(len(text))}
    write_down(uow, case_id, actor, now, Entry(AuditAction.NOTE_WRITTEN, facts, {"text": text}))
