"""Reads `prices.yaml`: list prices by meter and region, and what costs by usage alone or nothing."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

PATH = Path(__file__).with_name("prices.yaml")
EVERYWHERE = "everywhere"
"""In place of a region: one price in all of them."""


class PriceError(Exception):
    """The price file does not hold what it must; the message holds one line per fault."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Group(_Model):
    """Prices from one page."""

    source: str = Field(min_length=1)
    """Title of the AWS page that has them."""
    seen: str = Field(min_length=1)
    """Where they were read, since that page is made by a script."""
    per: Literal["hour", "month"]
    prices: dict[str, dict[str, Decimal]]
    """USD, by meter and region."""


class _File(_Model):
    checked: datetime.date
    hours_per_month: int = Field(ge=672, le=744)
    fallback_region: str
    groups: tuple[_Group, ...]
    usage: dict[str, str]
    free: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Price:
    """What one unit of a meter costs a month."""

    monthly_usd: Decimal
    fallback: bool
    """Whether it is another region's, for want of its own."""


class Prices:
    """The price file, ready to be asked."""

    def __init__(self, file: _File) -> None:
        self.checked = file.checked
        """Day the prices were checked."""
        self.fallback_region = file.fallback_region
        """Whose price stands in for one that isn't known."""
        self.usage: Mapping[str, str] = file.usage
        """By type, what of it costs by usage."""
        self.free = frozenset(file.free)
        """Types that cost nothing themselves."""
        self.meters: Mapping[str, Mapping[str, Decimal]] = {
            meter: {
                region: price * file.hours_per_month if group.per == "hour" else price
                for region, price in by_region.items()
            }
            for group in file.groups
            for meter, by_region in group.prices.items()
        }
        """USD a month, by meter and region."""

    @property
    def note(self) -> str:
        """What every amount is, as a sentence."""
        return (
            "List prices in USD, on demand, before discounts, taxes and usage, "
            f"read on {self.checked} from where `ops/cost/prices.yaml` says."
        )

    def price(self, meter: str, region: str | None) -> Price | None:
        """Return what a unit of *meter* costs in *region*; None where no price is known."""
        by_region = self.meters.get(meter, {})
        found = by_region.get(EVERYWHERE) or by_region.get(region or "")
        if found is not None:
            return Price(monthly_usd=found, fallback=False)
        standing_in = by_region.get(self.fallback_region) if region else None
        return None if standing_in is None else Price(monthly_usd=standing_in, fallback=True)


def load(path: Path = PATH) -> Prices:
    """Read the price file at *path*.

    Raises:
        PriceError: it is malformed, a price isn't positive, or a meter or type stands twice.
    """
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        raise PriceError(f"{path.name}: not YAML: {' '.join(str(error).split())}") from None
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        lines = [f"{path.name}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise PriceError("\n".join(lines)) from None
    faults = [f"{path.name}: {fault}" for fault in _faults(file)]
    if faults:
        raise PriceError("\n".join(faults))
    return Prices(file)


def _faults(file: _File) -> list[str]:
    meters = [meter for group in file.groups for meter in group.prices]
    twice = sorted({meter for meter in meters if meters.count(meter) > 1})
    both = sorted(file.usage.keys() & set(file.free))
    wrong = [
        f"the price of {meter} in {region} isn't positive"
        for group in file.groups
        for meter, by_region in group.prices.items()
        for region, price in by_region.items()
        if price <= 0
    ]
    return [
        *(f"{meter} is priced twice" for meter in twice),
        *(f"{each} can't both cost by usage and nothing" for each in both),
        *wrong,
    ]
