# ruff: noqa: ARG002, N802 - methods and their arguments are called as the service's definition says
"""Answers the stock engine about resources: its `Analyzer` service, over the judge that the sandbox asks too.

pulumi-policy's own analyzer decodes a resource once for each policy, 950 times, and tells of each value that a preview
can't know by a warning of its own. This one decodes it once, shows it to the rules for its type, and says in one line
at the end how many verdicts wait for the deployment. What it answers besides is the same, which a test holds it to.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime import proto
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY, deserialize_properties

from policies.configuration import LEVEL, PolicyConfigError, configured
from policies.core import Judge, Outcome, Verdict
from policies.model import Level, Props, Resource
from policies.offer import ENFORCEMENT, SEVERITIES, Offer
from policies.packs import PackError, frameworks_of
from policies.waivers import Waiver

OPEN = "verdicts_wait_for_values"
"""What the line on open verdicts stands under; no rule is called so."""
_CONFIGURED = {
    proto.ADVISORY: Level.ADVISORY.value,
    proto.MANDATORY: Level.MANDATORY.value,
    proto.REMEDIATE: Level.REMEDIATE.value,
    proto.DISABLED: "disabled",
}


class Analyzer(proto.AnalyzerServicer):
    """The service of one pack. The engine says which stack, asks what there is, configures it, and then asks away.

    A rule that fails itself counts as a mandatory violation, and so does, in a deployment, a verdict left open.
    """

    def __init__(
        self, pack: str, offered: Callable[[Sequence[str] | None], Offer], waivers: Sequence[Waiver] = ()
    ) -> None:
        """*offered* returns what *pack* offers a stack with given frameworks; None is for no stack in particular."""
        self._pack, self._offered, self._waivers = pack, offered, waivers
        self._deploying = False
        self._refusal = ""
        self._take(offered(None))

    def ConfigureStack(
        self, request: proto.AnalyzerStackConfigureRequest, context: object
    ) -> proto.AnalyzerStackConfigureResponse:
        """Take the stack that is to be judged, and whether it is being deployed.

        What is wrong with it is said to the next question: an engine whose call is refused here waits for ever.
        """
        self._deploying = not request.dry_run
        try:
            self._take(self._offered(frameworks_of(request.project, request.config)))
            self._refusal = ""
        except PackError as error:
            self._refusal = str(error)
        return proto.AnalyzerStackConfigureResponse()

    def GetAnalyzerInfo(self, request: object, context: grpc.ServicerContext) -> proto.AnalyzerInfo:
        """Say what the pack offers."""
        if self._refusal:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, self._refusal)
        return self._offer.info(self._pack)

    def GetPluginInfo(self, request: object, context: object) -> proto.PluginInfo:
        """Say nothing of a version: the engine reads it in `PulumiPolicy.yaml`."""
        return proto.PluginInfo()

    def Handshake(self, request: object, context: object) -> proto.AnalyzerHandshakeResponse:
        """Answer that there is somebody."""
        return proto.AnalyzerHandshakeResponse()

    def Cancel(self, request: object, context: object) -> empty_pb2.Empty:
        """Hear that the run is being stopped: no question takes long enough to be broken off."""
        return empty_pb2.Empty()

    def Configure(self, request: proto.ConfigureAnalyzerRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Take levels and thresholds of the rules."""
        offered = self._offer.registry.names()
        config = {
            name: {LEVEL: _CONFIGURED[given.enforcementLevel], **_thresholds(given.properties)}
            for name, given in request.policyConfig.items()
            if name in offered
        }
        try:
            self._judge = Judge(configured(self._offer.registry, config), self._waivers)
        except PolicyConfigError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        return empty_pb2.Empty()

    def Remediate(self, request: proto.AnalyzeRequest, context: object) -> proto.RemediateResponse:
        """Put right what rules of the level `remediate` find."""
        response = proto.RemediateResponse()
        if not self._judge.remedies:
            return response
        properties = request.properties
        for name, changed in self._judge.remediations(_resource(request, request.options.parent)):
            properties = _with(properties, changed)
            response.remediations.add(
                policyName=name, policyPackName=self._pack, description=self._titles[name], properties=properties
            )
        return response

    def Analyze(self, request: proto.AnalyzeRequest, context: object) -> proto.AnalyzeResponse:
        """Judge one resource."""
        if request.type not in self._types:
            return proto.AnalyzeResponse(not_applicable=self._inapplicable.values())
        evaluation = self._judge.evaluate(_resource(request, request.options.parent))
        return self._answer(evaluation.verdicts, self._inapplicable)

    def AnalyzeStack(self, request: proto.AnalyzeStackRequest, context: object) -> proto.AnalyzeResponse:
        """Judge the stack as a whole, and tell how many verdicts are open."""
        evaluation = self._judge.evaluate_stack([_resource(each, each.parent) for each in request.resources])
        response = self._answer(evaluation.verdicts, self._inapplicable_to_stack)
        waiting = Counter(verdict.rule for verdict in self._judge.verdicts() if verdict.outcome is Outcome.OPEN)
        if waiting and not self._deploying:
            by_rule = ", ".join(f"{rule} {count}" for rule, count in waiting.most_common())
            response.diagnostics.add(
                policyName=OPEN,
                policyPackName=self._pack,
                message=f"{waiting.total()} in all, for values that a preview can't know; the deployment judges them. "
                f"By rule: {by_rule}",
                enforcementLevel=proto.ADVISORY,
            )
        return response

    def _take(self, offer: Offer) -> None:
        self._offer = offer
        self._judge = Judge(offer.registry, self._waivers)
        self._types = offer.registry.types()
        self._titles = {rule.name: rule.title for rule in (*offer.registry.rules, *offer.registry.stack_rules)}
        self._inapplicable = _inapplicable(rule.name for rule in offer.registry.rules)
        self._inapplicable_to_stack = _inapplicable(rule.name for rule in offer.registry.stack_rules)

    def _answer(
        self, verdicts: Iterable[Verdict], inapplicable: Mapping[str, proto.PolicyNotApplicable]
    ) -> proto.AnalyzeResponse:
        waiting = [each for each in verdicts if each.outcome is Outcome.OPEN and not self._deploying]
        judged = {verdict.rule for verdict in verdicts}
        faults = [each for each in verdicts if each.outcome in (_FAULTS if self._deploying else _CERTAIN_FAULTS)]
        return proto.AnalyzeResponse(
            diagnostics=[self._diagnostic(fault) for fault in faults],
            not_applicable=[
                *(proto.PolicyNotApplicable(policy_name=each.rule, reason=each.message) for each in waiting),
                *(silent for name, silent in inapplicable.items() if name not in judged),
            ],
        )

    def _diagnostic(self, verdict: Verdict) -> proto.AnalyzeDiagnostic:
        title = self._titles[verdict.rule]
        weight = verdict.level if verdict.outcome is Outcome.VIOLATED else Level.MANDATORY
        return proto.AnalyzeDiagnostic(
            policyName=verdict.rule,
            policyPackName=self._pack,
            message=f"{title}\n{verdict.message}",
            urn=verdict.urn,
            description=title,
            enforcementLevel=ENFORCEMENT[Level.MANDATORY if weight is Level.REMEDIATE else weight],
            severity=SEVERITIES[verdict.severity],
        )


_CERTAIN_FAULTS = frozenset({Outcome.VIOLATED, Outcome.FAILED})
_FAULTS = _CERTAIN_FAULTS | {Outcome.OPEN}


def _thresholds(given: struct_pb2.Struct) -> dict[str, int]:
    """Return the numbers *given*, which the engine has held to their schema: whole, though the wire has floats only."""
    return {name: int(value.number_value) for name, value in given.fields.items()}


def _inapplicable(rules: Iterable[str]) -> dict[str, proto.PolicyNotApplicable]:
    return {name: proto.PolicyNotApplicable(policy_name=name) for name in rules}


def _resource(given: proto.AnalyzeRequest | proto.AnalyzerResource, parent: str) -> Resource:
    whole = isinstance(given, proto.AnalyzerResource)
    return Resource(
        type=given.type,
        urn=given.urn,
        name=given.name,
        props=deserialize_properties(json_format.MessageToDict(given.properties)),
        parent=parent or None,
        provider=given.provider.urn or None,
        dependencies=list(given.dependencies) if whole else (),
        property_dependencies={prop: list(by.urns) for prop, by in given.propertyDependencies.items()} if whole else {},
        protect=given.options.protect,
        secrets=[(name,) for name, value in given.properties.fields.items() if _holds_secret(value)],
    )


def _holds_secret(value: struct_pb2.Value) -> bool:
    """Return whether *value* is secret, or something in it is."""
    if value.HasField("struct_value"):
        fields = value.struct_value.fields
        return (
            fields[SPECIAL_SIG_KEY].string_value == SPECIAL_SECRET_SIG
            if SPECIAL_SIG_KEY in fields
            else any(map(_holds_secret, fields.values()))
        )
    return value.HasField("list_value") and any(map(_holds_secret, value.list_value.values))


def _with(properties: struct_pb2.Struct, changed: Props) -> struct_pb2.Struct:
    """Return *properties* with what is *changed*; what was secret, or held something secret, stays so."""
    result = struct_pb2.Struct()
    result.CopyFrom(properties)
    for key, value in changed.items():
        secret = key in properties.fields and SPECIAL_SECRET_SIG in str(properties.fields[key])
        result[key] = {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": value} if secret else value
    return result
