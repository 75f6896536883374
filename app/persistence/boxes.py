"""Boxes and contracts: what is known of a car and its people before anything happens.

Contact persons are a list in the contract's own row: they are read and written with it, and asked for by nothing else.
"""

from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select

from app.domain.box import Axis, Box, BoxModel, Car
from app.domain.ids import ContractId, Imei
from app.domain.subscription import ContactPerson, Contract, Language, Person, Relation
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import boxes, contracts

_BOX: Final = select(boxes).where(boxes.c.imei == bindparam("imei"))
"""Made once: every frame asks for its box."""


class SqlBoxRepository:
    """``BoxRepository`` in the table ``boxes``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def find(self, imei: Imei) -> Box | None:
        """Return the box, or None for a stranger."""
        return find_box(self._connection, imei)

    def put(self, box: Box) -> None:
        """Store a box, replacing what was known of it."""
        self._obligation.changed("box")
        put_row(self._connection, boxes, _box_row(box))

    def of_same_car(self, imei: Imei) -> tuple[Imei, ...]:
        """Return the other boxes on record of this box's car, by IMEI."""
        return of_same_car(self._connection, imei)


class SqlContractRepository:
    """``ContractRepository`` in the table ``contracts``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def find(self, contract_id: ContractId) -> Contract | None:
        """Return the contract, or None."""
        row = self._connection.execute(select(contracts).where(contracts.c.contract_id == contract_id)).first()
        return None if row is None else contract_from(row)

    def put(self, contract: Contract) -> None:
        """Store a contract, replacing what was known of it."""
        self._obligation.changed("contract")
        put_row(self._connection, contracts, _contract_row(contract))


def find_box(connection: Connection, imei: Imei) -> Box | None:
    """Return the box on record, or None."""
    row = connection.execute(_BOX, {"imei": imei}).first()
    return None if row is None else box_from(row)


def of_same_car(connection: Connection, imei: Imei) -> tuple[Imei, ...]:
    """Return the other boxes on record of this box's car, by IMEI."""
    box = find_box(connection, imei)
    if box is None:
        return ()
    same = [boxes.c.contract_id == box.contract_id] if box.contract_id else []
    same += [boxes.c.plate == box.car.plate] if box.car else []
    if not same:
        return ()
    found = select(boxes).where(or_(*same), boxes.c.imei != imei).order_by(boxes.c.imei)
    others = map(box_from, connection.execute(found))
    return tuple(other.imei for other in others if box.is_in_car_of(other))


def box_from(row: AnyRow) -> Box:
    """Map a row of ``boxes``."""
    model = BoxModel(
        name=row.model_name,
        trace_rate_hz=row.trace_rate_hz,
        full_scale_g=row.full_scale_g,
        sae_x=Axis(row.sae_x),
        sae_y=Axis(row.sae_y),
        sae_z=Axis(row.sae_z),
    )
    car = None if row.plate is None else Car(row.plate, row.make_model, row.colour, row.propulsion)
    contract_id = None if row.contract_id is None else ContractId(row.contract_id)
    return Box(Imei(row.imei), model, car, contract_id)


def _box_row(box: Box) -> dict[str, object]:
    car, model = box.car, box.model
    return {
        "imei": box.imei,
        "model_name": model.name,
        "trace_rate_hz": model.trace_rate_hz,
        "full_scale_g": model.full_scale_g,
        "sae_x": model.sae_x.value,
        "sae_y": model.sae_y.value,
        "sae_z": model.sae_z.value,
        "plate": None if car is None else car.plate,
        "make_model": None if car is None else car.make_model,
        "colour": None if car is None else car.colour,
        "propulsion": None if car is None else car.propulsion,
        "contract_id": box.contract_id,
    }


def contract_from(row: AnyRow) -> Contract:
    """Map a row of ``contracts``."""
    driver = None
    if row.driver_name is not None:
        driver = _person(row.driver_name, row.driver_language, row.driver_mobile_e164, row.driver_second_e164)
    return Contract(
        contract_id=ContractId(row.contract_id),
        policy_number=row.policy_number,
        subscriber=_person(
            row.subscriber_name, row.subscriber_language, row.subscriber_mobile_e164, row.subscriber_second_e164
        ),
        driver=driver,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        contact_persons=tuple(_contact_person(one) for one in row.contact_persons or ()),
    )


def _person(name: str, language: str | None, mobile_e164: str | None, second_e164: str | None) -> Person:
    return Person(name, None if language is None else Language(language), mobile_e164, second_e164)


def _contact_person(stored: dict[str, Any]) -> ContactPerson:
    person = _person(stored["name"], stored["language"], stored["mobile_e164"], stored["second_e164"])
    return ContactPerson(person, Relation(stored["relation"]))


def _contract_row(contract: Contract) -> dict[str, object]:
    return {
        "contract_id": contract.contract_id,
        "policy_number": contract.policy_number,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "contact_persons": [_contact_row(one) for one in contract.contact_persons],
        **_person_row("subscriber", contract.subscriber),
        **_person_row("driver", contract.driver),
    }


def _person_row(prefix: str, person: Person | None) -> dict[str, object]:
    return {
        f"{prefix}_name": None if person is None else person.name,
        f"{prefix}_language": None if person is None else person.language,
        f"{prefix}_mobile_e164": None if person is None else person.mobile_e164,
        f"{prefix}_second_e164": None if person is None else person.second_e164,
    }


def _contact_row(contact: ContactPerson) -> dict[str, str | None]:
    person = contact.person
    return {
        "relation": contact.relation,
        "name": person.name,
        "language": person.language,
        "mobile_e164": person.mobile_e164,
        "second_e164": person.second_e164,
    }
