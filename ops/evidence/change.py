"""Who wrote and who approved the change that a run judges, as the pipeline found it (`.github/scripts/change`)."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from ops.request import UsageError


class Change(BaseModel):
    """A change that was merged, and the reviews that approved it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    commit: str = Field(pattern=r"^[0-9a-f]{40}$")
    """What it was merged as."""
    pull_request: str | None = Field(default=None, pattern=r"^https://\S+$")
    """Where it was reviewed; None when it came without one."""
    author: str | None = None
    approved_by: tuple[str, ...] = ()
    """Whoever's last word was an approval."""
    merged_at: AwareDatetime | None = None

    @property
    def approvers(self) -> Sequence[str]:
        """Those who approved it and didn't write it."""
        return [each for each in self.approved_by if each != self.author]

    def __str__(self) -> str:
        if self.pull_request is None:
            return f"{self.commit[:12]} came without a pull request"
        by = ", ".join(self.approvers)
        return f"{self.pull_request} by {self.author}, " + (f"approved by {by}" if by else "approved by nobody else")


def read(path: Path, commit: str | None) -> Change:
    """Return the change that *path* tells of. *commit* is what the repository is at, shortened as git does.

    Raises:
        UsageError: it cannot be read, is of another form, or of another commit.
    """
    try:
        change = Change.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{path}: {'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}") from None
    except ValueError:
        raise UsageError(f"{path}: not JSON; .github/scripts/change writes it") from None
    if commit is None or not change.commit.startswith(commit):
        raise UsageError(f"{path}: of commit {change.commit[:12]}, and the repository is at {commit or 'none'}")
    return change
