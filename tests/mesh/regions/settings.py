"""The regions that tests run: as many as staging has, with its weights."""

from typing import Final

from settings import Region

REGIONS: Final = (
    Region(name="us-east-1", cidr="10.0.0.0/16", weight=70, residency="us"),
    Region(name="eu-west-1", cidr="10.1.0.0/16", weight=30, residency="eu"),
)
