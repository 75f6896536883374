"""What the tests of people's use cases share: who acts, a desk with its unit of work, and two ways of looking at it.

``Desk.acted`` says what a change left behind, ``Desk.refuses`` that a refusal left nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field

import pytest

from app.domain.account import Role
from app.domain.audit import AuditAction, AuditRecord
from app.domain.case import Case
from app.domain.errors import Refusal
from app.domain.events import Event, EventKind
from app.domain.ids import AccountId, CaseId
from app.usecases.actor import Actor
from tests.support.builders import a_case, a_claim, a_contract
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork

AN = Actor(AccountId("a" * 32), "An Vermeulen", frozenset({Role.OPERATOR}), "desk-3")
"""Whoever ``a_claim`` is of."""

PIET = Actor(AccountId("b" * 32), "Piet Claes", frozenset({Role.OPERATOR}), "desk-4")
LUC = Actor(AccountId("c" * 32), "Luc Maes", frozenset({Role.SUPERVISOR}), "desk-1")
AN_ELSEWHERE = Actor(AN.account_id, AN.name, AN.roles, "desk-9")


@dataclass
class Desk:
    """A unit of work in memory and a clock that stands at noon."""

    unit: InMemoryUnitOfWork = field(default_factory=InMemoryUnitOfWork)
    clock: StandingClock = field(default_factory=StandingClock)

    def __post_init__(self) -> None:
        contract = a_contract()
        self.unit.contracts.contracts[contract.contract_id] = contract

    def has(self, **changes: object) -> Case:
        """Put a case there as if it had always been there."""
        case = a_case(**changes)
        self.unit.cases.cases[case.case_id] = case
        return case

    def has_claimed(self, **changes: object) -> Case:
        """The same, claimed by An."""
        return self.has(**{"claim": a_claim(), **changes})

    def case(self, case_id: CaseId) -> Case:
        """The case as it is now."""
        return self.unit.cases.get(case_id)

    def acted(self, before: Case, action: AuditAction) -> AuditRecord:
        """Check that the case has one new version with an entry and an event; return the entry."""
        self.unit.check_audited()
        assert self.case(before.case_id).version == before.version + 1
        assert self.unit.events.events == [Event(EventKind.CASE_CHANGED, self.clock.now(), case_id=before.case_id)]
        record = self.record(before.case_id, action)
        assert record.at == self.clock.now()
        return record

    def record(self, chain: str, action: AuditAction) -> AuditRecord:
        """Return the only entry of that action in a chain; its personal part is nowhere in its facts."""
        found = [one.record for one in self.unit.audit.of_chain(chain) if one.record.action is action]
        assert len(found) == 1
        told = set(found[0].personal.values()) - {""}
        assert not told & set(found[0].facts.values())
        return found[0]

    @contextmanager
    def refuses(self, code: str, **detail: str) -> Iterator[None]:
        """What is done inside is refused with this code, and nothing of it is left."""
        before = self.all_there_is()
        with pytest.raises(Refusal) as refused:
            yield
        assert refused.value.code == code
        assert {**refused.value.detail, **detail} == dict(refused.value.detail)
        assert self.all_there_is() == before

    @contextmanager
    def changes_nothing(self) -> Iterator[None]:
        """What is done inside leaves everything as it is."""
        before = self.all_there_is()
        yield
        assert self.all_there_is() == before

    def all_there_is(self) -> list[dict[str, object]]:
        """Everything the unit of work holds."""
        parts = [part for name, part in vars(self.unit).items() if name != "_obligation"]
        return [{name: copy(value) for name, value in vars(part).items() if not name.startswith("_")} for part in parts]
