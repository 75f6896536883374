"""Signs a person in, or makes the first administrator of a fresh service and signs that one in.

The password lives in the two fields and in one request; it is kept nowhere. What went wrong is said beside the
fields, and the typed login stays.
"""

from collections.abc import Callable
from typing import Protocol

from pydantic import SecretStr

from app.api.commands import CreateAccount, SignIn
from app.api.service import AccountInfo, RefusalInfo, SessionInfo
from app.domain.account import Role
from app.i18n import _
from ui.errors import refusal_sentence, unavailable_sentence
from ui.ports import Reply, Sessions, Unavailable
from ui.sign_in.state import FirstAccount, SignInMode, SignInState

SHORTEST_PASSWORD = 8


class SignInView(Protocol):
    """The page."""

    def show_state(self, state: SignInState) -> None:
        """Paint it."""


class SignInPresenter:
    """Between the page and the service. ``signed_in`` is called once per sign-in."""

    def __init__(
        self, view: SignInView, sessions: Sessions, desk: str, signed_in: Callable[[SessionInfo], None]
    ) -> None:
        self._view = view
        self._sessions = sessions
        self._desk = desk
        self._signed_in = signed_in
        self._state = SignInState(SignInMode.SIGN_IN, login="", message="", is_busy=False)

    def start(self, *, has_accounts: bool, login: str, message: str = "") -> None:
        """Show the page; without any account it makes the first one."""
        mode = SignInMode.SIGN_IN if has_accounts else SignInMode.FIRST_ACCOUNT
        self._show(SignInState(mode, login, message, is_busy=False))

    def sign_in(self, login: str, password: str) -> None:
        """Sign in with what was typed."""
        if not login or not password:
            self._say(_("Type your name and your password."))
            return
        self._show(SignInState(self._state.mode, login, message="", is_busy=True))
        command = SignIn(login=login, password=SecretStr(password), desk=self._desk)
        self._sessions.sign_in(command, Reply(self._signed_in, self._on_refused, self._on_unavailable))

    def create_first(self, typed: FirstAccount) -> None:
        """Make the first account, an administrator's, and sign in with it."""
        trouble = trouble_with(typed)
        if trouble:
            self._say(trouble)
            return
        self._show(SignInState(SignInMode.FIRST_ACCOUNT, typed.login, message="", is_busy=True))
        roles = (Role.ADMIN, Role.OPERATOR, Role.SUPERVISOR) if typed.takes_calls else (Role.ADMIN,)
        command = CreateAccount(login=typed.login, name=typed.name, roles=roles, password=SecretStr(typed.password))

        def made(account: AccountInfo) -> None:
            self._show(SignInState(SignInMode.SIGN_IN, account.login, message="", is_busy=True))
            self.sign_in(account.login, typed.password)

        self._sessions.create_account(command, Reply(made, self._on_refused, self._on_unavailable))

    def _on_refused(self, refusal: RefusalInfo) -> None:
        if refusal.code == "accounts_exist":
            self._state = SignInState(SignInMode.SIGN_IN, self._state.login, message="", is_busy=False)
        # Before there is a session, "not signed in" can only mean login or password.
        code = "wrong_password" if refusal.code == "signed_out" else refusal.code
        self._say(refusal_sentence(RefusalInfo(code=code, detail=refusal.detail)))

    def _on_unavailable(self, unavailable: Unavailable) -> None:
        self._say(unavailable_sentence(unavailable))

    def _say(self, message: str) -> None:
        self._show(SignInState(self._state.mode, self._state.login, message, is_busy=False))

    def _show(self, state: SignInState) -> None:
        self._state = state
        self._view.show_state(state)


def trouble_with(typed: FirstAccount) -> str:
    """Say what is wrong with the typed first account; empty = nothing."""
    if not typed.login or not typed.name:
        return _("Type a login and the name that others will read.")
    if len(typed.password) < SHORTEST_PASSWORD:
        return _("The password needs at least {count} characters.").format(count=SHORTEST_PASSWORD)
    return "" if typed.password == typed.repeated else _("The two passwords are not the same.")
