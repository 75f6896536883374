"""Passwords as argon2id, with argon2-cffi's own defaults (RFC 9106, second recommended option: 64 MiB, 3 passes)."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError


class Argon2Passwords:
    """``Passwords``. May be used from any thread; each call takes some 50 ms and 64 MiB.

    Without an account, or with a hash that cannot be read, a decoy is compared, so that the time an answer takes tells
    nobody which logins exist.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._decoy = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """Return the string to store."""
        return self._hasher.hash(password)

    def is_right(self, password_hash: str | None, password: str) -> bool:
        """Whether the password belongs to the hash."""
        try:
            return self._hasher.verify(password_hash or self._decoy, password)
        except VerifyMismatchError:
            return False
        except (InvalidHashError, VerificationError):
            return self.is_right(None, password)
