"""Who may have more for a while, and what is left when nothing lets anybody in."""

from components._shared.context import Context
from components._shared.logs import LogGroupNames
from components._shared.site import Sites
from components.elevation.break_glass import BreakGlassRole, BreakGlassRoleArgs
from components.elevation.elevation import Elevation, ElevationArgs
from components.elevation.elevation_table import ElevationTable, ElevationTableArgs
from settings import Settings


def declare_elevation(settings: Settings, context: Context, sites: Sites) -> LogGroupNames:
    """Declare what the settings say of access for a while, if they do; return its log groups."""
    glass = settings.elevation.break_glass
    if not glass:
        return {}
    region, site = next(iter(sites.active.items()))
    BreakGlassRole("break-glass", BreakGlassRoleArgs(context=context, glass=glass))
    book = ElevationTable("elevations", ElevationTableArgs(sites=list(sites.active.values())))
    elevation = Elevation(
        "elevation",
        ElevationArgs(site=site, table=book.table, tiers=settings.elevation.tiers, glass_review_days=glass.review_days),
    )
    return {region: {"elevation": elevation.log_group_name}}
