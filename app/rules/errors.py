"""Two ways in which an answer is refused: the rules are damaged, or a fact is.

Both name what is wrong and where, and neither is ever smoothed over: a clause that cannot be read must not be a clause
that does not apply.
"""


class RuleError(ValueError):
    """The files of an edition contradict themselves; nothing of it may be used.

    Args:
        message: What is wrong.
        where: File and line, with the clause or name concerned ("S2-FAQ/clauses.yaml:12 S2.ECALL.tow").
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.where = where


class FactError(ValueError):
    """What was said about a case cannot be so; nothing was assessed.

    Args:
        code: "unknown_fact", "wrong_type", "out_of_range", "not_allowed" or "impossible".
        fact: Name of the fact, or of the facts that exclude each other.
        message: What is wrong with it.
    """

    def __init__(self, code: str, fact: str, message: str) -> None:
        super().__init__(f"{fact}: {message}")
        self.code = code
        self.fact = fact
        self.message = message
