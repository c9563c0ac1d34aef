"""What can go wrong with a feed, each in one line that says what and how to mend it."""


class FeedError(Exception):
    """A release didn't get into the cluster, or not all of it came up."""


class ArtifactError(FeedError):
    """What the registry holds isn't a release for this cluster that the publisher signed."""
