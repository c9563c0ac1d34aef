"""What sees to people's requests in one region: the desk that people ask, and the states of the workflow.

The desk reads what it hands out and destroys nothing; the states destroy, and nobody but the workflow calls them. What
the recipients of data have to be told waits in a queue, for whoever hands it on.
"""

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.consent_tables import ConsentTables
from components._shared.event_tables import EventTables, KeptTable
from components._shared.function import DEAD_LETTER_DAYS, Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.iam import Statement
from components._shared.request_tables import RequestTables
from components._shared.shards import Shards
from components._shared.site import Site
from settings import DataClass

FOLDER: Final = "data_subject_requests"
AUDIENCE: Final = "data-subject-requests"
"""What proofs are meant for, below the API's address: a token of the API proves nothing here."""
SECONDS: Final = 900
"""The longest that Lambda lets a call take (AWS Lambda Developer Guide, "Lambda quotas"): every commit is read."""
MEMORY_MIB: Final = 1024
UNTOLD_SECONDS: Final = 3 * 24 * 3600
"""Of the 14 days that the queue keeps a message."""
BOOK: Final = ("DeleteItem", "GetItem", "PutItem", "Query")


@dataclass(frozen=True, kw_only=True)
class RequestFunctionsArgs:
    """What they work on."""

    site: Site
    """Region they stand in."""
    network: FunctionNetwork
    """Where they stand in the region's network."""
    requests: RequestTables
    events: EventTables
    """The region's."""
    shards: Shards
    """What records are in."""
    consents: ConsentTables
    """The region's register."""
    purposes: str
    """As `governance.for_purposes` has them."""
    token_key_set: pulumi.Input[str]
    """Public halves of the keys that tokens are signed by, proofs among them; each is taken."""
    api_host: str
    """Name of the API, whose issuer makes proofs."""
    metrics: str
    """Namespace of what the states count."""


class RequestFunctions(pulumi.ComponentResource):
    """The functions, and the queue of notices."""

    desk_arn: pulumi.Output[str]
    state_arn: pulumi.Output[str]
    log_group_names: dict[str, pulumi.Output[str]]
    """By what they hold."""

    def __init__(self, name: str, args: RequestFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RequestFunctions", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        desk, state = self._create_desk(), self._create_state(self._create_notices())
        self.desk_arn, self.state_arn = desk.arn, state.arn
        self.log_group_names = {"requests-desk": desk.log_group_name, "requests-states": state.log_group_name}
        self.register_outputs({"desk_arn": self.desk_arn, "state_arn": self.state_arn})

    def _create_notices(self) -> aws.sqs.Queue:
        site, role = self._args.site, f"{self._name}-notices"
        queue = aws.sqs.Queue(
            role,
            name=site.context.physical_name(role, max_length=80),
            region=site.name,
            message_retention_seconds=DEAD_LETTER_DAYS * 24 * 3600,
            kms_master_key_id=self._args.requests.key_arn,
            tags=site.context.tagged(role, DataClass.CONFIDENTIAL),
            opts=self._child,
        )
        untold = Alarm(
            namespace="AWS/SQS",
            metric="ApproximateAgeOfOldestMessage",
            dimensions={"QueueName": queue.name},
            threshold=UNTOLD_SECONDS,
            description="Recipients of people's data were not told what to correct, erase or restrict: tell them, and "
            "delete the messages.",
        )
        declare_alarm(f"{role}-untold", untold, site=site, opts=self._child)
        return queue

    def _create_desk(self) -> Function:
        args, issuer = self._args, f"https://{self._args.api_host}"
        return Function(
            f"{self._name}-desk",
            FunctionArgs(
                site=args.site,
                function=FOLDER,
                entry="desk",
                description="Takes requests of people about their data, and hands out what is theirs",
                failure="People's requests are not taken, though their time runs. See its log: what was refused is in "
                "the chain of entries, and names nobody.",
                timeout_seconds=SECONDS,
                memory_mib=MEMORY_MIB,
                network=args.network,
                environment={
                    **self._environment(),
                    "TOKEN_AUDIENCE": f"{issuer}/{AUDIENCE}",
                    "TOKEN_ISSUER": issuer,
                    "TOKEN_KEY_SET": args.token_key_set,
                },
                statements=[
                    *self._book(),
                    _use("Events", args.events.events, "GetItem", "Scan"),
                    _use("SubjectKeys", args.events.keys, "GetItem"),
                    *args.shards.statements,
                    _use("Standing", args.consents.standing, "GetItem", "Query"),
                    _use("Proofs", args.consents.proofs, "Query"),
                    Statement(sid="Key", actions=["kms:Decrypt"], resources=[args.requests.key_arn]),
                ],
            ),
            self._child,
        )

    def _create_state(self, notices: aws.sqs.Queue) -> Function:
        args, events = self._args, self._args.events
        return Function(
            f"{self._name}-states",
            FunctionArgs(
                site=args.site,
                function=FOLDER,
                entry="state",
                description="Does what people asked of their data, store by store, as the workflow has it",
                failure="Requests of people stop where they are, and go on with the next hour's run. See its log.",
                timeout_seconds=SECONDS,
                memory_mib=MEMORY_MIB,
                network=args.network,
                environment={
                    **self._environment(),
                    "CHECKPOINTS": events.checkpoints.name,
                    "METRICS": args.metrics,
                    "NOTICES": notices.url,
                    "SUMMARIES": events.summaries.name,
                },
                statements=[
                    *self._book(),
                    _use(
                        "Events", events.events, "GetItem", "PutItem", "Scan"
                    ),  # which keys were destroyed is remembered there
                    _use("SubjectKeys", events.keys, "GetItem", "Scan", "UpdateItem"),
                    *args.shards.statements,
                    *args.consents.keeps,
                    *args.consents.forgets,
                    _use("StandingSearched", args.consents.standing, "Scan"),
                    _use("ProofsSearched", args.consents.proofs, "Scan"),
                    _use("Summaries", events.summaries, "Scan"),
                    _use("Checkpoints", events.checkpoints, "Scan"),
                    Statement(
                        sid="Key", actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[args.requests.key_arn]
                    ),
                    Statement(sid="Notices", actions=["sqs:SendMessage"], resources=[notices.arn]),
                ],
            ),
            self._child,
        )

    def _environment(self) -> dict[str, pulumi.Input[str]]:
        args = self._args
        return {
            **args.shards.environment,
            **args.consents.keeping(args.purposes),
            "AUDIT": args.requests.audit.name,
            "EVENTS": args.events.events.name,
            "FOUNDING_REGION": args.events.founding_region,
            "KEYS": args.events.keys.name,
            "KEY_ID": args.events.key_arn,
            "REQUESTS": args.requests.requests.name,
        }

    def _book(self) -> list[Statement]:
        """Return what writing requests takes; of the chain nothing is deleted."""
        requests = self._args.requests
        return [_use("Requests", requests.requests, *BOOK), _use("Audit", requests.audit, "PutItem", "Query")]


def _use(sid: str, table: KeptTable, *actions: str) -> Statement:
    return Statement(sid=sid, actions=[f"dynamodb:{action}" for action in actions], resources=[table.arn])
