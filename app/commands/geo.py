"""``python -m app geo``: what the gazetteer says of a position.

For support ("why does this case say Netherlands?") and for other programs; needs no service and no database. Exit code
0: one JSON object on standard output; 2: wrong use, coordinates off the globe among it. What is not known is null.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.geography.place import PlaceFacts

Shown = Mapping[str, object]


def main(arguments: list[str]) -> int:
    """Look up one position; return the exit code."""
    parser = argparse.ArgumentParser(prog="app geo", description="Say where a position is.")
    parser.add_argument("latitude_deg", type=float, metavar="LAT", help="degrees, WGS 84")
    parser.add_argument("longitude_deg", type=float, metavar="LON", help="degrees, WGS 84")
    parser.add_argument("--accuracy", type=float, metavar="M", help="radius the position is good to, metres; not known")
    options = parser.parse_args(arguments)
    from app.geography.gazetteer import Gazetteer

    try:
        facts = Gazetteer.load().place(options.latitude_deg, options.longitude_deg, options.accuracy)
    except ValueError as fault:
        parser.error(str(fault))
    sys.stdout.write(json.dumps(_shown(facts), ensure_ascii=False) + "\n")
    return 0


def _shown(facts: "PlaceFacts") -> Shown:
    from app.i18n import LANGUAGES, country_name

    names = [{language: country_name(code, language) for language in LANGUAGES} for code in facts.country_codes]
    return {**_rounded(asdict(facts)), "country_names": names}


def _rounded(facts: Shown) -> Shown:
    """Return the facts with metres to the decimetre: the data is not better than that."""
    return {name: _rounded_value(value) for name, value in facts.items()}


def _rounded_value(value: object) -> object:
    if isinstance(value, dict):
        return _rounded(value)
    return round(value, 1) if isinstance(value, float) else value
