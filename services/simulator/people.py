"""Made-up policy holders, as many as wanted: what a bench imports, and who else is on record on a training day.

Always the same for a number: everything comes from a seeded generator. Nobody here exists. Names, streets and
municipalities are common Belgian ones thrown together; plates spell OE, the policies OEF ("oefening", exercise); the
telephone numbers are the lowest ten thousand of one range and repeat. What happens to real ones is in it too: a driver
who is not the subscriber, a language nobody noted, a landline, a contract that has ended.
"""

import csv
from collections.abc import Iterator
from random import Random
from typing import Final, TextIO

from services.simulator.training import training_imei

FIRST_POLICY: Final = 1000
"""Below it are the households of the training day."""

MOST: Final = 200_000

_SEED: Final = 20261125
_FIRST_BOX: Final = 500_000
_NUMBERS: Final = range(100, 10_000)
"""Below are those of the training day, who answer the simulated phone in their own manner."""

_PLATES_A_SERIES: Final = 999
_LETTERS: Final = "ABCDEGHIJKLMNOPQRSTUVWXYZ"
"""Not F: the plates of the training day are 1-OEF."""

_FIRST_NAMES: Final = {
    "nl": ("An", "Bart", "Els", "Joris", "Lies", "Koen", "Sofie", "Tom", "Griet", "Wim", "Nele", "Pieter"),
    "fr": ("Amélie", "Benoît", "Céline", "Denis", "Élodie", "François", "Hélène", "Julien", "Maëlle", "Thierry"),
    "de": ("Anke", "Dieter", "Greta", "Jürgen", "Käthe", "Lukas", "Sabine", "Uwe"),
}
_NAMES: Final = {
    "nl": ("Janssens", "Peeters", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters", "De Smet"),
    "fr": ("Dubois", "Lambert", "Dupont", "Simon", "Laurent", "Leroy", "Denis", "Lejeune", "Thiry", "d'Hoore"),
    "de": ("Schmitz", "Müller", "Becker", "Weber", "Schäfer", "Heinen"),
}
_STREETS: Final = {
    "nl": ("Kerkstraat", "Dorpsplein", "Stationsstraat", "Molenweg", "Nieuwstraat", "Veldstraat"),
    "fr": ("Rue de l'Église", "Chaussée de Wavre", "Place du Marché", "Rue Haute", "Avenue des Tilleuls"),
    "de": ("Hauptstraße", "Bahnhofstraße", "Am Berg", "Kirchgasse"),
}
_PLACES: Final = {
    "nl": (
        ("9000", "Gent"),
        ("2000", "Antwerpen"),
        ("3000", "Leuven"),
        ("8000", "Brugge"),
        ("3060", "Bertem"),
        ("2860", "Sint-Katelijne-Waver"),
        ("3500", "Hasselt"),
        ("8500", "Kortrijk"),
    ),
    "fr": (
        ("1050", "Ixelles"),
        ("5000", "Namur"),
        ("4000", "Liège"),
        ("7000", "Mons"),
        ("6600", "Bastogne"),
        ("6000", "Charleroi"),
        ("1300", "Wavre"),
    ),
    "de": (("4700", "Eupen"), ("4780", "Sankt Vith"), ("4760", "Büllingen")),
}
_CARS: Final = (
    ("VW ID.3", "electric"),
    ("Renault Clio", "gasoline"),
    ("BMW 320d", "diesel"),
    ("Toyota Yaris", "hybrid"),
    ("Dacia Sandero", "lpg"),
    ("Volvo XC40", "electric"),
    ("Peugeot 208", "gasoline"),
    ("Škoda Octavia", "diesel"),
)
_COLOURS: Final = ("white", "grey", "black", "blue", "red", "green")


def made_up(count: int, *, with_boxes: bool = True) -> Iterator[dict[str, str]]:
    """Yield so many rows of an import of contracts, at most ``MOST``."""
    random = Random(_SEED)
    for serial in range(min(count, MOST)):
        yield _row(serial, random) | (_box(serial) if with_boxes else {})


def write_csv(file: TextIO, count: int) -> None:
    """Write them as a Belgian spreadsheet saves it."""
    rows = made_up(count)
    first = next(rows)
    writer = csv.DictWriter(file, list(first), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(first)
    writer.writerows(rows)


def _row(serial: int, random: Random) -> dict[str, str]:
    language = random.choices(("nl", "fr", "de"), (58, 38, 4))[0]
    postcode, municipality = random.choice(_PLACES[language])
    make_model, propulsion = random.choice(_CARS)

    def now_and_then(share: float, text: str) -> str:
        return text if random.random() < share else ""

    return {
        "policy_number": f"OEF-{FIRST_POLICY + serial:06d}",
        "starts_on": f"{random.randint(1, 28):02d}/{random.randint(1, 12):02d}/{random.randint(2019, 2025)}",
        "ends_on": now_and_then(0.03, f"28/02/{random.randint(2024, 2025)}"),
        "covers": now_and_then(0.9, "vehicle|persons|s2_pack"),
        "subscriber_name": _name(language, random),
        "subscriber_language": now_and_then(0.97, language),
        "subscriber_phone": _phone(random),
        "subscriber_phone_2": now_and_then(0.2, f"016 00 {random.randrange(100):02d} 50"),
        "street": f"{random.choice(_STREETS[language])} {random.randint(1, 240)}",
        "postcode": postcode,
        "municipality": municipality,
        "driver_name": _name(language, random),
        "driver_language": language,
        "driver_phone": now_and_then(0.95, _phone(random)),
        "contact_1_name": _name(language, random),
        "contact_1_relation": random.choice(("family", "family", "employer", "other")),
        "contact_1_phone": _phone(random),
        "plate": _plate(serial),
        "make_model": make_model,
        "colour": random.choice(_COLOURS),
        "propulsion": propulsion,
    }


def _name(language: str, random: Random) -> str:
    return f"{random.choice(_FIRST_NAMES[language])} {random.choice(_NAMES[language])}"


def _phone(random: Random) -> str:
    number = random.choice(_NUMBERS)
    return f"0470 00 {number // 100:02d} {number % 100:02d}"


def _plate(serial: int) -> str:
    series, number = divmod(serial, _PLATES_A_SERIES)
    digit, letter = divmod(series, len(_LETTERS))
    return f"{digit + 1}-OE{_LETTERS[letter]}-{number + 1:03d}"


def _box(serial: int) -> dict[str, str]:
    return {
        "imei": training_imei(_FIRST_BOX + serial),
        "box_model": "Teltonika FMC650",
        "trace_rate_hz": "100",
        "full_scale_g": "16",
    }
