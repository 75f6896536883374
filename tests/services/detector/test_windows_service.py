"""What of the Windows service can be shown without one; the rest is tried under wine by ``make package-windows``."""

from services.detector.windows_service import service_sid


def test_the_identity_of_a_service_is_the_one_that_windows_computes() -> None:
    known = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"  # of TrustedInstaller, everywhere the same
    assert service_sid("TrustedInstaller") == known
    assert service_sid("trustedinstaller") == known
