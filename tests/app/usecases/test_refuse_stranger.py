"""A stranger at the door is written down, with its IMEI in the part that can be erased."""

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.events import Event, EventKind
from app.domain.uplink import UplinkSource
from app.usecases.refuse_stranger import RefuseStranger, refuse_stranger
from tests.support.builders import AN_IMEI, NOON
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork


def test_it_is_written_down_and_told() -> None:
    unit = InMemoryUnitOfWork()
    refuse_stranger(RefuseStranger(AN_IMEI, UplinkSource.TELTONIKA_TCP), unit, StandingClock())
    (entry,) = unit.audit.of_chain(SYSTEM_CHAIN)
    assert (entry.record.action, entry.record.at) == (AuditAction.SECURITY_EVENT, NOON)
    assert entry.record.facts == {"kind": "stranger", "source": "teltonika_tcp"}
    assert entry.record.personal == {"imei": AN_IMEI}
    assert unit.events.events == [Event(EventKind.STRANGER_REFUSED, NOON)]
