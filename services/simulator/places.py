"""Where simulated cars crash: points on public roads, with the direction of travel."""

import math
from dataclasses import dataclass
from typing import Final

_METRES_A_DEGREE: Final = 111_195.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a road (WGS 84) and the way the traffic runs there, degrees from north."""

    latitude_deg: float
    longitude_deg: float
    heading_deg: int

    def behind(self, distance_m: float) -> "Spot":
        """Return where a car was that far before the spot, on a straight road."""
        angle = math.radians(self.heading_deg)
        north = -distance_m * math.cos(angle) / _METRES_A_DEGREE
        east = -distance_m * math.sin(angle) / (_METRES_A_DEGREE * math.cos(math.radians(self.latitude_deg)))
        return Spot(self.latitude_deg + north, self.longitude_deg + east, self.heading_deg)


BERTEM: Final = Spot(50.8601, 4.6234, 95)
"""E40 towards Liège."""
GHENT: Final = Spot(51.0300, 3.7200, 305)
NAMUR: Final = Spot(50.4560, 4.8520, 120)
ANTWERP: Final = Spot(51.1960, 4.4220, 20)
BASTOGNE: Final = Spot(50.0080, 5.7200, 150)
AACHEN: Final = Spot(50.8140, 6.1770, 80)
"""Outside Belgium."""
