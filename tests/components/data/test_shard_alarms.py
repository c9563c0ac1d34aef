import pytest

from components.data.shard_alarms import memory_bytes

GIB = 1024**3


@pytest.mark.parametrize(
    ("instance_class", "gib"),
    [("db.r7g.large", 16), ("db.r7g.xlarge", 32), ("db.r6gd.2xlarge", 64), ("db.r8g.24xlarge", 768)],
)
def test_memory_follows_the_class(instance_class: str, gib: int) -> None:
    assert memory_bytes(instance_class) == gib * GIB


@pytest.mark.parametrize("instance_class", ["db.t4g.medium", "db.serverless", "db.r7g.small", "db.m7g.large"])
def test_a_class_that_global_databases_do_not_take_is_refused(instance_class: str) -> None:
    with pytest.raises(ValueError, match=f"{instance_class}: an Aurora global database needs a memory-optimized"):
        memory_bytes(instance_class)
