"""What a job still owes the audit: whoever changes something writes down in the same transaction that they did.

The unit of work notes every change here and every entry, and the store asks before it keeps the job. A change that
belongs to a case needs an entry in *that case's* chain, because the chain is the timeline the operator reads; a
change of boxes, contracts or accounts needs an entry anywhere. Four kinds of write owe nothing, each for a reason:

* frames in the uplink log, and what detection derives from them (E-calls, rejections): the frame itself is the
  record, kept whole;
* renewals of a claim: they say only that a desk is alive, every 15 s, and would bury the timeline;
* sessions: signing in and out is audited by the use case, the row is only how the token is recognised;
* events and stored replies: they tell of a change, they are none.
"""

from app.domain.audit import SYSTEM_CHAIN


class UnauditedChange(Exception):
    """A bug: a job changed something and wrote no audit entry for it. The job was rolled back."""


class Obligation:
    """Changes and entries of one job."""

    def __init__(self) -> None:
        self._changed: dict[str, str] = {}
        self._chains: set[str] = set()

    def changed(self, what: str, chain: str = SYSTEM_CHAIN) -> None:
        """Note that ``what`` was changed; ``chain`` is the case it belongs to, or any when it belongs to none."""
        self._changed.setdefault(chain, what)

    def audited(self, chain: str) -> None:
        """Note that an entry was added to a chain."""
        self._chains.add(chain)

    def check(self) -> None:
        """Pass when everything changed since the last check is audited, and start anew.

        Raises:
            UnauditedChange: Something is not.
        """
        for chain, what in self._changed.items():
            is_owed = chain not in self._chains if chain != SYSTEM_CHAIN else not self._chains
            if is_owed:
                raise UnauditedChange(f"{what} was changed without an audit entry in chain {chain}")
        self._changed.clear()
        self._chains.clear()
