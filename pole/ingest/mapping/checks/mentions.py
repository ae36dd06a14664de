"""Mentions: what they are, what they are known by, what is stated of them."""

from __future__ import annotations

from collections.abc import Iterator

from pole.ingest.mapping.checks.attributes import attribute_faults, choice_faults
from pole.ingest.mapping.checks.scene import Fault, Scene
from pole.ingest.mapping.problems import expected
from pole.model.vocabulary import Identifier


def mention_faults(scene: Scene) -> Iterator[Fault]:
    """What is wrong with the mentions of a record."""
    for name, mention in scene.mentions.items():
        if mention.use is not None:
            continue  # its shape does not exist, and that has been told
        if mention.is_ is None:
            yield scene.mention_place(name), "`is` is missing: say kind/subtype, such as person/person."
            continue
        yield from _kind_faults(scene, name)
        if not mention.attributes:
            yield scene.mention_place(name), "it states nothing, so it would never be made: add `attributes`."
        bearers = scene.subtypes_of(name)
        for attribute, specs in mention.attributes.items():
            place = scene.mention_place(name, "attributes", attribute)
            yield from attribute_faults(scene, attribute, specs, bearers, place)
        yield from _key_faults(scene, name)


def _kind_faults(scene: Scene, name: str) -> Iterator[Fault]:
    choice = scene.mentions[name].is_
    if choice is None:
        return
    known = [f"{subtype.kind.lower()}/{subtype.name}" for subtype in scene.vocabulary.subtypes.values()]
    yield from choice_faults(choice, "kind/subtype of the vocabulary", known, scene.mention_place(name, "is"))


def _key_faults(scene: Scene, name: str) -> Iterator[Fault]:
    mention = scene.mentions[name]
    for scheme, key in mention.keys.items():
        place = scene.mention_place(name, "keys", scheme)
        for attribute in key.of:
            if attribute not in mention.attributes:
                yield place, expected(attribute, "attribute of this mention", mention.attributes)
        known = scene.vocabulary.attributes.get(scheme)
        if known is not None and known.identifier is not Identifier.NO:
            yield place, f"{scheme} is a key of the vocabulary; give the source's own key a name of its own."
