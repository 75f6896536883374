"""Read a minimum set of data (EN 15722) of version 1, 2 or 3, and save what can be saved of a broken one.

Somebody may be lying in that car, so reading is strict where nothing is lost and forgiving where a place and a number
of people are at stake:

- The main structure is sound or the message is refused. A wrong VIN alphabet is the best sign of garbage (its 17
  six-bit codes use 33 of 64 values: noise passes once in 70,000 tries), so it is never forgiven.
- Additional data that is torn or unknown never costs the main structure; it is kept as bytes with a word on what is
  wrong.
- An unknown version is read by the newest known layout (the standard promises that later ones extend it); the caller
  sees ``is_known_version``.
- Padding behind the message is normal: the in-band modem always carries 140 bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.msd.additional import TORN, AdditionalData, read_additional
from services.uplink.msd.asn1 import DoesNotFitError, decode
from services.uplink.msd.schema import VERSIONS, module_text, vehicle_type_number

MAX_BYTES: Final = 140
POSITION_UNKNOWN: Final = 0x7FFF_FFFF
DIRECTION_UNKNOWN: Final = 255
PEOPLE_UNKNOWN: Final = 255

_LONG_LENGTH: Final = 0x80
_LENGTH_MASK: Final = 0x3F
_NEWEST: Final = VERSIONS[-1]

_Fields: TypeAlias = Mapping[str, Any]
"""A SEQUENCE as asn1tools gives it; the schema fixes the types."""


@dataclass(frozen=True, slots=True)
class Msd:
    """One minimum set of data, in the units of the standard.

    Attributes:
        raw: The bytes as received, version byte and padding included.
        vehicle_type: 1 = M1 ... 23 = other; None = a type no known version has.
        propulsion: Which energy the car carries, by the standard's names of its version.
        timestamp_s: Seconds since 1970, UTC.
        latitude_mas: Milliarcseconds, north positive; 0x7FFFFFFF = unknown.
        longitude_mas: Milliarcseconds, east positive; 0x7FFFFFFF = unknown.
        direction_2deg: Steps of two degrees from north; 255 = unknown.
        recent_n1: (north, east) from the position to where the car was before, units of 100 mas.
        recent_n2: The same from N1.
        people: Passengers (1, 2) or occupants (3); None = not sent; 255 = unknown.
        additional: Optional additional data; None = none.
    """

    raw: bytes
    version: int
    is_known_version: bool
    message_identifier: int
    automatic_activation: bool
    test_call: bool
    position_can_be_trusted: bool
    vehicle_type: int | None
    vin: str
    propulsion: Mapping[str, bool]
    timestamp_s: int
    latitude_mas: int
    longitude_mas: int
    direction_2deg: int
    recent_n1: tuple[int, int] | None
    recent_n2: tuple[int, int] | None
    people: int | None
    additional: AdditionalData | None


def read_msd(raw: bytes) -> Msd:
    """Read one message.

    Raises:
        UplinkError: Longer than the standard allows, torn inside the main structure, or not a minimum set of data.
    """
    if not raw:
        raise UplinkError(UplinkErrorCode.TRUNCATED, "an empty message", raw=raw)
    if len(raw) > MAX_BYTES:
        raise UplinkError(UplinkErrorCode.TOO_LONG, f"{len(raw)} bytes, at most {MAX_BYTES} are standard", raw=raw)
    version = raw[0]
    layout = version if version in VERSIONS else _NEWEST
    body = raw[1:] if layout == VERSIONS[0] else _unwrapped(raw)
    structure, additional = _structure(raw, body, layout)
    return _as_msd(raw, version, structure, additional)


def _unwrapped(raw: bytes) -> bytes:
    """Return the bytes inside the OCTET STRING, or as many of them as there are."""
    length, start = raw[1:2], 2
    if length and length[0] & _LONG_LENGTH:
        length, start = bytes([raw[1] & _LENGTH_MASK]) + raw[2:3], 3
    return raw[start : start + int.from_bytes(length)]


def _structure(raw: bytes, body: bytes, layout: int) -> tuple[_Fields, AdditionalData | None]:
    module = module_text(layout)
    try:
        message = decode(module, "MSDMessage", body)
    except DoesNotFitError:
        return _head(raw, body, module)
    found = message.get("optionalAdditionalData")
    return message["msdStructure"], None if found is None else read_additional(found["oid"], found["data"])


def _head(raw: bytes, body: bytes, module: str) -> tuple[_Fields, AdditionalData | None]:
    """Return the main structure of a message that is broken behind it."""
    try:
        head = decode(module, "MSDHead", body)
    except DoesNotFitError as fault:
        raise UplinkError(UplinkErrorCode.NOT_STANDARD, f"no minimum set of data: {fault}", raw=raw) from fault
    return head["msdStructure"], TORN if head["hasAdditionalData"] else None


def _as_msd(raw: bytes, version: int, structure: _Fields, additional: AdditionalData | None) -> Msd:
    control, vin = structure["control"], structure["vehicleIdentificationNumber"]
    location = structure["vehicleLocation"]
    return Msd(
        raw=raw,
        version=version,
        is_known_version=version in VERSIONS,
        message_identifier=structure["messageIdentifier"],
        automatic_activation=control["automaticActivation"],
        test_call=control["testCall"],
        position_can_be_trusted=control["positionCanBeTrusted"],
        vehicle_type=vehicle_type_number(control["vehicleType"]),
        vin=vin["isowmi"] + vin["isovds"] + vin["isovisModelyear"] + vin["isovisSeqPlant"],
        propulsion=structure["vehiclePropulsionStorageType"],
        timestamp_s=structure["timestamp"],
        latitude_mas=location["positionLatitude"],
        longitude_mas=location["positionLongitude"],
        direction_2deg=structure["vehicleDirection"],
        recent_n1=_delta(structure.get("recentVehicleLocationN1")),
        recent_n2=_delta(structure.get("recentVehicleLocationN2")),
        people=structure.get("numberOfPassengers", structure.get("numberOfOccupants")),
        additional=additional,
    )


def _delta(delta: Mapping[str, int] | None) -> tuple[int, int] | None:
    return None if delta is None else (delta["latitudeDelta"], delta["longitudeDelta"])
