"""Each rule on workloads is held by clusters too, or there is a reason why not; what the component reads is current."""

from ops.admission import FILE, rendered
from policies.admission.document import document
from policies.admission.table import load, workload_rules
from policies.frameworks import load as load_catalogue
from policies.registry import Registry, discover

REGISTRY = discover()
TABLE = load()


def unanswered(registry: Registry) -> set[str]:
    """Return the rules on workloads that the table says nothing of."""
    return {rule.name for rule in workload_rules(registry)} - TABLE.holds.keys() - TABLE.unsaid.keys()


def test_each_rule_on_workloads_has_an_expression_or_a_reason_why_not() -> None:
    known = {rule.name for rule in workload_rules(REGISTRY)}
    assert not unanswered(REGISTRY)
    assert not {*TABLE.holds, *TABLE.unsaid} - known
    assert not TABLE.holds.keys() & TABLE.unsaid.keys()
    assert all(reason.endswith(".") for reason in TABLE.unsaid.values())


def test_what_clusters_read_is_what_the_rules_say() -> None:
    assert FILE.read_text(encoding="utf-8") == rendered(), "make admission"


def test_a_rule_s_words_and_controls_go_with_its_expression() -> None:
    catalogue = load_catalogue(REGISTRY)
    found = document(REGISTRY, catalogue, TABLE)["rules"]
    for rule in workload_rules(REGISTRY):
        if rule.name not in TABLE.holds:
            continue
        told = found[rule.name]
        assert (told["severity"], told["level"]) == (rule.severity, rule.level)
        assert told["message"] == f"{rule.title} {rule.remediation} ({rule.link})"
        assert {f"kubernetes:{kind}" for kind in told["kinds"]} == rule.resource_types
        for framework, controls in told["controls"].items():
            for control in catalogue.frameworks[framework].every_control():
                named = control.id in controls.split(", ")
                assert named == (rule in catalogue.rules_of(control)), (rule.name, framework, control.id)
