"""A chart as plotly.js takes it: traces and a layout of plain lists and dicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.chart_template import Scheme, template

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class Drawing:
    """A chart for a page, made sooner than a ``go.Figure``, which checks every property of every trace."""

    data: list[dict[str, Any]]
    """One dict per trace, as ``trace`` returns it."""
    layout: dict[str, Any]
    """Without a template."""
    title: str
    subtitle: str
    """Both in plain text on one line; the layout has them as plotly shows them."""
    head: int
    """Pixels at the top of the layout that title and subtitle take."""

    def figure(self, scheme: Scheme = "light") -> go.Figure:
        """Return the chart for a reader at work, to be changed and shown.

        :param scheme: the page it will stand on.
        :raises ValueError: a property that plotly does not know, or a value it does not take.
        """
        import plotly.graph_objects as go

        return go.Figure(self.data, {"template": template(scheme), **self.layout})


def trace(kind: str, **properties: object) -> dict[str, Any]:
    """Return a trace; what is None is left out.

    :param kind: plotly's ``type``, such as ``scatter``.
    :param properties: as plotly names them; lists instead of arrays.
    """
    return {"type": kind, **{name: value for name, value in properties.items() if value is not None}}
