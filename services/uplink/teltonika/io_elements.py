"""What the I/O numbers of a Teltonika device family mean.

The number of an element is not universal: 257 is the crash trace of most families and a two-byte measurement of
another. So each family has its table, and an element whose width is not the table's is somebody else's element and is
ignored. The table of a box is chosen by its model's name; a family missing here gets the common table, because all
boxes sold since 2018 share these numbers.

Not read: 24 (speed), which repeats what the head of the record says.

Source: the maker's public AVL id lists. 317 (crash counter) is by inference: it counts up by one for each crash.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Element:
    """One I/O element: its number and how wide its value is. Width 0 = variable."""

    number: int
    width: int


@dataclass(frozen=True, slots=True)
class IoTable:
    """The elements this product reads, by family. None = the family has no such element.

    Attributes:
        crash: 1 crash, 6 crash of an uncalibrated box, 2..5 trace of a crash (even = not calibrated).
        trace: XYZ triples, int16 big-endian, milli-g.
        axes: X, Y, Z of a single sample, int16, milli-g.
        external_voltage: Millivolts; ``battery_voltage`` too, ``battery_current`` milliamperes.
        odometer: Metres.
        harsh_kind: 1 acceleration, 2 braking, 3 cornering; ``harsh_value`` in hundredths of g.
    """

    crash: Element | None
    trace: Element | None
    crash_counter: Element | None
    alarm: Element | None
    unplugged: Element | None
    towing: Element | None
    ignition: Element | None
    movement: Element | None
    external_voltage: Element | None
    axes: tuple[Element, Element, Element] | None
    battery_voltage: Element | None = None
    battery_current: Element | None = None
    odometer: Element | None = None
    harsh_kind: Element | None = None
    harsh_value: Element | None = None


COMMON: Final = IoTable(
    crash=Element(247, 1),
    trace=Element(257, 0),
    crash_counter=Element(317, 0),
    alarm=Element(236, 1),
    unplugged=Element(252, 1),
    towing=Element(246, 1),
    ignition=Element(239, 1),
    movement=Element(240, 1),
    external_voltage=Element(66, 2),
    axes=(Element(17, 2), Element(18, 2), Element(19, 2)),
    battery_voltage=Element(67, 2),
    battery_current=Element(68, 2),
    odometer=Element(16, 4),
    harsh_kind=Element(253, 1),
    harsh_value=Element(254, 1),
)
"""FMB, FMC, FMM, FMT, FMU and FTX boxes."""

HEAVY: Final = IoTable(
    crash=None,
    trace=None,
    crash_counter=None,
    alarm=None,
    unplugged=None,
    towing=None,
    ignition=Element(239, 1),
    movement=Element(240, 1),
    external_voltage=Element(66, 2),
    axes=None,
)
"""FM36 and FM53 boxes of the codec 16 years: 256 to 286 are other measurements there and none is a crash."""

_BY_NAME: Final[Mapping[str, IoTable]] = MappingProxyType({"FM36": HEAVY, "FM53": HEAVY, "FM55": HEAVY})


def table_for(model_name: str) -> IoTable:
    """Return the table of a box model such as "Teltonika FMC640"."""
    for family, table in _BY_NAME.items():
        if family in model_name.upper():
            return table
    return COMMON
