"""What each column of each table holds, in a sentence: ``docs/tables.py`` makes a page of it.

Apart from ``analysis.schemas``, which every stage is made from: a better sentence makes no table stale.
"""

from __future__ import annotations

from dataclasses import dataclass

UNSHOWN = "No page, chart or notebook reads it."
"""How the sentence of a column ends that is in the tables for readers of the files alone."""


@dataclass(frozen=True)
class Words:
    """What the rows of one table are, and what their columns hold; in Markdown."""

    row: str
    columns: dict[str, str]
    """By name, in the order of the schema."""


def _words(row: str, /, **columns: str) -> Words:
    return Words(row, columns)


_PAPER = "The paper, as in `papers`."
_THEME = "The theme, as in `themes`."
_KIND = "`found` or `watched`."
_LAYOUT = (
    "Form of the dump: `spaced`, `dense` or `details` (a listing page as text), `page-html`, `daily-json`, "
    "`json`, `json-lines`, `csv`, `parquet`, `atom`, `bibtex` or `ris`."
)
_AXIS = "`listed`: by the dates of the dumps; `published`: by the papers' own dates."
_LISTED = "`listed`: only listing dates are searched."
_COUNTED = (
    "What counts: `appearances` (a paper on every date that lists it), `first listing` (on its first alone) or, "
    "by date of publication, `papers`."
)
_MEMBERSHIP = "Which papers a found theme counts: `main` (those whose main theme it is) or `all`."
_NO_SLOPE = "Missing where none was fitted"

WORDS: dict[str, Words] = {
    "papers": _words(
        "One row per different paper, however often it appears.",
        paper_id="Its arXiv id, else `t-` and twelve hex digits of the SHA-256 of its title; each occurs once. It "
        "stays when `update` learns more of the paper.",
        title="As most of its appearances have it, on one line, with LaTeX commands as what they print.",
        abstract="The longest of its appearances, made readable like the title; empty where no dump has one.",
        published="When it was published, by the most precise of the dates stated: the first day of the month or "
        "year where no more is known; missing where no date, or no year for it, is known.",
        published_precision="How much of `published` is known: `day`, `month` or `year`; missing where that is.",
        n_authors="Number of authors, the largest stated; missing where no dump says it.",
        organization="Organization, as most appearances that name one have it; missing where none does.",
        upvotes="Upvotes on the listing page, the largest seen; missing where no dump says it. " + UNSHOWN,
        n_comments="Comments on the listing page, the largest seen; missing where no dump says it.",
        arxiv_id="arXiv id without its version; missing where no dump tells it.",
        url="Address: the first that holds the arXiv id, else the first; missing where no dump has one.",
        keywords="Keywords of all its appearances, each once; often none. " + UNSHOWN,
    ),
    "listings": _words(
        "One row per appearance of a paper in a dump.",
        paper_id=_PAPER,
        source="Name of the file, relative to the raw folder, with forward slashes.",
        layout=f"{_LAYOUT} {UNSHOWN}",
        position="Place among the entries of its file, from 0.",
        listed_on="Date of the listing; missing where the date or its year is not known.",
        listed_year_from="Where the year of `listed_on` comes from: `stated` by the user or the dump; `inferred` "
        "(the year after the newest that the dump prints); `assumed` (the latest that is not after the newest "
        "date found in the folder); or `unknown`.",
        line="Line of the title in the file, from 1; of a Parquet table the row.",
    ),
    "problems": _words(
        "One row per thing in the raw folder that was skipped or is doubted.",
        source="Name of the file, as in `listings`; `dumps.toml` for a date stated of a dump that is not there.",
        line="Line in the file, from 1; 0 where the whole file is meant.",
        reason="What is wrong, in words.",
        text="How the passage starts, at most 120 characters; may be empty.",
    ),
    "sources": _words(
        "One row per dump that was read.",
        source="Name of the file, relative to the raw folder, with forward slashes.",
        layout=_LAYOUT,
        n_entries="Entries in it.",
        n_papers="Different papers among them.",
        listed_on="Date of the listing; missing where the date or its year is not known, and where entries have "
        "dates of their own that differ.",
        listed_year_from="Where the year comes from, as in `listings`.",
        heading="The date as the page prints it, e.g. `Mar 11`; missing where it prints none.",
        note="Facts that are no problem, such as an encoding other than UTF-8; empty where there is none.",
    ),
    "themes": _words(
        "One row per theme, found or watched; where none could be found, one named `unplaced` takes all papers.",
        theme_id="Of a watched theme its name in lower case with hyphens; of a found one `t-` and its first name "
        "so written; or `unplaced`. Each occurs once, and a theme keeps it from run to run.",
        name="What it is called: by the papers' own phrases, by the watch list, or by a language model if one is "
        "set.",
        definition="Its sentence in the watch list; missing for found themes.",
        kind="`found` by grouping the papers, or `watched`: on the watch list; unplaced counts as found.",
        terms="Of a found theme the phrases that tell it from the others, the most telling first; of a watched "
        "one its phrases in the watch list; none for unplaced.",
        n_papers="Different papers: of a found theme those whose main theme it is, of a watched one all.",
        stability="Share of the runs, each with another seed and on 80% of the papers at most, in which the theme "
        "comes back: more than half shared (Jaccard) with one of that run (Hennig 2007). 0 to 1; missing for "
        "watched and unplaced.",
        example_ids="`paper_id` of at most five papers, the most typical first; none for unplaced.",
        color="`#` and six hex digits; a theme keeps it from run to run.",
        area="Family of themes it is shown with; `Watched` or `Unplaced` for what has none.",
        area_order="Place in the order of the charts: watched themes from 0, the others from 1000, areas "
        "together.",
    ),
    "memberships": _words(
        "One row per paper and theme it is in: its main theme, at most two more found ones, and any watched ones.",
        paper_id=_PAPER,
        theme_id=_THEME,
        weight="How much, 0 to 1. Found: the theme's share among the paper and its 15 nearest, weighted by cosine "
        "(beside the main theme at least 0.2). Watched: 0.5 where phrases leave no doubt, plus half the closeness "
        "to the theme. Unplaced: 0.",
        main="Whether it is the paper's main theme; true in one row of each paper.",
        sureness="Share of the runs behind `stability` with this paper in which it falls into the counterpart of "
        "its main theme, 0 to 1; missing in other rows and for papers placed later or in no such run.",
        why="Of a watched theme the phrase and where it stands, or that the paper lies close; missing for found "
        "ones.",
    ),
    "term_uses": _words(
        "One row per paper that a theme counts and term of the theme in its title or abstract.",
        paper_id=_PAPER,
        theme_id=_THEME,
        rank="The term's place among `terms` of the theme, from 1.",
    ),
    "map": _words(
        "One row per paper with its place on the map, where alike papers lie close together: UMAP (McInnes, Healy "
        "& Melville 2018), or the two main directions of fewer than 15 papers. One placed later stands amid its "
        "nearest.",
        paper_id=_PAPER,
        x="To the right, without a unit.",
        y="Up, without a unit.",
    ),
    "model": _words(
        "One row about the themes as a whole, as the last full run found them.",
        n_papers="Papers of that run; what `update` added since is not counted.",
        n_sampled="Papers the themes were found from: all, or a sample of very many.",
        n_themes="Found themes, without unplaced.",
        n_runs="Runs behind `stability`: 20, or 8 of samples of a large corpus; 0 where it was not measured.",
        agreement="How alike two of these runs are on the papers they share: mean adjusted mutual information "
        "(Vinh, Epps & Bailey 2010), 1 the same, near 0 chance; missing where not measured.",
    ),
    "lineage": _words(
        "One row per theme and what became of it when the themes last changed, then one per theme that is gone; "
        "no row while they never have.",
        theme_id="The theme, as in `themes`; one that is gone is not there any more.",
        name="Its name now; of one that is gone its last.",
        kind=_KIND,
        event="`kept`, `renamed`, `merged` (took others in, or is made of several), `split` (came out of "
        "another), `new` or `gone`.",
        previous_name="Its name before; missing where the theme was not there.",
        previous_ids="Themes before that it comes from, itself first; none where it comes from none.",
        into_ids="Themes now that it went into, itself first if it is still there; none where it was not there "
        "before.",
        score="How much it is its earlier self: mean of the Jaccard index of the papers and the cosine of the "
        "centroids, 0 to 1; of new and gone themes the best with any; missing for watched and unplaced. "
        + UNSHOWN,
        n_papers_before="Papers it counted before, of those the themes were found from; 0 where it was not there.",
        n_papers_now="The same of the last full run; 0 where it is gone.",
    ),
    "trends": _words(
        "One row per axis, theme and period, also where the period has no paper of the theme.",
        theme_id=_THEME,
        axis=_AXIS,
        period="Its name: `2025-03-11`, `2025-W11` (ISO 8601), `2025-03`, `2025-Q1` or `2025`; of a dump without "
        "a date or year what it prints, or its file.",
        period_start="First day; missing where the dump has no date.",
        period_end="Last day; missing where the dump has no date.",
        unit="`day`, `week`, `month`, `quarter`, `year`, or `undated`.",
        partial="Whether more than a tenth of the period lies outside the data: by listing date of the first and "
        "the last, in weekdays that occur at all; by publication of that with the newest paper. False for days.",
        n_papers="Papers of the theme, as `counted` and `membership` say; over the dates of a longer period "
        "summed.",
        n_total="The same of all papers of the period.",
        share="`n_papers` over `n_total`, 0 to 1; 0 in a period without papers.",
        share_low="Lower end of its interval, 95% unless `confidence` is set otherwise: the score interval of "
        "Wilson (1927); 0 in a period without papers.",
        share_high="Upper end of the same; 1 in a period without papers.",
        year_from="How the listing year is known, the least sure of the period's dumps, as in `listings`; missing "
        "by publication and in a period without papers.",
        counted=_COUNTED,
        membership=_MEMBERSHIP,
    ),
    "theme_trends": _words(
        "One row per axis and theme: where it is heading, and how it lies over time. Undated dumps are left out. "
        "Directions rest on the listing dates, or on weeks or longer where there are more than 60; by publication "
        "on its periods.",
        theme_id=_THEME,
        axis=_AXIS,
        direction="`rising` or `falling` where the slope is not 0 (by `p_adjusted`), `steady` where a change by a "
        "factor of 2 over the time seen can be ruled out (Schuirmann 1987), else `too few to tell`.",
        slope="Change of the log-odds of the share in a year, by a quasi-binomial regression (McCullagh & Nelder "
        f"1989). {_NO_SLOPE}: for unplaced, under 5 papers or 5 periods, where these are bunched together in "
        f"time, where all its papers, or all others, are at one end, or where the fit does not "
        f"converge. {UNSHOWN}",
        slope_low=f"Lower end of its interval, of the same `confidence` as shares. {_NO_SLOPE}. {UNSHOWN}",
        slope_high=f"Upper end of the same. {_NO_SLOPE}. {UNSHOWN}",
        factor="By what the odds (of a small share: the share) are multiplied in a year, the exponential of "
        f"`slope`. {_NO_SLOPE}, or where less than a quarter of a year was seen.",
        factor_low="Lower end of its interval; missing where `factor` is.",
        factor_high="Upper end of the same; missing where `factor` is.",
        p_adjusted="Probability of a slope at least as far from 0 if there were none, adjusted for the number of "
        f"themes on the axis (Benjamini & Hochberg 1995), 0 to 1. {_NO_SLOPE}.",
        n_papers="Its different papers with a date.",
        n_periods="Periods with papers on which directions rest, the same for all themes of an axis.",
        n_dates="Dates on which it appears; by publication the periods.",
        first="The first of them; by publication the first day of the period; missing where there is none.",
        last="The last of them; missing where there is none.",
        spread=f"`n_dates` over all dates with papers, 0 to 1. {UNSHOWN}",
        evenness="How evenly its share lies over the `n_periods`: entropy over the greatest there can be (Pielou "
        f"1966), 1 the same share in each, 0 all in one; missing under 2 papers or 2 periods. {UNSHOWN}",
        newcomer="Whether it first appears in the last fifth of the time, and in no undated dump; false for "
        "unplaced. " + UNSHOWN,
        counted=f"{_COUNTED} {UNSHOWN}",
        membership=f"{_MEMBERSHIP} {UNSHOWN}",
    ),
    "bursts": _words(
        "One row per stretch of time in which a theme has a clearly larger share than otherwise: the automaton "
        "for batched counts of Kleinberg (2002), on the periods that directions rest on. None under 10 periods or "
        "5 papers.",
        theme_id=_THEME,
        axis=_LISTED,
        start="First day of its first period.",
        end="Last day of its last period.",
        level="1: about twice the theme's share over all periods; 2, within a 1: four times; 3, within a 2: "
        "eight.",
        weight=f"By how much the log-likelihood is higher at this level than at the one below. {UNSHOWN}",
    ),
    "changes": _words(
        "One row per date at which a theme's share moves to another level and stays there: binomial likelihood "
        "less a penalty for each change, by optimal partitioning (Jackson et al. 2005), on the same periods. "
        "None under 20 periods with papers.",
        theme_id=_THEME,
        axis=_LISTED,
        at="First day of the new level.",
        share_before="Share over all periods of the level before, 0 to 1.",
        share_after="The same of the new level.",
        gain="Twice the difference of the log-likelihoods of two levels and one.",
    ),
    "identity": _words(
        "One row per theme as a run remembers it, so that the next can keep id, name and colour.",
        run="`now`: as the last run left it; `before`: as it was before the themes last changed; `retired`: gone "
        "earlier, its id is not given again.",
        theme_id="Its id.",
        name="Its name.",
        kind=_KIND,
        color="Its colour.",
        named_by="The language model that named it; empty for the papers' own phrases and the watch list.",
        paper_ids="Its papers, those it counts; none where `retired`.",
    ),
    "placed": _words(
        "One row per paper that `update` has placed since the last full run.",
        paper_id=_PAPER,
        cosine="Mean cosine with its 15 nearest among the papers the themes were found from, -1 to 1.",
        far="Whether at most 5% of those papers lie as far from their own nearest: far from every theme.",
    ),
}
"""By the name of the table, as in ``schemas.SCHEMAS`` and ``schemas.MEMORY``."""
