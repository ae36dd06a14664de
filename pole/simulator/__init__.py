"""A synthetic force: invented people, their stories, and the extracts that police systems would send of them."""

from pole.simulator.cast import Cast
from pole.simulator.manifest import Manifest, demo_cast, read_manifest
from pole.simulator.simulate import START, simulate

__all__ = ["START", "Cast", "Manifest", "demo_cast", "read_manifest", "simulate"]
