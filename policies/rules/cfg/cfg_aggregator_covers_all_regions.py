"""Aggregators gather from all regions."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:

    def fault(source: str) -> str | None:
        if value(props, f"{source}.allRegions") is not True:
            return "it leaves out regions"
        return None

    return first({"accountAggregationSource", "organizationAggregationSource"}.intersection(props), fault)


RULE = Rule(
    name="cfg_aggregator_covers_all_regions",
    title="Aggregators gather from all regions.",
    resource_types=frozenset({"aws:cfg/configurationAggregator:ConfigurationAggregator"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.CONFIGURATION_MONITORING}),
    remediation="Set allRegions to true.",
    link="https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html",
)
