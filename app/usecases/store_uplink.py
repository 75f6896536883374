"""Keep a raw frame before anybody tries to understand it.

A job of its own: the commit of this alone precedes the acknowledgement, so nothing that can fail may stand beside it.
The frame itself is the record, therefore no audit entry and no event.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.domain.ids import Imei, UplinkId
from app.domain.uplink import RawUplink, UplinkSource
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class StoreUplink:
    """Keep a frame. ``raw.received_at`` is when its last byte arrived, not when it is stored."""

    raw: RawUplink


def store_uplink(command: StoreUplink, uow: UnitOfWork) -> UplinkId | None:
    """Append the frame to the uplink log; None when it is there already, which is acknowledged all the same."""
    return uow.uplinks.append(command.raw)


def raw_uplink(imei: Imei, source: UplinkSource, received_at: datetime, payload: bytes) -> RawUplink:
    """Return a frame with its digest."""
    return RawUplink(imei, source, received_at, payload, sha256(payload).hexdigest())
