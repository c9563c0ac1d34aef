"""What divides units into experiments reaches nothing and may do nothing."""

import json

from components._shared.function_args import FunctionNetwork
from components.analytics.experiments import Experiments, ExperimentsArgs
from tests.components.data.declare import declare, sites

OWN = {"DeadLetters", "EnvironmentAndFailures", "Interfaces", "Logs", "Looks", "Traces"}
"""What every function in a network may do for itself."""


def test_it_may_do_what_every_function_may_and_nothing_else() -> None:
    def program() -> None:
        network = FunctionNetwork(subnet_ids=["subnet-1"], group_id="sg-1")
        Experiments("experiments", ExperimentsArgs(site=sites(1)["us-east-1"], function_network=network))

    [policy] = [each.inputs["policy"] for each in declare(program) if each.type == "aws:iam/rolePolicy:RolePolicy"]
    assert {each["Sid"] for each in json.loads(policy)["Statement"]} == OWN
