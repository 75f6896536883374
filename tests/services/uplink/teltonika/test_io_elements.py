import pytest

from services.uplink.teltonika.io_elements import COMMON, HEAVY, IoTable, table_for


@pytest.mark.parametrize(
    ("model_name", "table"),
    [("Teltonika FMC650", COMMON), ("Teltonika fm3612", HEAVY), ("Teltonika FM5300", HEAVY), ("", COMMON)],
)
def test_the_family_is_in_the_name_of_the_model(model_name: str, table: IoTable) -> None:
    assert table_for(model_name) is table
