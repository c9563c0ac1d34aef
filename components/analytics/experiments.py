"""Divides units into experiments and says what came of them: a function that keeps nothing and reaches nothing."""

from dataclasses import dataclass
from typing import Final

import pulumi

from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.site import Site

FOLDER: Final = "experiments"


@dataclass(frozen=True, kw_only=True)
class ExperimentsArgs:
    """Where it stands."""

    site: Site
    function_network: FunctionNetwork
    """From which it reaches nothing."""


class Experiments(pulumi.ComponentResource):
    """The function."""

    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: ExperimentsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Experiments", name, {}, opts)
        function = Function(
            name,
            FunctionArgs(
                site=args.site,
                function=FOLDER,
                description="Divides units into experiments and says what came of them",
                failure="Nobody is told which variant to show, so that the control is shown. See its log.",
                network=args.function_network,
            ),
            pulumi.ResourceOptions(parent=self),
        )
        self.log_group_name = function.log_group_name
        self.register_outputs({"name": function.name, "log_group_name": self.log_group_name})
