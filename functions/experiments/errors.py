"""What stops an assignment or an analysis, in one line."""


class ExperimentError(Exception):
    """Whatever can't be done with an experiment."""


class MalformedError(ExperimentError):
    """The request isn't one: says where and what is expected."""


class OverlapError(ExperimentError):
    """Experiments of one layer take the same units."""


class TooFewError(ExperimentError):
    """There are too few outcomes to say anything."""
