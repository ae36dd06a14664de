"""Where answers are printed: what stands in them is data, and no command to the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_COMMANDS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, which move the cursor, colour the screen or fill the clipboard; and those that turn the direction of
reading round, so that a text looks like another. Tab and end of line are layout."""
_SHOWN: Final = "\N{REPLACEMENT CHARACTER}"


class Terminal(Console):
    """A console on which a received text shows where it holds a command to the terminal, and never gives it."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Segments of a renderable, harmless; the console's own commands are as they were."""
        for segment in super().render(renderable, options):
            if segment.control or not _COMMANDS.search(segment.text):
                yield segment
            else:
                yield Segment(_COMMANDS.sub(_SHOWN, segment.text), segment.style)


def escaped(json: str) -> str:
    """The same JSON with what a terminal would take for a command written as JSON escapes it."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


OUT: Final = Terminal(highlight=False, markup=False, emoji=False)
"""A bracket or a colon in a text is no command to the console either."""
ERR: Final = Terminal(stderr=True, highlight=False, markup=False, emoji=False)
