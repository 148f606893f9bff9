"""Settings and folders of one run: frozen and passed in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analysis.language import ENGLISH

Period = Literal["day", "week", "month", "quarter", "year"]
"""A period of the listing dates; weeks are those of ISO 8601."""
Count = Literal["appearances", "first listing"]
"""Whether a paper counts on every date that lists it, or on the first alone."""
ENGINES = tuple(sorted(path.stem for path in (Path(__file__).parent / "engines").glob("[a-z]*.py")))
"""Who can group the papers: each is a module of the folder."""
Membership = Literal["main", "all"]
"""Whether a found theme counts the papers whose main theme it is, or all its papers."""


@dataclass(frozen=True)
class WatchedTheme:
    """A theme the reader follows by name."""

    name: str
    """The name shown everywhere; unique in the watch list."""
    definition: str
    """One sentence that says what belongs to the theme."""
    phrases: tuple[str, ...]
    """Words or phrases whose use speaks for the theme; lower case, singular where it matters."""


DEFAULT_WATCH_LIST = (
    WatchedTheme(
        "Attention sinks",
        "Attention concentrating on initial or irrelevant tokens, sink tokens, and the massive activations "
        "behind them.",
        (
            "attention sink",
            "sink token",
            "massive activation",
            "extreme token",
            "attention concentration",
        ),
    ),
    WatchedTheme(
        "Hallucination",
        "Causes, detection, measurement or mitigation of hallucination in language or vision-language models.",
        ("hallucination", "hallucinate", "hallucinated", "confabulation"),
    ),
    WatchedTheme(
        "Sparse attention",
        "Attention that computes only part of the token pairs: sparse, block-sparse, selected, sampled or routed.",
        (
            "sparse attention",
            "block-sparse attention",
            "sparse transformer",
            "selective attention",
            "attention sparsity",
            "sparse self-attention",
            "sliding window attention",
            "local attention",
            "dynamic sparsity",
            "sparse attention pattern",
        ),
    ),
)


COLUMN_FIELDS = (
    *("title", "abstract", "published", "listed_on", "authors", "n_authors", "organization", "upvotes"),
    *("n_comments", "arxiv_id", "url", "doi", "keywords"),
)
"""What a column of an export can hold, as ``[columns]`` of the settings calls it."""


@dataclass(frozen=True)
class ModelNaming:
    """A language model that names the found themes."""

    endpoint: str
    """Address of a service that speaks as OpenAI's does, e.g. ``http://localhost:11434/v1`` of Ollama."""
    model: str
    """Name of the model there."""


@dataclass(frozen=True)
class Settings:
    """Everything a person may set for a run; the same settings and inputs give the same bytes."""

    seed: int = 7
    """Seed of every random step."""
    encoder: str = "hybrid"
    """``"hybrid"`` (no torch), or the name or folder of a sentence-transformers model."""
    engine: str = "cpu"
    """Who groups the papers and draws the map, one of ``ENGINES``: ``"gpu"`` needs cuML (``docs/cluster.md``)."""
    n_themes: int | None = None
    """Number of found themes; None lets the papers decide."""
    sample_above: int = 200_000
    """With more papers themes are found in a sample of so many, and the others placed into them."""
    confidence: float = 0.95
    """Coverage of every interval shown, in (0, 1)."""
    period: Period | None = None
    """Period in which listing dates are counted; None lets the dates decide."""
    count: Count = "appearances"
    """Which appearances of a paper count."""
    membership: Membership = "main"
    """Which papers a found theme counts; a followed one counts all its papers."""
    watched: tuple[WatchedTheme, ...] = DEFAULT_WATCH_LIST
    """Themes that are always in the results under these names."""
    columns: tuple[tuple[str, str], ...] = ()
    """(field, column) for exports whose columns do not explain themselves; fields are ``COLUMN_FIELDS``."""
    follow_links: bool = False
    """Whether links out of the raw folder are followed; else they are named among the problems."""
    language: str = ENGLISH
    """Language of the report and its charts, one of ``language.languages()``."""
    naming: ModelNaming | None = None
    """The language model that names the found themes; None means their own phrases do."""


@dataclass(frozen=True)
class Folders:
    """Where a run reads and writes; nothing is created until something is written."""

    raw: Path = Path("data/raw")
    """Dumps, read only."""
    processed: Path = Path("data/processed")
    """Tables; can be deleted and rebuilt."""
    reports: Path = Path("reports")
    """What people open; can be deleted and rebuilt."""
    notebooks: Path = Path("notebooks")
    """Notebooks as committed, read only."""
