"""The made-up people, cars and contracts of the training set, put on record by the same use cases as real ones.

One line a box, in the order of ``TRAINING_BOXES``, so that what happens to a box and who sits in its car can be read
side by side. Three of them lack something on purpose: an ended contract, a driver with nothing but a landline, and a
box that nobody joined to a car or a contract. Nobody here exists; the numbers are the lowest of their range, the plates
spell "oefening" (exercise). Days are fixed, so that seeding again tomorrow finds everything as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.account import Role
from app.domain.box import Box, BoxModel, Car
from app.domain.clock import Clock
from app.domain.ids import ContractId, Imei, new_id
from app.domain.imports import ImportKind
from app.domain.subscription import ContactPerson, Contract, Cover, Language, Person, Relation
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.create_account import NO_PASSWORD, CreateAccount, create_account
from app.usecases.import_apply import DecideImport, decide_import, end_import, put_in_place
from app.usecases.import_check import ImportCheck
from app.usecases.import_files import RawRow
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.register_contract import RegisterContract, register_contract
from app.usecases.unit_of_work import UnitOfWork
from services.simulator.partners import seed_partners
from services.simulator.people import made_up
from services.simulator.training import TRAINING_BOXES, TrainingBox
from services.telephony.manners import Manner

TRAINING_CALL_BACK_E164: Final = "+32470000000"
"""Made up like the rest: the number that texts of a drill ask drivers to call."""

OTHERS: Final = 200
"""Contracts of ``people`` beside those that a training day is about."""

_NL, _FR, _DE = Language.NL, Language.FR, Language.DE
_LONG_AGO: Final = date(2021, 3, 1)
_ENDED_ON: Final = date(2025, 2, 28)


@dataclass(frozen=True, slots=True)
class TrainingAccount:
    """Somebody who sits at a training desk; the login is what ``--as`` stands for."""

    login: str
    name: str
    roles: frozenset[Role]


TRAINING_ACCOUNTS: Final = (
    TrainingAccount("an.verbeke", "An Verbeke", frozenset({Role.OPERATOR})),
    TrainingAccount("luc.supervisor", "Luc Maes", frozenset({Role.OPERATOR, Role.SUPERVISOR})),
)
"""They have no password: in training the service's token signs them in."""


@dataclass(frozen=True, slots=True)
class _Household:
    """Who drives a training car.

    Attributes:
        driver: None = the subscriber drives; nobody else is on the contract.
        ends_on: Last day of the contract; None = it runs.
        contacts: Whom to ask when neither is reached.
    """

    car: Car
    subscriber: Person
    driver: Person | None = None
    ends_on: date | None = None
    contacts: tuple[ContactPerson, ...] = ()


def seed_training(uow: UnitOfWork, clock: Clock) -> None:
    """Put the training set on record, accounts included; doing it again changes nothing."""
    _seed_others(uow, clock)
    seed_partners(uow, clock)
    for account in TRAINING_ACCOUNTS:
        if uow.accounts.find_login(account.login) is None:
            command = CreateAccount(SERVICE, account.login, account.name, account.roles, NO_PASSWORD)
            create_account(command, uow, clock)
    for serial, (box, household) in enumerate(zip(TRAINING_BOXES, _HOUSEHOLDS, strict=True), start=1):
        contract = None if household is None else _contract(serial, household)
        if contract is not None:
            register_contract(RegisterContract(SERVICE, contract), uow, clock)
        car = None if household is None else household.car
        register_box(RegisterBox(SERVICE, _box(box, car, contract)), uow, clock)


def _seed_others(uow: UnitOfWork, clock: Clock) -> None:
    """Put policy holders on record to whom nothing happens, as rows of an import: somebody to look up and to mend."""
    others = list(made_up(OTHERS, with_boxes=False))
    if uow.records.records_of_policies([others[0]["policy_number"]]):
        return
    columns = frozenset(others[0])
    cells = [{name: text for name, text in row.items() if text} for row in others]
    check = ImportCheck(ImportKind.CONTRACTS)
    rows = check.check([RawRow(line, row, columns) for line, row in enumerate(cells, start=2)], uow.records)
    found = check.findings
    command = DecideImport(SERVICE, new_id(), "", 0, found.added, found.changed, found.unchanged)
    decided = decide_import(command, uow, clock)
    put_in_place(rows, check.kind, decided, uow, clock, Settings())
    end_import(decided, uow, clock.now())


def _box(box: TrainingBox, car: Car | None, contract: Contract | None) -> Box:
    model = BoxModel(box.model_name, box.trace_rate_hz, box.full_scale_g)
    return Box(Imei(box.imei), model, car, None if contract is None else contract.contract_id)


def _contract(serial: int, household: _Household) -> Contract:
    return Contract(
        contract_id=ContractId(f"{serial:032x}"),
        policy_number=f"OEF-{serial:06d}",
        subscriber=household.subscriber,
        driver=household.driver or household.subscriber,
        starts_on=_LONG_AGO,
        ends_on=household.ends_on,
        contact_persons=household.contacts,
        covers=frozenset({Cover.VEHICLE, Cover.PERSONS, Cover.S2_PACK}),
    )


def _car(serial: int, make_model: str, colour: str, propulsion: str) -> Car:
    return Car(f"1-OEF-{serial:03d}", make_model, colour, propulsion)


def _mobile(name: str, language: Language | None, serial: int) -> Person:
    return Person(name, language, f"+324700000{serial:02d}")


def _contact(relation: Relation, name: str, language: Language | None, e164: str) -> ContactPerson:
    return ContactPerson(Person(name, language, e164), relation)


_HOUSEHOLDS: Final[tuple[_Household | None, ...]] = (
    _Household(
        _car(1, "VW ID.3", "white", "electric"),
        _mobile("Mia Janssens", _NL, 1),
        Person("Jan Peeters", _NL, "+32470000002", "+3216000001"),
        contacts=(
            _contact(Relation.FAMILY, "Lies Peeters", _NL, "+32470000018"),
            _contact(Relation.EMPLOYER, "Transport Oefening", _NL, "+3227000001"),
        ),
    ),
    _Household(
        _car(2, "Renault Clio", "red", "gasoline"),
        _mobile("Sophie Lambert", _FR, 3),
        contacts=(_contact(Relation.FAMILY, "Hugo Lambert", _FR, "+33600000001"),),
    ),
    _Household(_car(3, "Opel Corsa", "grey", "gasoline"), _mobile("Wim De Smet", _NL, 4)),
    _Household(
        _car(4, "BMW 320d", "black", "diesel"), _mobile("Karel Willems", _NL, 5), _mobile("Eva Willems", _NL, 6)
    ),
    _Household(_car(5, "Peugeot 208", "blue", "gasoline"), _mobile("Luc Dubois", _FR, 7)),
    _Household(_car(6, "Toyota Camry", "silver", "hybrid"), _mobile("Hilde Maes", _NL, 8)),
    _Household(_car(7, "Citroën C3", "white", "gasoline"), _mobile("Thomas Claes", _NL, 9)),
    _Household(
        _car(8, "Audi A4", "grey", "diesel"),
        _mobile("Klaus Schmitz", _DE, 10),
        contacts=(_contact(Relation.EMPLOYER, "Bau Übung", _DE, "+3287000002"),),
    ),
    _Household(_car(9, "Volvo XC40", "green", "electric"), _mobile("Nathalie Leroy", _FR, 11)),
    _Household(_car(10, "Škoda Octavia", "blue", "diesel"), _mobile("Bart Jacobs", _NL, 12)),
    _Household(_car(11, "Ford Fiesta", "black", "gasoline"), _mobile("Marie Simon", _FR, 13), ends_on=_ENDED_ON),
    _Household(_car(12, "Dacia Sandero", "orange", "lpg"), Person("Georges Lejeune", _FR, "+3287000001")),
    None,
    _Household(
        _car(14, "Mercedes A 180", "white", "gasoline"),
        _mobile("Anke Müller", _DE, 14),
        _mobile("Jonas Müller", _DE, 15),
    ),
    _Household(_car(15, "Kia Niro", "red", "hybrid"), _mobile("Ines Martens", _NL, 16)),
    _Household(_car(16, "Fiat 500", "yellow", "electric"), _mobile("Élise Fontaine", None, 17)),
)

TRAINING_PHONES: Final[Mapping[str, Manner]] = {
    "+32470000001": Manner.ANSWERS,
    "+32470000002": Manner.NO_ANSWER,
    "+3216000001": Manner.NO_ANSWER,
    "+32470000018": Manner.ANSWERS,
    "+3227000001": Manner.ANSWERS,
    "+32470000003": Manner.ANSWERS,
    "+33600000001": Manner.ANSWERS,
    "+32470000004": Manner.BUSY,
    "+32470000005": Manner.ANSWERS,
    "+32470000006": Manner.UNREACHABLE,
    "+32470000007": Manner.ANSWERS,
    "+32470000008": Manner.WRONG_NUMBER,
    "+32470000009": Manner.ANSWERS,
    "+32470000010": Manner.DECLINES,
    "+3287000002": Manner.ANSWERS,
    "+32470000011": Manner.ANSWERS,
    "+32470000013": Manner.BUSY,
    "+3287000001": Manner.ANSWERS,
    "+32470000014": Manner.ANSWERS,
    "+32470000016": Manner.ANSWERS,
}
"""How they take a call; whoever is not named does not answer. The driver of the tour never does: the SMS is shown."""
