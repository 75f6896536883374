"""What went wrong, as a sentence: what happened, to what, and what to do now.

Three kinds, never mixed: a *refusal* is an answer and is shown in place; *unavailable* means nobody answered and the
same thing may be tried again; everything else is a bug and gets a report (``ui.shell.bug_report``). The service sends
codes, the desk owns the words.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.api.service import RefusalInfo
from app.i18n import _
from ui.ports import Unavailable, UnavailableReason
from ui.words.services import SERVICES
from ui.words.times import time_of_day

_REFUSALS: Mapping[str, Callable[[], str]] = {
    "already_claimed": lambda: _("{name} at {desk} has claimed this case since {since}. Choose another case."),
    "changed": lambda: _("Somebody changed this case a moment ago. Look at it as it is now and decide again."),
    "not_stale": lambda: _("{name} is still working on this case. Only a supervisor can take it over now."),
    "still_running": lambda: _("Not closed: {running} still running. End it, or close and let it run."),
    "nobody_reached": lambda: _("Not closed: nobody was reached. Call first, or say that it is closed all the same."),
    "nobody_asked": lambda: _("Not closed: nobody was asked for: {running}. Place it first, or cancel it."),
    "not_yours": lambda: _("You have not claimed this case. Claim it first."),
    "not_claimed": lambda: _("Nobody has claimed this case. Claim it first."),
    "case_open": lambda: _("This car has an open case: {number}. Open that one, or say that it is another matter."),
    "closed": lambda: _("This case is closed; nothing was changed."),
    "already_answered": lambda: _("It was already said how this call ended; nothing was changed."),
    "tow_running": lambda: _("A tow truck is already ordered for this car; no second one was ordered."),
    "motorway": lambda: _("On a motorway the police send the tow truck: tell 101, then order from where they put it."),
    "police_first": lambda: _("Tell 101 first: their tower takes the car off the motorway."),
    "promise_ended": lambda: _("This promise was kept or withdrawn before; nothing was changed."),
    "promise_past": lambda: _("That time is over; nothing was promised. Name a time that comes."),
    "promise_too_far": lambda: _("That is more than a week away; nothing was promised. Check the time."),
    "promise_text_missing": lambda: _("Say what you promise; nothing was promised yet."),
    "promise_follows_order": lambda: _("This is promised by the order itself; write it down there."),
    "wrong_kind": lambda: _("This partner does not do that. Choose another."),
    "same_partner": lambda: _("This is the partner that was asked already. Choose another."),
    "other_partner": lambda: _("This partner has the order. Ask another partner, or cancel it, to send another firm."),
    "provider_stopped": lambda: _("The contract with this partner does not run today. Choose another."),
    "order_a_tow": lambda: _("A tow truck is ordered on its own card (F7)."),
    "name_taken": lambda: _("There is already a partner of this name. Mend that one."),
    "unknown_field": lambda: _("Say what was told; nothing was written down."),
    "not_to_employer": lambda: _("An employer is not told where or how somebody is without consent."),
    "not_found": lambda: _("It does not exist any more. Look at the queue again."),
    "no_curve": lambda: _("The box has sent no crash curve yet."),
    "unknown_fact": lambda: _("Nobody asks for this; the answer was not kept."),
    "wrong_value": lambda: _("This cannot be the answer, or another answer excludes it; it was not kept."),
    "not_a_colleague": lambda: _("This person cannot take cases. Choose somebody else."),
    "not_offered": lambda: _("This case is no longer offered to you; nothing was changed."),
    "not_in_training": lambda: _("In training nothing leaves the house; this was not set."),
    "gateway_not_set": lambda: _("This channel has no gateway. Set one, then test it."),
    "above_limit": lambda: _("Not entered: only {left} is left. Say who pays the rest."),
    "nights_first": lambda: _("Not entered: enter the nights first, their euros afterwards."),
    "unknown_limit": lambda: _("Not entered: this cannot be counted under this clause now."),
    "wrong_amount": lambda: _("Not entered: this cannot be the amount. Check it and try again."),
    "wrong_since": lambda: _("Not entered: it cannot have begun on that day. Check the date and try again."),
    "view_first": lambda: _("Open the case first."),
    "forbidden": lambda: _("Your account has no right to do this. Ask a supervisor."),
    "signed_out": lambda: _("You are signed out. Sign in again; nothing is lost."),
    "wrong_password": lambda: _("Name or password is wrong. Try again."),
    "too_many_attempts": lambda: _("Too many wrong passwords. Wait {wait_s} seconds and try again."),
    "account_inactive": lambda: _("This account is no longer in use. Ask an administrator."),
    "accounts_exist": lambda: _("There is an administrator already. Sign in."),
    "login_taken": lambda: _("There is already an account with this login. Choose another."),
    "desk_version": lambda: _(
        "This desk is of another version than its service. Update the desk, then start it again."
    ),
    "answer_unreadable": lambda: _("The service answered something this desk cannot read. Update the desk."),
    "service_error": lambda: _(
        "The service made a mistake (error {status}). Nobody knows whether it acted: look at the timeline."
    ),
    "cells_refused": lambda: _("Nothing was stored. Look at the marked fields."),
    "file_too_large": lambda: _("The file is larger than {most_mb} MB. Import it in parts."),
    "import_running": lambda: _("Another import is being put in place. Wait for it and try again."),
    "import_has_faults": lambda: _("The file has faults. Nothing was changed."),
    "import_stage": lambda: _("This import has gone on meanwhile. Begin it anew if it is not done."),
    "import_gap": lambda: _("A part of the file is missing. Choose the file again."),
    "invalid": lambda: _("Something in what you entered cannot be right. Check it and try again."),
    "invalid_number": lambda: _("This is not a telephone number that can be called. Check it with the contract."),
    "no_endpoint": lambda: _("This is no telephone of the exchange. It looks like PJSIP/operator1."),
    "no_exchange": lambda: _("The exchange cannot make this call now. Dial by hand."),
    "caller_gone": lambda: _("This caller has hung up; nothing was written down."),
    "idempotency_key_reused": lambda: _("The service mixed up two commands; nothing was changed. Try again."),
    "not_queued": lambda: _("This SMS does not wait for a gateway; nothing was sent."),
    "too_early": lambda: _("This SMS may still be stopped; it was not sent yet."),
    "already_left": lambda: _("The SMS has already left; it was not stopped."),
    "no_gateway": lambda: _("No gateway can send it now. Send it by hand."),
    "not_by_hand": lambda: _("This message is not one to be sent by hand; nothing was changed."),
    "wrong_state": lambda: _("The order cannot go to that state from where it is; nothing was changed."),
    "call_running": lambda: _("A call of this case is still open. Say first how it ended."),
    "no_number": lambda: _("There is no number to call. Look it up in the contract or ask the subscriber."),
    "reason_missing": lambda: _("Give a reason; it is kept with the case."),
    "already_sent": lambda: _("This message was made before; no second one was made."),
    "takes_no_sms": lambda: _("This number takes no SMS; nothing was sent. Call it instead."),
    "text_missing": lambda: _("There is no text yet; nothing was sent."),
    "text_too_long": lambda: _("The text needs more than {most} SMS; nothing was sent. Shorten it."),
    "too_large": lambda: _("This is too much at once; nothing was changed. Shorten it and try again."),
    "idempotency_key_missing": lambda: _("The desk sent an incomplete command; nothing was changed. Update the desk."),
    "cursor_too_old": lambda: _("This desk was away for too long; it reads the whole queue again."),
    "wrong_host": lambda: _("The service was asked at a wrong address; nothing was changed. Start the desk again."),
    "origin_refused": lambda: _("The service answers no web pages; nothing was changed. Use the desk."),
    "not_quarantined": lambda: _("This message of a box is not kept aside any more; nothing was changed."),
    "key_exists": lambda: _("This box has a key already; nothing was changed. Give it the next one instead."),
    "no_key_yet": lambda: _("This box has no key yet; nothing was changed. Give it its first one."),
    "keys_exhausted": lambda: _("This box has used up all its keys; nothing was changed. Replace the box."),
    "box_busy": lambda: _("Too many questions wait for this box; this one was not asked. Wait until it has answered."),
    "rotation_running": lambda: _("This box has two keys already; nothing was changed. Retire the older one first."),
    "no_rotation": lambda: _("This box has no second key, so none was retired."),
    "new_key_unused": lambda: _("This box has not used its new key yet, so the old one was not retired. Wait for it."),
}

_UNAVAILABLE: Mapping[UnavailableReason, Callable[[], str]] = {
    UnavailableReason.NO_ANSWER: lambda: _("The service does not answer. Nothing is known to have changed; try again."),
    UnavailableReason.STORE_LOCKED: lambda: _(
        "The database is locked by another program; nothing was changed. Try again."
    ),
    UnavailableReason.STORE_FULL: lambda: _(
        "The disk is full; nothing was changed. Free space on the service's machine."
    ),
    UnavailableReason.STORE_FAILED: lambda: _(
        "The database takes nothing now; nothing was changed. Call the administrator."
    ),
}


_RUNNING: Mapping[str, Callable[[], str]] = {
    **{kind.value: words for kind, words in SERVICES.items()},
    "sms": lambda: _("SMS"),
    "promise": lambda: _("promise"),
}


class _Known(dict[str, str]):
    """The values of a sentence; one the service did not send becomes an ellipsis instead of a crash."""

    def __missing__(self, key: str) -> str:
        return "…"


def refusal_sentence(refusal: RefusalInfo) -> str:
    """Word a refusal in the language of the screen; an unknown code is said as it is rather than hidden."""
    template = _REFUSALS.get(refusal.code)
    if template is None:
        return _("Refused: {code}. Nothing was changed.").format(code=refusal.code)
    return template().format_map(_Known({name: _shown(name, value) for name, value in refusal.detail.items()}))


def _shown(name: str, value: str) -> str:
    """Return a value as a person reads it; the service sends instants in ISO 8601 and what runs as words of its own."""
    if name == "running":
        return ", ".join(_RUNNING[word]() if word in _RUNNING else word for word in value.split(", "))
    if name != "since":
        return value
    try:
        return time_of_day(datetime.fromisoformat(value))
    except ValueError:
        return value


def unavailable_sentence(unavailable: Unavailable) -> str:
    """Word an outage in the language of the screen."""
    return _UNAVAILABLE[unavailable.reason]()
