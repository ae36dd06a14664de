"""Who is asking, and what they may ask."""

from __future__ import annotations

from pole.access.session import Inquiry
from pole.api.shapes.shape import by, shows


def _name(root: Inquiry) -> object:
    return root.viewer.name


def _development(root: Inquiry) -> object:
    return root.viewer.development


def _roles(root: Inquiry) -> object:
    return sorted(root.viewer.roles)


def _may_ask(root: Inquiry) -> object:
    return sorted(root.policy.questions(root.viewer))


def _may_also(root: Inquiry) -> object:
    return sorted(root.policy.entitlements(root.viewer))


@shows(Inquiry)
class Viewer:
    name: str = by(_name)
    roles: list[str] = by(_roles)
    may_ask: list[str] = by(_may_ask)
    may_also: list[str] = by(_may_also)
    development: bool = by(_development)
