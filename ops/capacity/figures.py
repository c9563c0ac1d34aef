"""Reads `figures.yaml`: what one unit of each part carries, and who says so."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

PATH = Path(__file__).with_name("figures.yaml")


class Figure(BaseModel):
    """One number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float = Field(gt=0)
    unit: str = Field(min_length=1)
    kind: Literal["said", "assumed"]
    source: str = Field(min_length=1)


@cache
def figures() -> Mapping[str, Figure]:
    """Return the figures by name."""
    return TypeAdapter(dict[str, Figure]).validate_python(yaml.load(PATH.read_text(encoding="utf-8"), yaml.CSafeLoader))
