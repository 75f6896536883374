"""Who proved who they are gets a session; who did not leaves a trace, and learns nothing."""

from datetime import timedelta

import pytest

from app.domain.account import Account, DeskSession
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.errors import Refusal
from app.usecases.create_account import NO_PASSWORD
from app.usecases.sign_in import SignedIn, SignIn, sign_in, token_digest
from tests.app.usecases.people import Desk
from tests.support.builders import an_account

HASH = "$argon2id$right"


def has_account(desk: Desk, **changes: object) -> Account:
    account = an_account(**{"login": "An", "password_hash": HASH, **changes})
    desk.unit.accounts.accounts[account.account_id] = account
    return account


def code_of(answer: SignedIn | Refusal) -> str:
    assert isinstance(answer, Refusal)
    return answer.code


def test_a_proved_person_has_a_session(desk: Desk) -> None:
    account = has_account(desk)
    answer = sign_in(SignIn(" an", "desk-3", HASH), desk.unit, desk.clock, length=timedelta(hours=8))
    assert isinstance(answer, SignedIn)
    now = desk.clock.now()
    assert answer.account == account
    assert len(answer.session.session_id) == 32
    assert answer.session == DeskSession(
        answer.session.session_id,
        account.account_id,
        "desk-3",
        token_digest(answer.token),
        now,
        now + timedelta(hours=8),
    )
    assert desk.unit.accounts.find_session(token_digest(answer.token)) == answer.session
    record = desk.record(SYSTEM_CHAIN, AuditAction.SIGNED_IN)
    assert (record.actor, record.actor_name) == (account.account_id, account.name)
    assert record.facts == {"desk": "desk-3", "session_id": answer.session.session_id}


def test_the_token_is_long_new_and_stored_nowhere(desk: Desk) -> None:
    has_account(desk)
    tokens = set()
    for _ in range(2):
        answer = sign_in(SignIn("an", "desk-3", HASH), desk.unit, desk.clock)
        assert isinstance(answer, SignedIn)
        assert len(answer.token) >= 43
        assert answer.token not in repr(desk.all_there_is())
        tokens.add(answer.token)
    assert len(tokens) == 2


@pytest.mark.parametrize(
    ("login", "verified"),
    [("an", None), ("an", "$argon2id$of an older password"), ("An Vermeulen", HASH), ("", None)],
    ids=["wrong password", "changed meanwhile", "no such login", "no login"],
)
def test_a_refusal_is_kept_and_says_nothing_of_the_person(desk: Desk, login: str, verified: str | None) -> None:
    account = has_account(desk)
    answer = sign_in(SignIn(login, "desk-3", verified), desk.unit, desk.clock)
    assert code_of(answer) == "wrong_password"
    assert not desk.unit.accounts.sessions
    record = desk.record(SYSTEM_CHAIN, AuditAction.SIGN_IN_REFUSED)
    known = account.account_id if login == "an" else ""
    assert record.facts == {"desk": "desk-3", "code": "wrong_password", "account_id": known}
    assert (record.actor, record.actor_name, record.personal) == ("service", "", {})


def test_an_account_that_is_out_of_use_says_so_to_its_owner_only(desk: Desk) -> None:
    has_account(desk, is_active=False)
    assert code_of(sign_in(SignIn("an", "desk-3", HASH), desk.unit, desk.clock)) == "account_inactive"
    assert code_of(sign_in(SignIn("an", "desk-3", None), desk.unit, desk.clock)) == "wrong_password"


def test_in_training_the_token_of_the_service_is_the_password(desk: Desk) -> None:
    account = has_account(desk, password_hash=NO_PASSWORD)
    answer = sign_in(SignIn("an", "desk-3", verified_hash=None, by_token=True), desk.unit, desk.clock)
    assert isinstance(answer, SignedIn)
    assert answer.account == account
    nobody = sign_in(SignIn("piet", "desk-3", verified_hash=None, by_token=True), desk.unit, desk.clock)
    assert code_of(nobody) == "wrong_password"
