"""A frame that cannot be read waits for a person."""

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.events import Event, EventKind
from app.domain.uplink import UplinkState
from app.usecases.quarantine_uplink import QuarantineUplink, quarantine_uplink
from tests.support.builders import NOON, an_uplink
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork


def test_it_is_kept_written_down_and_told() -> None:
    unit, raw = InMemoryUnitOfWork(), an_uplink()
    unit.uplinks.append(raw)
    (stored,) = unit.uplinks.pending(1)
    quarantine_uplink(QuarantineUplink(stored, "wrong_count"), unit, StandingClock())
    assert unit.uplinks.stored[stored.uplink_id].state is UplinkState.QUARANTINED
    assert (unit.uplinks.quarantined_count(), unit.uplinks.reasons) == (1, {stored.uplink_id: "wrong_count"})
    (entry,) = unit.audit.of_chain(SYSTEM_CHAIN)
    assert (entry.record.action, entry.record.at) == (AuditAction.UPLINK_QUARANTINED, NOON)
    assert entry.record.facts == {
        "uplink_id": "1",
        "source": "teltonika_tcp",
        "reason": "wrong_count",
        "payload_hash": raw.digest,
    }
    assert entry.record.personal == {"imei": raw.imei}
    assert unit.events.events == [Event(EventKind.UPLINK_QUARANTINED, NOON)]
