"""What a case says by itself, as facts of the rules, and with it what people answered.

Only what is known stands here: an absent fact is unknown and never refuses. What a person answered goes before what the
case says. The box's impact is a collision, unless an operator answers otherwise; a call for help says that something
happened and not what, so there the question stays open. The peak of a sensor that was cut off can grant and never
refuse: it is told only where it grants.

The covers of a contract that was in force that day say whether there is an S2 Pack. Which chapters insure a vehicle
stands in the special conditions (A31): they may be named on record, and are then known; a contract that only covers
"the vehicle" leaves them to be asked; one that does not has none of them. Of a contract whose covers nobody entered, or
that may not be the one of that day, nothing is known.
"""

from collections.abc import Sequence
from typing import Final

from app.domain.answer import HURT_OR_TRAPPED, said
from app.domain.contact import CallOutcome, ContactRole, Disposition, unused_numbers, wrong_numbers
from app.domain.ecall import CrashMark, Ecall
from app.domain.service_order import OrderState, ServiceKind
from app.domain.subscription import CHAPTERS, ContractState, Cover
from app.rules.clauses import Edition
from app.rules.editions import S2_PACK
from app.usecases.answer_fact import fact_value
from app.usecases.contact_ladder import role_of
from app.usecases.incident_facts import events_of, told_facts
from app.usecases.phone_numbers import kind_of
from app.usecases.queries import CaseBrief, CaseFile
from services.detection.verdict import attested_peak

_SAYS_NOT_WHAT: Final = frozenset({CrashMark.SOS, CrashMark.TEST})
_HIS_NUMBERS: Final = frozenset({ContactRole.DRIVER, ContactRole.SUBSCRIBER, ContactRole.NOT_ON_RECORD})
_TAKEN_CHARGE: Final = frozenset({OrderState.ACCEPTED, OrderState.EN_ROUTE, OrderState.ON_SITE, OrderState.DONE})


def known_facts(file: CaseFile, edition: Edition, contract: ContractState) -> dict[str, object]:
    """Return the facts of the case for one edition, what was answered among them."""
    brief = file.brief
    answered = {
        one.fact: fact_value(edition.facts[one.fact], one.value)
        for one in brief.standing
        if one.fact in edition.facts and one.value is not None
    }
    facts = {**case_facts(file, edition, contract), **answered}
    return {name: value for name, value in facts.items() if value is not None}


def case_facts(file: CaseFile, edition: Edition, contract: ContractState) -> dict[str, object]:
    """Return what the case says by itself; None = it does not say."""
    brief = file.brief
    peak_g, is_bound, standstill = impact(file.ecalls)
    grants_anyway = peak_g is not None and edition.series == S2_PACK and peak_g > edition.limit("tow_g")
    has_car = brief.contract is not None and _is_car_of_contract(brief)
    tow_taken = any(order.kind is ServiceKind.TOW and order.state in _TAKEN_CHARGE for order in brief.orders)
    report = brief.case.report
    return {
        **({} if report is None else told_facts(report)),
        "events": _events(brief, edition),
        "place": _place(brief),
        "impact_g": peak_g if not is_bound or grants_anyway else None,
        "vehicle_at_standstill": standstill,
        "gsm_reachable": gsm_reachable(brief),
        "call_answered": call_answered(brief),
        "vehicle_link": "described" if has_car else None,
        "towed_by_vivium": True if tow_taken else None,
        "s2_box_active": True if file.ecalls else None,
        **_covered(brief, contract),
    }


def impact(ecalls: Sequence[Ecall]) -> tuple[float | None, bool, bool | None]:
    """Return peak, whether that is only a lower bound, and standstill: of the strongest impact, or the last one."""
    if not ecalls:
        return None, False, None
    strongest = max(reversed(ecalls), key=lambda ecall: attested_peak(ecall.measurement)[0] or 0.0)
    peak_g, is_bound = attested_peak(strongest.measurement)
    return peak_g, is_bound, strongest.standstill


def gsm_reachable(brief: CaseBrief) -> bool | None:
    """Whether one of the driver's numbers is a mobile that its last call did not find wrong; None = none is known."""
    contract = brief.contract
    numbers = () if contract is None or contract.driver is None else contract.driver.numbers
    wrong = wrong_numbers(brief.calls) | unused_numbers(brief.calls)
    return any(kind_of(e164).takes_sms and e164 not in wrong for e164 in numbers) if numbers else None


def call_answered(brief: CaseBrief) -> bool | None:
    """Whether the customer answered: somebody in the car spoke, on whatever phone.

    An employer or a relative does not answer for him, nor is he silent when they are. Voicemail is no person. While it
    is not said who took a call to one of his numbers, or somebody else did, nothing is known. A call from before the
    last impact says nothing of who answers after it.
    """
    calls = brief.calls_since_impact
    if any(call.disposition is not None and call.disposition.driver_reached for call in calls):
        return True
    his = [call for call in calls if role_of(brief.contract, call.to_e164) in _HIS_NUMBERS]
    ended = [call for call in his if call.outcome is not None]
    if any(call.outcome is CallOutcome.ANSWERED and call.disposition is not Disposition.VOICEMAIL for call in ended):
        return None
    return False if ended else None


def _is_car_of_contract(brief: CaseBrief) -> bool:
    """Whether it is known that the car is the one of the contract: its box says so, or the plate does."""
    if brief.box is not None and brief.box.car is not None:
        return True
    named, car = None if brief.contract is None else brief.contract.car, brief.car
    return named is not None and car is not None and bool(named.key) and car.key == named.key


def _events(brief: CaseBrief, edition: Edition) -> tuple[str, ...] | None:
    """What the box reported and what a caller told; both, where a case of a phone call met a crash."""
    report = brief.case.report
    if edition.series == S2_PACK:
        return ("s2_impact",) if brief.case.ecall_ids or report is None else ()
    told = () if report is None else events_of(report)
    if report is not None and not brief.case.ecall_ids:
        return None if told is None else (*told, *_hurt(brief, told))
    if brief.case.mark in _SAYS_NOT_WHAT:
        return told or None
    found = dict.fromkeys(("collision", "s2_impact", *(told or ())))
    return (*found, *_hurt(brief, tuple(found)))


def _hurt(brief: CaseBrief, events: tuple[str, ...]) -> tuple[str, ...]:
    is_new = "bodily_injury" not in events
    return ("bodily_injury",) if is_new and said(brief.standing, HURT_OR_TRAPPED) else ()


def _covered(brief: CaseBrief, contract: ContractState) -> dict[str, object]:
    named = None if brief.contract is None else brief.contract.covers
    if named is None or contract is not ContractState.IN_FORCE:
        return {}
    chapters = tuple(str(one) for one in CHAPTERS if one in named)
    persons = (str(Cover.PERSONS),) if Cover.PERSONS in named else ()
    is_left_open = Cover.VEHICLE in named and not chapters
    return {"s2_pack": Cover.S2_PACK in named, "covers": None if is_left_open else (*chapters, *persons)}


def _place(brief: CaseBrief) -> str | None:
    """The country where it is certain; else only whether it is Belgium."""
    in_belgium, codes = brief.case.in_belgium, brief.case.country_codes
    if in_belgium is False and len(codes) == 1:
        return codes[0]
    return {True: "BE", False: "!BE", None: None}[in_belgium]
