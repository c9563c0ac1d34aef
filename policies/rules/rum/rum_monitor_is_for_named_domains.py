"""App monitors take data from named domains."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

EVERYWHERE = frozenset({"*", "*.*"})


def _check(props: Props) -> str | None:

    def fault(name: str) -> str | None:
        if not EVERYWHERE.isdisjoint(items(props, name)):
            return "any page on the internet may send it data"
        return None

    return first(("domain", "domainLists"), fault)


RULE = Rule(
    name="rum_monitor_is_for_named_domains",
    title="App monitors take data from named domains.",
    resource_types=frozenset({"aws:rum/appMonitor:AppMonitor"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.DATA_INTEGRITY}),
    remediation="Name the application's domains.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-get-started-create-app-monitor.html",
)
