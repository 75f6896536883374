"""Orders and partners as a desk reads them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.api.cases import OrderInfo
from app.api.providers import CandidateInfo, PartnersInfo, ProviderInfo, SendingInfo
from app.domain.provider import Provider
from app.domain.sending import Sending
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.domain.subscription import Language
from app.settings import Settings
from app.usecases.holds import BELGIAN_TIME
from app.usecases.order_channels import OrderChannels
from app.usecases.order_text import order_lines
from app.usecases.phone_numbers import shown
from app.usecases.provider_cells import cells_of
from app.usecases.queries import CaseFile
from app.usecases.recommend import Candidate, Need, Recommendation, known_place
from app.usecases.register_provider import version_of
from app.usecases.tow_text import TowSubject, subject_in_file

_TOLD_BY_PHONE: Final = (OrderState.BY_HAND, OrderState.OFFERED, OrderState.ACCEPTED)


def order_infos(file: CaseFile, settings: Settings, call_back_e164: str) -> tuple[OrderInfo, ...]:
    """Return the orders of a case, oldest first."""
    subject = subject_in_file(file)
    return tuple(
        _order_info(order, [one for one in file.sendings if one.order_id == order.order_id], settings).model_copy(
            update={"texts": _texts(order, subject, call_back_e164), "phones": _phones(order, file)}
        )
        for order in file.brief.orders
    )


def partners_info(need: Need, found: Recommendation, channels: OrderChannels) -> PartnersInfo:
    """Return whom to ask."""
    return PartnersInfo(
        kind=need.kind,
        is_place_known=known_place(need.place) is not None,
        ranked=tuple(_candidate(one, channels) for one in found.ranked),
        others=tuple(_candidate(one, channels) for one in found.others),
    )


def provider_info(provider: Provider, running: int, now: datetime) -> ProviderInfo:
    """Return one partner."""
    local = now.astimezone(BELGIAN_TIME)
    return ProviderInfo(
        provider_id=provider.provider_id,
        version=version_of(provider),
        cells=dict(cells_of(provider)),
        is_open=provider.is_open(local),
        works_now=provider.works_on(local.date()),
        running=running,
    )


def _order_info(order: ServiceOrder, sendings: Sequence[Sending], settings: Settings) -> OrderInfo:
    is_waited_for = order.state is OrderState.OFFERED and order.offered_at is not None and bool(sendings)
    due_at = None if order.offered_at is None else order.offered_at + timedelta(seconds=settings.order_answer_s)
    last = max(sendings, key=lambda one: one.version, default=None)
    return OrderInfo(
        order_id=order.order_id,
        kind=order.kind,
        state=order.state,
        automatic=order.automatic,
        road_known=order.road_known,
        provider=order.provider,
        eta_at=order.eta_at,
        ordered_at=order.ordered_at,
        changed_at=order.changed_at,
        pick_up=order.pick_up,
        deliver_to=order.deliver_to,
        reason=order.reason,
        provider_id=order.provider_id,
        version=order.version,
        need=order.need,
        wanted_at=order.wanted_at,
        answer_due_at=due_at if is_waited_for else None,
        sending=None if last is None else _sending_info(last),
    )


def _phones(order: ServiceOrder, file: CaseFile) -> tuple[str, ...]:
    phones = () if order.provider_id is None else file.partner_phones.get(order.provider_id, ())
    return tuple(map(shown, phones))


def _texts(order: ServiceOrder, subject: TowSubject, call_back_e164: str) -> dict[Language, str]:
    if order.kind is ServiceKind.TOW or order.state not in _TOLD_BY_PHONE:
        return {}
    about = replace(subject, order=order)
    return {
        language: "\n".join(line.text for line in order_lines(about, order, language, call_back_e164))
        for language in Language
    }


def _sending_info(sending: Sending) -> SendingInfo:
    return SendingInfo(
        sending_id=sending.sending_id,
        version=sending.version,
        purpose=sending.purpose,
        channel=sending.channel,
        state=sending.state,
        tries=sending.tries,
        changed_at=sending.changed_at,
        leaves_at=sending.leaves_at,
        fault=sending.fault,
    )


def _candidate(one: Candidate, channels: OrderChannels) -> CandidateInfo:
    provider = one.provider
    return CandidateInfo(
        provider_id=provider.provider_id,
        name=provider.name,
        phones=tuple(map(shown, provider.phones)),
        languages=provider.languages,
        distance_km=one.distance_km,
        is_open=one.is_open,
        in_area=one.in_area,
        free=one.free,
        skills=tuple(sorted(provider.skills)),
        lacks=tuple(sorted(one.missing)),
        why_not=one.why_not,
        price_eur=None if provider.price_eur is None else f"{provider.price_eur:f}",
        way=channels.road_to(provider),
    )
