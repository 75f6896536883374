"""The directory of partners: each row is one partner, whole."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import Conflict
from app.domain.ids import ProviderId
from app.domain.provider import Area, Base, Opening, OpenOn, Provider, Province, Skill
from app.domain.service_order import ServiceKind
from app.domain.subscription import Language
from app.persistence.obligation import Obligation
from app.persistence.provider_tables import providers
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import ORDER_RUNNING, orders


class SqlProviderReader:
    """``ProviderReader`` over the table ``providers``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def providers(self) -> tuple[Provider, ...]:
        """Return every partner, by name."""
        chosen = select(providers).order_by(providers.c.name_folded)
        return tuple(_provider_from(row) for row in self._connection.execute(chosen))

    def provider(self, provider_id: ProviderId) -> Provider | None:
        """Return a partner, or None."""
        row = self._connection.execute(select(providers).where(providers.c.provider_id == provider_id)).first()
        return None if row is None else _provider_from(row)

    def orders_running_at(self) -> Mapping[ProviderId, int]:
        """Return how many of our orders run at each partner."""
        known = orders.c.provider_id.is_not(None)
        counted = select(orders.c.provider_id, func.count().label("running")).where(ORDER_RUNNING, known)
        rows = self._connection.execute(counted.group_by(orders.c.provider_id))
        return {ProviderId(row.provider_id): row.running for row in rows}


class SqlProviderRepository(SqlProviderReader):
    """``ProviderRepository`` in the table ``providers``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        super().__init__(connection)
        self._obligation = obligation

    def put(self, provider: Provider) -> None:
        """Store a partner; a second one of its name is a ``Conflict``."""
        self._obligation.changed("provider")
        try:
            with self._connection.begin_nested():
                put_row(self._connection, providers, _provider_row(provider))
        except IntegrityError as fault:
            raise Conflict("name_taken") from fault


def _provider_row(one: Provider) -> dict[str, object]:
    return {
        "provider_id": one.provider_id,
        "name": one.name,
        "name_folded": one.name.casefold(),
        "stopped_on": one.stopped_on,
        "record": {
            "kinds": sorted(one.kinds),
            "phones": list(one.phones),
            "email": one.email,
            "rest_url": one.rest_url,
            "languages": list(one.languages),
            "hours": [[opening.on, opening.from_min, opening.to_min] for opening in one.hours],
            "base": None if one.base is None else [one.base.latitude_deg, one.base.longitude_deg],
            "postcodes": sorted(one.area.postcodes),
            "municipalities": sorted(one.area.municipalities),
            "provinces": sorted(one.area.provinces),
            "radius_km": one.area.radius_km,
            "skills": sorted(one.skills),
            "capacity": one.capacity,
            "price_eur": None if one.price_eur is None else f"{one.price_eur:f}",
            "since": None if one.since is None else one.since.isoformat(),
        },
    }


def _provider_from(row: AnyRow) -> Provider:
    record: Mapping[str, Any] = row.record  # JSON: every key is read below and written above
    base = record["base"]
    return Provider(
        provider_id=ProviderId(row.provider_id),
        name=row.name,
        kinds=frozenset(map(ServiceKind, record["kinds"])),
        phones=tuple(record["phones"]),
        email=record["email"],
        rest_url=record["rest_url"],
        languages=tuple(map(Language, record["languages"])),
        hours=tuple(Opening(OpenOn(on), from_min, to_min) for on, from_min, to_min in record["hours"]),
        base=None if base is None else Base(*base),
        area=Area(
            postcodes=frozenset(record["postcodes"]),
            municipalities=frozenset(record["municipalities"]),
            provinces=frozenset(map(Province, record["provinces"])),
            radius_km=record["radius_km"],
        ),
        skills=frozenset(map(Skill, record["skills"])),
        capacity=record["capacity"],
        price_eur=None if record["price_eur"] is None else Decimal(record["price_eur"]),
        since=None if record["since"] is None else date.fromisoformat(record["since"]),
        stopped_on=row.stopped_on,
    )
