"""``python -m app user``: the accounts of people, made and listed through the service's own API.

``user add LOGIN --name NAME --roles operator,supervisor`` makes an account. The very first one needs nobody's leave
(the token of the data folder is enough) and is an admin's; for every other one an admin signs in: ``--as ADMIN``.
Passwords are never arguments, which other users of the machine can read: they are asked on the terminal, or read from
standard input, one a line, the admin's first.

One JSON object (or list) on standard output, messages on standard error; exit code 0: done; 1: refused or failed; 2:
wrong use.
"""

import argparse
import getpass
import json
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.account import Role

if TYPE_CHECKING:
    from services.detector.client import ServiceApi

EXIT_DONE: Final = 0
EXIT_REFUSED: Final = 1
SHORTEST_PASSWORD: Final = 8

_SENTENCES: Final[Mapping[str, str]] = {
    "accounts_exist": "There are accounts already. Name the admin who makes this one: --as LOGIN.",
    "login_taken": "There is already an account with this login. Choose another.",
    "wrong_password": "Login or password of the admin is wrong. Nothing was changed.",
    "account_inactive": "The account of this admin is no longer in use.",
    "too_many_attempts": "Too many wrong passwords. Wait {wait_s} seconds and try again.",
    "forbidden": "This account is not an admin's. Nothing was changed.",
    "invalid": "Something in it cannot be right ({fields}). Nothing was changed.",
    "desk_version": "The running service is of another version. Update both, then try again.",
}


Act = Callable[["ServiceApi"], object]


class Fault(Exception):
    """What was typed cannot be used; the message says why."""


def main(arguments: list[str], ask: Callable[[str], str] | None = None) -> int:
    """Do what the command line asks for; return the exit code.

    Args:
        arguments: Without the command's name.
        ask: Asks for a password; by default on the terminal, or from standard input where there is none.
    """
    from app.commands.desk import service_command
    from app.settings import default_data_folder
    from services.detector.client import Refused, ServiceTrouble, service_of

    chosen = parser().parse_args(arguments)
    folder = chosen.data or default_data_folder()
    try:
        act = chosen.prepare(chosen, ask or asked)
        with service_of(folder, service_command(folder)) as api:
            said = act(api)
    except Refused as refused:
        sys.stderr.write(_sentence(refused.refusal.code, refused.refusal.detail) + "\n")
        return EXIT_REFUSED
    except (ServiceTrouble, Fault) as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_REFUSED
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return EXIT_DONE


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    options = argparse.ArgumentParser(prog="app user", description="Accounts of people.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, metavar="DIR", help="data folder")
    shared.add_argument("--as", dest="admin", metavar="LOGIN", default="", help="the admin who does it")
    verbs = options.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", parents=[shared], help="make an account; its password is asked for")
    add.add_argument("login")
    add.add_argument("--name", required=True, help="as others will read it")
    add.add_argument("--roles", required=True, type=roles, help=f"one or more of {','.join(Role)}")
    add.set_defaults(prepare=_add)
    listed = verbs.add_parser("list", parents=[shared], help="list the accounts")
    listed.set_defaults(prepare=_list)
    return options


def roles(text: str) -> tuple[str, ...]:
    """Return the roles named, separated by commas.

    Raises:
        argparse.ArgumentTypeError: One is no role, or none is named.
    """
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in tuple(Role)]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'nothing'}: choose from {', '.join(Role)}")
    return names


def asked(prompt: str) -> str:
    """Ask for a password without showing it; from standard input, a line, where there is no terminal.

    Raises:
        Fault: Standard input has no line left.
    """
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ")
    line = sys.stdin.readline()
    if not line:
        raise Fault(f"{prompt}: nothing on standard input. Nothing was changed.")
    return line.rstrip("\r\n")


def _add(chosen: argparse.Namespace, ask: Callable[[str], str]) -> Act:
    """Ask for everything first: no service is started to wait for somebody who types."""
    sign_in = _sign_in(chosen.admin, ask)
    account = {"login": chosen.login, "name": chosen.name, "roles": list(chosen.roles)}
    password = _new_password(chosen.login, ask)

    def act(api: "ServiceApi") -> object:
        with sign_in(api):
            return json.loads(api.post("/v1/accounts", {**account, "password": password}))

    return act


def _list(chosen: argparse.Namespace, ask: Callable[[str], str]) -> Act:
    if not chosen.admin:
        raise Fault("Name the admin who asks: --as LOGIN.")
    sign_in = _sign_in(chosen.admin, ask)

    def act(api: "ServiceApi") -> object:
        with sign_in(api):
            return json.loads(api.get("/v1/accounts"))

    return act


def _sign_in(admin: str, ask: Callable[[str], str]) -> "Callable[[ServiceApi], AbstractContextManager[None]]":
    """Return what signs the admin in, and out again; without one, only the first account can be made."""
    password = ask(f"Password of {admin}") if admin else ""

    @contextmanager
    def session(api: "ServiceApi") -> Iterator[None]:
        if admin:
            api.sign_in(admin, password, platform.node()[:64] or "console")
        elif api.health().has_accounts:
            raise Fault(_SENTENCES["accounts_exist"])
        try:
            yield
        finally:
            api.sign_out()

    return session


def _new_password(login: str, ask: Callable[[str], str]) -> str:
    password = ask(f"New password of {login}")
    if len(password) < SHORTEST_PASSWORD:
        raise Fault(f"The password needs at least {SHORTEST_PASSWORD} characters. Nothing was changed.")
    if sys.stdin.isatty() and ask("The same again") != password:
        raise Fault("The two passwords are not the same. Nothing was changed.")
    return password


def _sentence(code: str, detail: Mapping[str, str]) -> str:
    template = _SENTENCES.get(code, "Refused: {code}. Nothing was changed.")
    return template.format_map({"fields": "?", "wait_s": "?", "code": code, **detail})
