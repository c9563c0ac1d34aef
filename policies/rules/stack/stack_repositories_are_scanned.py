"""Every repository's images are searched for known weaknesses: as it says itself, or as its registry says."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.lists import some
from policies.model import Finding, Level, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.stack._regions import NoRegionError, by_region, region_of

REPOSITORY = "aws:ecr/repository:Repository"
REGISTRY = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"


def _check(graph: Graph) -> Iterable[Finding | None]:
    placed, silent = by_region(graph.of((REGISTRY,)))

    def check(repository: Resource) -> str | None:
        if value(repository.props, "imageScanningConfiguration") is not None:
            raise NotApplicable("it says itself whether it is")
        here = placed.get(region_of(repository), ()) if placed or silent else ()
        if some(here, lambda registry: len(items(registry.props, "rules")) > 0):
            return None
        if silent:
            raise NoRegionError(graph.by_urn[silent[0].urn])
        return "nothing scans its images"

    yield from each(graph.of((REPOSITORY,)), check)


RULE = StackRule(
    name="stack_repositories_are_scanned",
    title="ECR repositories are scanned by themselves or by their registry.",
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.VULNERABILITY_MANAGEMENT}),
    remediation="Set imageScanningConfiguration.scanOnPush, or declare a RegistryScanningConfiguration in its region.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1",
    sources=("SecurityHub ECR.1",),
)
