import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.msd.additional import TORN
from services.uplink.msd.messages import Msd, read_msd
from services.uplink.msd.schema import VERSIONS
from tests.support.msd import VIN_SYMBOLS, AnMsd

KINDS = [
    "gasolineTankPresent",
    "dieselTankPresent",
    "compressedNaturalGas",
    "liquidPropaneGas",
    "electricEnergyStorage",
    "hydrogenStorage",
    "otherStorage",
]
DELTAS = st.tuples(st.integers(-512, 511), st.integers(-512, 511))


def messages(version: int) -> st.SearchStrategy[AnMsd]:
    deltas = DELTAS if version == 3 else st.none() | DELTAS
    return st.builds(
        AnMsd,
        version=st.just(version),
        identifier=st.integers(0, 255),
        automatic=st.booleans(),
        test_call=st.booleans(),
        trusted=st.booleans(),
        vehicle_type=st.integers(1, 23 if version == 3 else 13),
        vin=st.text(VIN_SYMBOLS, min_size=17, max_size=17),
        propulsion=st.integers(0, 127) if version > 1 else st.integers(0, 63).map(lambda bits: bits << 1),
        timestamp_s=st.integers(0, 2**32 - 1),
        latitude_mas=st.integers(-(2**31), 2**31 - 1),
        longitude_mas=st.integers(-(2**31), 2**31 - 1),
        direction=st.integers(0, 255),
        n1=deltas,
        n2=deltas,
        people=st.none() | st.integers(0, 255),
        additional=st.none() | st.tuples(st.just(b"\x01\x02\x7d"), st.binary(max_size=90)),
    )


def assert_as_sent(read: Msd, sent: AnMsd) -> None:
    names = KINDS[:6] if sent.version == 1 else KINDS
    assert read == Msd(
        raw=sent.write(),
        version=sent.version,
        is_known_version=True,
        message_identifier=sent.identifier,
        automatic_activation=sent.automatic,
        test_call=sent.test_call,
        position_can_be_trusted=sent.trusted,
        vehicle_type=sent.vehicle_type,
        vin=sent.vin,
        propulsion={name: bool(sent.propulsion >> 6 - at & 1) for at, name in enumerate(names)},
        timestamp_s=sent.timestamp_s,
        latitude_mas=sent.latitude_mas,
        longitude_mas=sent.longitude_mas,
        direction_2deg=sent.direction,
        recent_n1=sent.n1,
        recent_n2=sent.n2,
        people=sent.people,
        additional=read.additional,
    )
    if sent.additional is None:
        assert read.additional is None
    else:
        assert read.additional is not None
        assert (read.additional.oid, read.additional.data) == sent.additional


@pytest.mark.parametrize("version", VERSIONS)
def test_every_field_of_every_version_is_read_as_sent(version: int) -> None:
    @given(messages(version))
    def check(sent: AnMsd) -> None:
        assert_as_sent(read_msd(sent.write()), sent)

    check()


def test_padding_behind_the_message_is_ignored() -> None:
    for version in VERSIONS:
        sent = AnMsd(version=version)
        padded = sent.write().ljust(140, b"\x00")
        read = read_msd(padded)

        assert read.vin == sent.vin
        assert read.raw == padded


def test_a_message_of_more_than_127_bytes_has_a_long_length() -> None:
    sent = AnMsd(additional=(b"\x07", bytes(range(94))))

    assert len(sent.message()) > 127
    assert_as_sent(read_msd(sent.write()), sent)


@pytest.mark.parametrize("version", [0, 4, 250])
def test_an_unknown_version_is_read_by_the_newest_layout(version: int) -> None:
    read = read_msd(bytes([version]) + AnMsd(version=3).write()[1:])

    assert (read.vin, read.version, read.is_known_version) == (AnMsd().vin, version, False)


@pytest.mark.parametrize("version", VERSIONS)
def test_torn_additional_data_does_not_cost_the_main_structure(version: int) -> None:
    sent = AnMsd(version=version, additional=(b"\x01\x04\x02", bytes(40)))
    read = read_msd(sent.write()[:-30])

    assert read.additional == TORN
    assert (read.vin, read.latitude_mas, read.people) == (sent.vin, sent.latitude_mas, sent.people)


def test_a_broken_extension_does_not_cost_the_main_structure() -> None:
    sent = AnMsd(version=1)
    raw = bytearray(sent.write())
    raw[1] |= 0x80

    read = read_msd(bytes(raw))
    assert (read.vin, read.additional) == (sent.vin, None)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_message_torn_in_its_main_structure_is_refused(version: int) -> None:
    whole = AnMsd(version=version).write()
    for length in range(len(whole) - 1):
        with pytest.raises(UplinkError) as refused:
            read_msd(whole[:length])
        assert refused.value.code in (UplinkErrorCode.NOT_STANDARD, UplinkErrorCode.TRUNCATED)
        assert refused.value.raw == whole[:length]


def test_a_vin_outside_its_alphabet_is_garbage() -> None:
    raw = bytearray(AnMsd(version=1).write())
    raw[5:8] = b"\xff\xff\xff"

    with pytest.raises(UplinkError) as refused:
        read_msd(bytes(raw))

    assert refused.value.code is UplinkErrorCode.NOT_STANDARD


def test_more_than_the_standard_allows_is_refused() -> None:
    with pytest.raises(UplinkError) as refused:
        read_msd(AnMsd().write().ljust(141, b"\x00"))

    assert refused.value.code is UplinkErrorCode.TOO_LONG


@pytest.mark.parametrize("version", VERSIONS)
def test_a_vehicle_type_of_the_future_is_unknown(version: int) -> None:
    read = read_msd(AnMsd(version=version, vehicle_type=24).write())

    assert read.vehicle_type is None
    assert read.vin == AnMsd().vin


@given(st.integers(0, 5), st.binary(max_size=139))
def test_garbage_is_read_or_refused(version: int, body: bytes) -> None:
    try:
        assert read_msd(bytes([version]) + body).vin.isalnum()
    except UplinkError:
        return


@given(st.sampled_from(VERSIONS), st.data())
def test_a_damaged_message_is_read_or_refused(version: int, data: st.DataObject) -> None:
    raw = bytearray(AnMsd(version=version, additional=(b"\x08\x01", b"\x08\x32\xd2\x84\x80")).write())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_msd(bytes(raw))
    except UplinkError:
        return


@pytest.mark.parametrize("length", [b"\x10", b"\x80\x10"])
def test_bytes_behind_the_announced_length_are_not_part_of_the_message(length: bytes) -> None:
    with pytest.raises(UplinkError):
        read_msd(b"\x02" + length + AnMsd().message())
