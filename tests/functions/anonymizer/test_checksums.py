"""Check digits, beside python-stdnum: identifiers that Faker makes, and the same with one character changed."""

import random
import string
from collections.abc import Callable

import pytest
from faker import Faker
from stdnum import iban, luhn
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.iso7064 import mod_11_10
from stdnum.it import codicefiscale

from functions.anonymizer import checksums

ROUNDS = 500


def steuer_id(dice: random.Random) -> str:
    ten = dice.sample(string.digits[1:], k=9)
    number = "".join([*ten, ten[dice.randrange(9)]])
    return number + mod_11_10.calc_check_digit(number)


def digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices(string.digits, k=count))


FAKES = {locale: Faker(locale) for locale in ("en_GB", "es_ES", "fr_FR", "it_IT")}


@pytest.mark.parametrize(
    ("ours", "theirs", "make"),
    [
        (checksums.luhn, luhn.is_valid, lambda dice: FAKES["en_GB"].credit_card_number()),
        (checksums.iban, lambda text: iban.is_valid(text, check_country=False), lambda dice: FAKES["en_GB"].iban()),
        (checksums.nhs, nhs.is_valid, lambda dice: digits(dice, 10)),
        (checksums.steuer_id, idnr.is_valid, steuer_id),
        (checksums.nir, nir.is_valid, lambda dice: FAKES["fr_FR"].ssn()),
        (checksums.dni, lambda text: dni.is_valid(text) or nie.is_valid(text), lambda dice: FAKES["es_ES"].nie()),
        (checksums.dni, lambda text: dni.is_valid(text) or nie.is_valid(text), lambda dice: FAKES["es_ES"].nif()),
        (checksums.codice_fiscale, codicefiscale.is_valid, lambda dice: FAKES["it_IT"].ssn()),
    ],
    ids=["luhn", "iban", "nhs", "steuer_id", "nir", "nie", "dni", "codice_fiscale"],
)
def test_a_check_is_right_where_another_implementation_is(
    ours: Callable[[str], bool], theirs: Callable[[str], bool], make: Callable[[random.Random], str]
) -> None:
    dice = random.Random(8)
    Faker.seed(8)
    said: dict[bool, int] = {True: 0, False: 0}
    for _ in range(ROUNDS):
        whole = make(dice)
        at = dice.choice([at for at, each in enumerate(whole) if each.isdigit() or at == len(whole) - 1])
        pool = string.digits if whole[at].isdigit() else string.ascii_uppercase
        for text in (whole, whole[:at] + dice.choice(pool) + whole[at + 1 :]):
            assert ours(text) is theirs(text), text
            said[ours(text)] += 1
    assert min(said.values()) > ROUNDS / 20, said


@pytest.mark.parametrize("number", ["281234567840", "280123456742", "280123456785"])
def test_a_spanish_social_security_number_is_right_with_or_without_the_zero_of_a_short_one(number: str) -> None:
    assert checksums.nuss(number)
    assert not checksums.nuss(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize(
    ("number", "may_be"),
    [("QQ123456C", False), ("AB123456C", True), ("AB123456E", False), ("BG123456A", False), ("AO123456A", False)],
)
def test_a_national_insurance_number_has_a_prefix_that_is_given_out(number: str, may_be: bool) -> None:
    assert checksums.nino(number) is may_be
