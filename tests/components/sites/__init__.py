"""Tests of `components/observability`, on stacks as small as they can be."""
