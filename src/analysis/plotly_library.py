"""plotly.js as our pages run it."""

from __future__ import annotations

import gzip
from collections.abc import Set
from pathlib import Path

_PACKED = Path(__file__).parent / "templates" / "plotly-cartesian.min.js.gz"
"""plotly.js with the charts of a plane only, as its makers publish it: a third of the whole, started in
a third of the time, packed as the report holds it. Renewed with plotly itself:
``npm pack plotly.js-cartesian-dist-min@VERSION``, then ``gzip -9n``."""
OF_A_PLANE = frozenset(
    ("bar", "box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour", "image", "pie")
) | {"scatter", "scatterternary", "violin"}
"""Types of traces that it draws (plotly.js, ``dist/README.md``)."""


def packed_plotly() -> bytes:
    """Return the library, gzipped."""
    return _PACKED.read_bytes()


def plotly_for(types: Set[str]) -> bytes:
    """Return, gzipped, the library that draws traces of these types: the whole one where it has to be."""
    if types <= OF_A_PLANE:
        return packed_plotly()
    from plotly.offline import get_plotlyjs

    # no time in the header: the same library is the same bytes
    return gzip.compress(get_plotlyjs().encode("utf-8"), compresslevel=6, mtime=0)


def plotly_script() -> str:
    """Return the library as a browser runs it."""
    return gzip.decompress(packed_plotly()).decode("utf-8")
