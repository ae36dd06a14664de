"""Walking through an XML file, one outermost row in memory at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import chain, islice
from typing import Final, TypeAlias, TypedDict, cast

from lxml import etree

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival, Stream
from pole.formats.rows import Progress
from pole.formats.trees.description import ITSELF, NUMBERED, TreeTypes
from pole.formats.trees.picking import Basket, Picked, Way
from pole.formats.trees.walking import Around, Astray, Flat, Found, Grown, Nested, Part
from pole.formats.types import of_sort
from pole.formats.xml.description import Xml
from pole.formats.xml.names import Names

Element: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage] - the library's only name for it
_PIECE: Final = 64 * 1024
_MOST_BEFORE: Final = 1_000
"""Elements before the first row, and in each of them, in which headers are looked for."""
_HERE: Final = "<?pole-row ?>"


class _Strict(TypedDict):
    """Nothing is fetched or filled in, and texts and depths that no extract has are refused."""

    no_network: bool
    load_dtd: bool
    dtd_validation: bool
    attribute_defaults: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


_STRICT: Final = _Strict(
    no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False, huge_tree=False,
    remove_comments=True, remove_pis=True,
)  # fmt: skip


class XmlWalker:
    """Knows the paths of one layout."""

    def __init__(self, layout: Xml) -> None:
        self.types: TreeTypes = layout.types
        self.paths = {
            name: tuple(layout.tag(step) for step in type_.path.split("/")) for name, type_ in layout.types.items()
        }
        self._layout = layout
        self._names = Names(layout)

    def walk(self, file: Arrival, progress: Progress | None) -> Iterator[Part]:
        """See `Walker.walk`."""
        with file.open() as stream:
            yield from _Walk(self, file.title).through(_pieces(stream, progress))
        if progress is not None:
            progress(file.size)

    def walk_text(self, text: str) -> Iterator[Part]:
        """See `Walker.walk_text`."""
        return _Walk(self, "a row kept back").through(iter([text.encode("utf-8", "surrogatepass")]))

    def find(self, node: object, name: str) -> list[object]:
        """See `Walker.find`."""
        return list[object](_at_path(cast("Element", node), self.paths[name]))

    def take_out(self, node: object, name: str) -> list[Nested]:
        """See `Walker.take_out`."""
        rows = _at_path(cast("Element", node), self.paths[name])
        parents = [cast("Element", row.getparent()) for row in rows]
        _take(rows, cast("Element", node))
        around = {parent: _around_hole(cast("Element", node), parent) for parent in dict.fromkeys(parents)}
        return [Nested(row, around[parent]) for row, parent in zip(rows, parents, strict=True)]

    def picker(self, paths: Sequence[str]) -> Callable[[object], Picked]:
        """See `Walker.picker`."""
        way = Way()
        for place, path in enumerate(paths):
            *steps, last = [self._step(step) for step in path.split("/")]
            if last.startswith("@"):
                way.add(tuple(steps), place, last[1:])
            else:
                way.add((*steps, last), place)

        def pick(node: object) -> Picked:
            basket = Basket(len(paths))
            _pick(cast("Element", node), way, basket)
            return basket.picked()

        return pick

    def _step(self, step: str) -> str:
        """A step of a path with the name that the parser has for it."""
        number = NUMBERED.search(step)
        if step == ITSELF:
            return step
        return self._layout.tag(step[: number.start()]) + number[0] if number is not None else self._layout.tag(step)

    def flat(self, node: object) -> Flat:
        """See `Walker.flat`."""
        element, values = cast("Element", node), Flat()
        self._flatten(element, "", values)
        text = _text_of(element)
        if text:
            values[ITSELF] = [text]
        return values

    def raw(self, node: object) -> str:
        """See `Walker.raw`."""
        return etree.tostring(cast("Element", node), encoding="unicode", with_tail=False)

    def line(self, node: object) -> int:
        """See `Walker.line`."""
        return cast("int | None", cast("Element", node).sourceline) or 1

    def _flatten(self, element: Element, path: str, values: Flat) -> None:
        """Note the values in an element that stands at a path."""
        for name, text in cast("list[tuple[str, str]]", element.items()):
            values.setdefault(f"{path}@{self._names.of_attribute(name)}", []).append(text)
        for child in element:
            own = path + self._names.of_element(child.tag)
            text = _text_of(child)
            if text:
                values.setdefault(own, []).append(text)
            self._flatten(child, f"{own}/", values)


def _pick(element: Element, way: Way, basket: Basket) -> None:
    """Put what is asked for of an element and of those in it into the basket."""
    for name, places in way.attributes:
        basket.put(places, element.get(name, ""))
    if way.places:
        basket.put(way.places, _text_of(element))
    if not way.steps:
        return
    seen: dict[str, int] = {}
    for child in element.iterchildren(*way.steps):
        tag = child.tag
        steps = way.steps[tag]
        if steps.every is not None:
            _pick(child, steps.every, basket)
        if steps.numbered:
            seen[tag] = seen.get(tag, 0) + 1
            numbered = steps.numbered.get(seen[tag])
            if numbered is not None:
                _pick(child, numbered, basket)


class _Walk:
    """One file on its way."""

    def __init__(self, walker: XmlWalker, title: str) -> None:
        self._walker = walker
        self._title = title
        types = walker.types
        self._outermost = {path: name for name, path in walker.paths.items() if types[name].under is None}
        self._headers = of_sort(types, "header")
        self._before: Element | None = None
        """The file up to its first row, once that has been reached."""
        self._around: dict[tuple[str, ...], Around] = {}
        self._rows = of_sort(types, "row")
        rows = [path for path, name in self._outermost.items() if name in self._rows]
        asides = [walker.paths[name] for name in self._headers]
        self._known = [*rows, *(path for path in asides if all(row[: len(path)] != path for row in rows))]
        """Where rows stand, and headers that have no rows in them."""
        self._row_tags = tuple({walker.paths[name][-1] for name in self._rows})

    def through(self, pieces: Iterator[bytes]) -> Iterator[Part]:
        """The parts of the file. Raises ExtractError for what is not well formed, or has another root."""
        try:
            yield from self._parts(chain(self._opening(pieces), pieces))
        except etree.XMLSyntaxError as why:
            raise self._refused(why) from why

    def _opening(self, pieces: Iterator[bytes]) -> list[bytes]:
        """The first pieces, up to where the root begins and no more can be declared."""
        scout, taken = etree.XMLPullParser(("start",), resolve_entities=False, **_STRICT), list[bytes]()
        for piece in pieces:
            taken.append(piece)
            scout.feed(piece)
            for _, root in scout.read_events():
                self._check_root(cast("Element", root))
                return taken
        scout.close()
        return taken

    def _check_root(self, root: Element) -> None:
        if cast("object", root.getroottree().docinfo.internalDTD) is not None:
            raise ExtractError(
                f"{self._title} declares a document type, which may make it mean something else than it says. Ask the owner "
                "for the file without `<!DOCTYPE`."
            )
        roots = {path[0] for path in self._outermost}
        if root.tag not in roots:
            raise ExtractError(
                f"{self._title} has the root {root.tag}, and the mapping has {' or '.join(sorted(roots))}. Either this is "
                "another file, or its layout has changed and the mapping must follow."
            )

    def _parts(self, pieces: Iterable[bytes]) -> Iterator[Part]:
        rows = {path[-1] for path, name in self._outermost.items() if name not in self._headers}
        tags = (*rows, *{path[0] for path in self._outermost})
        parser, root = etree.XMLPullParser(("start", "end"), tag=tags, **_STRICT), None
        for piece in pieces:
            parser.feed(piece)
            for event, found in parser.read_events():
                element = cast("Element", found)
                if event == "end":
                    yield from self._ended(element)
                elif root is None:
                    root = element
            if root is not None:
                yield from self._prune(root)
        parser.close()
        if root is not None:
            yield from self._begin(root, None) if self._before is None else self._strays([root])

    def _ended(self, element: Element) -> Iterator[Part]:
        """A row or trailer, if it stands where one stands."""
        path = _path_of(element)
        name = self._outermost.get(path)
        if name is None or name in self._headers:
            return
        if self._walker.types[name].is_ == "trailer":
            yield Found(name, element)
        else:
            if self._before is None:
                yield from self._begin(_root_of(element), element)
            yield Grown(name, element, self._around_at(path))
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)

    def _begin(self, root: Element, first: Element | None) -> Iterator[Part]:
        """What stands before the first row: the headers, and rows in the wrong place, which are then taken out."""
        way = [] if first is None else [first, *first.iterancestors()]
        aside = [each for node in way for each in node.itersiblings(preceding=True)] if way else [root]
        astray = list(self._in_wrong_places(aside))
        whole = {element for _, _, element in astray}
        for element in whole:
            if whole.isdisjoint(element.iterancestors()):
                _take([element], root)
        self._before = _copy_before(root, first)
        yield from self._found_headers(self._before)
        yield from (Astray(name, element, self._around_at(path)) for path, name, element in astray)

    def _found_headers(self, before: Element) -> Iterator[Found]:
        for name in self._headers:
            path = self._walker.paths[name]
            for element in _at_path(before, path[1:])[:1] if path[0] == before.tag else ():
                yield Found(name, element)

    def _around_at(self, path: tuple[str, ...]) -> Around:
        """The text around a row at a path."""
        if path not in self._around:
            before = self._before if self._before is not None else etree.Element(path[0])
            self._around[path] = _around_new(before, path[1:-1]) if len(path) > 1 else Around("", "")
        return self._around[path]

    def _prune(self, root: Element) -> Iterator[Part]:
        """Let go of what is finished and nobody asks for; of rows in the wrong place not without a word."""
        node, path = root, _path_of(root)
        while len(node) and (path not in self._outermost or self._outermost[path] in self._headers):
            if self._astray(path):
                return
            kept = _MOST_BEFORE if self._before is None else 0
            yield from self._strays(islice(node, kept, len(node) - 1))
            del node[kept : len(node) - 1]
            node = node[-1]
            path = (*path, node.tag)

    # ---------------------------------------------------------------- rows in the wrong place

    def _strays(self, elements: Iterable[Element]) -> Iterator[Astray]:
        """The rows in these elements, none of which stands where one should."""
        for path, name, element in self._in_wrong_places(elements):
            yield Astray(name, element, self._around_at(path))

    def _in_wrong_places(self, elements: Iterable[Element]) -> Iterator[tuple[tuple[str, ...], str, Element]]:
        for element in elements:
            for inner in element.iter(*self._row_tags):
                path = _path_of(inner)
                name = self._astray(path)
                if name is not None:
                    yield path, name, inner

    def _astray(self, path: tuple[str, ...]) -> str | None:
        """The type of which a row at a path looks to be, where none should stand."""
        if any(path[: len(known)] == known for known in self._known):
            return None
        for name, type_ in self._rows.items():
            own = self._walker.paths[name] if type_.under else self._walker.paths[name][-1:]
            if path[-len(own) :] == own:
                return name
        return None

    def _refused(self, why: etree.XMLSyntaxError) -> ExtractError:
        return ExtractError(
            f"{self._title}, line {why.lineno or 1}: this is not well-formed XML: {_first_sentence(str(why.msg))}. "
            "Ask the owner for the whole file again."
        )


def _take(elements: Sequence[Element], around: Element) -> None:
    """Take elements out of what is around them, but not out of any tree: alone, one would get a prefix for its namespace that
    tells where in the file it stood."""
    if elements:
        etree.Element("taken", nsmap=cast("dict[str, str]", around.nsmap)).extend(elements)


def _at_path(element: Element, path: Iterable[str]) -> list[Element]:
    """The elements at a path from an element."""
    found = [element]
    for tag in path:
        found = [child for each in found for child in each.iterchildren(tag)]
    return found


def _path_of(element: Element) -> tuple[str, ...]:
    """The names on the way from the root."""
    return (*reversed([each.tag for each in element.iterancestors()]), element.tag)


def _root_of(element: Element) -> Element:
    return element.getroottree().getroot()


def _around_hole(element: Element, parent: Element) -> Around:
    """The text of an element before and after the end of one that is in it."""
    hole = etree.ProcessingInstruction("pole-row")
    parent.append(hole)
    before, _, after = etree.tostring(element, encoding="unicode", with_tail=False).partition(_HERE)
    parent.remove(hole)
    return Around(before, after)


def _around_new(before: Element, wrappers: Iterable[str]) -> Around:
    """The text around a row that stands in these elements, in a file of which that came before."""
    root = node = deepcopy(before)
    for tag in wrappers:
        there = list(node.iterchildren(tag))
        node = there[-1] if there else etree.SubElement(node, tag)
    return _around_hole(root, node)


def _copy_before(element: Element, first: Element | None) -> Element:
    """An element as it stands before the first row in it; all of it where there is none."""
    copy = etree.Element(element.tag, nsmap=cast("dict[str, str]", element.nsmap))
    copy.attrib.update(element.attrib)
    copy.text = element.text
    on_the_way = [first, *first.iterancestors()] if first is not None else []
    for child in islice(element, _MOST_BEFORE):
        if child is first:
            break
        if child in on_the_way:
            copy.append(_copy_before(child, first))
            break
        if sum(1 for _ in islice(child.iter(), _MOST_BEFORE + 1)) <= _MOST_BEFORE:
            copy.append(deepcopy(child))
    return copy


def _text_of(element: Element) -> str:
    """Its text; that in elements inside too where they stand in the middle of it."""
    text = (element.text or "").strip()
    if not len(element):
        return text
    if text or any((child.tail or "").strip() for child in element):
        return "".join(cast("Iterator[str]", element.itertext())).strip()
    return ""


def _pieces(stream: Stream, progress: Progress | None) -> Iterator[bytes]:
    number = 0
    while piece := stream.read(_PIECE):
        yield piece
        number += 1
        if progress is not None and number % 4 == 0:
            progress(stream.reached())


def _first_sentence(words: str) -> str:
    """What the parser says, without the place that is told already."""
    return re.sub(r",? line \d+, column \d+.*", "", words, flags=re.DOTALL).strip().rstrip(".")
