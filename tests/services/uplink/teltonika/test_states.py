import pytest

from services.uplink.teltonika.states import TRANSITIONS, OutOfTurn, State, Step, next_state


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_only_the_table_moves_a_conversation(state: State, step: Step) -> None:
    if (state, step) in TRANSITIONS:
        assert next_state(state, step) is TRANSITIONS[state, step]
    else:
        with pytest.raises(OutOfTurn, match=state.name):
            next_state(state, step)


def test_nothing_leads_out_of_closed() -> None:
    assert {to for (state, _), to in TRANSITIONS.items() if state is State.CLOSED} == {State.CLOSED}
