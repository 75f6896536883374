"""Tables of accelerations: what is read, and what is refused and why."""

import pytest

from services.detection.recording import RecordingError, read_recording


def test_columns_of_one_axis_are_averaged_and_a_missing_axis_is_not_measured() -> None:
    recording = read_recording(["T_S, ax_left_g, az_g, ax_right_g, note\n", "0.0,1,3,2,7\n", "\n", "0.1,2,3,4,7\n"])
    assert recording.times_s.tolist() == [0.0, 0.1]
    assert recording.samples_g.tolist() == [[1.5, 0.0, 3.0], [3.0, 0.0, 3.0]]
    assert (recording.measured, recording.repeated_times) == ((True, False, True), 0)


def test_rows_of_one_instant_count_once() -> None:
    recording = read_recording(["t_s,ay_g", "0,1", "0,2", "1,3"])
    assert (recording.samples_g[:, 1].tolist(), recording.repeated_times) == ([1.0, 3.0], 1)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "no column t_s"),
        (["ax_g", "1"], "no column t_s"),
        (["t_s,speed", "0,1"], "no acceleration column"),
        (["t_s,ax", "0,1"], "'ax'"),
        (["t_s,ax_g,a_left_g", "0,1,2"], "'a_left_g'"),
        (["t_s,ax_g", "0,1", "1"], "line 3: 1 cells where the header has 2"),
        (["t_s,ax_g", "0,much"], "line 2: could not convert"),
        (["t_s,ax_g", "0,nan"], "line 2: not a finite number"),
        (["t_s,ax_g", "0,1", "2,1", "1,1"], "time runs backwards after t_s = 2"),
        (["t_s,ax_g", "0,1", "0,1"], "fewer than two samples"),
        (["t_s,ax_g", "0,1"], "fewer than two samples"),
        (["t_s,ax_g"], "fewer than two samples"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place(lines: list[str], message: str) -> None:
    with pytest.raises(RecordingError, match=message):
        read_recording(lines)
