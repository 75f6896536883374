"""A contract on record says whom to call, in one spelling."""

from datetime import date

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.ids import ContractId
from app.domain.subscription import ContactPerson, Language, Person, Relation
from app.usecases.actor import SERVICE
from app.usecases.register_contract import RegisterContract, register_contract
from tests.app.usecases.people import Desk
from tests.support.builders import a_contract

NEW = ContractId("d" * 32)


def test_a_contract_is_put_on_record_with_its_numbers_in_one_spelling(desk: Desk) -> None:
    typed = a_contract(
        contract_id=NEW,
        subscriber=Person("An Janssens", Language.NL, "016 12 34 56"),
        driver=Person("Jan Peeters", None, "0470/12.34.56"),
        ends_on=date(2026, 6, 30),
    )
    stored = register_contract(RegisterContract(SERVICE, typed), desk.unit, desk.clock)
    assert desk.unit.contracts.find(NEW) == stored
    assert stored.driver is not None
    assert (stored.subscriber.mobile_e164, stored.driver.mobile_e164) == ("+3216123456", "+32470123456")
    desk.unit.check_audited()
    record = desk.record(SYSTEM_CHAIN, AuditAction.CONTRACT_REGISTERED)
    assert record.facts == {"contract_id": NEW, "starts_on": "2025-01-01", "ends_on": "2026-06-30"}
    assert record.personal == {
        "policy_number": "58-0012345",
        "subscriber": "An Janssens",
        "subscriber_number": "+3216123456",
        "subscriber_second_number": "",
        "subscriber_language": "nl",
        "driver": "Jan Peeters",
        "driver_number": "+32470123456",
        "driver_second_number": "",
        "driver_language": "",
    }


def test_second_numbers_and_contact_persons_are_kept_too(desk: Desk) -> None:
    boss = Person("Transport Claes", Language.NL, None, "016/65.43.21")
    typed = a_contract(contract_id=NEW, contact_persons=(ContactPerson(boss, Relation.EMPLOYER),))
    stored = register_contract(RegisterContract(SERVICE, typed), desk.unit, desk.clock)
    assert [one.person.numbers for one in stored.contact_persons] == [("+3216654321",)]
    said = desk.record(SYSTEM_CHAIN, AuditAction.CONTRACT_REGISTERED).personal
    assert {name: said[name] for name in said if name.startswith("contact_")} == {
        "contact_1": "Transport Claes",
        "contact_1_number": "",
        "contact_1_second_number": "+3216654321",
        "contact_1_language": "nl",
        "contact_1_relation": "employer",
    }


def test_a_contact_person_without_a_number_is_refused_where_one_is_given(desk: Desk) -> None:
    typed = a_contract(
        contract_id=NEW, contact_persons=(ContactPerson(Person("Mia", None, "911 oops"), Relation.FAMILY),)
    )
    with desk.refuses("invalid_number"):
        register_contract(RegisterContract(SERVICE, typed), desk.unit, desk.clock)


def test_what_is_not_known_of_it_stays_unknown(desk: Desk) -> None:
    contract = a_contract(
        contract_id=NEW, subscriber=Person("An Janssens", None, None), driver=None, starts_on=None, ends_on=None
    )
    assert register_contract(RegisterContract(SERVICE, contract), desk.unit, desk.clock) == contract
    record = desk.record(SYSTEM_CHAIN, AuditAction.CONTRACT_REGISTERED)
    assert record.facts == {"contract_id": NEW, "starts_on": "", "ends_on": ""}
    assert "driver" not in record.personal


def test_the_same_contract_again_changes_nothing(desk: Desk) -> None:
    contract = a_contract(contract_id=NEW, driver=Person("Jan Peeters", None, "0470 12 34 56"))
    register_contract(RegisterContract(SERVICE, contract), desk.unit, desk.clock)
    with desk.changes_nothing():
        register_contract(RegisterContract(SERVICE, contract), desk.unit, desk.clock)


@pytest.mark.parametrize("who", ["subscriber", "driver"])
def test_what_is_no_number_is_refused(desk: Desk, who: str) -> None:
    contract = a_contract(contract_id=NEW, **{who: Person("An", None, "112")})
    with desk.refuses("invalid_number"):
        register_contract(RegisterContract(SERVICE, contract), desk.unit, desk.clock)
