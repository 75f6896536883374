"""What of the Windows service can be shown without one; the rest is tried under wine by ``make package-windows``."""

from pathlib import Path

from services.detector.windows_service import is_told_desks, service_sid, told_desks


def test_the_identity_of_a_service_is_the_one_that_windows_computes() -> None:
    known = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"  # of TrustedInstaller, everywhere the same
    assert service_sid("TrustedInstaller") == known
    assert service_sid("trustedinstaller") == known


def test_only_the_file_that_the_installer_wrote_is_taken_for_its_own(tmp_path: Path) -> None:
    data, file = tmp_path / "données", tmp_path / "workplace.ini"
    assert not is_told_desks(file, data), "there is none"
    file.write_bytes(told_desks(data))
    assert is_told_desks(file, data)
    assert not is_told_desks(file, tmp_path / "other")
    for by_hand in (told_desks(data).decode().encode("utf-16"), told_desks(data) + b"\r\n", b"\xff\xfe\x00"):
        file.write_bytes(by_hand)
        assert not is_told_desks(file, data), "an administrator's, in whatever letters"
