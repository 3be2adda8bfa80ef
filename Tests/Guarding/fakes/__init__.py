"""Strict fakes of the services that guardrails can ask."""

from fakes.service import GuardService, guarding
from fakes.shapes import SHAPES

__all__ = ["SHAPES", "GuardService", "guarding"]
