"""A box always has a key that it is known to have."""

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.device_key import LAST_KEY_ID, DeviceKey, KeyState
from app.domain.errors import Conflict, NotFound
from app.usecases.actor import SERVICE
from app.usecases.issue_device_key import (
    IssueDeviceKey,
    RetireDeviceKey,
    issue_device_key,
    next_key_id,
    retire_device_key,
)
from app.usecases.register_box import RegisterBox, register_box
from tests.support.builders import AN_IMEI, NOON, a_box
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

CLOCK = StandingClock()


@pytest.fixture(name="unit")
def a_unit_with_a_box() -> InMemoryUnitOfWork:
    unit = InMemoryUnitOfWork()
    register_box(RegisterBox(SERVICE, a_box(imei=AN_IMEI, contract_id=None)), unit, CLOCK)
    return unit


def issue(unit: InMemoryUnitOfWork, key_id: int, *, is_rotation: bool = False) -> DeviceKey:
    return issue_device_key(IssueDeviceKey(SERVICE, AN_IMEI, key_id, b"sealed", is_rotation), unit, CLOCK)


def refused(unit: InMemoryUnitOfWork, key_id: int, *, is_rotation: bool) -> str:
    with pytest.raises(Conflict) as refusal:
        issue(unit, key_id, is_rotation=is_rotation)
    return refusal.value.code


def test_the_first_key_is_stored_and_written_down(unit: InMemoryUnitOfWork) -> None:
    issue(unit, 1)
    unit.check_audited()
    entry = unit.audit.of_chain(SYSTEM_CHAIN)[-1]
    assert entry.record.action is AuditAction.BOX_KEY_ISSUED
    assert entry.record.facts == {"imei": AN_IMEI, "key_id": "1"}
    assert refused(unit, 2, is_rotation=False) == "key_exists"


def test_a_box_without_a_key_has_nothing_to_rotate(unit: InMemoryUnitOfWork) -> None:
    assert refused(unit, 1, is_rotation=True) == "no_key_yet"


def test_two_keys_are_good_and_the_old_one_ends_when_the_new_one_was_used(unit: InMemoryUnitOfWork) -> None:
    issue(unit, 1)
    assert refused(unit, 1, is_rotation=True) == "changed"
    issue(unit, 2, is_rotation=True)
    assert refused(unit, 3, is_rotation=True) == "rotation_running"
    with pytest.raises(Conflict, match="new_key_unused"):
        retire_device_key(RetireDeviceKey(SERVICE, AN_IMEI), unit, CLOCK)
    unit.device_keys.note_used(AN_IMEI, 2, NOON)
    assert retire_device_key(RetireDeviceKey(SERVICE, AN_IMEI), unit, CLOCK).key_id == 1
    unit.check_audited()
    assert [key.state for key in unit.device_keys.of_box(AN_IMEI)] == [KeyState.RETIRED, KeyState.ACTIVE]
    with pytest.raises(Conflict, match="no_rotation"):
        retire_device_key(RetireDeviceKey(SERVICE, AN_IMEI), unit, CLOCK)
    assert issue(unit, 3, is_rotation=True).key_id == 3


def test_a_stranger_gets_no_key() -> None:
    unit = InMemoryUnitOfWork()
    with pytest.raises(NotFound):
        issue(unit, 1)
    with pytest.raises(NotFound):
        retire_device_key(RetireDeviceKey(SERVICE, AN_IMEI), unit, CLOCK)


def test_numbers_are_never_used_twice() -> None:
    assert next_key_id(()) == 1
    last = DeviceKey(AN_IMEI, LAST_KEY_ID, b"", KeyState.RETIRED, NOON)
    with pytest.raises(Conflict, match="keys_exhausted"):
        next_key_id((last,))
