"""Rows of ``boxes`` and ``contracts``, to and from the domain.

Contact persons are a list in the contract's own row: they are read and written with it, and asked for by nothing else.
"""

from typing import Any

from app.domain.box import Axis, Box, BoxModel, Car
from app.domain.ids import ContractId, Imei
from app.domain.spelling import key_of
from app.domain.subscription import Address, ContactPerson, Contract, Cover, Language, Person, Relation
from app.persistence.rows import AnyRow


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


def box_row(box: Box) -> dict[str, object]:
    """Return the row of a box; ``plate_key`` is what two spellings of one plate share."""
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
        "plate_key": None if car is None else key_of(car.plate),
    }


def contract_from(row: AnyRow) -> Contract:
    """Map a row of ``contracts``."""
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
        address=_address(row.street, row.postcode, row.municipality),
        car=None if row.car is None else Car(**row.car),
        covers=None if row.covers is None else frozenset(Cover(one) for one in row.covers),
    )


def _person(name: str, language: str | None, mobile_e164: str | None, second_e164: str | None) -> Person:
    return Person(name, None if language is None else Language(language), mobile_e164, second_e164)


def _car_row(car: Car) -> dict[str, str]:
    return {"plate": car.plate, "make_model": car.make_model, "colour": car.colour, "propulsion": car.propulsion}


def _address(street: str | None, postcode: str | None, municipality: str | None) -> Address | None:
    if street is None and postcode is None and municipality is None:
        return None
    return Address(street or "", postcode or "", municipality or "")


def _contact_person(stored: dict[str, Any]) -> ContactPerson:
    person = _person(stored["name"], stored["language"], stored["mobile_e164"], stored["second_e164"])
    return ContactPerson(person, Relation(stored["relation"]))


def contract_row(contract: Contract) -> dict[str, object]:
    """Return the row of a contract."""
    return {
        "contract_id": contract.contract_id,
        "policy_number": contract.policy_number,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "contact_persons": [_contact_row(one) for one in contract.contact_persons],
        "street": None if contract.address is None else contract.address.street,
        "postcode": None if contract.address is None else contract.address.postcode,
        "municipality": None if contract.address is None else contract.address.municipality,
        "car": None if contract.car is None else _car_row(contract.car),
        "plate_key": None if contract.car is None else key_of(contract.car.plate),
        "covers": None if contract.covers is None else sorted(contract.covers),
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
