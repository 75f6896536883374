"""``python -m app outcomes``: what the alarms of each box model and firmware turned out to be.

``outcomes list --as SUPERVISOR`` prints confirmed, false and unknown for each kind of box with the newest cases behind
every figure; ``outcomes cases OUTCOME --box-model NAME [--firmware VERSION] --as SUPERVISOR`` prints all cases of one.

One JSON list on standard output, messages on standard error; exit code 0: done; 1: refused or failed; 2: wrong use.
"""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from app.domain.case import Outcome
from services.detector.command_line import EXIT_REFUSED, Ask, options, run

if TYPE_CHECKING:
    from services.detector.client import ServiceApi


def main(arguments: list[str], ask: Ask | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    from app.commands.desk import default_data_folder, service_command
    from app.commands.user import Fault, asked

    chosen = parser().parse_args(arguments)
    folder = chosen.data or default_data_folder()
    try:
        return run(chosen, folder, service_command(folder), ask or asked, {})
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_REFUSED


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    command = argparse.ArgumentParser(prog="app outcomes", description="Confirmed and false alarms of boxes.")
    verbs = command.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", parents=[options()], help="figures of each model and firmware").set_defaults(act=_list)
    cases = verbs.add_parser("cases", parents=[options()], help="the cases behind a figure")
    cases.add_argument("outcome", choices=[outcome.value for outcome in Outcome])
    cases.add_argument("--box-model", metavar="NAME", help="left out: boxes that are not on record")
    cases.add_argument("--firmware", metavar="VERSION", help="left out: firmware not known")
    cases.set_defaults(act=_cases)
    return command


def _list(_chosen: argparse.Namespace, api: "ServiceApi", _ask: Ask) -> object:
    return json.loads(api.get("/v1/outcomes"))


def _cases(chosen: argparse.Namespace, api: "ServiceApi", _ask: Ask) -> object:
    from urllib.parse import urlencode

    wanted = {"outcome": chosen.outcome, "box_model": chosen.box_model, "firmware": chosen.firmware, "limit": 1000}
    query = urlencode({name: value for name, value in wanted.items() if value is not None})
    return json.loads(api.get(f"/v1/outcomes/cases?{query}"))
