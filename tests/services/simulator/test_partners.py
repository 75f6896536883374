"""The training set has a partner for every service, near every training crash, and seeding again changes nothing."""

from app.domain.provider import Province
from app.domain.service_order import ServiceKind
from app.usecases.provider_cells import cells_of
from services.simulator.partners import TRAINING_PARTNERS, seed_partners
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork


def test_every_service_has_a_partner_and_every_province_a_tower() -> None:
    unit, clock = InMemoryUnitOfWork(), StandingClock()
    seed_partners(unit, clock)
    unit.check_audited()
    partners = unit.providers.providers()
    assert len(partners) == len(TRAINING_PARTNERS)
    assert {kind for one in partners for kind in one.kinds} == set(ServiceKind)
    towers = [one for one in partners if ServiceKind.TOW in one.kinds]
    assert {province for one in towers for province in one.area.provinces} == set(Province)
    assert all(one.email.endswith(".example") or not one.email for one in partners)
    assert not any(one.rest_url for one in partners)
    before = [cells_of(one) for one in partners]
    seed_partners(unit, clock)
    assert [cells_of(one) for one in unit.providers.providers()] == before
