"""Keys of S2 boxes and secrets of gateways at rest: AES-256-GCM under a key that is not in the database.

That key is a file in the data folder, 32 random bytes readable by this user only. A copy of the database (a backup, a
disk that went to repair) therefore opens no box; a copy of the whole folder does, and so does this user. The keyring
of the system was weighed and lost: a service that starts with the machine has no session to unlock one, and an alarm
that waits for somebody to type a password is none. An administrator who has something better (a credential of the
service manager, an encrypted volume) puts the file there and names it in the settings.

The file must be kept beside every backup, by somebody else. Without it boxes are refused until they get new keys, and
what was stored of them waits in the quarantine.
"""

import os
import stat
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.device_key import DeviceKey, KeyState
from app.domain.gateway import Channel
from app.domain.ids import Imei
from app.logs import about
from services.uplink.s2.keys import ROOT_KEY_BYTES, KeyRing

FILE_NAME: Final = "device-keys.key"
_MASTER_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_FORMAT: Final = b"\x01"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_MOST_RINGS: Final = 4096


class KeyFileUnusable(Exception):
    """The key file cannot be used; the message says which and why."""


class KeyUnreadable(Exception):
    """A key was sealed under another key file."""


class KeyVault:
    """Seals and opens root keys. Used in any thread; opened rings are remembered, because every frame needs one."""

    def __init__(self, master: bytes) -> None:
        self._cipher = AESGCM(master)
        self._rings: OrderedDict[tuple[Imei, tuple[bytes, ...]], KeyRing] = OrderedDict()

    @classmethod
    def of_file(cls, file: Path) -> "KeyVault":
        """Return the vault of a key file, which is made when it does not exist.

        Raises:
            KeyFileUnusable: It cannot be read or made, or holds something else.
        """
        try:
            return cls(_master(file))
        except OSError as fault:
            raise KeyFileUnusable(f"The key file {file} cannot be used: {fault.strerror}.") from fault

    @classmethod
    def of_nobody(cls) -> "KeyVault":
        """Return a vault that opens nothing, for whoever must not make a key file."""
        return cls(os.urandom(_MASTER_BYTES))

    def seal(self, imei: Imei, key_id: int, root: bytes) -> bytes:
        """Return a root key as it may be stored; it opens for this box and number only.

        Raises:
            ValueError: It has not 32 bytes.
        """
        if len(root) != ROOT_KEY_BYTES:
            raise ValueError(f"a root key has {ROOT_KEY_BYTES} bytes")
        nonce = os.urandom(_NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, root, _bound_to(imei, key_id))

    def unseal(self, key: DeviceKey) -> bytes:
        """Return the root key.

        Raises:
            KeyUnreadable: It was sealed under another key file, for another box, or changed since.
        """
        nonce, sealed = key.sealed[1 : 1 + _NONCE_BYTES], key.sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, sealed, _bound_to(key.imei, key.key_id))
        except (InvalidTag, ValueError):
            raise KeyUnreadable(f"key {key.key_id} of a box was sealed under another key file") from None

    def seal_secret(self, channel: Channel, secret: str) -> bytes:
        """Return the secret of a gateway as it may be stored; it opens for this channel only."""
        nonce = os.urandom(_NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, secret.encode(), _bound_to_channel(channel))

    def open_secret(self, channel: Channel, sealed: bytes) -> str:
        """Return the secret of a gateway.

        Raises:
            KeyUnreadable: It was sealed under another key file, for another channel, or changed since.
        """
        nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, rest, _bound_to_channel(channel)).decode()
        except (InvalidTag, ValueError):
            raise KeyUnreadable(f"the secret of {channel.value} was sealed under another key file") from None

    def live_ring(self, imei: Imei, keys: Sequence[DeviceKey]) -> KeyRing | None:
        """Return the keys that open what arrives; None when there is none that can be read."""
        return self._ring(imei, [key for key in keys if key.state is KeyState.ACTIVE])

    def history_ring(self, imei: Imei, keys: Sequence[DeviceKey]) -> KeyRing | None:
        """Return the keys that open what is stored, retired ones too; None when there is none that can be read."""
        return self._ring(imei, keys)

    def _ring(self, imei: Imei, keys: Sequence[DeviceKey]) -> KeyRing | None:
        known = (imei, tuple(key.sealed for key in keys))
        ring = self._rings.get(known)
        if ring is not None:
            return ring
        roots = {key.key_id: root for key in keys if (root := self._readable(key)) is not None}
        if not roots:
            return None
        ring = KeyRing(imei, roots)
        self._rings[known] = ring
        while len(self._rings) > _MOST_RINGS:
            self._rings.popitem(last=False)
        return ring

    def _readable(self, key: DeviceKey) -> bytes | None:
        try:
            return self.unseal(key)
        except KeyUnreadable:
            about(__name__).error("a key of a box cannot be opened with this key file; restore the right file")
            return None


def _bound_to(imei: Imei, key_id: int) -> bytes:
    return b"s2 root key " + imei.encode() + bytes([key_id])


def _bound_to_channel(channel: Channel) -> bytes:
    return b"gateway secret " + channel.value.encode()


def _master(file: Path) -> bytes:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(file)
    with os.fdopen(descriptor, "wb") as out:
        out.write(os.urandom(_MASTER_BYTES))
        out.flush()
        os.fsync(out.fileno())
    return _read(file)


def _read(file: Path) -> bytes:
    if os.name != "nt" and file.stat().st_mode & _OTHERS:
        file.chmod(0o600)
        about(__name__).warning("the key file could be read by others; it no longer can")
    master = file.read_bytes()
    if len(master) != _MASTER_BYTES:
        raise KeyFileUnusable(f"The key file {file} has {len(master)} bytes instead of {_MASTER_BYTES}. Restore it.")
    return master
