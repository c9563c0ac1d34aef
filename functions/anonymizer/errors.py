"""What stops an anonymization, each in one line that repeats nothing of the records."""


class AnonymizerError(Exception):
    """Whatever the anonymizer refuses."""


class MalformedError(AnonymizerError):
    """The request isn't one: says where and what is expected."""


class UnfitError(AnonymizerError):
    """A value can't be treated as the schema asks: says of which field and record, and why."""


class DisclosingError(AnonymizerError):
    """No coarsening that the schema allows makes enough records look alike."""
