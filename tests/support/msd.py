"""Minimum sets of data written bit by bit from the field layout of EN 15722, without an ASN.1 library."""

from dataclasses import dataclass

VIN_SYMBOLS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"


class Bits:
    """Collects fields of any width, most significant bit first."""

    def __init__(self) -> None:
        self._bits: list[int] = []

    def put(self, value: int, width: int) -> "Bits":
        self._bits += [value >> shift & 1 for shift in reversed(range(width))]
        return self

    def put_bytes(self, data: bytes) -> "Bits":
        for byte in data:
            self.put(byte, 8)
        return self

    def as_bytes(self) -> bytes:
        padded = self._bits + [0] * (-len(self._bits) % 8)
        return bytes(int("".join(map(str, padded[at : at + 8])), 2) for at in range(0, len(padded), 8))


@dataclass(frozen=True, slots=True)
class AnMsd:
    """A message to write; the defaults are an automatic call near Bertem."""

    version: int = 2
    identifier: int = 1
    automatic: bool = True
    test_call: bool = False
    trusted: bool = True
    vehicle_type: int = 1
    vin: str = "WVWZZZ1KZAW123456"
    propulsion: int = 0b1000000  # gasoline first, other storage last
    timestamp_s: int = 1_790_000_000
    latitude_mas: int = 183_096_360
    longitude_mas: int = 16_644_240
    direction: int = 47
    n1: tuple[int, int] | None = (-3, 12)
    n2: tuple[int, int] | None = (-7, 25)
    people: int | None = 2
    additional: tuple[bytes, bytes] | None = None

    def message(self) -> bytes:
        """MSDMessage in unaligned PER."""
        bits = Bits().put(0, 1).put(self.additional is not None, 1)
        self._structure(bits)
        if self.additional is not None:
            for part in self.additional:
                bits.put(len(part), 8).put_bytes(part)
        return bits.as_bytes()

    def write(self) -> bytes:
        """The bytes as sent: version byte, and the OCTET STRING from version 2 on."""
        message = self.message()
        if self.version == 1:
            return b"\x01" + message
        length = bytes([len(message)]) if len(message) < 128 else (0x8000 | len(message)).to_bytes(2)
        return bytes([self.version]) + length + message

    def _structure(self, bits: Bits) -> None:
        latest = self.version >= 3
        bits.put(0, 1)
        if not latest:
            bits.put(self.n1 is not None, 1).put(self.n2 is not None, 1)
        bits.put(self.people is not None, 1).put(self.identifier, 8)
        bits.put(self.automatic, 1).put(self.test_call, 1).put(self.trusted, 1)
        roots, width = (23, 5) if latest else (13, 4)
        if self.vehicle_type <= roots:
            bits.put(0, 1).put(self.vehicle_type - 1, width)
        else:
            bits.put(1, 1).put(0, 1).put(self.vehicle_type - roots - 1, 6)
        for symbol in self.vin:
            bits.put(VIN_SYMBOLS.index(symbol), 6)
        kinds = 6 if self.version == 1 else 7
        bits.put(0, 1).put(2**kinds - 1, kinds).put(self.propulsion >> (7 - kinds), kinds)
        bits.put(self.timestamp_s, 32)
        bits.put(self.latitude_mas + 2**31, 32).put(self.longitude_mas + 2**31, 32).put(self.direction, 8)
        for delta in (self.n1, self.n2):
            if delta is not None:
                bits.put(delta[0] + 512, 10).put(delta[1] + 512, 10)
        if self.people is not None:
            bits.put(self.people, 8)
