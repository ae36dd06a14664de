"""Faults that extracts really have, planted in those of a simulated force, each with what a loader must say of it."""

from pole.simulator.faults.fault import NAME, Fault, Says, read_faults
from pole.simulator.faults.planter import FaultPlanter

__all__ = ["NAME", "Fault", "FaultPlanter", "Says", "read_faults"]
