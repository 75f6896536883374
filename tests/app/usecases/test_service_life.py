"""When the service could hear, from the audit alone."""

from app.domain.audit import SERVICE_ACTOR, SYSTEM_CHAIN, AuditAction
from app.usecases.service_life import (
    RecordServiceStart,
    RecordServiceStop,
    record_service_start,
    record_service_stop,
)
from tests.support.builders import NOON
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork


def test_start_and_stop_are_written_down() -> None:
    unit = InMemoryUnitOfWork()
    record_service_start(RecordServiceStart(version="0.1.0", pid=4711, pending=3), unit, StandingClock())
    record_service_stop(RecordServiceStop(version="0.1.0", pid=4711), unit, StandingClock())
    started, stopped = (entry.record for entry in unit.audit.of_chain(SYSTEM_CHAIN))
    assert (started.action, started.at, started.actor) == (AuditAction.SERVICE_STARTED, NOON, SERVICE_ACTOR)
    assert started.facts == {"version": "0.1.0", "pid": "4711", "pending": "3"}
    assert (stopped.action, stopped.at, stopped.actor) == (AuditAction.SERVICE_STOPPED, NOON, SERVICE_ACTOR)
    assert stopped.facts == {"version": "0.1.0", "pid": "4711"}
    assert not unit.events.events
