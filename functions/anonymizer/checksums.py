"""Check digits of identifiers, each given without separators and in capitals; what is no identifier is False.

Every scheme is that of who issues the identifier; tests/functions/anonymizer/test_checksums.py asks python-stdnum.
"""

import re
from typing import Final

_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
"""Check letter by number modulo 23 (Spain, Real Decreto 1553/2005, art. 11)."""
_ODD: Final = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            *(1, 0, 5, 7, 9, 13, 15, 17, 19, 21),
            *(1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        ),
        strict=True,
    )
)
"""Worth of a character in an odd place of a codice fiscale (Italy, D.M. 23 dicembre 1976)."""


def luhn(digits: str) -> bool:
    """Return whether *digits*, not all the same, end in their check digit (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def iban(text: str) -> bool:
    """Return whether *text* is an IBAN by its two check digits (ISO 13616-1; ISO/IEC 7064, MOD 97-10)."""
    return int("".join(str(int(each, 36)) for each in text[4:] + text[:4])) % 97 == 1


def nhs(digits: str) -> bool:
    """Return whether ten *digits* are an NHS number (NHS Data Dictionary, "NHS NUMBER", MOD 11)."""
    return sum(weight * int(digit) for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0


def steuer_id(digits: str) -> bool:
    """Return whether eleven *digits* are a German tax identification number (AO § 139b; ISO/IEC 7064, MOD 11,10)."""
    counts = [digits[:10].count(digit) for digit in set(digits[:10])]
    if digits[0] == "0" or max(counts) not in {2, 3} or sum(count > 1 for count in counts) != 1:
        return False
    product = 10
    for digit in digits[:10]:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return (11 - product) % 10 == int(digits[10])


def nir(text: str) -> bool:
    """Return whether *text* is a French social security number (INSEE, "numéro de sécurité sociale", clé NIR)."""
    number = int(text[:13].replace("2A", "19").replace("2B", "18"))  # Corsica's departments
    return int(text[13:]) == 97 - number % 97


def nuss(digits: str) -> bool:
    """Return whether twelve *digits* are a Spanish social security number (TGSS: modulo 97, with or without the zero
    that a short number is filled up by)."""
    return int(digits[10:]) in {int(digits[:10]) % 97, int(digits[:2] + digits[2:10].removeprefix("0")) % 97}


def dni(text: str) -> bool:
    """Return whether *text* is a Spanish DNI or NIE (Real Decreto 1553/2005, art. 11; Orden INT/2058/2008)."""
    number = str("XYZ".find(text[0])) + text[1:8] if text[0] in "XYZ" else text[:8]
    return _LETTERS[int(number) % 23] == text[8]


def codice_fiscale(text: str) -> bool:
    """Return whether *text* is an Italian codice fiscale of a person (D.M. 23 dicembre 1976, check character)."""
    even = sum(int(each) if each.isdigit() else ord(each) - ord("A") for each in text[1:15:2])
    return (even + sum(_ODD[each] for each in text[0:15:2])) % 26 == ord(text[15]) - ord("A")


def nino(text: str) -> bool:
    """Return whether *text* may be a UK National Insurance number (HMRC, NIM39110), or has the prefix of examples."""
    return re.match(r"ZZ|(?!BG|GB|KN|NK|NT|TN)[A-CEGHJ-PR-TW-Y][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", text) is not None


def ssn(digits: str) -> bool:
    """Return whether nine *digits* may be a US social security number (SSA, POMS RM 10201.035) or an ITIN (IRS)."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area.startswith("9"):
        return group not in {"89", "93"} and 50 <= int(group) <= 99
    return area not in {"000", "666"} and group != "00" and serial != "0000"
