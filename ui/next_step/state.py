"""What the NEXT box shows."""

from dataclasses import dataclass

from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class NextState:
    """The box.

    Attributes:
        sentence: The step.
        why: What for, or what to mind.
        spoken: What to say on the phone, in the language of the person there; empty = nothing to say.
        spoken_language: Name of that language; says when it is not known.
        spoken_meaning: The same in the operator's language; empty = nothing that has to be checked word by word.
        act: What Space does; None = nothing now.
        beside: Another answer to the same question ("No tow truck"); None = there is none.
        confirm_lines: What leaves the house, before it leaves; empty = nothing waits for Enter.
        confirm: What Enter does; None = nothing waits for Enter.
        can_copy: What leaves can be put on the clipboard, for the machine that sends it.
        needs_person: Paint it as what needs a person now.
        waiting: Says who waits while another case is open; empty = nobody.
        leaving: What leaves the house by itself, with its countdown; empty = nothing does.
        stop: What stops it; None = nothing is about to leave.
        confirm_warning: What speaks against what waits for Enter; empty = nothing.
    """

    sentence: str
    why: str
    spoken: str
    spoken_language: str
    act: Offer | None
    beside: Offer | None
    confirm_title: str
    confirm_lines: tuple[str, ...]
    confirm: Offer | None
    can_copy: bool
    needs_person: bool
    waiting: str
    spoken_meaning: str = ""
    leaving: str = ""
    stop: Offer | None = None
    confirm_warning: str = ""
