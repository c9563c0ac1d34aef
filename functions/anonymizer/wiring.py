"""Clients of this function's environment: the key that tokens come of, and what finds names."""

import os
from collections.abc import Sequence

import boto3

from functions.anonymizer.errors import UnfitError
from functions.anonymizer.tokens import Pseudonyms

MAX_PROSE_BYTES = 100_000
"""Of one text (Amazon Comprehend API Reference, DetectPiiEntities)."""


def pseudonyms(purpose: str) -> Pseudonyms:
    """Return the tokens of *purpose*: their key is a MAC of it, by a key of KMS that nobody has."""
    mac = boto3.client("kms").generate_mac(
        KeyId=os.environ["TOKEN_KEY"], MacAlgorithm="HMAC_SHA_256", Message=f"groot/anonymizer/{purpose}".encode()
    )
    return Pseudonyms(mac["Mac"])


def names(text: str, language: str) -> Sequence[tuple[int, int, str]]:
    """Return where Amazon Comprehend finds names, addresses and whatever else is personal in *text*.

    Raises:
        UnfitError: *text* is longer than it takes.
    """
    if not text.strip():
        return ()
    if len(text.encode()) > MAX_PROSE_BYTES:
        raise UnfitError(f"a text of more than {MAX_PROSE_BYTES} bytes, in which no names are looked for")
    found = boto3.client("comprehend").detect_pii_entities(Text=text, LanguageCode=language)["Entities"]
    return [(each["BeginOffset"], each["EndOffset"], each["Type"].lower()) for each in found]
