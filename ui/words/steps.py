"""NEXT in words: short for a row of the queue, a sentence for the box that Space acts on."""

from collections.abc import Callable, Mapping

from app.domain.next_step import NextKind
from app.i18n import _

SHORT: Mapping[NextKind, Callable[[], str]] = {
    NextKind.CLAIM: lambda: _("claim"),
    NextKind.TAKE_OVER: lambda: _("take over"),
    NextKind.HAND_OVER_112: lambda: _("hand over to 112"),
    NextKind.CALL_101: lambda: _("call 101"),
    NextKind.HAND_OVER_112: lambda: _("hand over to 112"),
    NextKind.CALL_101: lambda: _("tell 101"),
    NextKind.CALL_OFF_TOW: lambda: _("call the truck off"),
    NextKind.CALL_DRIVER: lambda: _("call the driver"),
    NextKind.SAY_OUTCOME: lambda: _("say how the call ended"),
    NextKind.SEND_SMS_BY_HAND: lambda: _("send the SMS"),
    NextKind.ASK_TOW: lambda: _("send tow?"),
    NextKind.ASK_NEXT_FIRM: lambda: _("refused: next firm"),
    NextKind.PLACE_TOW_BY_HAND: lambda: _("phone for the tow"),
    NextKind.PLACE_ORDER_BY_HAND: lambda: _("phone a partner"),
    NextKind.PHONE_PARTNER: lambda: _("no answer: phone"),
    NextKind.FIND_NUMBER: lambda: _("find a number"),
    NextKind.CALL_AGAIN: lambda: _("call again"),
    NextKind.CALL_BACK: lambda: _("call back"),
    NextKind.GO_THROUGH_SERVICES: lambda: _("go through the services"),
    NextKind.KEEP_PROMISE: lambda: _("keep the promise"),
    NextKind.WELFARE_CHECK: lambda: _("ask 112 to look"),
    NextKind.ASK_FIRST_MINUTE: lambda: _("ask: hurt? fire?"),
    NextKind.CLOSE: lambda: _("close"),
    NextKind.NOTHING: lambda: _("nothing to do"),
}

SENTENCES: Mapping[NextKind, Callable[[], str]] = {
    NextKind.CLAIM: lambda: _("Claim this case"),
    NextKind.TAKE_OVER: lambda: _("Take over this case: its desk is silent"),
    NextKind.HAND_OVER_112: lambda: _("Hand the case over to 112"),
    NextKind.CALL_101: lambda: _("Call 101: the police send the tow truck"),
    NextKind.HAND_OVER_112: lambda: _("Hand over to 112 now"),
    NextKind.CALL_101: lambda: _("Tell the police: 101"),
    NextKind.CALL_OFF_TOW: lambda: _("Phone the tow firm and call the truck off"),
    NextKind.CALL_DRIVER: lambda: _("Call the driver"),
    NextKind.SAY_OUTCOME: lambda: _("Say how the call ended"),
    NextKind.SEND_SMS_BY_HAND: lambda: _("Send the SMS by hand"),
    NextKind.ASK_TOW: lambda: _("Send a tow truck?"),
    NextKind.ASK_NEXT_FIRM: lambda: _("The tow firm refused: ask the next one"),
    NextKind.PLACE_TOW_BY_HAND: lambda: _("Phone a tow firm"),
    NextKind.PLACE_ORDER_BY_HAND: lambda: _("Phone a partner for what was ordered"),
    NextKind.PHONE_PARTNER: lambda: _("The partner did not answer: phone, or ask another"),
    NextKind.FIND_NUMBER: lambda: _("Find a number of the driver"),
    NextKind.CALL_AGAIN: lambda: _("Call the driver again"),
    NextKind.CALL_BACK: lambda: _("Call back: a call that nobody took"),
    NextKind.GO_THROUGH_SERVICES: lambda: _("Go through the services with the caller"),
    NextKind.KEEP_PROMISE: lambda: _("Keep the promise"),
    NextKind.WELFARE_CHECK: lambda: _("Nobody is reached: ask 112 to go and look"),
    NextKind.ASK_FIRST_MINUTE: lambda: _("Ask the questions of the first minute"),
    NextKind.CLOSE: lambda: _("Close the case"),
    NextKind.NOTHING: lambda: _("Nothing to do in this case now"),
}

WHY: Mapping[NextKind, Callable[[], str]] = {
    NextKind.CLAIM: lambda: _("Nobody works on it yet."),
    NextKind.TAKE_OVER: lambda: _("Say why; the reason is kept with the case."),
    NextKind.HAND_OVER_112: lambda: _("Phone 112 yourself, say the text, then tick it here."),
    NextKind.CALL_101: lambda: _("On a motorway no truck of ours may come; phone 101, then tick it here."),
    NextKind.HAND_OVER_112: lambda: _("Call 112 yourself and read the text out; the desk never calls 112 by itself."),
    NextKind.CALL_101: lambda: _("On a motorway the police decide who may tow. Dial 101 and read the text out."),
    NextKind.CALL_OFF_TOW: lambda: _(
        "It may not come to a motorway, and drives until the firm knows; then say it here."
    ),
    NextKind.CALL_DRIVER: lambda: _("Ask first: hurt? fire? motorway?"),
    NextKind.SAY_OUTCOME: lambda: _("Unanswered calls prepare the SMS at once."),
    NextKind.SEND_SMS_BY_HAND: lambda: _("No gateway sends it: send it from the centre's phone, then confirm."),
    NextKind.ASK_TOW: lambda: _("The rules alone may not send one here; you decide."),
    NextKind.ASK_NEXT_FIRM: lambda: _("Space shows whom, and what it is told; it goes only with Enter."),
    NextKind.PLACE_TOW_BY_HAND: lambda: _("No automatic channel: phone a firm, then write down what it said."),
    NextKind.PLACE_ORDER_BY_HAND: lambda: _("Choose a partner on the order's card, then write down what it said."),
    NextKind.PHONE_PARTNER: lambda: _(
        "Phone them (F7), or Space: it is cancelled there and offered to another, once you confirm."
    ),
    NextKind.FIND_NUMBER: lambda: _("No mobile is known. Ask the subscriber or the broker, and type it in."),
    NextKind.CALL_AGAIN: lambda: _("Nobody has spoken with the driver yet."),
    NextKind.CALL_BACK: lambda: _("Somebody of this case called the centre and hung up before anybody answered."),
    NextKind.GO_THROUGH_SERVICES: lambda: _("Nothing was ordered, promised or answered yet: ask what the cards ask."),
    NextKind.KEEP_PROMISE: lambda: _("Its time has come: do it, then say here that it is done."),
    NextKind.WELFARE_CHECK: lambda: _("Every known number was tried. Dial 112 or 101 yourself and read the text out."),
    NextKind.ASK_FIRST_MINUTE: lambda: _(
        "The driver was reached, and whether anybody is hurt or there is fire is not known."
    ),
    NextKind.CLOSE: lambda: _("Everything is done: say what it was."),
    NextKind.NOTHING: lambda: _("Something is on its way; NEXT will say when you are needed."),
}
