"""Made-up partners of the training set: one for every service, with hours, areas and skills that differ on purpose.

Nobody here exists; the numbers are the lowest of their range, the addresses end in ``.example``, and in training no
order ever leaves.
"""

from collections.abc import Mapping
from typing import Final

from app.domain.clock import Clock
from app.usecases.actor import SERVICE
from app.usecases.register_provider import RegisterProvider, register_provider
from app.usecases.unit_of_work import UnitOfWork

_ALL: Final = "electric; trailer; motorcycle"

TRAINING_PARTNERS: Final[tuple[Mapping[str, str], ...]] = (
    {"name": "Depannage Oefening", "kinds": "tow", "phones": "+3216000021", "email": "orders@oefening.example",
     "languages": "nl; fr", "hours": "always", "latitude": "50.8798", "longitude": "4.7005", "provinces": "VBR; BRU",
     "skills": _ALL, "capacity": "3", "price_eur": "145.00"},
    {"name": "Takeldienst Voorbeeld", "kinds": "tow", "phones": "+3216000022", "languages": "nl",
     "hours": "mon-sat 06:00-22:00", "latitude": "50.9", "longitude": "4.5", "radius_km": "30", "price_eur": "120.00"},
    {"name": "Takelbedrijf Haven", "kinds": "tow", "phones": "+3232000021", "languages": "nl; en", "hours": "always",
     "latitude": "51.22", "longitude": "4.4", "provinces": "VAN", "skills": f"{_ALL}; heavy", "price_eur": "160.00"},
    {"name": "Takel Westkust", "kinds": "tow", "phones": "+3259000021", "languages": "nl; fr", "hours": "always",
     "latitude": "51.05", "longitude": "3.2", "provinces": "VWV; VOV", "skills": "electric", "price_eur": "150.00"},
    {"name": "Dépannage Exercice", "kinds": "tow", "phones": "+3242000021", "email": "ordres@exercice.example",
     "languages": "fr; de", "hours": "always", "latitude": "50.63", "longitude": "5.57", "provinces": "WLG; WNA; VLI",
     "skills": _ALL, "capacity": "2", "price_eur": "155.00"},
    {"name": "Dépannage Ardenne", "kinds": "tow", "phones": "+3263000021", "languages": "fr",
     "hours": "mon-fri 07:00-20:00; sat-sun 09:00-18:00", "latitude": "49.9", "longitude": "5.4",
     "provinces": "WLX; WNA"},
    {"name": "Dépannage Hainaut", "kinds": "tow", "phones": "+3265000021", "languages": "fr; nl", "hours": "always",
     "latitude": "50.45", "longitude": "3.95", "provinces": "WHT; WBR", "skills": "electric; trailer",
     "price_eur": "140.00"},
    {"name": "Taxi Oefening", "kinds": "taxi", "phones": "+3216000031", "email": "taxi@oefening.example",
     "languages": "nl; fr; en", "hours": "always", "latitude": "50.8798", "longitude": "4.7005",
     "provinces": "VBR; BRU; WBR", "skills": "wheelchair"},
    {"name": "Taxi Exercice", "kinds": "taxi", "phones": "+3242000031", "languages": "fr; de",
     "hours": "daily 05:00-24:00", "latitude": "50.63", "longitude": "5.57", "provinces": "WLG; WNA; WLX"},
    {"name": "Taxi Noord", "kinds": "taxi", "phones": "+3232000031", "languages": "nl", "hours": "always",
     "latitude": "51.22", "longitude": "4.4", "provinces": "VAN; VOV; VLI; VWV"},
    {"name": "Hotel Oefening", "kinds": "hotel", "phones": "+3216000041", "email": "rooms@oefening.example",
     "languages": "nl; en", "latitude": "50.88", "longitude": "4.7", "radius_km": "40", "price_eur": "70.00"},
    {"name": "Hôtel Exercice", "kinds": "hotel", "phones": "+3242000041", "languages": "fr; en",
     "latitude": "50.64", "longitude": "5.57", "radius_km": "60", "price_eur": "68.00"},
    {"name": "Verhuur Oefening", "kinds": "rental", "phones": "+3227000051", "email": "cars@oefening.example",
     "languages": "nl; fr; en; de", "hours": "mon-sat 07:00-20:00; sun 09:00-18:00", "latitude": "50.9",
     "longitude": "4.48"},
    {"name": "Repatriëring Oefening", "kinds": "repatriation", "phones": "+3227000061",
     "languages": "nl; fr; en; de", "hours": "always"},
)  # fmt: skip


def seed_partners(uow: UnitOfWork, clock: Clock) -> None:
    """Put them on record; who is there already stays as people made it."""
    known = {one.name for one in uow.providers.providers()}
    for cells in TRAINING_PARTNERS:
        if cells["name"] not in known:
            register_provider(RegisterProvider(SERVICE, None, "", cells), uow, clock)
