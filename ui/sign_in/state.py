"""What the sign-in page shows."""

from dataclasses import dataclass
from enum import StrEnum


class SignInMode(StrEnum):
    """Either somebody has an account, or the first administrator is made here."""

    SIGN_IN = "sign_in"
    FIRST_ACCOUNT = "first_account"


@dataclass(frozen=True, slots=True)
class SignInState:
    """The page. ``message`` is what went wrong last; empty = nothing. While ``is_busy`` the button is grey."""

    mode: SignInMode
    login: str
    message: str
    is_busy: bool


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """What was typed for the first account."""

    login: str
    name: str
    password: str
    repeated: str
    takes_calls: bool
