"""Themes by date as a grid of cells, with the papers of each date above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import chart_words, house, wording
from analysis.drawing import Drawing, trace
from analysis.labels import year_apart
from analysis.language import ENGLISH, _, spoken
from analysis.table_rows import rows_of
from analysis.theme_rows import Rows, theme_rows

if TYPE_CHECKING:
    import pandas as pd

COUNTS_UP_TO = 16
"""With more columns than this, counts in the cells could not be read; hover tells them."""
UPRIGHT_UP_TO = 6
"""With more columns named than this, names stand on end."""
LINE = 13
"""Pixels of a line of a name."""
TICKS = 9
"""Columns named when not every one can be."""
BAR_HEIGHT = 58
APART = 0.04
"""Least width of an undated column, as a fraction of all dated ones."""


@dataclass(frozen=True)
class Columns:
    """Where the periods of a grid stand, in columns; what has no date stands apart behind a gap."""

    edges: list[float]
    """Left edges of all columns and gaps, and the right edge of the last."""
    holes: list[int]
    """Places among the columns that are gaps."""
    middles: list[float]
    widths: list[float]
    """Of each period, like ``middles``."""


@dataclass(frozen=True)
class Words:
    """What a theme grid says around its cells."""

    title: str
    subtitle: str
    counted: str
    """What the bars above the cells count."""


def columns_of(dated: list[bool]) -> Columns:
    """Return the columns for periods in order, the dated ones first.

    :param dated: one flag per period.
    """
    wide = max(1.0, APART * sum(dated))
    edges, holes, middles, widths = [0.0], [], [], []
    for place, has_date in enumerate(dated):
        if not has_date and place:
            holes.append(len(edges) - 1)
            edges.append(edges[-1] + 0.3 * wide)
        width = 1.0 if has_date else wide
        middles.append(edges[-1] + width / 2)
        widths.append(width)
        edges.append(edges[-1] + width)
    return Columns(edges, holes, middles, widths)


def theme_grid(table: pd.DataFrame, words: Words) -> Drawing:
    """Draw themes by periods: shares as colour, counts as text, the periods' papers as bars above.

    The cells carry the theme_id of each row as ``meta``, empty for a heading.

    :param table: as ``views.share_over_time`` makes it, with at least one row.
    """
    periods = table.drop_duplicates("period")
    rows = theme_rows(table.drop_duplicates("theme_id"))
    columns = columns_of(list(periods["dated"]))
    ticks = _ticks(list(periods["period_short"]), list(periods["dated"]))
    height = rows.height + BAR_HEIGHT
    split = 1 - BAR_HEIGHT / height
    few, upright = len(periods) <= COUNTS_UP_TO, len(ticks) <= UPRIGHT_UP_TO
    broken = [_broken(periods["period_short"].iloc[place], few, upright) for place in ticks]
    named = {
        "tickvals": [columns.middles[place] for place in ticks],
        "ticktext": ["<br>".join(lines) for lines in broken],
        "range": [columns.edges[0], columns.edges[-1]],
        "showgrid": False,
        "ticks": "",
    }
    angle = {"tickangle": 0 if upright else -90, "tickfont": {"size": 10}}
    more = LINE * max(0, *(len(lines) - 2 for lines in broken)) if upright else 0
    above, below = (34 + more, 68 + more) if upright else (60, 100)
    layout = {
        "xaxis": {**named, **angle, "anchor": "y", "side": "bottom"},
        "xaxis2": {**named, **angle, "anchor": "y2", "side": "top"},
        "yaxis": rows.axis | {"domain": [0, split]},
        "yaxis2": _bar_axis(int(periods["n_total"].max()), split, words.counted),
        "coloraxis": {"colorbar": colorbar(".0%"), "cmin": 0, "cmax": _darkest(table)},
        "bargap": 0.15,
    }
    frame = house.Frame(words.title, words.subtitle, height, above, below)
    return house.framed(frame, [_cells(table, rows, columns, few), _bars(periods, columns, few)], layout)


def _cells(table: pd.DataFrame, rows: Rows, columns: Columns, few: bool) -> dict[str, Any]:
    n_themes, n_periods = len(rows.places), len(columns.middles)
    n_rows, n_columns = len(rows.edges) - 1, len(columns.edges) - 1
    at_columns = [place for place in range(n_columns) if place not in columns.holes]
    places = np.ix_(rows.places, at_columns)
    share = np.full((n_rows, n_columns), np.nan)
    shares = table["share"].astype(float).where(table["n_total"] > 0)
    share[places] = shares.to_numpy(dtype=float).reshape(n_themes, n_periods)
    text = np.full((n_rows, n_columns), "", dtype=object)
    hover = np.full((n_rows, n_columns), "", dtype=object)
    if few:
        counts = [f"{n}" if n else "" for n in table["n_papers"]]
        text[places] = np.array(counts, dtype=object).reshape(n_themes, n_periods)
    hover[places] = np.array(cell_hovers(table), dtype=object).reshape(n_themes, n_periods)
    return trace(
        "heatmap",
        x=columns.edges,
        y=rows.edges,
        z=plain_lists(share),
        text=text.tolist(),
        texttemplate="%{text}",
        customdata=hover.tolist(),
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        meta=_theme_of_rows(table, rows),
        coloraxis="coloraxis",
        xgap=2 if few else 0,
        ygap=2,
    )


def plain_lists(cells: np.ndarray) -> list[list[float | None]]:
    """Return numbers as rows of a list, with None for those that are not there.

    :param cells: shape (n_rows, n_columns).
    """
    return [[None if cell != cell else float(cell) for cell in row] for row in cells]


def _theme_of_rows(table: pd.DataFrame, rows: Rows) -> list[str]:
    ids = [""] * (len(rows.edges) - 1)
    for place, theme_id in zip(rows.places, table["theme_id"].drop_duplicates(), strict=True):
        ids[place] = str(theme_id)
    return ids


def cell_hovers(table: pd.DataFrame) -> list[str]:
    """Return what hovering tells of each row: theme, period, papers of all, share and its interval."""
    wanted = ["theme", "loose", "period_label", "n_papers", "n_total", "share", "share_low", "share_high"]
    return [
        f"{house.named(theme, loose)}<br>{house.plain(label)}<br>{chart_words.part(n, total, share)}<br>"
        + _("interval {low} to {high}", low=wording.percent(low), high=wording.percent(high))
        for theme, loose, label, n, total, share, low, high in rows_of(table, wanted)
    ]


def _darkest(table: pd.DataFrame) -> float:
    # an undated dump may be of one subject only: it shall not make every date pale
    told = table[table["dated"]] if table["dated"].any() else table
    return float(told["share"].max()) or 1.0


def _bars(periods: pd.DataFrame, columns: Columns, few: bool) -> dict[str, Any]:
    counts = [int(n) for n in periods["n_total"]]
    return trace(
        "bar",
        x=columns.middles,
        y=counts,
        width=[0.94 * width for width in columns.widths],
        text=[f"{n}" for n in counts] if few else None,
        textposition="outside",
        cliponaxis=False,
        textangle=0,
        marker={"color": house.GRAY, "opacity": 0.55, "line": {"width": 0}},
        customdata=[
            f"{house.plain(a)}<br>{chart_words.papers(n)}"
            for a, n in zip(periods["period_label"], counts, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        xaxis="x2",
        yaxis="y2",
    )


def _bar_axis(most: int, split: float, counted: str) -> dict[str, Any]:
    return {
        "domain": [split + 0.08 * (1 - split), 1],
        "range": [0, 1.5 * max(most, 1)],
        "tickvals": [max(most, 1) / 2],
        "ticktext": [house.plain(counted)],
        "showgrid": False,
        "ticks": "",
        "anchor": "x2",
    }


def colorbar(tickformat: str) -> dict[str, Any]:
    """Return the key of a grid's colours, lying below it."""
    return {
        "orientation": "h",
        "thickness": 8,
        "len": 190,
        "lenmode": "pixels",
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yref": "container",
        "yanchor": "bottom",
        "outlinewidth": 0,
        "tickformat": tickformat,
        "nticks": 4,
        "tickfont": {"size": 10},
    }


def _ticks(names: list[str], dated: list[bool]) -> list[int]:
    if len(names) <= COUNTS_UP_TO:
        return list(range(len(names)))
    n_dated = sum(dated)
    # beside many dates the first undated dump speaks for all: they carry the same words
    return spread(n_dated, TICKS) + list(range(n_dated, len(names)))[:1]


def spread(n: int, most: int) -> list[int]:
    """Return at most so many of the places 0 to n - 1, evenly chosen, the first and the last among them."""
    if n <= most:
        return list(range(n))
    return sorted({round(place * (n - 1) / (most - 1)) for place in range(most)})


def _broken(name: str, few: bool, upright: bool) -> list[str]:
    lines = year_apart(name) if few else [name]
    if upright and spoken() != ENGLISH:
        # other languages may need more letters than a column of a narrow page has
        lines = [word for line in lines for word in line.split()]
    return [house.plain(line) for line in lines]
