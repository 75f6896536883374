"""One key for each partner's system, kept together as the one secret of their gateway.

Whoever is given the key of another partner could use it there, so a key belongs to a host. The keys are one sealed
text; what is typed is one host and its key, which takes the place of that host's key and leaves the others alone. A
host without a key forgets the one that is there. Who typed the one key of all hosts of an earlier version keeps it.
"""

import json
from collections.abc import Mapping
from typing import Final

from app.domain.errors import Refusal
from app.usecases.provider_cells import is_partner_url

HOST: Final = "secret_host"
KEY: Final = "partner_key"


def keys_of(secret: str | None, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return the key of each host; ``values``: of the gateway, where an earlier version named the hosts."""
    if not secret:
        return {}
    try:
        known = json.loads(secret)
    except ValueError:
        known = None
    if isinstance(known, dict):
        return {str(host): str(key) for host, key in known.items()}
    return dict.fromkeys(_hosts(values.get(HOST, "")), secret)


def joined(secret: str | None, before: Mapping[str, str], typed: Mapping[str, str], key: str | None) -> str | None:
    """Return the secret with what was typed in it; None = nothing was typed, and it stays; empty = no key is left.

    The host of an earlier version without a key was not typed: a desk that knows that version still shows it.

    Raises:
        Refusal: ``invalid``: a key without a host, a host that is none or has nothing to forget.
    """
    host = typed.get(HOST, "").strip().casefold()
    keys = dict(keys_of(secret, before))
    if not key and host in ("", before.get(HOST, "").strip().casefold()):
        text = _text_of(keys)
        return text if secret and text != secret else None
    is_host = is_partner_url(f"https://{host}") and not any(sign in host for sign in "/:@?#, ")
    if not is_host or (not key and host not in keys):
        raise Refusal("invalid", fields=HOST)
    keys.pop(host, None)
    if key:
        keys[host] = key
    return _text_of(keys)


def _text_of(keys: Mapping[str, str]) -> str:
    return json.dumps(keys) if keys else ""


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(one.strip().casefold() for one in text.split(",") if one.strip())
