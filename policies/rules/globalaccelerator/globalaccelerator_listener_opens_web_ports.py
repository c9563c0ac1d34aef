"""An accelerator, which the internet reaches, opens web ports and nothing else."""

from policies.answers import all_hold
from policies.lists import fault_in
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

WEB_PORTS = frozenset({80, 443})


def _check(props: Props) -> str | None:

    def fault(label: str, ports: Props) -> str | None:
        is_web = all_hold(
            lambda: value(ports, "fromPort") in WEB_PORTS,
            lambda: value(ports, "toPort") in WEB_PORTS,
            lambda: value(ports, "fromPort") == value(ports, "toPort"),
        )
        return None if is_web else f"{label} opens more than a web port"

    return fault_in(numbered(items(props, "portRanges"), "portRanges"), fault)


RULE = Rule(
    name="globalaccelerator_listener_opens_web_ports",
    title="Global accelerators open only web ports.",
    resource_types=frozenset({"aws:globalaccelerator/listener:Listener"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Set portRanges to 80 or 443 alone.",
    link="https://docs.aws.amazon.com/global-accelerator/latest/dg/about-listeners.html",
)
