"""Promises and the ways of a tow as the desks read them."""

from collections.abc import Iterable

from app.api.cases import TowInfo
from app.api.promises import PromiseClock, PromiseInfo
from app.domain.answer import ON_MOTORWAY, EmergencyNumber, answer_of
from app.domain.promise import Promise, running_clocks
from app.domain.subscription import Language
from app.usecases.queries import CaseBrief, CaseFile
from app.usecases.tow_regime import is_police_tow, language_of, regime_of
from app.usecases.tow_text import subject_in_file, tow_text


def promise_clock(promise: Promise) -> PromiseClock:
    """Return an open promise as a queue row may show it: without what was typed."""
    return PromiseClock(
        promise_id=promise.promise_id,
        kind=promise.kind,
        to=promise.to,
        due_at=promise.due_at,
        owner_id=promise.owner_id,
        owner=promise.owner,
        is_at_once=promise.is_at_once,
    )


def promise_infos(promises: Iterable[Promise]) -> tuple[PromiseInfo, ...]:
    """Return every promise of a case: open ones first due first, then the ended ones, newest first."""
    known = tuple(promises)
    ended = sorted((one for one in known if not one.is_open), key=lambda one: one.changed_at, reverse=True)
    return tuple(_promise_info(one) for one in (*running_clocks(known), *ended))


def tow_info(file: CaseFile, call_back_e164: str) -> TowInfo:
    """Return how a tow goes where the car is, and what a firm is told, in every language."""
    brief = file.brief
    subject = subject_in_file(file)
    return TowInfo(
        regime=regime_of(brief.case.place),
        is_police=is_police_tow(brief.case, brief.answers),
        was_101_told=_was_101_told(brief),
        language=language_of(brief.case.place),
        texts={language: tow_text(subject, language, call_back_e164) for language in Language},
    )


def _was_101_told(brief: CaseBrief) -> bool:
    """Whether they were told after it was last said what road it is, as NEXT asks."""
    road, told = answer_of(brief.answers, ON_MOTORWAY), answer_of(brief.answers, EmergencyNumber.POLICE_101.fact)
    return told is not None and (road is None or told.said_at >= road.said_at)


def _promise_info(promise: Promise) -> PromiseInfo:
    return PromiseInfo(
        promise_id=promise.promise_id,
        kind=promise.kind,
        to=promise.to,
        text=promise.text,
        state=promise.state,
        due_at=promise.due_at,
        owner_id=promise.owner_id,
        owner=promise.owner,
        order_id=promise.order_id,
        made_at=promise.made_at,
        changed_at=promise.changed_at,
    )
