"""What each question is asked of worlds between the December of 2023 and the May of 2024."""

from collections.abc import Mapping
from typing import Any, Final

MONTHS: Final = {"since": "2024-01-01", "until": "2024-05-01", "time_zone": "Europe/Berlin"}
DAYS: Final = {"since": "2024-02-25", "until": "2024-04-05"}
ASKED: Final[Mapping[str, Mapping[str, Any]]] = {
    "churn_features": {"as_of": "2024-04-01"},
    "cohort_retention": MONTHS,
    "cohort_revenue": MONTHS,
    "experiment_results": {"experiment": "price", "outcome_days": 20, "before_days": 20, "until": "2024-04-01"},
    "funnel_conversion": {**DAYS, "window_days": 20},
    "funnel_screens": {
        **DAYS,
        "first_screen": "home",
        "second_screen": "cart",
        "third_screen": "paid",
        "window_minutes": 20 * 24 * 60,
    },
    "journey_channels": {**DAYS, "window_days": 10},
    "journey_paths": {**DAYS, "gap_minutes": 3 * 24 * 60, "steps": 3},
    "operations_archive": {"since": "2024-01-01", "until": "2024-05-01", "late_hours": 24},
    "operations_backlog": {**DAYS, "time_zone": "America/New_York"},
    "operations_deliveries": {**DAYS, "promise_hours": 5 * 24},
    "revenue_churn": MONTHS,
    "revenue_months": MONTHS,
    "revenue_mrr_movements": MONTHS,
}
