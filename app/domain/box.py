"""A box, the model it is of, and the car it is in.

What a crash trace means depends on the model: AVL 257 carries neither sample rate nor full scale (``uplinks.md`` 2.2),
so both belong to the model and stay unknown when nobody entered them. An unknown rate gives no delta-v and no duration,
never a guess.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import ContractId, Imei
from app.domain.spelling import key_of


class Axis(StrEnum):
    """One signed axis of the sensor, in SAE J1733 words after mounting."""

    PLUS_X = "+x"
    MINUS_X = "-x"
    PLUS_Y = "+y"
    MINUS_Y = "-y"
    PLUS_Z = "+z"
    MINUS_Z = "-z"


@dataclass(frozen=True, slots=True)
class BoxModel:
    """What must be known of a device family to read its crash traces.

    Attributes:
        name: Maker and type, e.g. "Teltonika FMC640".
        trace_rate_hz: Samples a second of the crash trace; None = not known.
        full_scale_g: Largest acceleration the sensor can report; None = not known.
        sae_x: Which sensor axis is SAE J1733 x (forward) and with which sign. Teltonika: braking is +x, so "-x".
        sae_y: The same for y (right).
        sae_z: The same for z (down).
    """

    name: str
    trace_rate_hz: float | None
    full_scale_g: float | None
    sae_x: Axis = Axis.MINUS_X
    sae_y: Axis = Axis.PLUS_Y
    sae_z: Axis = Axis.MINUS_Z


@dataclass(frozen=True, slots=True)
class Car:
    """The insured vehicle as an operator reads it out."""

    plate: str
    make_model: str
    colour: str
    propulsion: str
    """One word of EN 15722's propulsion storage.

    One of gasoline, diesel, cng, lpg, electric, hydrogen, hybrid, other; empty = not known.
    """

    @property
    def key(self) -> str:
        """The plate however it is spelt; empty = not known."""
        return key_of(self.plate)


@dataclass(frozen=True, slots=True)
class Box:
    """A box on record. A stranger's IMEI has no ``Box`` and is refused at login."""

    imei: Imei
    model: BoxModel
    car: Car | None
    contract_id: ContractId | None

    def is_in_car_of(self, other: "Box") -> bool:
        """Whether both boxes are known to be in one car: of one plate, or of one contract where a plate is missing."""
        mine, theirs = (None if box.car is None else box.car.key for box in (self, other))
        if mine and theirs:
            return mine == theirs
        return self.contract_id is not None and self.contract_id == other.contract_id
