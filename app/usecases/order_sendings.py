"""What is put into the outbox of orders, and what is taken out of it again.

Everything here happens inside the change of an order: whoever calls these saves the case in the same transaction, so
that nothing can leave that is not on the disk. What still waits is stopped without a word to anybody; what may have
arrived is called off by a version of its own, which leaves at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.ids import SendingId, new_id
from app.domain.provider import Provider
from app.domain.sending import Sending, SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import DisclosureBasis, DisclosureWay, Recipient, ServiceOrder
from app.domain.subscription import Language
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.order_channels import OrderChannels
from app.usecases.order_document import as_document, as_text, called_off, changed, fields_of, order_document
from app.usecases.tow_regime import language_of
from app.usecases.tow_text import subject_of
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Leaving:
    """An order version that is to leave for a partner."""

    order: ServiceOrder
    case: Case
    provider: Provider
    road: SendingChannel
    purpose: SendingPurpose = SendingPurpose.OFFER


@dataclass(frozen=True, slots=True)
class Acting:
    """Who lets it leave, in which transaction, when, and by which roads."""

    actor: Actor
    uow: UnitOfWork
    now: datetime
    channels: OrderChannels


def queue(leaving: Leaving, acting: Acting) -> Sending:
    """Put it into the outbox, with its words as they are now; it leaves when the time to stop it is over."""
    order, provider, uow, now = leaving.order, leaving.provider, acting.uow, acting.now
    sending_id, language = SendingId(new_id()), spoken_with(provider, leaving.case)
    subject = subject_of(leaving.case, order, uow)
    document = order_document(sending_id, order, subject, language, acting.channels.call_back_e164)
    sending = Sending(
        sending_id=sending_id,
        order_id=order.order_id,
        case_id=order.case_id,
        provider_id=provider.provider_id,
        version=order.version,
        purpose=leaving.purpose,
        channel=leaving.road,
        to=provider.rest_url if leaving.road is SendingChannel.REST else provider.email,
        language=language,
        document=as_text(changed(document, sending_id, order.version, leaving.purpose)),
        state=SendingState.QUEUED,
        tries=0,
        created_at=now,
        changed_at=now,
        leaves_at=now + acting.channels.stop_for,
    )
    uow.sendings.put(sending)
    entry = Entry(AuditAction.ORDER_QUEUED, sending_facts(sending, provider.name))
    write_down(uow, order.case_id, acting.actor, now, entry)
    return sending


def stop_waiting(order: ServiceOrder, actor: Actor, uow: UnitOfWork, now: datetime) -> bool:
    """Let nothing of it leave any more, and no second try; say whether there was anything. A call-off still leaves."""
    waiting = [one for one in _words(order, uow) if one.state is SendingState.QUEUED]
    for one in waiting:
        uow.sendings.put(replace(one, state=SendingState.STOPPED, changed_at=now))
        facts = sending_facts(one, order.provider)
        write_down(uow, order.case_id, actor, now, Entry(AuditAction.ORDER_STOPPED, facts))
    return bool(waiting)


def is_leaving(order: ServiceOrder, uow: UnitOfWork) -> bool:
    """Whether its words are on the wire at this moment."""
    return any(one.state is SendingState.SENDING for one in _words(order, uow))


def may_know(order: ServiceOrder, uow: UnitOfWork) -> bool:
    """Whether its partner may have got it by itself: it is then called off in the same way."""
    last = _last_arrived(order, uow)
    return last is not None and last.purpose is not SendingPurpose.CANCEL


def next_version(order: ServiceOrder, uow: UnitOfWork) -> int:
    """Return the number of its next words; no two sendings of an order have one."""
    return max((order.version, *(one.version for one in uow.sendings.of_order(order.order_id)))) + 1


def call_off(order: ServiceOrder, actor: Actor, uow: UnitOfWork, now: datetime, why: str = "") -> None:
    """Stop what waits, and tell the partner that got it, or may have, that the order is off, and why if it may know."""
    stop_waiting(order, actor, uow, now)
    last = _last_arrived(order, uow)
    if last is None or last.purpose is SendingPurpose.CANCEL:
        return
    sending_id, version = SendingId(new_id()), next_version(order, uow)
    document = called_off(as_document(last.document), sending_id, version, why)
    sending = replace(
        last,
        sending_id=sending_id,
        version=version,
        purpose=SendingPurpose.CANCEL,
        document=as_text(document),
        state=SendingState.QUEUED,
        tries=0,
        created_at=now,
        changed_at=now,
        leaves_at=now,
        reference="",
        fault="",
        may_have_arrived=False,
    )
    uow.sendings.put(sending)
    write_down(uow, order.case_id, actor, now, Entry(AuditAction.ORDER_QUEUED, sending_facts(sending, order.provider)))


def spoken_with(provider: Provider, case: Case) -> Language:
    """Return the language of an order: that of the place where the partner speaks it, else its first."""
    local = language_of(case.place)
    return local if not provider.languages or local in provider.languages else provider.languages[0]


def disclosed_by(sending: Sending, to: str) -> Entry:
    """Return the entry of what the partner was told by it."""
    facts = {
        "order_id": sending.order_id,
        "recipient": Recipient.PARTNER,
        "disclosed_to": to,
        "fields": ", ".join(fields_of(as_document(sending.document))),
        "basis": DisclosureBasis.CONTRACT,
        "way": DisclosureWay.REST if sending.channel is SendingChannel.REST else DisclosureWay.MAIL,
        "language": sending.language,
    }
    return Entry(AuditAction.DISCLOSED, facts)


def sending_facts(sending: Sending, provider: str) -> Mapping[str, str]:
    """Return what every entry about a sending says; the name of a firm is no person's."""
    return {
        "order_id": sending.order_id,
        "sending_id": sending.sending_id,
        "version": str(sending.version),
        "purpose": sending.purpose,
        "channel": sending.channel,
        "provider": provider,
    }


def _last_arrived(order: ServiceOrder, uow: UnitOfWork) -> Sending | None:
    """The last version that its partner may have; one that was tried and waits again may have arrived too.

    What was given up counts where nobody knows how the last try ended. A cancellation that was given up does not: who
    has not heard of it may still come.
    """
    sendings = uow.sendings.of_order(order.order_id)
    arrived = [one for one in sendings if one.provider_id == order.provider_id and _may_be_there(one)]
    return arrived[-1] if arrived else None


def _may_be_there(sending: Sending) -> bool:
    is_cancel = sending.purpose is SendingPurpose.CANCEL
    if sending.state is SendingState.FAILED:
        return sending.may_have_arrived and not is_cancel
    return sending.tries > 0 or is_cancel


def _words(order: ServiceOrder, uow: UnitOfWork) -> list[Sending]:
    return [one for one in uow.sendings.of_order(order.order_id) if one.purpose is not SendingPurpose.CANCEL]
