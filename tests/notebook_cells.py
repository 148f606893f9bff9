"""The cells of a notebook as its JSON holds them: nbformat, which would check it too, takes seconds to load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def cells(path: Path, kind: str | None = None) -> list[dict[str, Any]]:
    """Return the cells of a kind, or all; lines of a source are joined, as nbformat joins them."""
    book = json.loads(path.read_text(encoding="utf-8"))
    found = [{**cell, "source": "".join(cell["source"])} for cell in book["cells"]]
    return [cell for cell in found if kind in (None, cell["cell_type"])]
