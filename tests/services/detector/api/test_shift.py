"""A shift handed over between two desks of one service: offered, seen, accepted or declined by name, audited."""

from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.ids import CaseId
from tests.support.house import Desk, House


async def row_of(desk: Desk, case_id: CaseId) -> dict[str, object]:
    rows = (await desk.get("/v1/queue")).json()["rows"]
    found: dict[str, object] = next(row for row in rows if row["case_id"] == case_id)
    return found


async def claimed(house: House) -> tuple[Desk, Desk, Case]:
    an = house.person(Role.OPERATOR, name="An", at="desk-1")
    bo = house.person(Role.OPERATOR, name="Bo", at="desk-2")
    case = house.open_case()
    assert (await an.post(f"/v1/cases/{case.case_id}/claim")).status_code == 200
    return an, bo, case


def account_of(desk: Desk) -> str:
    assert desk.signed_in is not None
    return desk.signed_in.account.account_id


async def test_a_shift_changes_hands(house: House) -> None:
    an, bo, case = await claimed(house)
    path = f"/v1/cases/{case.case_id}"
    assert (await an.post(f"{path}/offer", {"to": account_of(bo)})).status_code == 204
    seen = await row_of(bo, case.case_id)
    assert seen["offer"] is not None
    offer = seen["offer"]
    assert isinstance(offer, dict)
    assert (offer["by"], offer["by_desk"], offer["to_id"]) == ("An", "desk-1", account_of(bo))
    assert isinstance(seen["claim"], dict)
    assert seen["claim"]["name"] == "An"  # until it is accepted
    assert (await an.post(f"{path}/notes", {"text": "his wife waits at home"})).status_code == 200
    assert (await bo.post(f"{path}/offer/accept", key="k")).status_code == 204
    assert (await bo.post(f"{path}/offer/accept", key="k")).status_code == 204
    after = await row_of(an, case.case_id)
    assert isinstance(after["claim"], dict)
    assert (after["claim"]["name"], after["claim"]["desk"], after["offer"]) == ("Bo", "desk-2", None)
    detail = (await bo.post(f"{path}/views")).json()
    assert [note["text"] for note in detail["notes"]] == ["his wife waits at home"]
    entries = house.submit(lambda unit: unit.audit.of_chain(case.case_id))
    told = [(one.record.action, one.record.actor_name) for one in entries]
    assert (AuditAction.SHIFT_OFFERED, "An") in told
    assert told.count((AuditAction.SHIFT_ACCEPTED, "Bo")) == 1


async def test_a_no_is_seen_where_it_came_from_and_the_offer_can_be_taken_back(house: House) -> None:
    an, bo, case = await claimed(house)
    path = f"/v1/cases/{case.case_id}/offer"
    await an.post(path, {"to": account_of(bo)})
    assert (await bo.post(f"{path}/decline")).status_code == 204
    declined = (await row_of(an, case.case_id))["offer"]
    assert isinstance(declined, dict)
    assert declined["declined_at"] is not None
    assert (await an.post(f"{path}/withdraw")).status_code == 204
    assert (await row_of(an, case.case_id))["offer"] is None
    refused = await bo.post(f"{path}/accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_offered")


async def test_only_whoever_works_on_cases_hands_over(house: House) -> None:
    _an, bo, case = await claimed(house)
    path = f"/v1/cases/{case.case_id}/offer"
    assert (await bo.post(path, {"to": account_of(bo)})).json()["code"] == "not_yours"
    for role in (Role.ADMIN, Role.INSTALLER, Role.AUDITOR):
        person = house.person(role, name=role.value)
        assert (await person.post(f"{path}/accept")).status_code == 403
        assert (await person.get("/v1/colleagues")).status_code == 403


async def test_colleagues_are_those_who_may_take_cases_with_their_desks(house: House) -> None:
    an = house.person(Role.OPERATOR, name="An", at="desk-1")
    bo = house.person(Role.SUPERVISOR, name="Bo", at="desk-2")
    house.person(Role.OPERATOR, name="Ada")
    house.person(Role.ADMIN, name="Root")
    assert bo.signed_in is not None
    digest = bo.signed_in.session.token_digest
    session = house.submit(lambda unit: unit.accounts.find_session(digest))
    assert session is not None
    with house.app.state.feed.seats.taken(session):
        found = (await an.get("/v1/colleagues")).json()
    assert [(one["name"], one["desk"]) for one in found] == [("Bo", "desk-2"), ("Ada", "")]
