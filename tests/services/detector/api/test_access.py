"""Who may ask what, on every route there is: a gate for each, and each role only where it belongs."""

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.api.queue import QueueSnapshot
from app.domain.account import Role
from app.persistence.tables import accounts
from app.persistence.unit_of_work import SqlUnitOfWork
from app.usecases.store import JobUnit
from services.detector.api.application import OpenDoor, create_app, gates_of, refuse_open_doors
from tests.support.builders import a_rejected
from tests.support.house import House

OPERATOR, SUPERVISOR, AUDITOR = Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR
ADMIN, INSTALLER = Role.ADMIN, Role.INSTALLER
EVERYBODY = frozenset(Role)
WORKERS = frozenset({OPERATOR, SUPERVISOR})
READERS = WORKERS | {AUDITOR}

MAY: dict[tuple[str, str], frozenset[Role]] = {
    ("GET", "/v1/health"): EVERYBODY,
    ("GET", "/openapi.json"): EVERYBODY,
    ("POST", "/v1/accounts"): frozenset({ADMIN}),
    ("GET", "/v1/accounts"): frozenset({ADMIN}),
    ("POST", "/v1/sessions"): frozenset(),
    ("POST", "/v1/sessions/current/end"): EVERYBODY,
    ("GET", "/v1/queue"): EVERYBODY,
    ("GET", "/v1/events"): EVERYBODY,
    ("POST", "/v1/cases/{case_id}/views"): READERS,
    ("GET", "/v1/cases/{case_id}"): READERS,
    ("GET", "/v1/ecalls/{ecall_id}/curve"): READERS,
    ("POST", "/v1/cases/{case_id}/claim"): WORKERS,
    ("POST", "/v1/cases/{case_id}/take-over"): WORKERS,
    ("POST", "/v1/cases/{case_id}/release"): WORKERS,
    ("POST", "/v1/claims/renew"): WORKERS,
    ("POST", "/v1/cases/{case_id}/calls"): WORKERS,
    ("POST", "/v1/cases/{case_id}/callers"): WORKERS,
    ("POST", "/v1/phone-cases"): WORKERS,
    ("POST", "/v1/phone-cases/car"): WORKERS,
    ("POST", "/v1/places/find"): WORKERS,
    ("POST", "/v1/callers/find"): WORKERS,
    ("POST", "/v1/calls/{call_id}/outcome"): WORKERS,
    ("POST", "/v1/numbers/read"): WORKERS,
    ("POST", "/v1/calls/{call_id}/by-hand"): WORKERS,
    ("POST", "/v1/calls/{call_id}/digits"): WORKERS,
    ("POST", "/v1/calls/{call_id}/hangup"): WORKERS,
    ("POST", "/v1/cases/{case_id}/call-backs"): WORKERS,
    ("POST", "/v1/cases/{case_id}/emergency-calls"): WORKERS,
    ("POST", "/v1/hand-overs/{hand_over_id}"): WORKERS,
    ("GET", "/v1/telephone"): WORKERS,
    ("POST", "/v1/telephone"): WORKERS,
    ("GET", "/v1/colleagues"): WORKERS,
    ("POST", "/v1/cases/{case_id}/offer"): WORKERS,
    ("POST", "/v1/cases/{case_id}/offer/accept"): WORKERS,
    ("POST", "/v1/cases/{case_id}/offer/decline"): WORKERS,
    ("POST", "/v1/cases/{case_id}/offer/withdraw"): WORKERS,
    ("GET", "/v1/gateways"): EVERYBODY,
    ("POST", "/v1/gateways/{channel}"): frozenset({ADMIN}),
    ("POST", "/v1/gateways/{channel}/clear"): frozenset({ADMIN}),
    ("POST", "/v1/gateways/{channel}/trials"): frozenset({ADMIN}),
    ("POST", "/v1/cases/{case_id}/language"): WORKERS,
    ("POST", "/v1/messages/{message_id}/sent-by-hand"): WORKERS,
    ("POST", "/v1/messages/{message_id}/cancel"): WORKERS,
    ("POST", "/v1/messages/{message_id}/by-hand"): WORKERS,
    ("POST", "/v1/messages/{message_id}/by-gateway"): WORKERS,
    ("POST", "/v1/orders/{order_id}/calls"): WORKERS,
    ("POST", "/v1/missed-calls/{missed_id}/done"): WORKERS,
    ("POST", "/v1/cases/{case_id}/messages"): WORKERS,
    ("POST", "/v1/cases/{case_id}/tow"): WORKERS,
    ("POST", "/v1/cases/{case_id}/answers"): WORKERS,
    ("POST", "/v1/cases/{case_id}/uses"): WORKERS,
    ("POST", "/v1/cases/{case_id}/uses/{use_id}/undo"): WORKERS,
    ("POST", "/v1/cases/{case_id}/hand-over"): WORKERS,
    ("POST", "/v1/cases/{case_id}/no-tow"): WORKERS,
    ("POST", "/v1/orders/{order_id}/state"): WORKERS,
    ("POST", "/v1/orders/{order_id}/disclosure"): WORKERS,
    ("GET", "/v1/cases/{case_id}/partners"): READERS,
    ("POST", "/v1/cases/{case_id}/orders"): WORKERS,
    ("POST", "/v1/orders/{order_id}/offer"): WORKERS,
    ("POST", "/v1/orders/{order_id}/stop"): WORKERS,
    ("POST", "/v1/orders/{order_id}/another"): WORKERS,
    ("POST", "/v1/orders/{order_id}/words"): WORKERS,
    ("POST", "/v1/cases/{case_id}/disclosures"): WORKERS,
    ("GET", "/v1/providers"): READERS | {ADMIN},
    ("POST", "/v1/providers"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/providers/import"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/cases/{case_id}/promises"): WORKERS,
    ("POST", "/v1/promises/{promise_id}/keep"): WORKERS,
    ("POST", "/v1/promises/{promise_id}/move"): WORKERS,
    ("POST", "/v1/promises/{promise_id}/withdraw"): WORKERS,
    ("POST", "/v1/cases/{case_id}/notes"): WORKERS,
    ("POST", "/v1/cases/{case_id}/priority"): WORKERS,
    ("POST", "/v1/cases/{case_id}/close"): WORKERS,
    ("POST", "/v1/cases/{case_id}/box-commands"): WORKERS,
    ("GET", "/v1/cases/{case_id}/box-commands"): READERS,
    ("POST", "/v1/boxes/{imei}/commands"): frozenset({ADMIN, INSTALLER}),
    ("GET", "/v1/boxes/{imei}/commands"): frozenset({ADMIN, INSTALLER}),
    ("GET", "/v1/boxes/{imei}/keys"): frozenset({ADMIN, INSTALLER}),
    ("POST", "/v1/boxes/{imei}/keys"): frozenset({ADMIN, INSTALLER}),
    ("POST", "/v1/boxes/{imei}/keys/retire"): frozenset({ADMIN, INSTALLER}),
    ("GET", "/v1/feeds"): frozenset({ADMIN}),
    ("POST", "/v1/feeds"): frozenset({ADMIN}),
    ("POST", "/v1/feeds/{feed_id}/close"): frozenset({ADMIN}),
    ("POST", "/v1/records/find"): frozenset(Role),
    ("POST", "/v1/search"): frozenset(Role),
    ("POST", "/v1/records/open"): frozenset(Role),
    ("POST", "/v1/records/mend"): WORKERS | {ADMIN, INSTALLER},
    ("GET", "/v1/imports/columns/{kind}"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/imports"): frozenset({SUPERVISOR, ADMIN}),
    ("GET", "/v1/imports/{import_id}"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/imports/{import_id}/parts"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/imports/{import_id}/check"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/imports/{import_id}/apply"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/imports/{import_id}/drop"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/intake/s2"): frozenset(),
    ("POST", "/v1/intake/msd"): frozenset(),
    ("GET", "/v1/quarantine"): frozenset({SUPERVISOR, ADMIN, AUDITOR}),
    ("POST", "/v1/quarantine/{uplink_id}/decode"): frozenset({SUPERVISOR, ADMIN}),
    ("POST", "/v1/quarantine/{uplink_id}/release"): frozenset({SUPERVISOR}),
    ("POST", "/v1/quarantine/{uplink_id}/views"): frozenset({SUPERVISOR}),
    ("GET", "/v1/outcomes"): frozenset({SUPERVISOR, AUDITOR}),
    ("GET", "/v1/outcomes/cases"): frozenset({SUPERVISOR, AUDITOR}),
}
FOR_A_DESK = {("GET", "/v1/health"), ("GET", "/openapi.json"), ("POST", "/v1/accounts"), ("POST", "/v1/sessions")}


async def _ask(house: House, token: str, route: tuple[str, str]) -> httpx.Response:
    method, path = route
    desk = house.desk(token)
    filled = "/".join("f" * 32 if part.startswith("{") else part for part in path.split("/"))
    return await (desk.get(filled, **{"Last-Event-ID": "999"}) if method == "GET" else desk.post(filled, {"x": 1}))


async def test_every_route_says_who_may_ask_and_it_is_this_table(house: House) -> None:
    declared = {(method, path): gate for method, path, gate in gates_of(house.app.routes)}
    assert {route: gate.roles for route, gate in declared.items() if gate is not None} == MAY
    assert {route for route, gate in declared.items() if gate is None or gate.admits_desk} == FOR_A_DESK


async def test_a_route_without_a_gate_stops_the_service(house: House) -> None:
    app = create_app(house.parts)

    @app.get("/v1/leak")
    def leak() -> str:
        return "everything"

    with pytest.raises(OpenDoor, match="GET /v1/leak"):
        refuse_open_doors(app.routes)


def test_a_plain_route_counts_too() -> None:
    app = FastAPI()  # /docs and /openapi.json are routes of the library, without any gate
    with pytest.raises(OpenDoor):
        refuse_open_doors(app.routes)


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_is_refused_where_it_does_not_belong(house: House, role: Role) -> None:
    signed_in = house.person(role).signed_in
    assert signed_in is not None
    for route, roles in MAY.items():
        if route == ("POST", "/v1/sessions/current/end"):
            continue
        answer = await _ask(house, signed_in.token, route)
        is_refused = answer.status_code == 403 and answer.json()["code"] == "forbidden"
        assert is_refused == (role not in roles), (route, role, answer.status_code)
        assert answer.status_code not in (401, 500), (route, role)


async def test_two_roles_may_what_either_may(house: House) -> None:
    both = house.person(ADMIN, OPERATOR)
    assert (await both.get("/v1/queue")).status_code == 200
    assert (await both.get("/v1/accounts")).status_code == 200


@pytest.mark.parametrize("role", list(Role))
async def test_rows_are_for_those_who_read_cases_and_the_others_get_none(house: House, role: Role) -> None:
    house.open_case()
    rejected = a_rejected()
    house.submit(lambda unit: unit.ecalls.put_rejected(rejected))
    answer = await house.person(role).get("/v1/queue")
    shown = QueueSnapshot.model_validate_json(answer.content)
    assert (len(shown.rows), len(shown.rejected)) == ((1, 1) if role in READERS else (0, 0))
    assert shown.cursor == house.parts.store.read(lambda reader: reader.last_event())


async def test_without_a_session_a_desk_gets_nothing_of_a_case(house: House) -> None:
    for route in MAY:
        answer = await _ask(house, house.parts.token, route)
        assert (answer.status_code == 401) == (route not in FOR_A_DESK), route


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic dTpw", "Bearer caf\u00e9"])
async def test_nobody_without_a_token_gets_anything(house: House, header: str) -> None:
    desk = house.desk()
    answer = await desk.client.get("/v1/health", headers={b"Authorization": header.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


async def test_a_token_in_the_address_is_no_token(house: House) -> None:
    desk = house.desk("wrong")
    for name in ("token", "access_token", "authorization"):
        assert (await desk.get(f"/v1/health?{name}={house.parts.token}")).status_code == 401


async def test_an_account_no_longer_in_use_is_signed_out(house: House) -> None:
    desk = house.person(OPERATOR)
    assert desk.signed_in is not None
    mine = accounts.c.account_id == desk.signed_in.account.account_id

    def deactivate(unit: JobUnit) -> None:  # no use case does this yet
        assert isinstance(unit, SqlUnitOfWork)
        unit.accounts._connection.execute(update(accounts).where(mine).values(is_active=False))

    house.submit(deactivate)
    assert (await desk.get("/v1/queue")).json()["code"] == "signed_out"
