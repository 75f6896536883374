"""Orders straight into a partner's system: the contract of ``README.md``, spoken with httpx.

An order version is POSTed with its id as the Idempotency-Key, and only ever again with that key. What became of it is
asked for every few seconds while the order runs: a partner needs no way into this house. Redirects are not followed,
because an order is personal and goes where the directory says. One partner whose system is silent holds up nobody: its
orders wait, are counted, and are phoned when that lasts too long; so the channel itself is never "down", and tells
which partner refuses. Each key goes to its own host and to no other: a partner, or whoever writes
an address into the directory, would else be given the key of all.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import httpx

from app.domain.gateway import Channel, FieldKind, GatewayField
from app.domain.sending import Sending, SendingChannel
from app.domain.service_order import OrderState
from app.usecases.gateway_ports import GatewayAdapter, GatewayFault, GatewayGiven, SecretRing
from app.usecases.partner_keys import HOST, KEY, joined, keys_of
from app.usecases.provider_cells import is_partner_url
from app.usecases.queries import Reader
from app.usecases.store import StoreUnavailable
from services.ordering.outbox import OrderOutbox, backlog_of
from services.ordering.wire import NotTaken, Taken
from services.standing import NOT_TRIED, Standing

ANSWERS_WITHIN_S: Final = 10.0
ASK_EVERY_S: Final = 5.0
MOST_ANSWER_BYTES: Final = 64 * 1024
_TRY_AGAIN: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_ITS_OWN: Final = frozenset({401, 402, 403, 404, 405, 407, 410})
"""Our key or its address: the next order fares no better."""

_HEARD: Final = frozenset(
    {
        OrderState.OFFERED,
        OrderState.ACCEPTED,
        OrderState.REFUSED,
        OrderState.EN_ROUTE,
        OrderState.ON_SITE,
        OrderState.DONE,
        OrderState.UNSUCCESSFUL,
        OrderState.CANCELLED,
    }
)


class PartnerApi(Standing):
    """A ``Gateway`` and a ``Carrier``."""

    def __init__(self, given: GatewayGiven, ask_every_s: float = ASK_EVERY_S) -> None:
        super().__init__(given.clock, NOT_TRIED)
        self._given = given
        self._keys = keys_of(given.secret, given.values)
        headers = {"Accept": "application/json"}
        self._client = httpx.AsyncClient(timeout=ANSWERS_WITHIN_S, headers=headers, follow_redirects=False)
        self._ask_every_s = ask_every_s
        self._asking: asyncio.Task[None] | None = None
        self._outbox = OrderOutbox(given, self)

    def headers_for(self, url: str) -> Mapping[str, str]:
        """Return the key, where it is that host's: whoever is given the key of another partner could use it there."""
        where = urlsplit(url)
        is_safe = where.scheme == "https" or where.hostname in ("127.0.0.1", "localhost", "::1")
        key = self._keys.get(where.hostname or "") if is_safe else None
        return {"Authorization": f"Bearer {key}"} if key else {}

    @property
    def road(self) -> SendingChannel:
        """Partners' interfaces."""
        return SendingChannel.REST

    async def start(self) -> None:
        """Begin; it is well as soon as it works, because each partner is its own far side."""
        self.is_let_in()
        self._asking = asyncio.create_task(self._ask())
        await self._outbox.start()

    async def stop(self) -> None:
        """Wait a moment for what is on its way, then go."""
        await self._outbox.stop()
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        await self._client.aclose()

    def wake(self) -> None:
        """Look now."""
        self._outbox.wake()

    async def test(self, target: str) -> str:
        """Ask a partner's system for a sign of life; ``target``: its address as in the directory.

        It says nothing of orders: an address may be mistyped, and who is alive may still refuse them.
        """
        if not is_partner_url(target):
            raise GatewayFault("not an https address")
        try:
            answer = await self._client.get(f"{target.rstrip('/')}/health", headers=self.headers_for(target))
        except httpx.HTTPError as fault:
            raise GatewayFault(_word_of(fault)) from None
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            raise GatewayFault(f"http_{answer.status_code}")
        return f"HTTP {answer.status_code}"

    async def carry(self, sending: Sending) -> Taken:
        """POST the version.

        Raises:
            NotTaken: The partner's system refused it, or did not answer.
        """
        if not is_partner_url(sending.to):
            raise NotTaken("not an https address", is_final=True)
        headers = {
            **self.headers_for(sending.to),
            "Idempotency-Key": sending.sending_id,
            "Content-Type": "application/json",
        }
        try:
            answer = await self._client.post(
                f"{sending.to.rstrip('/')}/orders", content=sending.document.encode(), headers=headers
            )
        except httpx.HTTPError as fault:
            self._silent(sending.to, sending.sending_id)
            has_left = not isinstance(fault, httpx.ConnectError)
            raise NotTaken(_word_of(fault), may_have_arrived=has_left) from None
        self._heard(sending.to, sending.sending_id, answer)
        _require_taken(answer)
        return _said(answer)

    def _silent(self, url: str, thing: str) -> None:
        self.took_not(thing, "no_answer", is_its_own=True, far=_host(url))

    def _heard(self, url: str, thing: str, answer: httpx.Response) -> None:
        code, far = answer.status_code, _host(url)
        if HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
            self.took(far)
        else:
            is_its_own = code in _ITS_OWN or code < HTTPStatus.BAD_REQUEST
            self.took_not(thing, f"http_{code}", is_its_own=is_its_own, far=far)

    async def _ask(self) -> None:
        while True:
            await asyncio.sleep(self._ask_every_s)
            try:
                followed, hosts = await asyncio.to_thread(self._given.store.read, _whom_to_ask)
            except StoreUnavailable:
                continue
            except Exception:  # or nobody would ever be asked again
                self._given.log.exception("whom to ask about orders could not be read")
                continue
            await asyncio.gather(*(self._ask_about(one) for one in followed))
            self.leads_only_to(hosts)

    async def _ask_about(self, sending: Sending) -> None:
        try:
            address = f"{sending.to.rstrip('/')}/orders/{sending.sending_id}"
            answer = await self._client.get(address, headers=self.headers_for(sending.to))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            self._silent(sending.to, sending.sending_id)
            return
        if answer.status_code != HTTPStatus.NOT_FOUND:  # an order that it does not know says nothing of it
            self._heard(sending.to, sending.sending_id, answer)
        if answer.status_code == HTTPStatus.OK:
            try:
                await self._outbox.hear(sending.sending_id, _said(answer))
            except Exception:  # whatever one partner says, the others are still asked
                self._given.log.exception("what a partner's system says could not be kept")


def _require_taken(answer: httpx.Response) -> None:
    code = answer.status_code
    if HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
        return
    is_passing = code >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _TRY_AGAIN
    raise NotTaken(f"http_{code}", is_final=not is_passing, may_have_arrived=True)


def _said(answer: httpx.Response) -> Taken:
    """Read the answer; what cannot be read says nothing, and a partner that says nothing has it all the same."""
    try:
        body = answer.json() if len(answer.content) <= MOST_ANSWER_BYTES else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return Taken("")
    return Taken(
        reference=_text(body.get("reference")),
        state=_state(body.get("state")),
        eta_at=_instant(body.get("eta_at")),
        reason=_text(body.get("reason")),
    )


def _whom_to_ask(reader: Reader) -> tuple[tuple[Sending, ...], frozenset[str]]:
    """Return what runs at partners, and the hosts that any partner has, or an order still runs at."""
    followed = reader.sendings_followed()
    urls = [one.rest_url for one in reader.providers()] + [one.to for one in followed]
    return followed, frozenset(_host(url) for url in urls if is_partner_url(url))


def _host(url: str) -> str:
    where = urlsplit(url)
    return f"{where.hostname}:{where.port}" if where.port else where.hostname or ""


def _word_of(fault: httpx.HTTPError) -> str:
    return "nobody_listens" if isinstance(fault, httpx.ConnectError) else "no_answer"


def _text(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""


def _state(value: object) -> OrderState | None:
    try:
        state = OrderState(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return state if state in _HEARD else None


def _instant(value: object) -> datetime | None:
    """Return an instant that says its zone; any other time of a partner is not guessed at."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


PARTNER_API: Final = GatewayAdapter(
    channel=Channel.PARTNERS,
    name="rest",
    fields=(GatewayField(HOST), GatewayField(KEY, FieldKind.SECRET)),
    make=PartnerApi,
    backlog=backlog_of(SendingChannel.REST),
    ring=SecretRing(keys_of, joined, frozenset({HOST})),
)
