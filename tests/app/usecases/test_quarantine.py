"""A frame leaves the quarantine by being read after all, or by a person's word."""

import pytest

from app.domain.audit import AuditAction
from app.domain.errors import Conflict, NotFound
from app.domain.ids import UplinkId
from app.domain.uplink import StoredUplink, UplinkState
from app.usecases.actor import SERVICE
from app.usecases.quarantine import DecodeAgain, ReleaseUplink, decode_again, release_uplink
from tests.support.builders import an_uplink
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

CLOCK = StandingClock()


@pytest.fixture(name="unit")
def a_unit_with_one_put_aside() -> InMemoryUnitOfWork:
    unit = InMemoryUnitOfWork()
    unit.uplinks.append(an_uplink())
    unit.uplinks.quarantine(UplinkId(1), "bad_record")
    return unit


def test_what_can_be_read_now_is_processed_and_written_down(unit: InMemoryUnitOfWork) -> None:
    def process(uplink: StoredUplink) -> None:
        unit.uplinks.mark_processed(uplink.uplink_id)

    assert decode_again(DecodeAgain(SERVICE, UplinkId(1)), unit, CLOCK, process).state is UplinkState.PROCESSED
    assert unit.audit.actions() == [AuditAction.UPLINK_DECODED_AGAIN]
    with pytest.raises(Conflict, match="not_quarantined"):
        decode_again(DecodeAgain(SERVICE, UplinkId(1)), unit, CLOCK, process)


def test_what_still_cannot_be_read_stays(unit: InMemoryUnitOfWork) -> None:
    after = decode_again(DecodeAgain(SERVICE, UplinkId(1)), unit, CLOCK, lambda _: None)
    assert after.state is UplinkState.QUARANTINED
    assert unit.audit.actions() == []


def test_a_person_releases_it_with_a_reason(unit: InMemoryUnitOfWork) -> None:
    command = ReleaseUplink(SERVICE, UplinkId(1), "test box of the maker")
    assert release_uplink(command, unit, CLOCK).state is UplinkState.RELEASED
    (entry,) = unit.audit.entries
    assert entry.record.personal["reason"] == "test box of the maker"
    assert unit.uplinks.quarantined_count() == 0
    with pytest.raises(Conflict, match="not_quarantined"):
        release_uplink(command, unit, CLOCK)


def test_one_that_does_not_exist_is_not_found(unit: InMemoryUnitOfWork) -> None:
    with pytest.raises(NotFound):
        release_uplink(ReleaseUplink(SERVICE, UplinkId(9), "reason"), unit, CLOCK)
