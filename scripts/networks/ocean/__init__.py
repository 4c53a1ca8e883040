"""Ocean (researchmm/TracKit): base form, object-aware, online, and with self-attention in the trunk."""

from .network import Ocean, OceanAligned, OceanOnline, make

__all__ = ["Ocean", "OceanAligned", "OceanOnline", "make"]
