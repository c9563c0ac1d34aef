"""Which tags a stack may add to its resources."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

PLATFORM_TAGS = frozenset({"name", "stack", "data-class", "residency", "rpo-minutes"})
"""Keys that the platform sets itself, in lower case (to IAM, case makes no other key). Policies go by some of them."""


def _free_keys(tags: Mapping[str, str]) -> Mapping[str, str]:
    keys = [key.lower() for key in tags]
    if taken := [key for key in keys if key in PLATFORM_TAGS or key.startswith("aws:")]:
        raise ValueError(f"{taken[0]} is a key of the platform's or of AWS's own; call it something else")
    if doubled := [key for key in keys if keys.count(key) > 1]:
        raise ValueError(f"{doubled[0]} stands there in several spellings, which are one key to IAM; keep one")
    return tags


Tags = Annotated[
    Mapping[
        Annotated[str, Field(pattern=r"^[\w .:/=+@-]+$", max_length=128)],
        Annotated[str, Field(pattern=r"^[\w .:/=+@-]*$", max_length=256)],
    ],
    AfterValidator(_free_keys),
]
"""Tags by key, in the letters that AWS takes (AWS General Reference, "Tag naming limits and requirements")."""
