"""What is refused before anybody looks at it: other hosts, web pages, other versions, endless bodies."""

from collections.abc import AsyncIterator

import pytest

from app.api.version import API_HEADER
from app.domain.account import Role
from services.detector.api.guards import MOST_BODY_BYTES
from tests.support.house import HOST, House


@pytest.mark.parametrize("host", ["127.0.0.1:47011", "localhost:47011", "[::1]:47011"])
async def test_the_loopback_is_served_under_each_of_its_names(house: House, host: str) -> None:
    assert (await house.desk().get("/v1/health", Host=host)).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example:47011", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:47011", "", "127.0.0.1:47011@x"]
)
async def test_another_host_is_refused_whatever_the_token(house: House, host: str) -> None:
    answer = await house.desk().get("/v1/health", Host=host)
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_host")


async def test_two_hosts_are_refused(house: House) -> None:
    client = house.desk().client
    answer = await client.get("/v1/health", headers=[("Host", HOST), ("Host", "evil.example")])
    assert answer.status_code == 421


@pytest.mark.parametrize("origin", ["http://127.0.0.1:47011", "https://evil.example", "null", ""])
async def test_a_web_page_is_refused_even_one_of_this_machine(house: House, origin: str) -> None:
    answer = await house.desk().get("/v1/health", Origin=origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")


async def test_a_desk_of_another_version_is_told_so_and_still_gets_the_health(house: House) -> None:
    desk = house.person(Role.OPERATOR)
    answer = await desk.get("/v1/queue", **{API_HEADER: "0"})
    assert (answer.status_code, answer.json()) == (
        409,
        {"code": "desk_version", "detail": {"desk": "0", "service": "1"}},
    )
    assert (await desk.get("/v1/health", **{API_HEADER: "99"})).status_code == 200


async def test_a_program_that_names_no_version_is_served(house: House) -> None:
    client = house.person(Role.OPERATOR).client
    del client.headers[API_HEADER]
    assert (await client.get("/v1/queue")).status_code == 200


async def test_a_body_that_is_too_large_is_refused_and_changes_nothing(house: House) -> None:
    case = house.open_case()
    desk = house.person(Role.SUPERVISOR)
    answer = await desk.post(f"/v1/cases/{case.case_id}/notes", {"text": "x" * MOST_BODY_BYTES})
    assert answer.status_code == 413
    assert house.parts.store.read(lambda reader: reader.file(case.case_id)).notes == ()


async def test_an_endless_body_is_refused_too(house: House) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b"x" * 8192

    client = house.person(Role.OPERATOR).client
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = await client.post("/v1/claims/renew", content=endless(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/cases", "/v1/nothing", "/docs", "/redoc", "/v1/health/"])
async def test_what_does_not_exist_is_said_in_the_words_of_the_contract(house: House, path: str) -> None:
    answer = await house.desk().get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_get_where_a_post_belongs_changes_nothing(house: House) -> None:
    case = house.open_case()
    desk = house.person(Role.OPERATOR)
    answer = await desk.get(f"/v1/cases/{case.case_id}/views")
    assert (answer.status_code, answer.json()["code"]) == (405, "not_found")


async def test_no_get_route_writes_anything(house: House) -> None:
    case = house.open_case()
    desk = house.person(Role.SUPERVISOR, Role.ADMIN)
    await desk.post(f"/v1/cases/{case.case_id}/views")
    before = house.parts.store.read(lambda reader: (reader.last_event(), reader.file(case.case_id)))
    for path in ("/v1/queue", f"/v1/cases/{case.case_id}", f"/v1/ecalls/{case.ecall_ids[0]}/curve", "/v1/accounts"):
        assert (await desk.get(path)).status_code == 200, path
    assert house.parts.store.read(lambda reader: (reader.last_event(), reader.file(case.case_id))) == before
