"""Cases as rows. A claim is five columns, because claiming is a condition on them; a place is JSON, read whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.domain.case import Case, CasePlace, CaseState, Claim, Hold, Names, NearbyCase, Outcome, TowQuestion
from app.domain.ecall import CrashMark
from app.domain.ids import AccountId, CaseId, CaseNumber, ContractId, EcallId, Imei
from app.domain.phone_case import Incident, PhoneReport
from app.domain.shift import ShiftOffer
from app.domain.subscription import Language
from app.domain.verdict import Priority
from app.persistence.chain import canonical_instant
from app.persistence.rows import AnyRow
from app.persistence.verdict_mapping import verdict_from, verdict_json


def case_row(case: Case) -> dict[str, object]:
    """Map a case to its row of ``cases``; its E-calls have rows of their own."""
    return {
        "case_id": case.case_id,
        "number": case.number,
        "version": case.version,
        "state": case.state.value,
        "priority": case.priority.value,
        "ranked": case.ranked.value,
        "imei": case.imei,
        "contract_id": case.contract_id,
        "mark": case.mark.value,
        "verdict": verdict_json(case.verdict),
        "holds": [hold.value for hold in case.holds],
        "tow_question": case.tow_question.value,
        "place": None if case.place is None else _place_json(case.place),
        "event_at": case.event_at,
        "received_at": case.received_at,
        "attention_at": case.attention_at,
        "is_late": case.is_late,
        "is_test": case.is_test,
        "call_language": None if case.call_language is None else case.call_language.value,
        "first_claimed_at": case.first_claimed_at,
        "driver_reached_at": case.driver_reached_at,
        "linked_case_id": case.linked_case_id,
        "closed_at": case.closed_at,
        "outcome": None if case.outcome is None else case.outcome.value,
        "nearby": [[near.case_id, near.number] for near in case.nearby] or None,
        "struck_at": case.struck_at,
        "waiting_since": case.waiting_since,
        "report": None if case.report is None else _report_json(case.report),
        "shift_offer": None if case.offer is None else _offer_json(case.offer),
        **_claim_row(case.claim),
    }


def case_from(row: AnyRow, ecall_ids: Sequence[str]) -> Case:
    """Map a row of ``cases`` and the ids of its E-calls, in order."""
    return Case(
        case_id=CaseId(row.case_id),
        number=CaseNumber(row.number),
        version=row.version,
        state=CaseState(row.state),
        priority=Priority(row.priority),
        ranked=Priority(row.ranked),
        imei=Imei(row.imei),
        contract_id=None if row.contract_id is None else ContractId(row.contract_id),
        ecall_ids=tuple(EcallId(one) for one in ecall_ids),
        mark=CrashMark(row.mark),
        verdict=verdict_from(row.verdict),
        holds=tuple(Hold(one) for one in row.holds),
        tow_question=TowQuestion(row.tow_question),
        place=None if row.place is None else _place_from(row.place),
        event_at=row.event_at,
        received_at=row.received_at,
        attention_at=row.attention_at,
        is_late=row.is_late,
        is_test=row.is_test,
        call_language=None if row.call_language is None else Language(row.call_language),
        claim=_claim_from(row),
        first_claimed_at=row.first_claimed_at,
        driver_reached_at=row.driver_reached_at,
        linked_case_id=None if row.linked_case_id is None else CaseId(row.linked_case_id),
        closed_at=row.closed_at,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        nearby=tuple(NearbyCase(CaseId(case_id), CaseNumber(number)) for case_id, number in row.nearby or ()),
        struck_at=row.struck_at,
        waiting_since=row.waiting_since,
        report=None if row.report is None else _report_from(row.report),
        offer=None if row.shift_offer is None else _offer_from(row.shift_offer),
    )


def _report_json(report: PhoneReport) -> dict[str, object]:
    return {
        "incident": report.incident.value,
        "plate": report.plate,
        "whereabouts": report.whereabouts,
        "country_code": report.country_code,
    }


def _report_from(json: Mapping[str, Any]) -> PhoneReport:
    return PhoneReport(Incident(json["incident"]), json["plate"], json["whereabouts"], json["country_code"])


def _offer_json(offer: ShiftOffer) -> dict[str, object]:
    return {
        "by_id": offer.by_id,
        "by": offer.by,
        "by_desk": offer.by_desk,
        "to_id": offer.to_id,
        "to": offer.to,
        "offered_at": canonical_instant(offer.offered_at),
        "declined_at": None if offer.declined_at is None else canonical_instant(offer.declined_at),
    }


def _offer_from(json: Mapping[str, Any]) -> ShiftOffer:
    declined_at = json["declined_at"]
    return ShiftOffer(
        by_id=AccountId(json["by_id"]),
        by=json["by"],
        by_desk=json["by_desk"],
        to_id=AccountId(json["to_id"]),
        to=json["to"],
        offered_at=datetime.fromisoformat(json["offered_at"]),
        declined_at=None if declined_at is None else datetime.fromisoformat(declined_at),
    )


def _claim_row(claim: Claim | None) -> dict[str, object]:
    return {
        "claim_account_id": None if claim is None else claim.account_id,
        "claim_name": None if claim is None else claim.name,
        "claim_desk": None if claim is None else claim.desk,
        "claim_claimed_at": None if claim is None else claim.claimed_at,
        "claim_renewed_at": None if claim is None else claim.renewed_at,
    }


def _claim_from(row: AnyRow) -> Claim | None:
    if row.claim_account_id is None:
        return None
    return Claim(
        AccountId(row.claim_account_id),
        name=row.claim_name,
        desk=row.claim_desk,
        claimed_at=row.claim_claimed_at,
        renewed_at=row.claim_renewed_at,
    )


def _place_json(place: CasePlace) -> dict[str, object]:
    names = place.municipality
    return {
        "latitude_deg": place.latitude_deg,
        "longitude_deg": place.longitude_deg,
        "accuracy_m": place.accuracy_m,
        "heading_deg": place.heading_deg,
        "fixed_at": canonical_instant(place.fixed_at),
        "is_last_known": place.is_last_known,
        "in_belgium": place.in_belgium,
        "country_codes": list(place.country_codes),
        "municipality": None if names is None else {"nl": names.nl, "fr": names.fr, "de": names.de},
        "postcode": place.postcode,
        "nearest_place": place.nearest_place,
        "distance_to_border_m": place.distance_to_border_m,
        "nearest_place_m": place.nearest_place_m,
        "nearest_place_bearing_deg": place.nearest_place_bearing_deg,
        "is_told": place.is_told,
    }


def _place_from(json: Mapping[str, Any]) -> CasePlace:
    names = json["municipality"]
    return CasePlace(
        latitude_deg=json["latitude_deg"],
        longitude_deg=json["longitude_deg"],
        accuracy_m=json["accuracy_m"],
        heading_deg=json["heading_deg"],
        fixed_at=datetime.fromisoformat(json["fixed_at"]),
        is_last_known=json["is_last_known"],
        in_belgium=json["in_belgium"],
        country_codes=tuple(json["country_codes"]),
        municipality=None if names is None else Names(nl=names["nl"], fr=names["fr"], de=names["de"]),
        postcode=json["postcode"],
        nearest_place=json["nearest_place"],
        distance_to_border_m=json["distance_to_border_m"],
        nearest_place_m=json.get("nearest_place_m"),
        nearest_place_bearing_deg=json.get("nearest_place_bearing_deg"),
        is_told=json.get("is_told", False),
    )
