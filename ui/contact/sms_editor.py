"""A text an operator writes: to whom, how long it is, and what Enter will send.

Only numbers of the ladder that take an SMS are offered. What leaves is shown once more beside NEXT and needs Enter
there. The draft belongs to its case: another case has another one, and coming back finds it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.api.cases import CaseDetail, RungInfo
from app.api.commands import WriteSms
from app.domain.ids import CaseId
from app.domain.sms_text import plain, sms_text
from app.i18n import _
from ui.answers import CaseAnswers
from ui.confirmation import Confirmation, NextBox
from ui.contact.sms_state import SmsEditorState, SmsRecipient
from ui.offer import Offer
from ui.ports import ContactService
from ui.words.relations import CAUTIONS, ROLES
from ui.words.sms import foreign_text, length_text

MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class _Draft:
    text: str = ""
    to: str = ""


class SmsEditor:
    """The text that is being written for the open case; ``changed`` paints it."""

    def __init__(self, service: ContactService, answers: CaseAnswers, changed: Callable[[], None]) -> None:
        self._service = service
        self._answers = answers
        self._changed = changed
        self._next_box: NextBox | None = None
        self._drafts: dict[CaseId, _Draft] = {}
        self._open: CaseId | None = None

    def connect(self, next_box: NextBox) -> None:
        """Ask there before anything leaves."""
        self._next_box = next_box

    def on_case(self, detail: CaseDetail | None) -> None:
        """Close when another case is shown; the draft stays."""
        if detail is None or detail.row.case_id != self._open:
            self._open = None

    def can_open(self, detail: CaseDetail | None) -> bool:
        """Whether a text can go to anybody of the case."""
        return detail is not None and bool(_rungs(detail))

    def open(self, detail: CaseDetail, e164: str) -> None:
        """Begin, or go on; ``e164``: who is proposed when nobody was chosen yet."""
        case_id = detail.row.case_id
        numbers = [one.person.e164 for one in _rungs(detail)]
        draft = self._drafts.get(case_id, _Draft())
        if draft.to not in numbers:
            self._drafts[case_id] = replace(draft, to=e164 if e164 in numbers else numbers[0] or "")
        self._open = case_id
        self._changed()

    def typed(self, text: str) -> None:
        """Take what stands in the field."""
        self._change(text=text)

    def choose(self, place: int, detail: CaseDetail) -> None:
        """Choose to whom it goes."""
        rungs = _rungs(detail)
        if 0 <= place < len(rungs):
            self._change(to=rungs[place].person.e164 or "")

    def make_plain(self) -> None:
        """Write it in letters that do not double its length."""
        draft = self._draft()
        if draft is not None:
            self._change(text=plain(draft.text))

    def dismiss(self) -> None:
        """Stop writing; the draft stays until the text is sent."""
        self._open = None
        self._changed()

    def drop_empty(self) -> None:
        """Stop writing where nothing was written yet."""
        draft = self._draft()
        if draft is not None and not draft.text.strip():
            self.dismiss()

    def ask(self, detail: CaseDetail) -> None:
        """Show what leaves, and wait for Enter."""
        draft, state = self._draft(), self.state(detail, "")
        if draft is None or state is None or self._next_box is None or not state.send.is_possible:
            return
        text, to = draft.text.strip(), draft.to
        self._next_box.ask(
            Confirmation(
                title=_("Send this SMS"),
                lines=(state.recipients[state.chosen].text, text, state.length),
                button=_("Send it"),
                act=lambda: self._send(detail.row.case_id, to, text),
            )
        )

    def state(self, detail: CaseDetail, why_not: str) -> SmsEditorState | None:
        """Return what is shown; None = nothing is being written."""
        draft, rungs = self._draft(), _rungs(detail)
        if draft is None or not rungs or detail.row.case_id != self._open:
            return None
        chosen = next((at for at, one in enumerate(rungs) if one.person.e164 == draft.to), 0)
        text = sms_text(draft.text)
        role = rungs[chosen].role
        return SmsEditorState(
            recipients=tuple(_recipient(one) for one in rungs),
            chosen=chosen,
            text=draft.text,
            length=length_text(text),
            foreign=foreign_text(text),
            plain=Offer(_("Write it in plain letters")) if plain(draft.text) != draft.text else None,
            send=Offer(_("Send …"), why_not or _why_not_send(draft.text)),
            caution=CAUTIONS[role]() if role in CAUTIONS else "",
        )

    def _send(self, case_id: CaseId, to: str, text: str) -> None:
        self._service.write_sms(case_id, WriteSms(e164=to, text=text), self._answers.reply(self._sent))

    def _sent(self, detail: CaseDetail) -> None:
        self._drafts.pop(detail.row.case_id, None)
        self._open = None
        self._changed()

    def _draft(self) -> _Draft | None:
        return None if self._open is None else self._drafts.get(self._open, _Draft())

    def _change(self, *, text: str | None = None, to: str | None = None) -> None:
        draft = self._draft()
        if draft is None or self._open is None:
            return
        changed = _Draft(draft.text if text is None else text, draft.to if to is None else to)
        if changed != draft:
            self._drafts[self._open] = changed
            self._changed()


def _rungs(detail: CaseDetail) -> list[RungInfo]:
    """Return whom a text can reach, each number once."""
    takes = [one for one in detail.ladder if one.person.number_kind is not None and one.person.number_kind.takes_sms]
    return [one for one in takes if one.person.e164 is not None and not one.is_wrong]


def _recipient(rung: RungInfo) -> SmsRecipient:
    name = rung.person.name or _("name not known")
    return SmsRecipient(rung.person.e164 or "", f"{ROLES[rung.role]()} · {name} · {rung.person.number_shown}")


def _why_not_send(text: str) -> str:
    if not text.strip():
        return _("Write the text first.")
    if len(sms_text(text.strip()).parts) > MOST_PARTS:
        return _("The text is longer than {most} SMS.").format(most=MOST_PARTS)
    return ""
