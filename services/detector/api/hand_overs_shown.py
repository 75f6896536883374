"""What 112 and 101 were told, with the steps of a third-party eCall service as far as they are done."""

from datetime import datetime

from app.api.cases import HandOverInfo, StepInfo
from app.domain.hand_over import HandOverRecord, TpsStep
from app.usecases.queries import CaseFile


def hand_over_infos(file: CaseFile) -> tuple[HandOverInfo, ...]:
    """Return the hand-overs of a case, oldest first."""
    return tuple(_info(one, file) for one in file.hand_overs)


def _info(one: HandOverRecord, file: CaseFile) -> HandOverInfo:
    return HandOverInfo(
        hand_over_id=one.hand_over_id,
        to=one.to,
        told_at=one.told_at,
        author=one.author,
        reference=one.reference,
        their_operator=one.their_operator,
        steps=tuple(StepInfo(step=step, done_at=_done_at(step, one, file)) for step in TpsStep),
    )


def _done_at(step: TpsStep, one: HandOverRecord, file: CaseFile) -> datetime | None:
    """When a step was done: what follows from the case is not asked."""
    calls = [call.requested_at for call in file.brief.calls]
    theirs = [call.requested_at for call in file.calls_aside if call.to_e164 == one.to.value]
    known = {
        TpsStep.DATA_RECEIVED: file.brief.case.received_at,
        TpsStep.CAR_CALLED: min(calls, default=None),
        TpsStep.CENTRE_CALLED: min(theirs, default=one.told_at),
        TpsStep.TOLD: one.told_at,
        TpsStep.VOICE_CONNECTED: one.voice_connected_at,
        TpsStep.RELEASED: one.released_at,
        TpsStep.CALLED_BACK: one.called_back_at,
    }
    return known[step]
