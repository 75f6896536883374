"""Who pretends to be a box is written down without a name in the facts."""

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.uplink import UplinkSource
from app.usecases.report_security_event import ReportSecurityEvent, SecurityKind, report_security_event
from tests.support.builders import AN_IMEI
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork


def test_it_is_written_down_and_told() -> None:
    unit = InMemoryUnitOfWork()
    command = ReportSecurityEvent(SecurityKind.FORGED, AN_IMEI, UplinkSource.S2_TCP, "d" * 64)
    report_security_event(command, unit, StandingClock())
    (entry,) = unit.audit.of_chain(SYSTEM_CHAIN)
    assert entry.record.action is AuditAction.SECURITY_EVENT
    assert entry.record.facts == {"kind": "forged", "source": "s2_tcp", "payload_hash": "d" * 64}
    assert entry.record.personal == {"imei": AN_IMEI}
    assert len(unit.events.events) == 1
