"""Who may ask what. Every route names its roles with one of the gates below, or ``application`` refuses to start.

A desk proves itself with the service's own token from ``service.json``, a person with the token of a session. Only
digests are compared, and in constant time. A token comes in ``Authorization: Bearer`` and nowhere else: a URL ends up
in logs and histories.

Roles (design section 3): operators and supervisors work on cases; an auditor reads them; an installer sees no live
place and an admin no case at all: they get an empty queue and ticks, so that their desk knows how the service is.
"""

import hmac
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.domain.account import Account, DeskSession, Role
from app.domain.errors import Forbidden
from app.domain.feed import Feed, FeedKind
from app.usecases.actor import Actor, actor_of
from app.usecases.sign_in import token_digest
from services.detector.api.refusals import SignedOut
from services.detector.composition import Composition

Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(scheme_name="token", description="Of service.json, or of a session.", auto_error=False)),
]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody signed in."""

    account: Account
    session: DeskSession

    @property
    def actor(self) -> Actor:
        """Who acts, for a use case."""
        return actor_of(self.account, self.session.desk)

    @property
    def reads_cases(self) -> bool:
        """Whether a role of this person sees cases at all."""
        return bool(self.account.roles & frozenset(READERS))


class Gate:
    """What a route declares about who may ask.

    Attributes:
        roles: Sessions with one of them are admitted.
        admits_desk: Whether the service's own token is, without anybody signed in.
    """

    def __init__(self, *roles: Role, admits_desk: bool = False) -> None:
        self.roles = frozenset(roles)
        self.admits_desk = admits_desk

    def caller(self, request: Request, bearer: HTTPAuthorizationCredentials | None) -> Caller | None:
        """Return who asks; None = a desk. Reads the database, so call it in a thread.

        Raises:
            SignedOut: The token is of nobody, or the session is over.
            Forbidden: This person has no role that may.
        """
        composition = composition_of(request)
        if bearer is None or not bearer.credentials:
            raise SignedOut
        token = bearer.credentials
        if self.admits_desk and is_desk_token(token, composition):
            return None
        caller = find_caller(token, composition)
        if caller is None:
            raise SignedOut
        if not caller.account.roles & self.roles:
            raise Forbidden("forbidden")
        return caller


class Person(Gate):
    """A dependency: only a signed-in person with one of the roles."""

    def __call__(self, request: Request, bearer: Bearer) -> Caller:
        """Return who asks."""
        caller = self.caller(request, bearer)
        if caller is None:
            raise SignedOut
        return caller


class DeskOrPerson(Gate):
    """A dependency: a desk before anybody signed in, or a person with one of the roles."""

    def __init__(self, *roles: Role) -> None:
        super().__init__(*roles, admits_desk=True)

    def __call__(self, request: Request, bearer: Bearer) -> Caller | None:
        """Return who asks; None = a desk."""
        return self.caller(request, bearer)


class FromFeed(Gate):
    """A dependency: a sender with the token of a feed of this kind. No person and no desk is one."""

    def __init__(self, kind: FeedKind) -> None:
        super().__init__()
        self.kind = kind

    def __call__(self, request: Request, bearer: Bearer) -> Feed:
        """Return which feed it is.

        Raises:
            SignedOut: The token is of nobody, or the feed was shut out.
            Forbidden: It may not send this.
        """
        if bearer is None or not bearer.credentials:
            raise SignedOut
        composition, token = composition_of(request), bearer.credentials
        feed = composition.store.read(lambda reader: reader.feed_of(token_digest(token)))
        if feed is None and find_caller(token, composition) is not None:
            raise Forbidden("forbidden")
        if feed is None or not feed.is_active:
            raise SignedOut
        if feed.kind is not self.kind:
            raise Forbidden("forbidden")
        return feed


WORKERS = (Role.OPERATOR, Role.SUPERVISOR)
READERS = (*WORKERS, Role.AUDITOR)

CaseReader = Annotated[Caller, Depends(Person(*READERS))]
Worker = Annotated[Caller, Depends(Person(*WORKERS))]
Admin = Annotated[Caller, Depends(Person(Role.ADMIN))]
AnyPerson = Annotated[Caller, Depends(Person(*Role))]
DeskOrAnybody = Annotated[Caller | None, Depends(DeskOrPerson(*Role))]
DeskOnly = Annotated[Caller | None, Depends(DeskOrPerson())]
DeskOrAdmin = Annotated[Caller | None, Depends(DeskOrPerson(Role.ADMIN))]


def composition_of(request: Request) -> Composition:
    """Return the parts of this service."""
    return cast("Composition", request.app.state.composition)


Parts = Annotated[Composition, Depends(composition_of)]


def is_desk_token(token: str, composition: Composition) -> bool:
    """Whether this is the token of ``service.json``."""
    return hmac.compare_digest(token_digest(token), token_digest(composition.token))


def find_caller(token: str, composition: Composition) -> Caller | None:
    """Return whose session token this is; None when the session is over or the account no longer in use."""
    digest = token_digest(token)
    found = composition.store.read(lambda reader: reader.session(digest))
    if found is None:
        return None
    session, account = found
    is_over = session.expires_at <= composition.clock.now() or not account.is_active
    return None if is_over or not hmac.compare_digest(session.token_digest, digest) else Caller(account, session)
