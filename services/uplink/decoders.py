"""Every format this product reads, by the name it has on the command line."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.uplink.answers import Decoder
from services.uplink.msd.fields import msd_fields
from services.uplink.s2.fields import s2_fields
from services.uplink.teltonika.fields import login_fields, tcp_fields, udp_fields

DECODERS: Final[Mapping[str, Decoder]] = MappingProxyType(
    {
        "teltonika-tcp": tcp_fields,
        "teltonika-udp": udp_fields,
        "teltonika-imei": login_fields,
        "ecall-msd": msd_fields,
        "s2": s2_fields,
    }
)
