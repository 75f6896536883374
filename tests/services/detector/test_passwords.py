"""Passwords cannot be read back, and a stranger takes as long as a friend."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type
from argon2.profiles import RFC_9106_LOW_MEMORY

from app.usecases.create_account import NO_PASSWORD
from services.detector.passwords import Argon2Passwords

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class CountingHasher(PasswordHasher):
    """Counts the comparisons it was made to do in earnest."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's name
        if str(hash).startswith("$argon2id$"):
            self.compared.append(hash)
        return super().verify(hash, password)


def test_only_the_right_password_opens() -> None:
    passwords = Argon2Passwords(CHEAP)
    stored = passwords.hash("geheim wachtwoord é")
    assert stored.startswith("$argon2id$")
    assert "geheim" not in stored
    assert passwords.is_right(stored, "geheim wachtwoord é")
    assert not passwords.is_right(stored, "geheim wachtwoord e")
    assert passwords.hash("geheim wachtwoord é") != stored


@pytest.mark.parametrize("stored", [None, NO_PASSWORD, "", "$argon2id$v=19$torn"])
@pytest.mark.parametrize("password", ["geheim", "", NO_PASSWORD])
def test_without_a_hash_nothing_is_right_and_the_work_is_done_all_the_same(stored: str | None, password: str) -> None:
    hasher = CountingHasher()
    passwords = Argon2Passwords(hasher)
    assert not passwords.is_right(stored, password)
    assert hasher.compared[-1].startswith("$argon2id$v=19$m=8,t=1,p=1$")  # type: ignore[arg-type] # all are text here


def test_the_cost_is_that_of_rfc_9106() -> None:
    hasher = Argon2Passwords()._hasher
    assert (hasher.type, hasher.memory_cost, hasher.time_cost) == (
        Type.ID,
        RFC_9106_LOW_MEMORY.memory_cost,
        RFC_9106_LOW_MEMORY.time_cost,
    )
