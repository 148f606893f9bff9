"""Themes of very many papers are found in a sample, and all others are placed into them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_up_papers import made_up, subjects_of
from sklearn.metrics import adjusted_mutual_info_score

from analysis import pipeline, sampling, tables
from analysis.config import Folders, Settings
from analysis.job import Job
from analysis.sampling import sample

N_PAPERS, N_SAMPLED = 260, 160


def papers_and_listings(n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = [f"p{number:05d}" for number in range(n)]
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(n) % 100, unit="D")
    source = np.where(np.arange(n) % 4 == 0, "few.jsonl", "many.jsonl")
    listings = pd.DataFrame({"paper_id": ids, "source": source, "listed_on": days})
    return pd.DataFrame({"paper_id": ids, "published": pd.NaT}), listings


def test_each_source_and_each_stretch_of_time_has_its_share_of_the_sample() -> None:
    papers, listings = papers_and_listings(4_000)
    drawn = sample(papers, listings, 1_000, 7)
    assert drawn.sum() == 1_000
    inside = listings[drawn]
    assert abs((inside["source"] == "few.jsonl").sum() - 250) <= 1
    by_month = inside["listed_on"].dt.month.value_counts(normalize=True)
    of_all = listings["listed_on"].dt.month.value_counts(normalize=True)
    assert (by_month - of_all).abs().max() < 0.01


def test_the_sample_is_the_same_in_whatever_order_the_papers_stand() -> None:
    papers, listings = papers_and_listings(900)
    turned = papers.sample(frac=1, random_state=1).reset_index(drop=True)
    drawn = papers.loc[sample(papers, listings, 300, 7), "paper_id"]
    again = turned.loc[sample(turned, listings.sample(frac=1, random_state=2), 300, 7), "paper_id"]
    assert set(drawn) == set(again)


def test_papers_without_any_date_are_drawn_too() -> None:
    papers, listings = papers_and_listings(400)
    drawn = sample(papers, listings.assign(listed_on=pd.NaT), 100, 7)
    assert drawn.sum() == 100


def test_no_more_papers_than_the_setting_are_all_taken() -> None:
    papers, listings = papers_and_listings(50)
    assert sample(papers, listings, 50, 7).all()


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    folder = tmp_path_factory.mktemp("sampled")
    (folder / "raw").mkdir()
    made_up(N_PAPERS)[["title", "abstract"]].to_json(folder / "raw" / "papers.jsonl", orient="records", lines=True)
    settings = replace(Settings(), sample_above=N_SAMPLED)
    job = Job(Folders(folder / "raw", folder / "made", folder / "reports", folder / "none"), settings)
    pipeline.make("report", job)
    return job


@pytest.mark.slow(reason="themes are found in a sample")
def test_every_paper_is_in_a_theme_on_the_map_and_counted(job: Job) -> None:
    read = {
        name: tables.read_table(job.folders.processed, name) for name in ("papers", "memberships", "map", "themes")
    }
    main = read["memberships"][read["memberships"]["main"]]
    ids = sorted(read["papers"]["paper_id"])
    assert sorted(main["paper_id"]) == ids == sorted(read["map"]["paper_id"])
    found = read["themes"][read["themes"]["kind"] == "found"].set_index("theme_id")["n_papers"]
    assert found.to_dict() == main["theme_id"].value_counts().to_dict()


@pytest.mark.slow(reason="themes are found in a sample")
def test_placed_papers_lie_with_those_of_their_subject(job: Job) -> None:
    papers = tables.read_table(job.folders.processed, "papers")
    members = tables.read_table(job.folders.processed, "memberships")
    main = members[members["main"]].set_index("paper_id")["theme_id"]
    subject = dict(zip(made_up(N_PAPERS)["title"], subjects_of(N_PAPERS).tolist(), strict=True))
    agreement = adjusted_mutual_info_score(papers["title"].map(subject), main.reindex(papers["paper_id"]))
    assert agreement > 0.9


@pytest.mark.slow(reason="themes are found in a sample")
def test_the_table_and_the_page_say_that_it_was_a_sample(job: Job) -> None:
    model = tables.read_table(job.folders.processed, "model")
    n_papers = len(tables.read_table(job.folders.processed, "papers"))
    assert model[["n_papers", "n_sampled"]].iloc[0].tolist() == [n_papers, N_SAMPLED]
    assert n_papers > 1.5 * N_SAMPLED
    page = (job.folders.reports / "themes.html").read_text(encoding="utf-8")
    assert f"found in a sample of {N_SAMPLED} papers, drawn evenly over sources and dates" in page
    assert f"with a sample of 20,000, such themes agree by {sampling.AGREEMENT} with those found in all" in page


@pytest.mark.slow(reason="themes are found once more")
def test_the_same_run_leaves_the_same_bytes(job: Job, tmp_path: Path) -> None:
    again = replace(job, folders=replace(job.folders, processed=tmp_path / "made", reports=tmp_path / "reports"))
    pipeline.make("themes", again)
    for name in ("themes", "memberships", "map", "model"):
        first, second = (tables.table_path(each.folders.processed, name).read_bytes() for each in (job, again))
        assert first == second, name
