"""The training set: complete, made up, and the same however often it is put on record."""

from datetime import date

import pytest

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.contact import NumberKind
from app.domain.subscription import Contract, ContractState, Cover, Language, Relation, contract_state
from app.usecases.create_account import NO_PASSWORD
from app.usecases.phone_numbers import kind_of
from services.simulator.people import FIRST_POLICY
from services.simulator.seed import OTHERS, TRAINING_PHONES, seed_training
from services.simulator.training import TOUR_BOX, TRAINING_BOXES
from services.telephony.manners import Manner
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

TODAY = date(2026, 11, 24)


@pytest.fixture
def unit() -> InMemoryUnitOfWork:
    unit = InMemoryUnitOfWork()
    seed_training(unit, StandingClock())
    return unit


def contract_of(unit: InMemoryUnitOfWork, serial: int) -> Contract:
    contract_id = unit.boxes.boxes[TRAINING_BOXES[serial - 1].imei].contract_id
    assert contract_id is not None
    return unit.contracts.contracts[contract_id]


def households(unit: InMemoryUnitOfWork) -> list[Contract]:
    """Those of the training day; the others on record are of ``people``."""
    return [one for one in unit.contracts.contracts.values() if one.policy_number < f"OEF-{FIRST_POLICY:06d}"]


def test_every_training_box_is_on_record_as_the_simulator_plays_it(unit: InMemoryUnitOfWork) -> None:
    known = [
        (box.imei, box.model.name, box.model.trace_rate_hz, box.model.full_scale_g) for box in unit.boxes.boxes.values()
    ]
    assert known == [(box.imei, box.model_name, box.trace_rate_hz, box.full_scale_g) for box in TRAINING_BOXES]
    unit.check_audited()


def test_seeding_again_changes_nothing(unit: InMemoryUnitOfWork) -> None:
    boxes, contracts, accounts = dict(unit.boxes.boxes), dict(unit.contracts.contracts), unit.accounts.all_accounts()
    entries = len(unit.audit.entries)
    seed_training(unit, StandingClock())
    assert (unit.boxes.boxes, unit.contracts.contracts, unit.accounts.all_accounts()) == (boxes, contracts, accounts)
    assert len(unit.audit.entries) == entries


def test_what_is_missing_is_missing_on_purpose(unit: InMemoryUnitOfWork) -> None:
    boxes = list(unit.boxes.boxes.values())
    assert [(box.car, box.contract_id) for box in boxes if box.car is None] == [(None, None)]
    contracts = [unit.contracts.contracts[box.contract_id] for box in boxes if box.contract_id is not None]
    states = [contract_state(one, TODAY) for one in contracts]
    assert states.count(ContractState.ENDED) == 1
    assert states.count(ContractState.IN_FORCE) == len(TRAINING_BOXES) - 2
    drivers = [one.driver for one in contracts if one.driver is not None]
    kinds = [kind_of(one.mobile_e164) for one in drivers if one.mobile_e164 is not None]
    assert kinds.count(NumberKind.LANDLINE) == 1
    assert kinds.count(NumberKind.MOBILE) == len(TRAINING_BOXES) - 2


def test_the_car_of_the_tour_lacks_nothing(unit: InMemoryUnitOfWork) -> None:
    assert TRAINING_BOXES[0] == TOUR_BOX
    contract = contract_of(unit, 1)
    assert contract.driver is not None
    assert contract.driver != contract.subscriber
    assert kind_of(contract.driver.mobile_e164 or "") is NumberKind.MOBILE
    assert contract_state(contract, TODAY) is ContractState.IN_FORCE
    assert contract_state(contract, date(2022, 8, 16)) is ContractState.IN_FORCE


def test_every_contract_of_the_day_names_all_its_covers(unit: InMemoryUnitOfWork) -> None:
    assert {one.covers for one in households(unit)} == {frozenset({Cover.VEHICLE, Cover.PERSONS, Cover.S2_PACK})}


def test_the_people_of_the_day_take_calls_in_different_manners(unit: InMemoryUnitOfWork) -> None:
    numbers = {
        number
        for contract in households(unit)
        for person in (contract.subscriber, contract.driver, *(one.person for one in contract.contact_persons))
        if person is not None
        for number in person.numbers
    }
    assert set(TRAINING_PHONES) < numbers
    manners = list(TRAINING_PHONES.values())
    assert set(manners) == set(Manner)
    assert manners.count(Manner.ANSWERS) > len(manners) / 2
    driver = contract_of(unit, 1).driver
    assert driver is not None
    assert {TRAINING_PHONES[number] for number in driver.numbers} == {Manner.NO_ANSWER}


def test_contact_persons_are_of_family_and_work_and_one_is_abroad(unit: InMemoryUnitOfWork) -> None:
    contacts = [one for contract in households(unit) for one in contract.contact_persons]
    assert {one.relation for one in contacts} == {Relation.FAMILY, Relation.EMPLOYER}
    kinds = {kind_of(number) for one in contacts for number in one.person.numbers}
    assert kinds == {NumberKind.MOBILE, NumberKind.LANDLINE, NumberKind.FOREIGN_MOBILE}


def test_people_speak_the_three_languages_and_nobody_shares_a_number_or_a_plate(unit: InMemoryUnitOfWork) -> None:
    people = {
        person
        for contract in households(unit)
        for person in (contract.subscriber, contract.driver)
        if person is not None
    }
    assert {person.language for person in people} == {Language.NL, Language.FR, Language.DE, None}
    assert len({person.mobile_e164 for person in people}) == len(people)
    plates = [box.car.plate for box in unit.boxes.boxes.values() if box.car is not None]
    assert len(set(plates)) == len(plates)
    assert all(plate.startswith("1-OEF-") for plate in plates)


def test_the_people_at_the_desks_have_roles_and_no_password(unit: InMemoryUnitOfWork) -> None:
    accounts = {one.login: one for one in unit.accounts.all_accounts()}
    assert {login: account.roles for login, account in accounts.items()} == {
        "an.verbeke": {Role.OPERATOR},
        "luc.supervisor": {Role.OPERATOR, Role.SUPERVISOR},
    }
    assert {account.password_hash for account in accounts.values()} == {NO_PASSWORD}
    assert unit.audit.actions(SYSTEM_CHAIN).count(AuditAction.ACCOUNT_CREATED) == 2


def test_there_are_others_to_look_up_to_whom_nothing_happens(unit: InMemoryUnitOfWork) -> None:
    others = [one for one in unit.contracts.contracts.values() if one not in households(unit)]
    assert len(others) == OTHERS
    assert all(one.car is not None and "OEF" not in one.car.plate for one in others)
    assert not set(TRAINING_PHONES) & {number for one in others for number in one.subscriber.numbers}
