"""Encrypts digits into as many digits: FF1 of NIST SP 800-38G, which Revision 1 (second public draft, 2025) keeps.

FF3 and FF3-1 aren't here: the same draft takes them away. There is no key for decryption elsewhere, and no function
here that decrypts: what comes out of the anonymizer doesn't go back in.
"""

from math import ceil, log2
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

RADIX: Final = 10
ROUNDS: Final = 10
"""SP 800-38G, section 6.2."""
MIN_DIGITS: Final = 6
"""So that there are a million values at least (SP 800-38G Rev. 1, section 5.1)."""
MAX_DIGITS: Final = 56
"""Of what is a number of somebody; the standard takes 2³²."""
_BLOCK: Final = 16


def encrypted(digits: str, key: bytes, tweak: bytes, radix: int = RADIX) -> str:
    """Return what *digits*, of *radix* up to 36, become under *key*, an AES key of 16, 24 or 32 bytes, and *tweak*.

    Raises:
        ValueError: too few or too many digits, or something else than digits.
    """
    length = len(digits)
    if not MIN_DIGITS <= length <= MAX_DIGITS:
        raise ValueError(f"{length} digits, of {MIN_DIGITS} to {MAX_DIGITS}")
    half = length // 2
    left, right = digits[:half], digits[half:]
    width = ceil(ceil((length - half) * log2(radix)) / 8)
    drawn = 4 * ceil(width / 4) + 4
    fixed = (
        bytes([1, 2, 1]) + radix.to_bytes(3) + bytes([ROUNDS, half % 256]) + length.to_bytes(4) + len(tweak).to_bytes(4)
    )
    for turn in range(ROUNDS):
        number = int(right, radix).to_bytes(width)
        padding = bytes((-len(tweak) - width - 1) % _BLOCK)
        chained = _chained(fixed + tweak + padding + bytes([turn]) + number, key)
        stream = chained + b"".join(
            _block(bytes(a ^ b for a, b in zip(chained, at.to_bytes(_BLOCK), strict=True)), key)
            for at in range(1, ceil(drawn / _BLOCK))
        )
        size = half if turn % 2 == 0 else length - half
        left, right = right, _written((int(left, radix) + int.from_bytes(stream[:drawn])) % radix**size, size, radix)
    return left + right


def _written(number: int, size: int, radix: int) -> str:
    digits = ""
    for _ in range(size):
        number, digit = divmod(number, radix)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def _chained(data: bytes, key: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(_BLOCK))).encryptor()
    return encryptor.update(data)[-_BLOCK:]


def _block(data: bytes, key: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # one block, as PRF (SP 800-38G, section 6.2)  # noqa: S305
    return encryptor.update(data)
