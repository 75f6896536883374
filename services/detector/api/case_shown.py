"""A whole case as an operator reads it. Nothing is guessed: what is not known is None, and the desk has a word for."""

from collections.abc import Sequence
from datetime import date, datetime

from app.api.cases import (
    CarInfo,
    CaseDetail,
    ContractInfo,
    MessageInfo,
    NoteInfo,
    PlaceInfo,
    ReasonInfo,
    TimelineEntry,
    UnreachedInfo,
)
from app.domain.answer import EmergencyNumber
from app.domain.audit import AuditEntry
from app.domain.box import Car
from app.domain.call_event import lines_of
from app.domain.case import Case, CasePlace
from app.domain.contact import CallAttempt, CallPurpose
from app.domain.message import Message
from app.domain.note import Note
from app.domain.subscription import Contract, Language, contract_state
from app.domain.verdict import Reason
from app.rules.assess import Assessment
from app.rules.clauses import Edition
from app.settings import Settings
from app.usecases.contact_ladder import is_driver_reached, looked_for_at, nobody_reached
from app.usecases.hand_over_text import hand_over_text
from app.usecases.holds import event_day
from app.usecases.owed_messages import owed_by_hand
from app.usecases.phone_numbers import shown
from app.usecases.queries import CaseBrief, CaseFile
from app.usecases.tow_regime import centre_language
from app.usecases.unreached import unreached
from services.detector.api.calls_shown import call_info
from services.detector.api.cards import cards_of
from services.detector.api.ecalls_shown import ecall_info
from services.detector.api.hand_overs_shown import hand_over_infos
from services.detector.api.ledger_shown import CaseLedger
from services.detector.api.orders_shown import order_infos
from services.detector.api.people_shown import caller_info, person_info, report_info, rungs
from services.detector.api.promises_shown import promise_infos, tow_info
from services.detector.api.questions_shown import answers, earlier_answers, entry_words, not_known, questions
from services.detector.api.rows import names_info, queue_row
from services.detector.api.services_shown import assessments_of, service_cards
from services.detector.rulebook import Rulebook

_OURS = (Language.NL, Language.FR)
"""Languages of a centre that takes both."""


def case_detail(
    file: CaseFile, now: datetime, settings: Settings, edition: Edition, rulebook: Rulebook, call_back_e164: str = ""
) -> CaseDetail:
    """Return everything that is known of a case; ``call_back_e164``: of the centre, empty = that of the settings."""
    brief = file.brief
    case = brief.case
    driver = None if brief.contract is None else brief.contract.driver
    day, language = _day(case, settings), case.call_language or _suggested_language(brief) or Language.NL
    lines = lines_of(file.call_events)
    assessments = assessed(file, settings, rulebook)
    back, either = call_back_e164 or settings.call_back_number, language if language in _OURS else Language.NL
    texts = _hand_over_texts(file, EmergencyNumber.EMERGENCY_112, back)
    return CaseDetail(
        row=queue_row(brief, now, settings),
        verdict=case.verdict.kind,
        tow=case.verdict.tow,
        tow_question=case.tow_question,
        reasons=tuple(map(_reason_info, case.verdict.reasons)),
        missing=case.verdict.missing,
        imei=case.box_imei,
        box_model=None if brief.box is None else brief.box.model.name,
        car=None if brief.car is None else _car_info(brief.car),
        contract=None if brief.contract is None else _contract_info(brief.contract, day),
        driver=None if driver is None else person_info(driver, driver.mobile_e164),
        place=None if case.place is None else _place_info(case.place),
        call_language=case.call_language,
        suggested_language=_suggested_language(brief),
        ecalls=tuple(map(ecall_info, file.ecalls)),
        calls=tuple(call_info(call, lines) for call in brief.calls),
        hand_overs=hand_over_infos(file),
        emergency_calls=tuple(call_info(call, lines) for call in _aside(file, CallPurpose.EMERGENCY)),
        firm_calls=tuple(call_info(call, lines) for call in _aside(file, CallPurpose.PARTNER)),
        messages=_message_infos(brief),
        orders=order_infos(file, settings, call_back_e164 or settings.call_back_number),
        notes=tuple(map(_note_info, file.notes)),
        cards=cards_of(file, edition),
        timeline=tuple(_timeline_entry(entry, assessments) for entry in file.entries),
        linked_case_id=case.linked_case_id,
        services=service_cards(assessments, language, CaseLedger(file.uses, day), contract_state(brief.contract, day)),
        questions=questions(file, assessments, language),
        answers=answers(file, assessments),
        earlier_answers=earlier_answers(file, assessments),
        not_known=not_known(file, assessments),
        ladder=rungs(brief, settings, now),
        is_driver_reached=is_driver_reached(case),
        nobody_reached=nobody_reached(brief),
        unreached=_unreached(brief),
        looked_for_at=looked_for_at(brief),
        report=None if case.report is None else report_info(case.report),
        callers=tuple(map(caller_info, brief.callers)),
        hand_over_language=centre_language(case),
        hand_over_text=texts[centre_language(case) or either],
        hand_over_texts=texts,
        police_texts=_hand_over_texts(file, EmergencyNumber.POLICE_101, back),
        promises=promise_infos(brief.promises),
        tow_ways=tow_info(file, call_back_e164 or settings.call_back_number),
    )


def assessed(file: CaseFile, settings: Settings, rulebook: Rulebook) -> tuple[Assessment, ...]:
    """Return what the editions of the day of the event say of the case."""
    day = _day(file.brief.case, settings)
    return assessments_of(file, rulebook.of_day(day), contract_state(file.brief.contract, day))


def _reason_info(reason: Reason) -> ReasonInfo:
    return ReasonInfo(code=reason.code, clause=reason.clause, figure=reason.figure, threshold=reason.threshold)


def _car_info(car: Car) -> CarInfo:
    return CarInfo(plate=car.plate, make_model=car.make_model, colour=car.colour, propulsion=car.propulsion)


def _day(case: Case, settings: Settings) -> date:
    """The day whose contract counts; the same for the holds of the case and for what is shown of it."""
    return event_day(case.event_at, case.received_at, settings)


def _contract_info(contract: Contract, day: date) -> ContractInfo:
    return ContractInfo(
        contract_id=contract.contract_id,
        policy_number=contract.policy_number,
        state=contract_state(contract, day),
        subscriber=person_info(contract.subscriber, contract.subscriber.mobile_e164),
    )


def _hand_over_texts(file: CaseFile, to: EmergencyNumber, back: str) -> dict[Language, str]:
    """What they are told, in every language."""
    return {language: hand_over_text(file, language, back, to) for language in Language}


def _suggested_language(brief: CaseBrief) -> Language | None:
    """The driver's; the subscriber's where the driver's is not known."""
    if brief.contract is None:
        return None
    driver = brief.contract.driver
    return (driver.language if driver is not None else None) or brief.contract.subscriber.language


def _place_info(place: CasePlace) -> PlaceInfo:
    return PlaceInfo(
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        accuracy_m=place.accuracy_m,
        heading_deg=place.heading_deg,
        fixed_at=place.fixed_at,
        is_last_known=place.is_last_known,
        in_belgium=place.in_belgium,
        country_codes=place.country_codes,
        municipality=names_info(place.municipality),
        postcode=place.postcode,
        nearest_place=place.nearest_place,
        distance_to_border_m=place.distance_to_border_m,
        nearest_place_m=place.nearest_place_m,
        is_told=place.is_told,
    )


def _unreached(brief: CaseBrief) -> UnreachedInfo | None:
    found = unreached(brief.case, brief.calls, brief.answers)
    return (
        None
        if found is None
        else UnreachedInfo(calls=found.calls, looked_for=found.looked_for, is_grave=found.is_grave)
    )


def _aside(file: CaseFile, purpose: CallPurpose) -> tuple[CallAttempt, ...]:
    return tuple(call for call in file.calls_aside if call.purpose is purpose)


def _message_infos(brief: CaseBrief) -> tuple[MessageInfo, ...]:
    owed = owed_by_hand(brief.case, brief.messages)
    return tuple(_message_info(one, is_owed=one in owed) for one in brief.messages)


def _message_info(message: Message, *, is_owed: bool) -> MessageInfo:
    return MessageInfo(
        message_id=message.message_id,
        template=message.template,
        e164=message.to_e164,
        number_shown=shown(message.to_e164),
        language=message.language,
        text=message.text,
        state=message.state,
        created_at=message.created_at,
        changed_at=message.changed_at,
        leaves_at=message.leaves_at,
        reason=message.reason,
        copies=message.copies,
        is_owed=is_owed,
    )


def _note_info(note: Note) -> NoteInfo:
    return NoteInfo(note_id=note.note_id, author=note.author, written_at=note.written_at, text=note.text)


def _timeline_entry(entry: AuditEntry, assessments: Sequence[Assessment]) -> TimelineEntry:
    """The entry of the chain; its number is the one within the case."""
    record = entry.record
    details = {**record.facts, **record.personal}
    asked, said = entry_words(details, assessments)
    return TimelineEntry(
        sequence=entry.chain_sequence,
        at=record.at,
        actor_name=record.actor_name,
        action=record.action,
        details=details,
        personal_erased=entry.personal_erased,
        asked=asked,
        shown=said,
    )
