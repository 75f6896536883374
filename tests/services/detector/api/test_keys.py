"""Keys over the API: who may, what comes back, and that a key stands nowhere in clear."""

from app.domain.account import Role
from app.domain.device_key import KeyState
from app.usecases.actor import SERVICE
from app.usecases.register_box import RegisterBox, register_box
from tests.support.builders import NOON, a_box
from tests.support.house import House
from tests.support.s2_box import BOX

KEYS = f"/v1/boxes/{BOX}/keys"
GIVEN = "ab" * 32


def with_box(house: House) -> None:
    register = RegisterBox(SERVICE, a_box(imei=BOX, car=None, contract_id=None))
    house.submit(lambda unit: register_box(register, unit, house.clock))


async def test_a_key_is_issued_once_and_opens_the_boxs_frames(house: House) -> None:
    with_box(house)
    installer = house.person(Role.INSTALLER)
    one = await installer.post(KEYS, {}, key="k")
    two = await installer.post(KEYS, {}, key="k")
    assert one.status_code == 200
    assert one.json() == two.json()
    assert (one.json()["imei"], one.json()["key_id"]) == (BOX, 1)
    keys = house.submit(lambda unit: unit.device_keys.of_box(BOX))
    assert [house.parts.vault.unseal(key).hex() for key in keys] == [one.json()["root_hex"]]
    again = await installer.post(KEYS, {})
    assert (again.status_code, again.json()["code"]) == (409, "key_exists")


async def test_a_rotation_from_end_to_end(house: House) -> None:
    with_box(house)
    admin = house.person(Role.ADMIN)
    assert (await admin.post(KEYS, {"rotation": True})).json()["code"] == "no_key_yet"
    assert (await admin.post(KEYS, {"root_hex": GIVEN})).json()["root_hex"] == GIVEN
    assert (await admin.post(KEYS, {"rotation": True})).json()["key_id"] == 2
    assert (await admin.post(KEYS, {"rotation": True})).json()["code"] == "rotation_running"
    assert (await admin.post(f"{KEYS}/retire")).json()["code"] == "new_key_unused"
    house.submit(lambda unit: unit.device_keys.note_used(BOX, 2, NOON))
    assert (await admin.post(f"{KEYS}/retire")).json()["key_id"] == 1
    listed = (await admin.get(KEYS)).json()
    assert [(one["key_id"], one["state"]) for one in listed] == [(1, KeyState.RETIRED), (2, KeyState.ACTIVE)]
    assert all("sealed" not in one and "root_hex" not in one for one in listed)


async def test_what_cannot_be_meant_is_refused(house: House) -> None:
    admin = house.person(Role.ADMIN)
    assert (await admin.post(KEYS, {})).status_code == 404
    assert (await admin.get(KEYS)).status_code == 404
    with_box(house)
    for wrong in ("z" * 64, "ab", 7):
        answer = await admin.post(KEYS, {"root_hex": wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert "zz" not in answer.text
    assert (await admin.get("/v1/boxes/notanimei/keys")).status_code == 422


async def test_no_key_stands_in_the_database_the_log_or_the_audit(house: House) -> None:
    with_box(house)
    await house.person(Role.ADMIN).post(KEYS, {"root_hex": GIVEN})
    folder = house.parts.store._file.parent  # type: ignore[attr-defined]  # the files themselves are what is looked at
    everything = b"".join(file.read_bytes() for file in folder.glob("desk.sqlite3*"))
    assert bytes.fromhex(GIVEN) not in everything
    assert GIVEN.encode() not in everything
