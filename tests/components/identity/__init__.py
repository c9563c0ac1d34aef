"""Tests of the pipelines' roles: who may assume them, and what they can and cannot do then."""
