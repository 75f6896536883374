"""``python -m app workplace``: what is set for the desks of this machine, and who set it, as JSON.

Takes the options of the desk, which count as they would there. Support's first question; no service is needed.
"""

import json
import sys

from app.commands.desk import given, parser
from app.workplace import KEYS, Workplace, workplace_of


def main(arguments: list[str]) -> int:
    """Print it; return 1 when something that was set counts for nothing."""
    found = workplace_of(given(parser().parse_args(arguments)))
    sys.stdout.write(json.dumps(_told(found), ensure_ascii=False) + "\n")
    return 1 if found.faults else 0


def _told(found: Workplace) -> dict[str, object]:
    settings = {
        key.name: {"value": found.value(key.name), "set_by": found.given[key.name].source.value, "meaning": key.meaning}
        for key in KEYS
    }
    passed_over = [
        {"name": one.name, "value": one.value, "set_by": one.source.value, "known": one.is_known}
        for one in found.faults
    ]
    return {"settings": settings, "passed_over": passed_over}
