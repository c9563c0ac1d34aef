"""The structured kinds of personal data that are found in text, each by its form and, where it has one, its check.

Names, addresses and whatever else has no form aren't here: Amazon Comprehend looks for those (wiring.py). Forms are
written for RE2, which takes time in proportion to the text whatever the text is
(docs/adr/0055-personal-data-found-by-form.md), and for Python's own expressions as well.
"""

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from functions.anonymizer import checksums

_SEPARATORS: Final = str.maketrans("", "", " .-/()")


@dataclass(frozen=True)
class Kind:
    """What is personal, and how it is known."""

    name: str
    form: str
    """Regular expression of RE2, whatever the case of letters."""
    check: Callable[[str], bool] = lambda _text: True
    """Whether what has the form is of this kind."""


def compact(text: str) -> str:
    """Return *text* without separators and in capitals, which every way to write an identifier has in common."""
    return text.translate(_SEPARATORS).upper()


def _compact(check: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: check(compact(text))


def _phone(text: str) -> bool:
    if re.match(r"\d\d([./-])\d\d\1(?:19|20)\d\d\b", text):  # a day
        return False
    # ITU-T E.164: 15 digits at most, before which 00 or a trunk's (0) may stand; fewer than seven are a short code
    return 7 <= sum(each.isdigit() for each in text.lower().partition("x")[0]) <= 17


def _address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


EMAIL: Final = Kind(
    "email", r"[A-Z0-9\x80-\xff!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Z0-9\x80-\xff-]{1,63}\.)+[A-Z\x80-\xff]{2,63}"
)
"""RFC 5321, section 4.1.2, without quoted local parts; letters of any script (RFC 6531)."""
_GROUPS: Final = r"[0-9A-F]{1,4}(?::[0-9A-F]{1,4}){0,6}"
FORMS: Final[Sequence[Kind]] = (
    # ISO/IEC 7812-1: 12 to 19 digits, by the ranges of issuers that are in use
    Kind("card", r"(?:1800|2131|0604|2[2-7]\d\d|[3-6]\d{3})(?:[ -]?\d){8,15}", _compact(checksums.luhn)),
    Kind("iban", r"[A-Z]{2}\d\d(?:[A-Z0-9]{11,29}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)", _compact(checksums.iban)),
    Kind("mac_address", r"[0-9A-F]{2}(?:(?::[0-9A-F]{2}){5}|(?:-[0-9A-F]{2}){5})"),  # IEEE 802-2014, clause 8
    Kind("ip_address", r"\d{1,3}(?:\.\d{1,3}){3}", _address),
    Kind("it_codice_fiscale", r"[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]", _compact(checksums.codice_fiscale)),
    Kind("gb_nino", r"[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-Z]", _compact(checksums.nino)),
    Kind("es_dni", r"(?:[XYZ][ -]?\d{7}|\d{8})[ -]?[A-Z]", _compact(checksums.dni)),
    Kind("de_steuer_id", r"\d\d ?\d{3} ?\d{3} ?\d{3}", _compact(checksums.steuer_id)),
    Kind("fr_nir", r"[12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d", _compact(checksums.nir)),
    Kind("es_nuss", r"\d\d[ /-]?\d{8}[ /-]?\d\d", _compact(checksums.nuss)),
    Kind("us_ssn", r"\d{3}(?:-\d\d-| \d\d )\d{4}"),  # also what SSA hasn't issued: the form says enough
    Kind("gb_nhs", r"\d{3} \d{3} \d{4}|\d{10}", _compact(checksums.nhs)),
    Kind(
        "phone",  # as people write numbers at home; those with a plus or a parenthesis are below
        r"(?:0\d(?:[ ./-]?\d){5,13}|(?:(?:00)?1[ .-])?[2-9]\d\d(?: \d{3} |\.\d{3}\.|-\d{3}-|\d{3})\d{4}|3\d{8,10})"
        r"(?: ?x\d{1,6})?",
        _phone,
    ),
)
"""What begins and ends with a letter or digit, in the order of how sure each is."""
OPEN_FORMS: Final[Sequence[Kind]] = (
    EMAIL,
    Kind("phone", r"(?:\+\d(?:[ ()./-]{0,3}\d){6,16}|\(\d{1,6}\)(?:[ ./-]?\d){4,12})(?: ?x\d{1,6})?", _phone),  # E.164
    Kind(
        "ip_address", rf"(?:[0-9A-F]{{1,4}}:){{7}}[0-9A-F]{{1,4}}|{_GROUPS}::(?:{_GROUPS})?|::{_GROUPS}", _address
    ),  # RFC 4291
)
"""What begins or ends otherwise."""
