"""Slow down whoever guesses passwords."""

from app.domain.clock import Clock


class SignInAttempts:
    """Counts failed sign-ins by login. One per service; may be used from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def begin(self, login: str) -> None:
        """Admit an attempt and count it as failed until ``succeeded`` is told.

        Raises:
            Refusal: ``too_many_attempts`` with ``wait_s``.
        """
        raise NotImplementedError

    def succeeded(self, login: str) -> None:
        """Forget the failures of a login."""
        raise NotImplementedError
