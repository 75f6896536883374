"""One case as its queue row, one rejected event as its line, and both as the events that tell of them.

A row is made from a ``CaseBrief`` alone, so that two hundred of them are one read.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from app.api.queue import ClaimInfo, NamesInfo, NearbyInfo, QueueRow, QueueSnapshot, RejectedRow
from app.api.service import EventInfo
from app.api.shift import OfferInfo
from app.api.steps import NextStepInfo
from app.domain.case import CasePlace, Claim, Names
from app.domain.ids import CaseId
from app.domain.promise import running_clocks
from app.domain.rejected import RejectedEcall
from app.domain.service_order import ServiceKind
from app.domain.shift import ShiftOffer
from app.settings import Settings
from app.usecases.hand_over_shift import standing_offer
from app.usecases.next_step import by_hand, next_step
from app.usecases.queries import CaseBrief, NumberedEvent, Reader
from app.usecases.queue_target import due_at, target_at, waits_since
from services.detector.api.promises_shown import promise_clock

_MOST_REJECTED: Final = 200
_NEAR_DECIMALS: Final = 3


def queue_row(brief: CaseBrief, now: datetime, settings: Settings) -> QueueRow:
    """Return the row of a case as it is now."""
    case = brief.case
    car = brief.car
    step = next_step(brief, now, settings)
    return QueueRow(
        case_id=case.case_id,
        number=case.number,
        version=case.version,
        state=case.state,
        priority=case.priority,
        verdict=case.verdict.kind,
        mark=case.mark,
        peak_g=brief.peak_g,
        peak_capped=brief.peak_capped,
        impacts=case.impacts,
        received_at=case.received_at,
        event_at=case.event_at,
        attention_at=case.attention_at,
        waits_since=waits_since(case),
        target_at=target_at(case, settings),
        due_at=due_at(case, brief.promises, settings),
        is_late=case.is_late,
        is_test=case.is_test,
        holds=case.holds,
        plate=None if car is None else car.plate,
        municipality=None if case.place is None else names_info(case.place.municipality),
        country_codes=case.country_codes,
        claim=None if case.claim is None else _claim_info(case.claim, now, settings),
        next_step=NextStepInfo(kind=step.kind, target_id=step.target_id, e164=step.e164, not_before=step.not_before),
        has_running_tow=any(order.kind is ServiceKind.TOW and order.state.is_running for order in brief.orders),
        by_hand=by_hand(brief),
        outcome=case.outcome,
        near=None if case.place is None else _near(case.place),
        is_on_call=any(call.outcome is None for call in brief.calls),
        promises=tuple(map(promise_clock, running_clocks(brief.promises))),
        nearby=tuple(NearbyInfo(case_id=other.case_id, number=other.number) for other in case.nearby),
        linked_case_id=case.linked_case_id,
        incident=None if case.report is None else case.report.incident,
        offer=_offer_info(standing_offer(case)),
    )


def _near(place: CasePlace) -> tuple[float, float]:
    """A row is shown without an entry in the audit; the exact place is not."""
    return round(place.latitude_deg, _NEAR_DECIMALS), round(place.longitude_deg, _NEAR_DECIMALS)


def names_info(names: Names | None) -> NamesInfo | None:
    """Return a place in the three languages; None stays None."""
    return None if names is None else NamesInfo(nl=names.nl, fr=names.fr, de=names.de)


def rejected_row(rejected: RejectedEcall, plate: str | None) -> RejectedRow:
    """Return the line of an event that became no case."""
    return RejectedRow(
        ecall_id=rejected.ecall_id,
        imei=rejected.imei,
        plate=plate,
        received_at=rejected.received_at,
        event_at=rejected.occurred_at,
        peak_g=rejected.peak_g,
        reasons=tuple(reason.code for reason in rejected.verdict.reasons),
    )


def snapshot(reader: Reader, now: datetime, settings: Settings) -> QueueSnapshot:
    """Return everything the queue shows, with the number of the last event it contains: both of one read."""
    since = now - timedelta(hours=settings.rejected_shown_h)
    return QueueSnapshot(
        cursor=reader.last_event(),
        now=now,
        rows=tuple(queue_row(brief, now, settings) for brief in reader.open_briefs()),
        rejected=tuple(rejected_row(one, _plate(reader, one)) for one in reader.rejected_since(since, _MOST_REJECTED)),
    )


def describer(
    now: Callable[[], datetime], settings: Settings
) -> Callable[[Reader, Sequence[NumberedEvent]], Sequence[EventInfo]]:
    """Return what turns events into what desks read; a case that changed five times is read once."""

    def describe(reader: Reader, events: Sequence[NumberedEvent]) -> Sequence[EventInfo]:
        changed = [one.event.case_id for one in events if one.event.case_id is not None]
        briefs = reader.briefs(list(dict.fromkeys(changed)))
        instant = now()
        rows = {brief.case.case_id: queue_row(brief, instant, settings) for brief in briefs}
        return [_event_info(reader, one, rows) for one in events]

    return describe


def _event_info(reader: Reader, numbered: NumberedEvent, rows: Mapping[CaseId, QueueRow]) -> EventInfo:
    event = numbered.event
    rejected = None if event.ecall_id is None else reader.rejected(event.ecall_id)
    return EventInfo(
        sequence=numbered.sequence,
        at=event.at,
        kind=event.kind,
        case_id=event.case_id,
        row=None if event.case_id is None else rows.get(event.case_id),
        rejected=None if rejected is None else rejected_row(rejected, _plate(reader, rejected)),
        rings=event.rings,
        accepted=event.ecall_id if event.case_id is not None else None,
    )


def _plate(reader: Reader, rejected: RejectedEcall) -> str | None:
    box = reader.box(rejected.imei)
    return None if box is None or box.car is None else box.car.plate


def _offer_info(offer: ShiftOffer | None) -> OfferInfo | None:
    if offer is None:
        return None
    return OfferInfo(
        by_id=offer.by_id,
        by=offer.by,
        by_desk=offer.by_desk,
        to_id=offer.to_id,
        to=offer.to,
        offered_at=offer.offered_at,
        declined_at=offer.declined_at,
    )


def _claim_info(claim: Claim, now: datetime, settings: Settings) -> ClaimInfo:
    return ClaimInfo(
        account_id=claim.account_id,
        name=claim.name,
        desk=claim.desk,
        claimed_at=claim.claimed_at,
        is_stale=claim.is_stale(now, settings.claim_stale_s),
    )
