"""Ocean, base form (researchmm/TracKit)."""

from .network import Ocean

__all__ = ["Ocean"]
