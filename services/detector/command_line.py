"""What the command lines of a signed-in person share: find the service, sign in, say what came of it."""

import argparse
import json
import platform
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from app.api.service import RefusalInfo
from services.detector.client import Refused, ServiceTrouble, service_of

EXIT_DONE: Final = 0
EXIT_REFUSED: Final = 1
LONGEST_DESK: Final = 64

Ask = Callable[[str], str]

_SENTENCES: Final[Mapping[str, str]] = {
    "wrong_password": "Login or password is wrong. Nothing was changed.",
    "account_inactive": "This account is no longer in use.",
    "too_many_attempts": "Too many wrong passwords. Wait {wait_s} seconds and try again.",
    "forbidden": "This account has no role that may do this. Nothing was changed.",
    "not_found": "There is no such {what} on record.",
    "invalid": "Something in it cannot be right ({fields}). Nothing was changed.",
    "desk_version": "The running service is of another version. Update both, then try again.",
}


def options() -> argparse.ArgumentParser:
    """Return the options that every such command has."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, metavar="DIR", help="data folder")
    shared.add_argument("--as", dest="login", metavar="LOGIN", required=True, help="who does it")
    return shared


def run(
    chosen: argparse.Namespace, folder: Path, service: tuple[str, ...], ask: Ask, sentences: Mapping[str, str]
) -> int:
    """Sign in, do what was chosen (``chosen.act``), sign out; return the exit code.

    Args:
        chosen: With the options above.
        folder: The data folder.
        service: Program and arguments that start a service there.
        ask: Asks for a password.
        sentences: For the refusals of this command, by code.
    """
    try:
        with service_of(folder, service) as api:
            password = ask(f"Password of {chosen.login}")
            api.sign_in(chosen.login, password, platform.node()[:LONGEST_DESK] or "console")
            try:
                said = chosen.act(chosen, api, ask)
            finally:
                api.sign_out()
    except Refused as refused:
        sys.stderr.write(_sentence(refused.refusal, sentences) + "\n")
        return EXIT_REFUSED
    except ServiceTrouble as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_REFUSED
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return EXIT_DONE


def _sentence(refusal: RefusalInfo, sentences: Mapping[str, str]) -> str:
    template = {**_SENTENCES, **sentences}.get(refusal.code, "Refused: {code}. Nothing was changed.")
    return template.format_map({"fields": "?", "wait_s": "?", "what": "thing", "code": refusal.code, **refusal.detail})
