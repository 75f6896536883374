"""The optional additional data of a minimum set of data: two known kinds, and bytes.

What it carries is named by an object identifier. Known are 8.1 (Euro NCAP TB 040: where the car was hit, rollover,
delta-v) and 1.4.1 / 1.4.2 (ERA-GLONASS, GOST 33464: crash severity as ASI15 times 100, self-test, kind of crash). In
ERA-GLONASS every flag is itself optional: not sent is not the same as "no". The coordinate system of 1.4.2 is kept as
its two bits. Anything else, and anything torn, stays bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.uplink.msd.asn1 import DoesNotFitError, decode

EURO_NCAP: Final = "8.1"
ERA_GLONASS: Final = ("1.4.1", "1.4.2")

_SELF_TEST: Final = (
    "micConnectionFailure",
    "micFailure",
    "rightSpeakerFailure",
    "leftSpeakerFailure",
    "speakersFailure",
    "ignitionLineFailure",
    "uimFailure",
    "statusIndicatorFailure",
    "batteryFailure",
    "batteryVoltageLow",
    "crashSensorFailure",
    "firmwareImageCorruption",
    "commModuleInterfaceFailure",
    "gnssReceiverFailure",
    "raimProblem",
    "gnssAntennaFailure",
    "commModuleFailure",
    "eventsMemoryOverflow",
    "crashProfileMemoryOverflow",
    "otherCriticalFailures",
    "otherNotCriticalFailures",
)
_CRASH_KINDS: Final = (
    "crashFront",
    "crashLeft",
    "crashRight",
    "crashRear",
    "crashRollover",
    "crashSide",
    "crashFrontOrSide",
    "crashAnotherType",
)


@dataclass(frozen=True, slots=True)
class AdditionalData:
    """Additional data as far as it could be read.

    Attributes:
        oid: The content bytes of the relative object identifier; None = torn.
        data: The content bytes; None = torn.
        content: Known kinds by the standards' names; None = unknown kind or unreadable.
        fault: "torn", "unreadable" or None.
    """

    oid: bytes | None
    data: bytes | None
    content: "Mapping[str, Content] | None"
    fault: str | None


TORN: Final = AdditionalData(None, None, None, "torn")
"""Announced, but not all there."""

Content = int | bool | str | Mapping[str, int | bool]


def oid_text(oid: bytes) -> str:
    """Return a relative object identifier as numbers with dots; base 128, high bit = more bytes follow."""
    numbers, value = [], 0
    for byte in oid:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(str(value))
            value = 0
    return ".".join(numbers)


def read_additional(oid: bytes, data: bytes) -> AdditionalData:
    """Read additional data by its identifier; never fails."""
    type_name = _TYPES.get(oid_text(oid))
    if type_name is None:
        return AdditionalData(oid, data, None, None)
    try:
        content = decode(_MODULE, type_name, data)
    except DoesNotFitError:
        return AdditionalData(oid, data, None, "unreadable")
    return AdditionalData(oid, data, content, None)


def _flags(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} BOOLEAN OPTIONAL" for name in names)


_TYPES: Final = {EURO_NCAP: "Incident", ERA_GLONASS[0]: "EraGlonass1", ERA_GLONASS[1]: "EraGlonass2"}

_MODULE: Final = f"""
ADDITIONAL DEFINITIONS AUTOMATIC TAGS ::= BEGIN
Incident ::= SEQUENCE {{
  locationOfImpact ENUMERATED {{ unknown, none, front, rear, driverSide, nonDriverSide, other, ... }},
  rolloverDetected BOOLEAN OPTIONAL,
  deltaV SEQUENCE {{
    rangeLimit INTEGER (100..255),
    deltaVX INTEGER (-255..255),
    deltaVY INTEGER (-255..255),
    ...
  }},
  ...
}}
EraGlonass1 ::= SEQUENCE {{
  crashSeverity INTEGER (0..2047) OPTIONAL,
  diagnosticResult SelfTest OPTIONAL,
  crashInfo CrashKinds OPTIONAL,
  ...
}}
EraGlonass2 ::= SEQUENCE {{
  crashSeverity INTEGER (0..2047) OPTIONAL,
  diagnosticResult SelfTest OPTIONAL,
  crashInfo CrashKinds OPTIONAL,
  coordinateSystemType INTEGER (0..3) OPTIONAL,
  ...
}}
SelfTest ::= SEQUENCE {{ {_flags(_SELF_TEST)} }}
CrashKinds ::= SEQUENCE {{ {_flags(_CRASH_KINDS)} }}
END
"""
