"""Every way a sign-in can end has a sentence, and the typed login stays."""

import pytest

from app.api.commands import CreateAccount, SignIn
from app.api.service import SessionInfo
from app.domain.account import Role
from tests.support.backend import FakeBackend
from tests.support.contract import a_session, an_account
from ui.ports import UnavailableReason
from ui.sign_in.presenter import SignInPresenter
from ui.sign_in.state import FirstAccount, SignInMode, SignInState


class View:
    def __init__(self) -> None:
        self.state = SignInState(SignInMode.SIGN_IN, "", "", is_busy=False)

    def show_state(self, state: SignInState) -> None:
        self.state = state


class Page:
    def __init__(self) -> None:
        self.view, self.backend = View(), FakeBackend()
        self.sessions: list[SessionInfo] = []
        self.presenter = SignInPresenter(self.view, self.backend, "desk-1", self.sessions.append)

    @property
    def state(self) -> SignInState:
        return self.view.state


@pytest.fixture
def page() -> Page:
    page = Page()
    page.presenter.start(has_accounts=True, login="an.verbeke")
    return page


def first(**changes: object) -> FirstAccount:
    typed = {"login": "admin", "name": "An", "password": "lang genoeg", "repeated": "lang genoeg", "takes_calls": True}
    return FirstAccount(**{**typed, **changes})  # type: ignore[arg-type]  # the names and types are the fields'


def test_signs_in_with_what_was_typed(page: Page) -> None:
    assert page.state == SignInState(SignInMode.SIGN_IN, "an.verbeke", "", is_busy=False)
    page.presenter.sign_in("an.verbeke", "geheim")
    assert page.state.is_busy
    command = page.backend.last.command
    assert isinstance(command, SignIn)
    assert (command.login, command.password.get_secret_value(), command.desk) == ("an.verbeke", "geheim", "desk-1")
    assert "geheim" not in repr(command)
    page.backend.last.done(a_session())
    assert page.sessions == [a_session()]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("signed_out", "Name or password is wrong. Try again."),
        ("wrong_password", "Name or password is wrong. Try again."),
        ("too_many_attempts", "Too many wrong passwords. Wait 30 seconds and try again."),
        ("account_inactive", "This account is no longer in use. Ask an administrator."),
        ("desk_version", "This desk is of another version than its service. Update the desk, then start it again."),
        ("never_heard_of", "Refused: never_heard_of. Nothing was changed."),
    ],
)
def test_a_refusal_is_said_beside_the_fields(page: Page, code: str, sentence: str) -> None:
    page.presenter.sign_in("an.verbeke", "fout")
    page.backend.last.refused(code, wait_s="30")
    assert page.state == SignInState(SignInMode.SIGN_IN, "an.verbeke", sentence, is_busy=False)
    assert page.sessions == []


def test_an_unreachable_service_is_said(page: Page) -> None:
    page.presenter.sign_in("an.verbeke", "geheim")
    page.backend.last.unavailable(UnavailableReason.NO_ANSWER)
    assert page.state.message == "The service does not answer. Nothing is known to have changed; try again."


@pytest.mark.parametrize(("login", "password"), [("", "x"), ("x", "")])
def test_empty_fields_ask_nobody(page: Page, login: str, password: str) -> None:
    page.presenter.sign_in(login, password)
    assert page.backend.asked == []
    assert page.state.message == "Type your name and your password."


def test_without_an_account_the_first_is_an_administrator_and_is_signed_in() -> None:
    page = Page()
    page.presenter.start(has_accounts=False, login="")
    assert page.state.mode is SignInMode.FIRST_ACCOUNT
    page.presenter.create_first(first())
    command = page.backend.last.command
    assert isinstance(command, CreateAccount)
    assert command.roles == (Role.ADMIN, Role.OPERATOR, Role.SUPERVISOR)
    page.backend.last.done(an_account(login="admin"))
    assert page.backend.names() == ["create_account", "sign_in"]
    page.backend.last.done(a_session())
    assert len(page.sessions) == 1


def test_an_administrator_who_takes_no_calls_is_only_that() -> None:
    page = Page()
    page.presenter.start(has_accounts=False, login="")
    page.presenter.create_first(first(takes_calls=False))
    command = page.backend.last.command
    assert isinstance(command, CreateAccount)
    assert command.roles == (Role.ADMIN,)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (first(login=""), "Type a login and the name that others will read."),
        (first(name=""), "Type a login and the name that others will read."),
        (first(password="kort", repeated="kort"), "The password needs at least 8 characters."),
        (first(repeated="lang genoet"), "The two passwords are not the same."),
    ],
)
def test_a_first_account_that_cannot_be_asks_nobody(typed: FirstAccount, sentence: str) -> None:
    page = Page()
    page.presenter.start(has_accounts=False, login="")
    page.presenter.create_first(typed)
    assert page.backend.asked == []
    assert page.state.message == sentence


def test_when_another_desk_was_first_this_one_signs_in() -> None:
    page = Page()
    page.presenter.start(has_accounts=False, login="")
    page.presenter.create_first(first())
    page.backend.last.refused("accounts_exist")
    assert page.state == SignInState(
        SignInMode.SIGN_IN, "admin", "There is an administrator already. Sign in.", is_busy=False
    )
