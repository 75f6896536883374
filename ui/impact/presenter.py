"""The crash as measured: a sentence first, then the figures, then the curve.

A curve is fetched once per state of its E-call: when a case opens, and again when the box has sent more of it. Until
then the panel says what it waits for; a box that sends no trace at all is a fact, not an error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.api.cases import CaseDetail, EcallInfo
from app.api.service import RefusalInfo
from app.domain.ids import CaseId, EcallId
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.errors import refusal_sentence, unavailable_sentence
from ui.impact.state import Curve, CurveStage, ImpactChoice, ImpactState, PictureOrder
from ui.impact.words import blows, curve_figures, direction, doubts, figures, peak_words, sentence
from ui.offer import Offer
from ui.ports import CaseReads, CurveData, Reply, Unavailable
from ui.saving import Draft, FileKind, Saving
from ui.words.impacts import impact_line, strongest

NO_CURVE = "no_curve"
VALUES_APART = "  ·  "


class ImpactView(Protocol):
    """The panel."""

    def show_state(self, state: ImpactState | None) -> None:
        """Paint it; None = no case is open."""

    def make_picture(self, order: PictureOrder, kind: FileKind, ready: Callable[[bytes], None]) -> None:
        """Make the file of a picture, and hand it on a moment later."""


@dataclass
class _Fetched:
    """What is known of the curve of one E-call.

    Attributes:
        asked_for: The E-call as it was when the curve was last asked for.
        data: The newest that came; stays while a newer one is read.
    """

    asked_for: EcallInfo
    data: CurveData | None = None
    is_loading: bool = True
    has_none: bool = False
    refusal: RefusalInfo | None = None
    trouble: Unavailable | None = None


class ImpactPresenter:
    """Between the crashes of the open case and the panel. A ``CaseListener``."""

    def __init__(self, view: ImpactView, reads: CaseReads, saving: Saving) -> None:
        self._view = view
        self._reads = reads
        self._saving = saving
        self._actions: Actions | None = None
        self._detail: CaseDetail | None = None
        self._chosen: EcallId | None = None
        self._fetched: dict[EcallId, _Fetched] = {}
        self._case_id: CaseId | None = None
        self._shown: ImpactState | None = None

    def connect(self, actions: Actions) -> None:
        """Take the action that saves the curve."""
        self._actions = actions
        actions.connect(ActionId.SAVE_CURVE, self.save)
        self._offer_saving()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the crash of this case; fetch its curve when the case opens and when the crash has changed."""
        case_id = None if detail is None else detail.row.case_id
        if case_id != self._case_id:
            self._case_id, self._chosen, self._fetched = case_id, None, {}
        self._detail = detail
        self._fetch_if_changed()
        self.refresh()

    def choose(self, ecall_id: EcallId) -> None:
        """Show another crash of the case."""
        self._chosen = ecall_id
        self._fetch_if_changed()
        self.refresh()

    def retry(self) -> None:
        """Read the curve again."""
        ecall = self._ecall()
        if ecall is not None:
            self._fetch(ecall)
            self.refresh()

    def save(self) -> None:
        """Save the curve that is shown as a picture; whose it is stands in it as the number of the case only."""
        ecall, curve = self._ecall(), None if self._shown is None else self._shown.curve
        if self._detail is None or ecall is None or curve is None:
            return
        number = self._detail.row.number
        place = self._detail.ecalls.index(ecall) + 1
        heading = VALUES_APART.join((number, _("impact {count}").format(count=place)))
        line = VALUES_APART.join(f"{label} {value}" for label, value in curve_figures(ecall))
        order = PictureOrder(heading, line, curve)
        self._saving.save(
            Draft(
                f"{number}-impact-{place}",
                (FileKind.PNG, FileKind.SVG),
                lambda kind, ready: self._view.make_picture(order, kind, ready),
            )
        )

    def refresh(self) -> None:
        """Paint what is known now, if it looks different."""
        state = None if self._detail is None else self._state(self._detail)
        if state != self._shown or state is None:
            self._shown = state
            self._view.show_state(state)
            self._offer_saving()

    def _offer_saving(self) -> None:
        if self._actions is not None:
            possible = self._shown is not None and self._shown.curve is not None
            self._actions.set_enabled(ActionId.SAVE_CURVE, enabled=possible)

    def _ecall(self) -> EcallInfo | None:
        """The chosen crash, or else the hardest."""
        ecalls = () if self._detail is None else self._detail.ecalls
        chosen = next((ecall for ecall in ecalls if ecall.ecall_id == self._chosen), None)
        return chosen or strongest(ecalls)

    def _fetch_if_changed(self) -> None:
        ecall = self._ecall()
        if ecall is None or not ecall.has_curve:
            return
        known = self._fetched.get(ecall.ecall_id)
        if known is None or known.asked_for != ecall:
            self._fetch(ecall)

    def _fetch(self, ecall: EcallInfo) -> None:
        before = self._fetched.get(ecall.ecall_id)
        fetched = _Fetched(ecall, data=None if before is None else before.data)
        self._fetched[ecall.ecall_id] = fetched

        def done(data: CurveData) -> None:
            fetched.data, fetched.is_loading = data, False
            self._answered(fetched)

        def refused(refusal: RefusalInfo) -> None:
            fetched.is_loading, fetched.has_none = False, refusal.code == NO_CURVE
            fetched.refusal = refusal
            self._answered(fetched)

        def unavailable(trouble: Unavailable) -> None:
            fetched.is_loading, fetched.trouble = False, trouble
            self._answered(fetched)

        self._reads.curve(ecall.ecall_id, Reply(done, refused, unavailable))

    def _answered(self, fetched: _Fetched) -> None:
        if self._fetched.get(fetched.asked_for.ecall_id) is fetched:
            self.refresh()

    def _state(self, detail: CaseDetail) -> ImpactState:
        ecall = self._ecall()
        if ecall is None:
            words = _("No crash record belongs to this case.")
            if detail.report is not None:
                words = _("This case began with a phone call. What a box of the car reports will stand here.")
            return ImpactState("", (), (), (), None, CurveStage.NO_ECALL, words, None)
        fetched = self._fetched.get(ecall.ecall_id)
        stage, stage_words = _stage(ecall, fetched)
        data = None if fetched is None else fetched.data
        return ImpactState(
            sentence=sentence(ecall),
            figures=tuple(figures(ecall)),
            notes=tuple(doubts(ecall)),
            choices=_choices(detail.ecalls, ecall),
            curve=None if data is None else _curve(data, ecall),
            stage=stage,
            stage_words=stage_words,
            retry=Offer(_("Read the curve again")) if stage is CurveStage.FAILED else None,
            blows=tuple(blows(ecall)),
            direction=direction(ecall),
            save=None if data is None else Offer(_("Save …")),
        )


def _curve(data: CurveData, ecall: EcallInfo) -> Curve:
    rest = ecall.standstill_since if ecall.standstill else None
    rest_s = None if rest is None else (rest - ecall.occurred_at).total_seconds()
    return Curve(data, bool(ecall.calibrated), peak_words(ecall), rest_s)


def _stage(ecall: EcallInfo, fetched: _Fetched | None) -> tuple[CurveStage, str]:
    if fetched is None or fetched.has_none:
        return CurveStage.NONE_YET, _none_yet(ecall)
    if fetched.is_loading:
        return CurveStage.LOADING, "" if fetched.data is not None else _("The curve is being read …")
    if fetched.trouble is not None:
        return CurveStage.FAILED, _("No curve: {why}").format(why=unavailable_sentence(fetched.trouble))
    if fetched.refusal is not None:
        return CurveStage.FAILED, _("No curve: {why}").format(why=refusal_sentence(fetched.refusal))
    return CurveStage.SHOWN, ""


def _none_yet(ecall: EcallInfo) -> str:
    if ecall.peak_g is None:
        return _("No curve yet: the box has not sent its trace. The case does not wait for it.")
    return _("No curve yet: the box has not sent its trace.")


def _choices(ecalls: tuple[EcallInfo, ...], shown: EcallInfo) -> tuple[ImpactChoice, ...]:
    if len(ecalls) < 2:  # noqa: PLR2004 - a choice needs two
        return ()
    return tuple(
        ImpactChoice(
            ecall_id=ecall.ecall_id,
            text=_("impact {count}").format(count=place),
            hint=impact_line(place, ecall),
            is_chosen=ecall.ecall_id == shown.ecall_id,
        )
        for place, ecall in enumerate(ecalls, start=1)
    )
