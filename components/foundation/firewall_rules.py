"""The firewall's policy: established traffic to listed domains passes, everything else is dropped and told."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components._shared.site import Site
from settings import DataClass

RULE_CAPACITY = 1000
"""Room for rules, fixed for the group's life; a domain takes one for each protocol (AWS Network Firewall Developer
Guide, "Setting rule group capacity")."""
DEFAULT_ACTIONS = ("aws:drop_established", "aws:alert_established")
"""What happens to traffic no rule passes; connections may be established, since only then is their domain known."""


def egress_policy(
    name: str,
    domains: Sequence[str],
    *,
    site: Site,
    opts: pulumi.ResourceOptions,
) -> aws.networkfirewall.FirewallPolicy:
    """Declare the policy that lets *domains* be reached by TLS server name or HTTP host, and its rule group."""
    group = aws.networkfirewall.RuleGroup(
        f"{name}-domains",
        region=site.name,
        name=site.context.physical_name("egress-domains", 128),
        description="Domains that the platform may reach.",
        type="STATEFUL",
        capacity=RULE_CAPACITY,
        rule_group=aws.networkfirewall.RuleGroupRuleGroupArgs(
            rules_source=aws.networkfirewall.RuleGroupRuleGroupRulesSourceArgs(
                rules_source_list=aws.networkfirewall.RuleGroupRuleGroupRulesSourceRulesSourceListArgs(
                    generated_rules_type="ALLOWLIST", target_types=["TLS_SNI", "HTTP_HOST"], targets=list(domains)
                )
            ),
            stateful_rule_options=aws.networkfirewall.RuleGroupRuleGroupStatefulRuleOptionsArgs(
                rule_order="STRICT_ORDER"
            ),
        ),
        encryption_configuration=aws.networkfirewall.RuleGroupEncryptionConfigurationArgs(
            type="CUSTOMER_KMS", key_id=site.key_arns[DataClass.INTERNAL]
        ),
        tags=site.context.tagged(f"{name}-domains"),
        opts=opts,
    )
    return aws.networkfirewall.FirewallPolicy(
        f"{name}-policy",
        region=site.name,
        name=site.context.physical_name("egress", 128),
        firewall_policy=aws.networkfirewall.FirewallPolicyFirewallPolicyArgs(
            stateless_default_actions=["aws:forward_to_sfe"],
            stateless_fragment_default_actions=["aws:forward_to_sfe"],
            stateful_default_actions=list(DEFAULT_ACTIONS),
            stateful_engine_options=aws.networkfirewall.FirewallPolicyFirewallPolicyStatefulEngineOptionsArgs(
                rule_order="STRICT_ORDER", stream_exception_policy="DROP"
            ),
            stateful_rule_group_references=[
                aws.networkfirewall.FirewallPolicyFirewallPolicyStatefulRuleGroupReferenceArgs(
                    resource_arn=group.arn, priority=1
                )
            ],
        ),
        encryption_configuration=aws.networkfirewall.FirewallPolicyEncryptionConfigurationArgs(
            type="CUSTOMER_KMS", key_id=site.key_arns[DataClass.INTERNAL]
        ),
        tags=site.context.tagged(f"{name}-policy"),
        opts=opts,
    )
