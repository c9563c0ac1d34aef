"""What a web ACL blocks: floods, known attacks, and bodies too large to be looked through.

A client that shows an API key may ask as often as the largest tier allows; whether the key is one of ours, and which
tier is its, the API's gateway decides. Without a key a client may ask less often. Clients are told apart by address
(AWS WAF Developer Guide, "Rate-based rule statement").
"""

import pulumi
import pulumi_aws as aws

from settings import Traffic

RATE_WINDOW_SECONDS = 300
"""Window over which a client's requests are counted (AWS WAF API, `RateBasedStatement.EvaluationWindowSec`)."""

MANAGED_GROUPS = {
    "AWSManagedRulesAmazonIpReputationList": (),
    "AWSManagedRulesAnonymousIpList": ("HostingProviderIPList",),
    "AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",),
    "AWSManagedRulesKnownBadInputsRuleSet": (),
    "AWSManagedRulesSQLiRuleSet": (),
}
"""Rule groups that AWS maintains, cheapest test first, each with those of its rules that only count: customers'
servers stand at hosting providers, and the group's limit of 8 KB for a body is less than an API needs (AWS WAF
Developer Guide, "Baseline rule groups", "IP reputation rule groups")."""

BODY_KIB = 64
"""Largest body that is let in, the most that AWS WAF looks through (AWS WAF Developer Guide, "Considerations for
managing body inspection"); larger uploads go to a bucket by a presigned address."""

API_KEY_HEADER = "x-api-key"
EDGE_HEADER = "x-origin-token"
"""By which the distribution shows a regional list that a request was counted already, under its client's address.
CloudFront adds no header of its own name, `X-Edge-…` (CloudFront Developer Guide, "Add custom headers to origin
requests")."""

Rule = aws.wafv2.WebAclRuleArgs
Statement = aws.wafv2.WebAclRuleStatementArgs
RateBased = aws.wafv2.WebAclRuleStatementRateBasedStatementArgs
Scope = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementArgs
Sized = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementSizeConstraintStatementArgs
SizedHeader = (
    aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementSizeConstraintStatementFieldToMatchSingleHeaderArgs
)
SizedText = (
    aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementSizeConstraintStatementTextTransformationArgs
)
Matched = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementByteMatchStatementArgs
MatchedHeader = (
    aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementByteMatchStatementFieldToMatchSingleHeaderArgs
)
MatchedText = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementByteMatchStatementTextTransformationArgs
BLOCK = aws.wafv2.WebAclRuleActionArgs(block=aws.wafv2.WebAclRuleActionBlockArgs())


def rules(traffic: Traffic, edge_token: pulumi.Input[str] | None) -> list[Rule]:
    """Return the rules of a list in order; requests that show *edge_token* are not counted again."""
    uncounted = [] if edge_token is None else [_not(_shows(edge_token))]
    blocking = {
        "rate-with-key": _rate(traffic.keyed_requests_per_ip_per_5_minutes, [_has_key(), *uncounted]),
        "rate-without-key": _rate(traffic.requests_per_ip_per_5_minutes, [_not(_has_key()), *uncounted]),
        "body-too-large": _body_too_large(),
    }
    own = [
        Rule(name=name, priority=priority, action=BLOCK, statement=statement, visibility_config=_visible(name))
        for priority, (name, statement) in enumerate(blocking.items())
    ]
    return own + [_managed(group, priority) for priority, group in enumerate(MANAGED_GROUPS, start=len(own))]


def body_inspection(scope: str) -> aws.wafv2.WebAclAssociationConfigArgs:
    """Return the setting that makes a list of *scope* look through the largest body that is let in."""
    limit = f"KB_{BODY_KIB}"
    if scope == "CLOUDFRONT":
        cloudfront = aws.wafv2.WebAclAssociationConfigRequestBodyCloudfrontArgs(default_size_inspection_limit=limit)
        body = aws.wafv2.WebAclAssociationConfigRequestBodyArgs(cloudfront=cloudfront)
    else:
        gateway = aws.wafv2.WebAclAssociationConfigRequestBodyApiGatewayArgs(default_size_inspection_limit=limit)
        body = aws.wafv2.WebAclAssociationConfigRequestBodyArgs(api_gateway=gateway)
    return aws.wafv2.WebAclAssociationConfigArgs(request_bodies=[body])


def _rate(limit: int, narrowed_to: list[Scope]) -> Statement:
    both = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementAndStatementArgs(statements=narrowed_to)
    return Statement(
        rate_based_statement=RateBased(
            aggregate_key_type="IP",
            limit=limit,
            evaluation_window_sec=RATE_WINDOW_SECONDS,
            scope_down_statement=narrowed_to[0] if len(narrowed_to) == 1 else Scope(and_statement=both),
        )
    )


def _not(statement: Scope) -> Scope:
    negated = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementNotStatementArgs(statement=statement)
    return Scope(not_statement=negated)


def _has_key() -> Scope:
    field = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementSizeConstraintStatementFieldToMatchArgs(
        single_header=SizedHeader(name=API_KEY_HEADER)
    )
    return Scope(
        size_constraint_statement=Sized(
            comparison_operator="GT",
            size=0,
            field_to_match=field,
            text_transformations=[SizedText(priority=0, type="NONE")],
        )
    )


def _shows(edge_token: pulumi.Input[str]) -> Scope:
    field = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementByteMatchStatementFieldToMatchArgs(
        single_header=MatchedHeader(name=EDGE_HEADER)
    )
    return Scope(
        byte_match_statement=Matched(
            positional_constraint="EXACTLY",
            search_string=edge_token,
            field_to_match=field,
            text_transformations=[MatchedText(priority=0, type="NONE")],
        )
    )


def _body_too_large() -> Statement:
    whole = aws.wafv2.WebAclRuleStatementSizeConstraintStatementFieldToMatchBodyArgs(oversize_handling="MATCH")
    as_it_is = aws.wafv2.WebAclRuleStatementSizeConstraintStatementTextTransformationArgs(priority=0, type="NONE")
    return Statement(
        size_constraint_statement=aws.wafv2.WebAclRuleStatementSizeConstraintStatementArgs(
            comparison_operator="GT",
            size=BODY_KIB * 1024,
            field_to_match=aws.wafv2.WebAclRuleStatementSizeConstraintStatementFieldToMatchArgs(body=whole),
            text_transformations=[as_it_is],
        )
    )


def _managed(group: str, priority: int) -> Rule:
    count = aws.wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideActionToUseArgs(
        count=aws.wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideActionToUseCountArgs()
    )
    overrides = [
        aws.wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideArgs(name=rule, action_to_use=count)
        for rule in MANAGED_GROUPS[group]
    ]
    return Rule(
        name=group,
        priority=priority,
        override_action=aws.wafv2.WebAclRuleOverrideActionArgs(none=aws.wafv2.WebAclRuleOverrideActionNoneArgs()),
        statement=Statement(
            managed_rule_group_statement=aws.wafv2.WebAclRuleStatementManagedRuleGroupStatementArgs(
                name=group, vendor_name="AWS", rule_action_overrides=overrides or None
            )
        ),
        visibility_config=_visible(group),
    )


def _visible(metric: str) -> aws.wafv2.WebAclRuleVisibilityConfigArgs:
    return aws.wafv2.WebAclRuleVisibilityConfigArgs(
        cloudwatch_metrics_enabled=True, metric_name=metric, sampled_requests_enabled=True
    )
