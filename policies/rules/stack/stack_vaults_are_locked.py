"""Every backup vault is locked: nobody, administrators included, deletes recovery points before their time."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective

VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"


def _check(graph: Graph) -> Iterable[Finding | None]:
    guarded = graph.referred("backupVaultName", by=(LOCK,), to=frozenset({VAULT}))
    yield from each(graph.of((VAULT,)), lambda resource: None if resource.urn in guarded else "it is not locked")


RULE = StackRule(
    name="stack_vaults_are_locked",
    title="Every backup vault is locked.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DATA_INTEGRITY}),
    remediation="Declare a VaultLockConfiguration for it.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
)
