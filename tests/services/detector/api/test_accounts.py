"""Accounts and sessions over the API: the first admin, the others, signing in and out, and what is kept of it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from app.domain.account import Role
from app.settings import Settings
from services.detector.api.application import PASSWORDS_AT_ONCE
from services.detector.passwords import Argon2Passwords
from tests.support.house import PASSWORD, SERVICE_TOKEN, Desk, House, a_house

FIRST = {"login": "an", "name": "An Verbeke", "roles": ["operator"], "password": PASSWORD}
SECOND = {"login": "jan", "name": "Jan", "roles": ["operator", "auditor"], "password": "another one"}


async def _sign_in(house: House, login: str = "an", password: str = PASSWORD) -> httpx.Response:
    return await house.desk().post("/v1/sessions", {"login": login, "password": password, "desk": "desk-1"})


async def test_the_first_account_needs_nobodys_leave_and_is_an_admins(house: House) -> None:
    answer = await house.desk().post("/v1/accounts", FIRST)
    assert answer.status_code == 200
    assert {**answer.json(), "account_id": ""} == {
        "account_id": "",
        "login": "an",
        "name": "An Verbeke",
        "roles": ["admin", "operator"],
    }
    refused = await house.desk().post("/v1/accounts", SECOND)
    assert (refused.status_code, refused.json()["code"]) == (409, "accounts_exist")


async def test_an_admin_makes_the_others(house: House) -> None:
    admin = house.person(Role.ADMIN)
    assert (await admin.post("/v1/accounts", SECOND)).json()["roles"] == ["auditor", "operator"]
    again = await admin.post("/v1/accounts", SECOND)
    assert (again.status_code, again.json()["code"]) == (409, "login_taken")
    listed = (await admin.get("/v1/accounts")).json()
    assert "jan" in {account["login"] for account in listed}
    assert all("password" not in key for account in listed for key in account)


async def test_two_desks_make_the_first_account_at_once_and_one_is_told_so(house: House) -> None:
    answers = await asyncio.gather(house.desk().post("/v1/accounts", FIRST), house.desk().post("/v1/accounts", SECOND))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_the_same_key_makes_one_account_and_the_second_hears_of_it(house: House) -> None:
    desk = house.desk()
    one = await desk.post("/v1/accounts", FIRST, key="k1")
    two = await desk.post("/v1/accounts", FIRST, key="k1")
    assert one.json() == two.json()
    other = await desk.post("/v1/accounts", SECOND, key="k1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_signing_in_opens_a_session_and_signing_out_ends_it(house: House) -> None:
    house.account("an", Role.OPERATOR)
    answer = await _sign_in(house)
    assert answer.status_code == 200
    session = answer.json()
    assert session["account"]["login"] == "an"
    desk = house.desk(session["token"])
    assert (await desk.get("/v1/queue")).status_code == 200
    assert (await desk.post("/v1/sessions/current/end")).status_code == 204
    after = await desk.get("/v1/queue")
    assert (after.status_code, after.json()["code"]) == (401, "signed_out")


async def test_a_session_ends_by_itself(house: House) -> None:
    desk = house.person(Role.OPERATOR)
    house.clock.advance(timedelta(hours=11, minutes=59))
    assert (await desk.get("/v1/queue")).status_code == 200
    house.clock.advance(timedelta(minutes=1))
    after = await desk.get("/v1/queue")
    assert (after.status_code, after.json()["code"]) == (401, "signed_out")


@pytest.mark.parametrize(("login", "password"), [("an", "wrong"), ("nobody", PASSWORD), ("", ""), ("an", "")])
async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    house: House, login: str, password: str
) -> None:
    house.account("an", Role.OPERATOR)
    answer = await _sign_in(house, login, password)
    assert (answer.status_code, answer.json()) == (403, {"code": "wrong_password", "detail": {}})


async def test_guessing_is_slowed_down_and_the_right_one_has_to_wait_too(house: House) -> None:
    house.account("an", Role.OPERATOR)
    for _ in range(5):
        await _sign_in(house, "an", "wrong")
    answer = await _sign_in(house)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    house.clock.advance(timedelta(seconds=int(answer.json()["detail"]["wait_s"])))
    assert (await _sign_in(house)).status_code == 200


async def test_in_training_the_token_of_the_service_signs_made_up_people_in(tmp_path: Path) -> None:
    async with a_house(tmp_path, is_training=True) as house:
        house.account("an", Role.OPERATOR)
        assert (await _sign_in(house, "an", SERVICE_TOKEN)).status_code == 200
        assert (await _sign_in(house, "nobody", SERVICE_TOKEN)).status_code == 403


async def test_outside_of_training_it_does_not(house: House) -> None:
    house.account("an", Role.OPERATOR)
    assert (await _sign_in(house, "an", SERVICE_TOKEN)).status_code == 403


async def test_neither_token_nor_password_is_kept(house: House, tmp_path: Path) -> None:
    await house.desk().post("/v1/accounts", FIRST)
    token = (await _sign_in(house)).json()["token"]
    house.parts.store.read(lambda reader: reader.any_account())
    files = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir() if file.is_file())
    assert b"An Verbeke" in files
    assert token.encode() not in files
    assert PASSWORD.encode() not in files
    assert SERVICE_TOKEN.encode() not in files


async def test_what_cannot_be_right_is_named_without_its_content(house: House) -> None:
    answer = await house.desk().post("/v1/accounts", {**FIRST, "password": "short", "nonsense": "secret"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert set(answer.json()["detail"]["fields"].split(", ")) == {"password", "nonsense"}
    assert "short" not in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe"])
async def test_garbage_is_refused(house: House, body: bytes) -> None:
    desk: Desk = house.desk()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}
    answer = await desk.client.post("/v1/sessions", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_fifty_desks_sign_in_at_once_two_passwords_at_a_time(tmp_path: Path) -> None:
    class Watched(Argon2Passwords):
        at_once = most = 0

        def is_right(self, password_hash: str | None, password: str) -> bool:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            try:
                return super().is_right(password_hash, password)
            finally:
                self.at_once -= 1

    passwords = Watched(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    async with a_house(tmp_path, passwords=passwords) as house:
        for number in range(50):
            house.account(f"p{number}", Role.OPERATOR)
        answers = await asyncio.gather(*(_sign_in(house, f"p{number}") for number in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert passwords.most <= PASSWORDS_AT_ONCE


async def test_a_session_says_whose_map_the_desk_may_ask(tmp_path: Path, house: House) -> None:
    house.account("an", Role.OPERATOR)
    assert (await _sign_in(house)).json()["map_tiles"] is None
    settings = Settings(map_tiles="https://maps.example/{z}/{x}/{y}.png", map_credit="© Centre")
    async with a_house(tmp_path / "other", settings=settings) as other:
        other.account("an", Role.OPERATOR)
        told = (await _sign_in(other)).json()["map_tiles"]
    assert told == {"address": "https://maps.example/{z}/{x}/{y}.png", "credit": "© Centre"}
