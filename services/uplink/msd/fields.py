"""A minimum set of data in the field names of ``python -m app decode``."""

from services.uplink.answers import Answer, Decoded, FieldValue
from services.uplink.msd.additional import AdditionalData, oid_text
from services.uplink.msd.messages import Msd, read_msd


def msd_fields(received: bytes) -> Answer:
    """Read one message.

    Raises:
        UplinkError: Its main structure cannot be trusted.
    """
    return Decoded(fields_of(read_msd(received)))


def fields_of(msd: Msd) -> dict[str, FieldValue]:
    """Return every field; what was not sent is None."""
    version_name = "id" if msd.version == 1 else "msdVersion"
    people_name = "numberOfPassengers" if msd.version in (1, 2) else "numberOfOccupants"
    return {
        version_name: msd.version,
        "knownVersion": msd.is_known_version,
        "messageIdentifier": msd.message_identifier,
        "automaticActivation": msd.automatic_activation,
        "testCall": msd.test_call,
        "positionCanBeTrusted": msd.position_can_be_trusted,
        "vehicleType": msd.vehicle_type,
        "vin": msd.vin,
        "propulsion": dict(msd.propulsion),
        "timestamp": msd.timestamp_s,
        "positionLatitude_mas": msd.latitude_mas,
        "positionLongitude_mas": msd.longitude_mas,
        "vehicleDirection_2deg": msd.direction_2deg,
        "recentVehicleLocationN1": _pair(msd.recent_n1),
        "recentVehicleLocationN2": _pair(msd.recent_n2),
        people_name: msd.people,
        "optionalAdditionalData": None if msd.additional is None else _additional(msd.additional),
    }


def _pair(delta: tuple[int, int] | None) -> FieldValue:
    return None if delta is None else list(delta)


def _additional(additional: AdditionalData) -> FieldValue:
    content = None
    if additional.content is not None:
        content = {name: _plain(value) for name, value in additional.content.items()}
    return {
        "oid_hex": None if additional.oid is None else additional.oid.hex(),
        "oid": None if additional.oid is None else oid_text(additional.oid),
        "data_hex": None if additional.data is None else additional.data.hex(),
        "content": content,
        "fault": additional.fault,
    }


def _plain(value: object) -> FieldValue:
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    assert value is None or isinstance(value, int | str), "the schema has numbers, flags and names only"
    return value
