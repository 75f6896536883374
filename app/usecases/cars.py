"""Which car a case is about, when it is not a box that says so.

A box on record says it best. A case by phone may know its car only from the contract that was chosen for it, or from
the plate that somebody said; what two cases call by one plate is one car, and one car never has two trucks.
"""

from app.domain.box import Box, Car
from app.domain.case import Case
from app.domain.subscription import Contract


def car_of(case: Case, box: Box | None, contract: Contract | None) -> Car | None:
    """Return the car; None = nothing is known of it."""
    if box is not None and box.car is not None:
        return box.car
    plate = "" if case.report is None else case.report.plate
    if contract is not None and contract.car is not None and (not plate or contract.car.key == _told(plate).key):
        return contract.car
    return _told(plate) if plate else None


def _told(plate: str) -> Car:
    return Car(plate=plate, make_model="", colour="", propulsion="")
