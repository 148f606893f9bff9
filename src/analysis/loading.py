"""The tables of a folder of dumps as DataFrames, for notebooks: whatever is stale is made first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.config import Folders
from analysis.settings_file import load_settings

if TYPE_CHECKING:
    import pandas as pd

    from analysis.results import Theme

SETTINGS_FILE = "analysis.toml"


def load_papers(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per different paper: title, abstract, publication date and what else the dumps say.

    The rule of all ``load_`` functions: tables are kept in ``data/processed`` of the project, one raw folder at a
    time, and made again when the dumps, the settings in ``analysis.toml`` or the code have changed; reading takes
    under a second, finding themes some ten. To keep the tables of two raw folders side by side, give each its own
    ``processed``. A raw folder without any dump gives way to the folder ``sample`` inside it, with a warning.

    :param raw: folder of dumps; a relative one is looked for here, then in the project (the nearest folder upwards
        with a ``pyproject.toml``), so that ``"data/raw"`` works from ``notebooks/`` too. None makes nothing and
        returns the tables as they lie in ``processed``.
    :param processed: folder of the tables; None means the project's ``data/processed``.
    :return: columns as ``docs/tables.md`` tells them, like those of all ``load_`` functions: ``published`` is NaT
        and ``n_authors`` missing where no dump states them; ``paper_id`` is unique and the link to all other
        tables.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("papers", raw, processed)


def load_listings(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per appearance of a paper in a dump, with the date of the listing and how its year is known.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``listed_on`` is NaT where the date or its year is not known; ``listed_year_from`` is one of stated,
        inferred, assumed, unknown; ``line`` counts from 1 in the file ``source``.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("listings", raw, processed)


def load_problems(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per thing that was skipped or is doubted, with file and line.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: columns ``source``, ``line`` (0 means the whole file), ``reason``, ``text`` (how it starts).
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("problems", raw, processed)


def load_sources(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per dump: its layout, its date, its number of entries and of different papers.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``heading`` is the date as the page prints it, missing where it prints none.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("sources", raw, processed)


def load_themes(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per theme: its name, its terms (the most telling first), its size.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``kind`` is found or watched; ``n_papers`` counts different papers; ``stability`` is in [0, 1],
        NaN where it was not measured; ``color`` is ``#RRGGBB``.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("themes", raw, processed)


def load_memberships(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per paper and theme it belongs to: one main theme each, and watched themes beside it.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``weight`` and ``sureness`` are in [0, 1]; ``main`` is true in exactly one row per paper.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("memberships", raw, processed)


def load_term_uses(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per paper a theme counts and term of that theme in its title or abstract.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``paper_id``, ``theme_id`` and ``rank``, the term's place among the theme's terms, from 1.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("term_uses", raw, processed)


def load_map(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per paper with its place on the map, where alike papers lie close together.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``paper_id``, ``x``, ``y``; the axes have no unit.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("map", raw, processed)


def load_model(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row about the themes as a whole: how many papers, themes and runs, and how alike the runs are.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``n_sampled`` of ``n_papers`` are those the themes were found in; ``n_runs`` is 0 and ``agreement``
        NaN where stability was not measured; ``agreement`` is 1 where two runs give the same themes and 0 where
        they agree by chance.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("model", raw, processed)


def load_lineage(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per thing that happened to a theme since the run before.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``event`` says what happened; ``previous_ids`` and ``into_ids`` are theme ids; no row where there was
        no run before.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("lineage", raw, processed)


def load_trends(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per theme, period and axis: how many papers, of how many, and the share with its interval.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``axis`` is listed or published; ``share``, ``share_low`` and ``share_high`` are in [0, 1]; a theme
        without a paper in a period has a row with 0; ``period_start`` is NaT for undated dumps.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("trends", raw, processed)


def load_theme_trends(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per theme and axis: where the theme is heading, and how sure that is.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``direction`` is rising, falling, steady or too few to tell; ``slope`` is in log-odds per year, and
        ``factor`` is by what the odds are multiplied in a year; ``docs/tables.md`` tells of all columns.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("theme_trends", raw, processed)


def load_bursts(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per stretch of time in which a theme has a clearly larger share than otherwise.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``start`` and ``end`` are dates on ``axis``; ``level`` counts from 1, higher is a larger share.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("bursts", raw, processed)


def load_changes(raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> pd.DataFrame:
    """Return one row per date at which a theme's share moves to another level and stays there.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: ``at`` is the first date of the new level; ``share_before`` and ``share_after`` are in [0, 1].
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    return _load("changes", raw, processed)


def load_tables(
    raw: str | Path | None = "data/raw", processed: str | Path | None = None
) -> dict[str, pd.DataFrame]:
    """Return all tables by name: what the functions of ``analysis.views`` take.

    What each column of each table holds, in which unit and range, is said in ``docs/tables.md``.

    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: keys as ``analysis.tables.SCHEMAS``.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    from analysis import tables

    with _made("trends", raw, processed) as folder:
        return {name: tables.read_table(folder, name) for name in tables.SCHEMAS}


def papers_of_theme(
    theme: str, raw: str | Path | None = "data/raw", processed: str | Path | None = None
) -> pd.DataFrame:
    """Return the papers of a theme, those that belong to it most first.

    :param theme: name or id of a found or watched theme, e.g. ``"Attention sinks"``; case does not matter.
    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: the columns of ``load_papers`` after ``weight``, ``sureness`` and ``why``.
    :raises UnknownThemeError: no theme has that name.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    from analysis import views_of_theme

    return views_of_theme.papers_of_theme(load_tables(raw, processed), theme)


def load_theme(theme: str, raw: str | Path | None = "data/raw", processed: str | Path | None = None) -> Theme:
    """Return one theme as an object that a notebook shows as a card: definition, size, trend, examples.

    :param theme: name or id of a found or watched theme, e.g. ``"Attention sinks"``; case does not matter.
    :param raw: folder of dumps, see ``load_papers``.
    :param processed: folder of the tables, see ``load_papers``.
    :return: its ``trend`` holds the shares by listing date with their intervals.
    :raises UnknownThemeError: no theme has that name.
    :raises AnalysisError: no dump could be read, or a setting or a table cannot be used.
    """
    from analysis.results import theme_result

    return theme_result(load_tables(raw, processed), theme)


def _load(name: str, raw: str | Path | None, processed: str | Path | None) -> pd.DataFrame:
    from analysis import tables

    with _made(tables.SCHEMAS[name].made_by, raw, processed) as folder:
        return tables.read_table(folder, name)


@contextmanager
def _made(stage: str, raw: str | Path | None, processed: str | Path | None) -> Iterator[Path]:
    """Make what is stale and give the folder; as long as the block lasts no other run writes to it."""
    from analysis import pipeline
    from analysis.job import Job
    from analysis.one_run import only_run

    root = _project()
    tables = root / Folders.processed if processed is None else _here_or_in(root, Path(processed))
    if raw is None:
        # as they lie: a run that has started this notebook may hold the folder itself
        yield tables
        return
    settings = root / SETTINGS_FILE
    folders = Folders(_here_or_in(root, Path(raw)), tables)
    with only_run(tables):
        pipeline.make(stage, Job(folders, load_settings(settings if settings.is_file() else None)))
        yield tables


def _project() -> Path:
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "pyproject.toml").is_file()), here)


def _here_or_in(root: Path, folder: Path) -> Path:
    return folder if folder.is_absolute() or folder.exists() else root / folder
