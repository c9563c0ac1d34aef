"""What a backup vault has to tell is told somebody: copies that fail, recovery points that somebody changed.

These are no metrics, so no alarm tells of them (AWS Backup Developer Guide, "Notification options with AWS Backup"):
the vault notifies a topic, or a rule of EventBridge hands the service's events on.
"""

from collections.abc import Iterable
from functools import cache

from policies.answers import any_holds
from policies.graph import Graph, StackRule, each
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._told import told_of

VAULT = "aws:backup/vault:Vault"
NOTIFICATIONS = "aws:backup/vaultNotifications:VaultNotifications"


def _check(graph: Graph) -> Iterable[Finding | None]:
    notified = graph.referrers("backupVaultName", by=(NOTIFICATIONS,), to=frozenset({VAULT}))
    told = cache(lambda: told_of(graph))

    def fault(vault: Resource) -> str | None:
        heard = any_holds(lambda: notified.include(vault), lambda: told()(vault, "aws.backup"))
        return None if heard else "nobody is told of copies that fail and recovery points that change"

    yield from each(graph.of((VAULT,)), fault)


RULE = StackRule(
    name="stack_backups_are_told",
    title="Backup vaults tell of failures.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Declare VaultNotifications of the vault, or an EventRule on aws.backup with an EventTarget.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html",
)
