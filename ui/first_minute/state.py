"""What the strip of the first minute shows."""

from dataclasses import dataclass

from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class Said:
    """One question that was asked, as a chip.

    Attributes:
        fact: What was asked.
        text: Answer and question in few words: "no · Fire?".
        alarms: The answer calls for help.
        take_back: Asks again; its text is what a screen reader says.
        is_outdated: It was said before the last impact; there is nothing to take back.
    """

    fact: str
    text: str
    alarms: bool
    take_back: Offer
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class FirstMinuteState:
    """The strip.

    Attributes:
        fact: What is asked now; empty = everything was, and what was said stays in sight.
        question: In few words, in the language of the screen.
        spoken: The sentence to say, in the language of the person on the phone.
        spoken_language: Name of that language; says when it is not known.
        counts: It asks how many, not whether.
        answer: Whether answering is possible, the same for every button.
        said: What was answered so far, in the order of the questions.
        hand_over: What an answer led to: goes to the hand-over to 112; None = no answer calls for it.
    """

    fact: str
    question: str
    spoken: str
    spoken_language: str
    counts: bool
    answer: Offer
    said: tuple[Said, ...]
    hand_over: Offer | None

    @property
    def asks(self) -> bool:
        """Whether a question stands."""
        return bool(self.fact)
