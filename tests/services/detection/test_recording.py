"""Tables of accelerations: what is read, what is repaired, and what is refused and why."""

import pytest

from services.detection.recording import RecordingError, read_recording


def test_columns_of_one_axis_are_averaged_and_a_missing_axis_is_not_measured() -> None:
    recording = read_recording(["T_S, ax_left_g, az_g, ax_right_g, note\n", "0.0,1,3,2,kerb\n", "\n", "0.1,2,3,4,\n"])
    assert recording.times_s.tolist() == [0.0, 0.1]
    assert recording.samples_g.tolist() == [[1.5, 0.0, 3.0], [3.0, 0.0, 3.0]]
    assert (recording.measured, recording.repeated_times) == ((True, False, True), 0)


def test_readings_under_one_time_are_spread_over_it() -> None:
    recording = read_recording(["t_s,ay_g", "0,1", "0,2", "1,3", "1,4", "2,5", "9,6", "9,7"])
    assert recording.times_s.tolist() == [0.0, 0.5, 1.0, 1.5, 2.0, 9.0, 9.5]
    assert (recording.samples_g[:, 1].tolist(), recording.repeated_times) == ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], 3)


def test_the_same_reading_again_counts_once() -> None:
    recording = read_recording(["t_s,ay_g", "0,1", "0,1", "1,3", "2,4"])
    assert recording.times_s.tolist() == [0.0, 1.0, 2.0]
    assert (recording.samples_g[:, 1].tolist(), recording.repeated_times) == ([1.0, 3.0, 4.0], 1)


@pytest.mark.parametrize("cell", ["", "NaN", "nan", " ", "NA", "inf"])
def test_a_reading_that_is_not_there_lies_between_its_neighbours(cell: str) -> None:
    recording = read_recording(["t_s,ax_g,ay_g", "0,1,1", f"1,{cell},1", "2,3,1"])
    assert recording.samples_g[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert recording.missing_cells == 1


def test_a_silent_sensor_leaves_the_axis_to_the_other() -> None:
    recording = read_recording(["t_s,ax_left_g,ax_right_g,az_g", "0,1,3,", "1,nan,3,", "2,1,3,"])
    assert recording.samples_g[:, 0].tolist() == [2.0, 3.0, 2.0]
    assert (recording.measured, recording.missing_cells) == ((True, False, False), 0)


def test_a_sensor_that_reads_infinity_is_silent() -> None:
    recording = read_recording(["t_s,ax_left_g,ax_right_g", "0,1,3", "1,inf,3"])
    assert recording.samples_g[:, 0].tolist() == [2.0, 3.0]


def test_rows_are_put_into_the_order_of_their_times() -> None:
    recording = read_recording(["t_s,ax_g", "0,1", "2,3", "1,2", "3,4"])
    assert (recording.samples_g[:, 0].tolist(), recording.out_of_order) == ([1.0, 2.0, 3.0, 4.0], 1)


def test_a_row_without_a_time_is_left_out() -> None:
    assert read_recording(["t_s,ax_g", "0,1", ",9", "1,2"]).samples_g[:, 0].tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "lines",
    [
        ["t_s;ax_g;az_g", "0,5;-1,25;1", "1,5;2;1"],
        ["t_s\tax_g\taz_g", "0.5\t-1.25\t1", "1.5\t2\t1"],
        ["# car 7\r\n", "t_s,ax_g,az_g\r\n", "0.5,-1.25,1\r\n", "\r\n", "1.5,2,1\r\n"],
        ["t_s,ax_g,az_g", "0.5,-1.25,1,", "1.5,2,1,,"],
        ['"t_s","ax_g","az_g"', '"0.5","-1.25","1"', "1.5,2,1"],
    ],
)
def test_the_spellings_of_other_programs_are_read(lines: list[str]) -> None:
    recording = read_recording(lines)
    assert recording.times_s.tolist() == [0.5, 1.5]
    assert recording.samples_g.tolist() == [[-1.25, 0.0, 1.0], [2.0, 0.0, 1.0]]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "no column t_s"),
        (["ax_g", "1"], "no column t_s"),
        (["t_s,speed", "0,1"], "no acceleration column"),
        (["t_s,ax", "0,1"], "'ax'"),
        (["t_s,ax_g,a_left_g", "0,1,2"], "'a_left_g'"),
        (["t_s,ax_g", "0,1", "", "1"], "line 4: 1 cells where the header has 2"),
        (["t_s,ax_g", "0,1,2"], "line 2: 3 cells where the header has 2"),
        (["t_s,ax_g", "0,much"], "line 2: could not convert"),
        (["t_s,ax_g", "0,nan", "1,"], "no acceleration in any row"),
        (["t_s,ax_g", "0,1", "0,1"], "fewer than two samples"),
        (["t_s,ax_g", "0,1", "0,2"], "fewer than two samples"),
        (["t_s,ax_g", "0,1"], "fewer than two samples"),
        (["t_s,ax_g"], "fewer than two samples"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place(lines: list[str], message: str) -> None:
    with pytest.raises(RecordingError, match=message):
        read_recording(lines)
