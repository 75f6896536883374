"""The ASN.1 of the minimum set of data (EN 15722) in own wording, one module for each version, for unaligned PER.

Public copies of the schema often lack extension markers, fields or the VIN alphabet and cannot read the standard's own
example; this one was written from the field layout and reads every vector we hold. Where the versions differ:

- 1: the message follows its version byte directly; six kinds of propulsion.
- 2: the message is wrapped in an OCTET STRING (see ``messages.py``: it is unwrapped by hand, because the wrapped bytes
  must be kept and read even when the wrapping is torn); ``otherStorage`` as seventh kind of propulsion.
- 3: both recent locations are mandatory, passengers become occupants, ten more vehicle types.

``MSDHead`` is not in the standard: it is the message cut behind its main structure, for messages whose additional data
is broken. asn1tools has no RELATIVE-OID; an OCTET STRING has the same form in PER.
"""

import re
from string import Template
from typing import Final

VERSIONS: Final = (1, 2, 3)
LATER: Final = "later"
"""Names of vehicle types that a later standard may add begin with this word."""

_VEHICLE_TYPES: Final = (
    "m1(1), m2(2), m3(3), n1(4), n2(5), n3(6), l1e(7), l2e(8), l3e(9), l4e(10), l5e(11), l6e(12), l7e(13)"
)
_MORE_VEHICLE_TYPES: Final = "o(14), r(15), s(16), t(17), g(18), sa(19), sb(20), sc(21), sd(22), other(23)"

_VEHICLE_TYPE_NUMBERS: Final = {
    name: int(number) for name, number in re.findall(r"(\w+)\((\d+)\)", f"{_VEHICLE_TYPES}, {_MORE_VEHICLE_TYPES}")
}
_LATER_VEHICLE_TYPES: Final = ", ".join(f"{LATER}{number}({number})" for number in range(24, 56))
"""Extension values are declared, because asn1tools refuses a whole message for one it does not know."""

_MODULE = Template("""
MSD DEFINITIONS AUTOMATIC TAGS ::= BEGIN
MSDMessage ::= SEQUENCE {
  msdStructure MSDStructure,
  optionalAdditionalData AdditionalData OPTIONAL,
  ...
}
MSDHead ::= SEQUENCE {
  isExtended BOOLEAN,
  hasAdditionalData BOOLEAN,
  msdStructure MSDStructure
}
MSDStructure ::= SEQUENCE {
  messageIdentifier INTEGER (0..255),
  control ControlType,
  vehicleIdentificationNumber VIN,
  vehiclePropulsionStorageType PropulsionStorage,
  timestamp INTEGER (0..4294967295),
  vehicleLocation VehicleLocation,
  vehicleDirection INTEGER (0..255),
  recentVehicleLocationN1 LocationDelta $delta,
  recentVehicleLocationN2 LocationDelta $delta,
  $people INTEGER (0..255) OPTIONAL,
  ...
}
ControlType ::= SEQUENCE {
  automaticActivation BOOLEAN,
  testCall BOOLEAN,
  positionCanBeTrusted BOOLEAN,
  vehicleType ENUMERATED { $vehicle_types, ..., $later_vehicle_types }
}
VIN ::= SEQUENCE {
  isowmi PrintableString (SIZE (3)) (FROM ("A".."H" | "J".."N" | "P" | "R".."Z" | "0".."9")),
  isovds PrintableString (SIZE (6)) (FROM ("A".."H" | "J".."N" | "P" | "R".."Z" | "0".."9")),
  isovisModelyear PrintableString (SIZE (1)) (FROM ("A".."H" | "J".."N" | "P" | "R".."Z" | "0".."9")),
  isovisSeqPlant PrintableString (SIZE (7)) (FROM ("A".."H" | "J".."N" | "P" | "R".."Z" | "0".."9"))
}
PropulsionStorage ::= SEQUENCE {
  gasolineTankPresent BOOLEAN DEFAULT FALSE,
  dieselTankPresent BOOLEAN DEFAULT FALSE,
  compressedNaturalGas BOOLEAN DEFAULT FALSE,
  liquidPropaneGas BOOLEAN DEFAULT FALSE,
  electricEnergyStorage BOOLEAN DEFAULT FALSE,
  hydrogenStorage BOOLEAN DEFAULT FALSE,
  $other_storage
  ...
}
VehicleLocation ::= SEQUENCE {
  positionLatitude INTEGER (-2147483648..2147483647),
  positionLongitude INTEGER (-2147483648..2147483647)
}
LocationDelta ::= SEQUENCE {
  latitudeDelta INTEGER (-512..511),
  longitudeDelta INTEGER (-512..511)
}
AdditionalData ::= SEQUENCE { oid OCTET STRING, data OCTET STRING }
END
""")


def module_text(version: int) -> str:
    """Return the ASN.1 module of a version, 1 to 3."""
    return _MODULE_TEXTS[version]


def _module_text(version: int) -> str:
    is_latest = version == VERSIONS[-1]
    return _MODULE.substitute(
        delta="" if is_latest else "OPTIONAL",
        people="numberOfOccupants" if is_latest else "numberOfPassengers",
        vehicle_types=f"{_VEHICLE_TYPES}, {_MORE_VEHICLE_TYPES}" if is_latest else _VEHICLE_TYPES,
        later_vehicle_types=_LATER_VEHICLE_TYPES,
        other_storage="" if version == VERSIONS[0] else "otherStorage BOOLEAN DEFAULT FALSE,",
    )


def vehicle_type_number(name: str) -> int | None:
    """Return the standard's number of a vehicle type (m1 = 1); None for one that no known standard has."""
    return _VEHICLE_TYPE_NUMBERS.get(name)


_MODULE_TEXTS: Final = {version: _module_text(version) for version in VERSIONS}
