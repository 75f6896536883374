"""What an operator reads of a case: everything known, unknown as None, and the clauses with their own words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.api.cases import CardInfo, CardStatus, CaseDetail
from app.domain.answer import FIRE, ON_MOTORWAY, EmergencyNumber
from app.domain.audit import AuditAction, AuditEntry
from app.domain.contact import CallOutcome, Disposition, NumberKind
from app.domain.ecall import CrashMark, Ecall
from app.domain.ids import CaseId, EcallId
from app.domain.service_order import OrderState
from app.domain.subscription import Language, Person
from app.settings import Settings
from app.usecases.queries import CaseBrief, CaseFile
from services.detector.api.case_shown import case_detail
from services.detector.api.rows import queue_row, rejected_row
from tests.support.builders import (
    NOON,
    a_box,
    a_call,
    a_case,
    a_claim,
    a_contract,
    a_measurement,
    a_message,
    a_note,
    a_place,
    a_position,
    a_record,
    a_rejected,
    an_answer,
    an_audit_record,
    an_ecall,
    an_order,
)
from tests.support.house import the_edition, the_rulebook

NOW = NOON + timedelta(seconds=30)
CASE = CaseId("c" * 32)
SETTINGS = Settings()


def _brief(**changes: object) -> CaseBrief:
    known: dict[str, object] = {
        "case": a_case(case_id=CASE, claim=a_claim()),
        "box": a_box(),
        "contract": a_contract(),
        "calls": (),
        "messages": (a_message(CASE),),
        "orders": (an_order(CASE),),
        "peak_g": 6.3,
        "peak_capped": False,
    }
    return CaseBrief(**{**known, **changes})  # type: ignore[arg-type]


def _detail(*ecalls: Ecall, brief: CaseBrief | None = None) -> CaseDetail:
    entry = AuditEntry(7, 1, an_audit_record(CASE, action=AuditAction.CASE_OPENED), "", "", "", personal_erased=False)
    erased = AuditEntry(
        9, 2, an_audit_record(CASE, facts={"length": "3"}, personal={}), "", "", "", personal_erased=True
    )
    file = CaseFile(brief or _brief(), ecalls or (an_ecall(),), (a_note(CASE),), (entry, erased))
    return case_detail(file, NOW, SETTINGS, the_edition(), the_rulebook())


def _cards(detail: CaseDetail) -> dict[str, CardInfo]:
    return {card.clause.removeprefix("S2.ECALL."): card for card in detail.cards}


def test_a_row_has_everything_that_is_painted() -> None:
    row = queue_row(_brief(), NOW, SETTINGS)
    assert (row.case_id, row.plate, row.peak_g, row.by_hand, row.has_running_tow) == (CASE, "1-ABC-234", 6.3, 2, True)
    assert row.municipality is not None
    assert row.municipality.nl == "Bertem"
    assert row.claim is not None
    assert (row.claim.name, row.claim.is_stale) == ("An Vermeulen", False)
    assert row.target_at > row.received_at


def test_a_row_of_which_nothing_is_known() -> None:
    brief = _brief(case=a_case(place=None), box=None, contract=None, peak_g=None, messages=(), orders=())
    row = queue_row(brief, NOW, SETTINGS)
    assert (row.plate, row.peak_g, row.municipality, row.country_codes, row.claim) == (None, None, None, (), None)
    assert (row.by_hand, row.has_running_tow) == (0, False)


def test_what_was_said_before_another_impact_stands_apart() -> None:
    case = a_case(case_id=CASE, struck_at=NOON + timedelta(minutes=3))
    answers = (an_answer(CASE, FIRE, value=True), an_answer(CASE, ON_MOTORWAY, value=True))
    detail = _detail(brief=_brief(case=case, answers=answers))
    assert [one.fact for one in detail.answers] == [ON_MOTORWAY]
    assert [(one.fact, one.value) for one in detail.earlier_answers] == [(FIRE, True)]


def test_the_country_that_somebody_named_is_said_by_its_name() -> None:
    record = an_audit_record(CASE, action=AuditAction.FACT_ANSWERED, facts={"fact": "place"}, personal={"value": "BE"})
    entry = AuditEntry(7, 1, record, "", "", "", personal_erased=False)
    brief = _brief(answers=(an_answer(CASE, "place", value="DE"),))
    file = CaseFile(brief, (an_ecall(),), (), (entry,))
    detail = case_detail(file, NOW, SETTINGS, the_edition(), the_rulebook())
    assert (detail.answers[0].shown.nl, detail.answers[0].shown.fr) == ("Duitsland", "Allemagne")
    assert detail.timeline[0].shown is not None
    assert detail.timeline[0].shown.nl == "België"
    (abroad,) = _detail(brief=_brief(answers=(an_answer(CASE, "place", value="!BE"),))).answers
    assert abroad.shown.nl == "buitenland"


def test_who_was_told_before_another_impact_is_told_no_more() -> None:
    told = an_answer(CASE, EmergencyNumber.POLICE_101.fact, value=True)
    assert _detail(brief=_brief(answers=(told,))).looked_for_at == told.said_at
    struck = a_case(case_id=CASE, struck_at=told.said_at + timedelta(minutes=3))
    assert _detail(brief=_brief(case=struck, answers=(told,))).looked_for_at is None


def test_a_row_says_about_where_and_a_case_where_exactly() -> None:
    place = a_place(latitude_deg=50.86374, longitude_deg=4.62936)
    assert queue_row(_brief(case=a_case(place=place)), NOW, SETTINGS).near == (50.864, 4.629)
    assert queue_row(_brief(case=a_case(place=None)), NOW, SETTINGS).near is None


def test_the_track_is_the_fixes_in_their_order() -> None:
    fixes = [a_position(latitude_deg=50.86 + step / 1000) for step in range(3)]
    records = (*(a_record(position=fix) for fix in fixes), a_record(position=None))
    (ecall,) = _detail(an_ecall(track=records)).ecalls
    assert ecall.track == tuple((fix.latitude_deg, fix.longitude_deg) for fix in fixes)


def test_a_claim_that_was_not_renewed_is_shown_as_stale() -> None:
    row = queue_row(_brief(), NOON + timedelta(seconds=46), SETTINGS)
    assert row.claim is not None
    assert row.claim.is_stale


def test_a_row_names_the_earlier_case_whose_holder_is_offered_it_first() -> None:
    earlier = CaseId("e" * 32)
    assert queue_row(_brief(), NOW, SETTINGS).linked_case_id is None
    case = a_case(case_id=CASE, linked_case_id=earlier)
    assert queue_row(_brief(case=case), NOW, SETTINGS).linked_case_id == earlier


def test_a_truck_that_is_done_does_not_run() -> None:
    assert not queue_row(_brief(orders=(an_order(CASE, state=OrderState.DONE),)), NOW, SETTINGS).has_running_tow


def test_a_rejected_event_says_why() -> None:
    row = rejected_row(a_rejected(), "1-ABC-234")
    assert (row.peak_g, row.plate, [code.value for code in row.reasons]) == (1.9, "1-ABC-234", ["peak_below"])


def test_a_case_is_told_whole() -> None:
    detail = _detail()
    assert detail.driver is not None
    assert (detail.driver.number_shown, detail.driver.number_kind) == ("+32 470 12 34 56", NumberKind.MOBILE)
    assert detail.contract is not None
    assert (detail.contract.state, detail.contract.subscriber.name) == ("in_force", "An Janssens")
    assert (detail.suggested_language, detail.box_model) == (Language.NL, "Teltonika FMC640")
    assert detail.place is not None
    assert (detail.place.postcode, detail.place.in_belgium) == ("3060", True)
    assert [reason.threshold for reason in detail.reasons] == ["2.5", "4", ""]
    (ecall,) = detail.ecalls
    assert (ecall.peak_g, ecall.delta_v_kmh, ecall.clock_direction, ecall.impacts) == (6.3, 38.2, 11, 2)
    assert (ecall.has_curve, ecall.authenticated, ecall.standstill) == (True, False, True)
    assert detail.messages[0].number_shown == "+32 470 12 34 56"
    assert detail.notes[0].author == "An Vermeulen"


def test_a_timeline_entry_has_its_facts_and_its_people_and_says_when_they_were_erased() -> None:
    opened, erased = _detail().timeline
    assert (opened.sequence, opened.action, opened.details["length"]) == (1, AuditAction.CASE_OPENED, "28")
    assert "Jan Peeters" in opened.details["text"]
    assert (erased.sequence, erased.details, erased.personal_erased) == (2, {"length": "3"}, True)
    assert not opened.personal_erased


def test_what_is_not_known_is_none() -> None:
    brief = _brief(case=a_case(place=None, contract_id=None), box=None, contract=None)
    detail = _detail(an_ecall(measurement=None, fragments=(), standstill=None), brief=brief)
    assert (detail.box_model, detail.car, detail.contract, detail.driver, detail.place) == (None,) * 5
    assert detail.suggested_language is None
    (ecall,) = detail.ecalls
    assert (ecall.peak_g, ecall.delta_v_kmh, ecall.filter_class, ecall.standstill) == (None,) * 4
    assert (ecall.impacts, ecall.saturated, ecall.has_curve) == (0, False, False)


def test_without_a_driver_the_subscribers_language_is_suggested() -> None:
    contract = a_contract(driver=None, subscriber=Person("Luc Dubois", Language.FR, None))
    detail = _detail(brief=_brief(contract=contract))
    assert (detail.driver, detail.suggested_language) == (None, Language.FR)
    assert detail.contract is not None
    assert (detail.contract.subscriber.number_shown, detail.contract.subscriber.number_kind) == ("", None)


def test_the_cards_are_the_clauses_with_their_dutch_words_and_figures() -> None:
    cards = _cards(_detail())
    assert list(cards) == ["signal", "call", "services", "sms", "tow", "gsm"]
    assert cards["signal"].status is CardStatus.GRANTED
    assert cards["signal"].limits == {"sends": "location", "signal_g": "2.5", "impact_g": "6.3"}
    assert cards["tow"].quote_nl == "Bij een impact van meer dan 4g"
    assert (cards["tow"].status, cards["tow"].limits["tow_g"]) == (CardStatus.GRANTED, "4")
    assert (cards["call"].status, cards["sms"].status) == (CardStatus.GRANTED, CardStatus.UNKNOWN)
    assert cards["sms"].missing == ("call_answered",)
    assert cards["gsm"].status is CardStatus.NOT_TRIGGERED


@pytest.mark.parametrize(
    ("outcome", "disposition", "sms"),
    [
        (CallOutcome.NO_ANSWER, None, CardStatus.GRANTED),
        (CallOutcome.ANSWERED, Disposition.VOICEMAIL, CardStatus.GRANTED),
        (CallOutcome.ANSWERED, Disposition.DRIVER_SPOKEN_TO, CardStatus.REFUSED),
        (None, None, CardStatus.UNKNOWN),
    ],
)
def test_the_sms_card_follows_the_calls(
    outcome: CallOutcome | None, disposition: Disposition | None, sms: CardStatus
) -> None:
    calls = (a_call(CASE, outcome=outcome, disposition=disposition),)
    assert _cards(_detail(brief=_brief(calls=calls)))["sms"].status is sms


def test_a_wrong_number_reaches_nobody() -> None:
    calls = (a_call(CASE, outcome=CallOutcome.WRONG_NUMBER),)
    cards = _cards(_detail(brief=_brief(calls=calls)))
    assert (cards["call"].status, cards["gsm"].status) == (CardStatus.REFUSED, CardStatus.GRANTED)


def test_a_saturated_peak_grants_but_never_refuses() -> None:
    capped = an_ecall(measurement=a_measurement(peak_g=4.0, sensor_caps_peak=True, full_scale_g=4.0))
    cards = _cards(_detail(capped))
    assert (cards["signal"].status, cards["tow"].status) == (CardStatus.GRANTED, CardStatus.UNKNOWN)
    assert cards["tow"].missing == ("impact_g",)
    assert cards["tow"].at_least == cards["signal"].at_least == ("impact_g",)
    assert (cards["sms"].at_least, _cards(_detail())["tow"].at_least) == ((), ())


def test_abroad_nothing_is_granted_and_an_unknown_place_leaves_it_open() -> None:
    abroad = _brief(case=a_case(place=a_place(in_belgium=False)))
    assert _cards(_detail(brief=abroad))["tow"].status is CardStatus.REFUSED
    nowhere = _brief(case=a_case(place=None))
    tow = _cards(_detail(brief=nowhere))["tow"]
    assert (tow.status, tow.missing) == (CardStatus.UNKNOWN, ("place",))


def test_of_two_impacts_the_harder_one_decides() -> None:
    weak = an_ecall(ecall_id=EcallId("e1"), measurement=a_measurement(peak_g=2.6))
    hard = an_ecall(ecall_id=EcallId("e2"), measurement=a_measurement(peak_g=9.1))
    for ecalls in ((weak, hard), (hard, weak)):
        assert _cards(_detail(*ecalls))["tow"].limits["impact_g"] == "9.1"


def test_with_no_measurement_at_all_the_peak_is_missing() -> None:
    tow = _cards(_detail(an_ecall(measurement=None)))["tow"]
    assert (tow.status, tow.missing) == (CardStatus.UNKNOWN, ("impact_g",))


def test_the_contract_is_that_of_the_belgian_day() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # half past midnight in Belgium
    brief = _brief(case=a_case(event_at=late, received_at=late), contract=a_contract(ends_on=date(2026, 11, 24)))
    contract = _detail(brief=brief).contract
    assert contract is not None
    assert contract.state == "ended"


def test_every_impact_direction_speed_and_source_of_a_crash_is_shown() -> None:
    after = replace(a_record(), device_at=NOON + timedelta(seconds=2), mark=None, speed_kmh=3.0)
    call = replace(a_record(), device_at=NOON + timedelta(seconds=1), mark=CrashMark.AUTOMATIC_MSD, speed_kmh=None)
    crash = replace(a_record(), device_at=NOON, mark=CrashMark.CRASH)
    trace = replace(crash, mark=CrashMark.TRACE)
    (ecall,) = _detail(an_ecall(track=(crash, trace, call, after))).ecalls
    assert ecall.marks == (CrashMark.CRASH, CrashMark.AUTOMATIC_MSD)
    assert (ecall.speed_after_kmh, ecall.speed_after_s, ecall.records_after) == (3.0, 2.0, 2)
    assert ecall.pdof_sector_deg == (-41.0, -15.0)
    first, second = ecall.blows
    assert (first.after_ms, first.peak_g, first.delta_v_kmh, first.clock_direction) == (0.0, 6.3, 21.5, 11)
    assert (round(second.after_ms), second.clock_direction) == (880, None)


def test_a_row_says_that_its_desk_is_on_a_call_whatever_is_next() -> None:
    ringing = _detail(brief=_brief(calls=(a_call(CASE),)))
    ended = _detail(brief=_brief(calls=(a_call(CASE, outcome=CallOutcome.BUSY),)))
    assert (ringing.row.is_on_call, ended.row.is_on_call) == (True, False)
