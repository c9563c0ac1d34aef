"""An account, asked and never changed: quotas in force, what is offered there, what is taken, and who may.

The one place where `groot` uses credentials of the environment by itself, and only where somebody said `--account`.
What can't be asked (an emulator that lacks the call, a right that the credentials lack) is said, and is no pass.
"""

import contextlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
from botocore.parsers import ResponseParserError

from ops.preflight.plan import Plan
from ops.preflight.translation import region_of
from ops.request import OperationError
from sandbox.emulator import environment
from sandbox.isolation import isolated
from sandbox.providers.aws import shapes

READING = re.compile(r"(Describe|Get|Head|List|Simulate)[A-Z]\w*")
"""Names of the calls that are made; any other is refused before it leaves."""
SHOWN_PLACES = 3
"""Places that are named where something couldn't be asked; the others are counted."""
_ASSUMED = re.compile(r"arn:aws:sts::(\d+):assumed-role/([^/]+)/.*")


class NotReadingError(Exception):
    """A call that might change something was about to be made; a fault of this program."""


class Account:
    """The account that credentials open, or the one that an endpoint stands for."""

    def __init__(self, home: str, endpoint: str | None = None) -> None:
        """Ask at *endpoint*, with nothing of the environment, or else on AWS with its credentials."""
        self.home = home
        self.unasked: dict[str, list[str]] = defaultdict(list)
        self._answers: dict[tuple[str, ...], Sequence[Any] | None] = {}
        self.endpoint = endpoint
        self._clients: dict[tuple[str, str], Any] = {}

    def client(self, service: str, region: str = "") -> Any:
        """Return the client of *service* in *region*, which only reads."""
        key = service, region or self.home
        if key not in self._clients:
            with isolated() if self.endpoint else contextlib.nullcontext():
                self._clients[key] = self._open(*key)
            self._clients[key].meta.events.register("before-call", _only_reading)
        return self._clients[key]

    def _open(self, service: str, region: str) -> Any:
        keys: dict[str, str] = {}
        core = botocore.session.get_session()
        if self.endpoint:
            keys = environment(self.endpoint)
            core.register_component("data_loader", shapes.LOADER)  # botocore's own looks into `~/.aws` too
        session = boto3.Session(keys.get("AWS_ACCESS_KEY_ID"), keys.get("AWS_SECRET_ACCESS_KEY"), botocore_session=core)
        return session.client(
            service,  # pyright: ignore[reportArgumentType] - named by what asks
            region_name=region,
            endpoint_url=self.endpoint,
            config=Config(retries={"max_attempts": 2}, connect_timeout=5, read_timeout=20),
        )

    @cached_property
    def identity(self) -> dict[str, str]:
        """Who asks, as STS says.

        Raises:
            OperationError: nobody, or STS doesn't answer.
        """
        try:
            return self.client("sts").get_caller_identity()
        except NoCredentialsError:
            raise OperationError(
                "--account: the environment has no credentials; set AWS_PROFILE, or sign in with `aws sso login`"
            ) from None
        except (BotoCoreError, ClientError) as error:
            raise OperationError(f"--account: {_reason(error)}; check the credentials and the region") from None

    @property
    def caller(self) -> str:
        """The ARN of the role or user that asks; a session's is its role's."""
        arn = self.identity["Arn"]
        found = _ASSUMED.fullmatch(arn)
        return f"arn:aws:iam::{found[1]}:role/{found[2]}" if found else arn

    def asked(self, what: str, ask: Callable[[], Iterable[Any]], *where: str) -> Sequence[Any] | None:
        """Return what *ask* answers, once for each *what* and *where*; None where it can't be asked, which is kept."""
        key = what, *where
        if key not in self._answers:
            try:
                self._answers[key] = list(ask())
            except (BotoCoreError, ClientError, ResponseParserError, OSError, ValueError, LookupError) as error:
                self._answers[key] = None
                self.unasked[f"{what}: {_reason(error)}"].append(" ".join(where))
        return self._answers[key]

    def told_unasked(self) -> Sequence[str]:
        """Return what couldn't be asked, a line each."""
        return [f"{what}{_few(list(filter(None, places)))}" for what, places in self.unasked.items()]


def regions_of(plan: Plan) -> Sequence[str]:
    """Return the regions that *plan* uses."""
    return sorted({region_of(each, plan.home) for each in plan.resources if each.type.startswith("aws:")})


def _only_reading(model: Any, **_rest: Any) -> None:
    if not READING.fullmatch(model.name):
        raise NotReadingError(f"{model.name} isn't a call that reads")


def _few(places: Sequence[str]) -> str:
    more = f" and {len(places) - SHOWN_PLACES} more" if len(places) > SHOWN_PLACES else ""
    return f" ({', '.join(places[:SHOWN_PLACES])}{more})" if places else ""


def _reason(error: Exception) -> str:
    if isinstance(error, ClientError):
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", "")
        return f"{error.operation_name} answers {code or status}"
    if isinstance(error, ResponseParserError):
        return "the answer can't be read"
    return str(error).splitlines()[0][:120]
