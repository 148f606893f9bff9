"""plotly.js as our pages run it."""

from __future__ import annotations

import gzip
from pathlib import Path

_PACKED = Path(__file__).parent / "templates" / "plotly-cartesian.min.js.gz"
"""plotly.js with the charts of a plane only, as its makers publish it: a third of the whole, started in
a third of the time, packed as the report holds it. Renewed with plotly itself:
``npm pack plotly.js-cartesian-dist-min@VERSION``, then ``gzip -9n``."""


def packed_plotly() -> bytes:
    """Return the library, gzipped."""
    return _PACKED.read_bytes()


def plotly_script() -> str:
    """Return the library as a browser runs it."""
    return gzip.decompress(packed_plotly()).decode("utf-8")
