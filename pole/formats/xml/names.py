"""Names of elements and attributes as a mapping writes them."""

from __future__ import annotations

from pole.formats.xml.description import Xml


class Names:
    """From `{namespace}name`, as the parser has it; what is in no namespace of the mapping stays as it is."""

    def __init__(self, layout: Xml) -> None:
        self._default = layout.namespace
        self._prefixes = {uri: prefix for prefix, uri in layout.namespaces.items()}
        self._known: dict[str, str] = {}

    def of_element(self, tag: str) -> str:
        """The name of an element."""
        found = self._known.get(tag)
        if found is None:
            uri, local = _parts(tag)
            found = self._known[tag] = local if uri == self._default else self._prefixed(uri, local)
        return found

    def of_attribute(self, name: str) -> str:
        """The name of an attribute, which is in no namespace unless it has a prefix."""
        return self._prefixed(*_parts(name)) if name.startswith("{") else name

    def _prefixed(self, uri: str, local: str) -> str:
        prefix = self._prefixes.get(uri)
        return f"{{{uri}}}{local}" if prefix is None else f"{prefix}:{local}"


def _parts(name: str) -> tuple[str, str]:
    uri, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    return uri, local
