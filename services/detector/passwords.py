"""Passwords as argon2id, with the parameters of argon2-cffi's own default (RFC 9106, low memory)."""


class Argon2Passwords:
    """``Passwords``. May be used from any thread; each call takes some 50 ms and 64 MiB."""

    def hash(self, password: str) -> str:
        """Return the string to store."""
        raise NotImplementedError

    def is_right(self, password_hash: str | None, password: str) -> bool:
        """Whether the password belongs to the hash."""
        raise NotImplementedError
