"""Text with what is personal planted in it, in six locales, and text that looks like it and has none."""

import random
import string
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from faker import Faker

LOCALES = ("de_DE", "en_GB", "en_US", "es_ES", "fr_FR", "it_IT")
PER_KIND = 120
SEED = 20_260_000


@dataclass(frozen=True)
class Planted:
    """A text, and what of it is personal."""

    text: str
    value: str
    kind: str
    locale: str


def _makers(locale: str, fake: Faker) -> Mapping[str, Callable[[], str]]:
    # Faker's own `ssn` of de_DE and es_ES has the form of the United States
    return {
        "card": fake.credit_card_number,
        "email": fake.email,
        "iban": fake.iban,
        "ip_address": lambda: fake.random_element([fake.ipv4, fake.ipv6])(),
        "mac_address": fake.mac_address,
        "phone": fake.phone_number,
        "national number": fake.nif if locale == "es_ES" else fake.ssn,
        **({"nie": fake.nie, "nuss": fake.nuss} if locale == "es_ES" else {}),
    }


def planted() -> Sequence[Planted]:
    """Return more than 5,000 texts, the same each time."""
    Faker.seed(SEED)
    fakes = {locale: Faker(locale) for locale in LOCALES}
    found: list[Planted] = []
    for locale, fake in fakes.items():
        for kind, make in _makers(locale, fake).items():
            for turn in range(PER_KIND):
                value = make()
                before, after = fake.sentence()[:-1], fake.sentence()
                text = (
                    f"{before} {value} {after}",
                    f"{before}: {value}, {after}",
                    f"{before} ({value}). {after}",
                    f'{{"note": "{before}", "value": "{value}"}}',
                )[turn % 4]
                found.append(Planted(text, value, kind, locale))
    return found


def nobodys() -> Iterator[str]:
    """Yield what has digits, dots, dashes and colons, and is of nobody."""
    dice = random.Random(SEED)
    fake = Faker("en_US")
    for turn in range(1_000):
        yield f"order {dice.randrange(10**5)} of {fake.date()} for {dice.random() * 1000:.2f} EUR"
        yield f"2026-{turn % 12 + 1:02}-{turn % 28 + 1:02}T07:{turn % 60:02}:36Z took {dice.random() * 100} ms"
        yield f"request {uuid.UUID(int=dice.getrandbits(128))} answered {dice.choice([200, 404, 503])}"
        yield f"version {dice.randrange(30)}.{dice.randrange(30)}.{dice.randrange(30)} of {fake.word()}-{turn}"
        yield f"digest {dice.getrandbits(256):064x}"
        yield f"shard-{turn:04} at {dice.random():.6f}, {dice.randrange(10**6)} bytes, {fake.sentence()}"
        yield f"std::{fake.word()} at {fake.date(pattern='%d.%m.%Y')} {dice.randrange(24)}:{dice.randrange(60):02}"
        yield "".join(dice.choices(string.ascii_letters, k=40))
