"""How far back tables are recovered to is kept and told, which ministack 1.5.33 forgets.

Amazon DynamoDB API Reference, `PointInTimeRecoverySpecification`, `PointInTimeRecoveryDescription`.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from ministack.core.responses import json_response  # pyright: ignore[reportMissingImports] - of another environment
from ministack.services import dynamodb  # pyright: ignore[reportMissingImports]

RECOVERY_DAYS: Final = 35
"""Where nothing else is said."""


def mend() -> None:
    """Mend what is loaded."""
    dynamodb._update_continuous_backups = _keeping(dynamodb._update_continuous_backups)
    dynamodb._describe_continuous_backups = _telling(dynamodb._describe_continuous_backups)


def _keeping(update: Callable[..., Any]) -> Callable[..., Any]:
    def update_continuous_backups(data: dict[str, Any]) -> Any:
        answer = update(data)
        name = dynamodb._normalize_table_name(data.get("TableName"))
        if dynamodb._pitr_settings.get(name):  # what is true of it may say for how many days
            dynamodb._pitr_settings[name] = data["PointInTimeRecoverySpecification"].get("RecoveryPeriodInDays", True)
        return answer

    return update_continuous_backups


def _telling(describe: Callable[..., Any]) -> Callable[..., Any]:
    def describe_continuous_backups(data: dict[str, Any]) -> Any:
        status, headers, body = describe(data)
        days = dynamodb._pitr_settings.get(dynamodb._normalize_table_name(data.get("TableName")))
        if status != 200 or not days:
            return status, headers, body
        told = json.loads(body)
        recovery = told["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        recovery["RecoveryPeriodInDays"] = RECOVERY_DAYS if days is True else days
        return json_response(told)

    return describe_continuous_backups
