"""What several charts of a page make of the same tables, made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

from analysis.language import spoken

if TYPE_CHECKING:
    import pandas as pd

View = TypeVar("View", bound="Callable[..., pd.DataFrame]")


class PageTables(dict[str, "pd.DataFrame"]):
    """All tables of one page, by name; what views make of them in a language is kept as long as they are."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Take the tables, which must not change from now on."""
        super().__init__(tables)
        self.made: dict[object, pd.DataFrame] = {}


def made_once(view: View) -> View:
    """Let a view of :class:`PageTables` be made once for the same arguments; of other tables it is made anew."""

    @wraps(view)
    def once(tables: Mapping[str, pd.DataFrame], *args: object, **kwargs: object) -> pd.DataFrame:
        if not isinstance(tables, PageTables):
            return view(tables, *args, **kwargs)
        asked = (spoken(), view.__qualname__, args, tuple(kwargs.items()))
        if asked not in tables.made:
            tables.made[asked] = view(tables, *args, **kwargs)
        # columns that a caller adds are the caller's own
        return tables.made[asked].copy(deep=False)

    return cast("View", once)
