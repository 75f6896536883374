import pytest

from services.uplink.msd.schema import VERSIONS, module_text, vehicle_type_number


@pytest.mark.parametrize("version", VERSIONS)
def test_versions_differ_where_the_standard_says(version: int) -> None:
    text = module_text(version)

    assert ("otherStorage" in text) is (version >= 2)
    assert ("numberOfOccupants" in text) is (version == 3)
    assert ("recentVehicleLocationN1 LocationDelta OPTIONAL" in text) is (version < 3)
    assert ("other(23)" in text) is (version == 3)


def test_vehicle_types_have_the_standards_numbers() -> None:
    names = ("m1", "l7e", "o", "other", "later24")

    assert [vehicle_type_number(name) for name in names] == [1, 13, 14, 23, None]
