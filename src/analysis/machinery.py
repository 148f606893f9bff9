"""What the page runs: plotly.js, our own code, the figures they draw, and the policy that allows nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import house
from analysis.language import _, tag
from analysis.page_texts import script_texts, style_texts
from analysis.plotly_library import packed_plotly, plotly_script
from analysis.safety import base64_text, content_security_policy, embedded_json, inline_script, packed_json
from analysis.sharing import SCALE, WIDTH, Origin, counted, dressed, origin
from analysis.sheets import Sheet

TEMPLATES = Path(__file__).parent / "templates"
UNPACK = "unpack.js"
SCRIPTS = (UNPACK, "texts.js", "page.js", "papers.js", "points.js", "map.js", "choice.js", "share.js")
"""Our own code for the page, run in this order as one script."""
ALONE = (UNPACK, "alone.js")
"""The code of a page that holds one chart alone."""


def machinery(
    tables: Mapping[str, pd.DataFrame], sheets: Sequence[Sheet], paper_ids: Sequence[str], theme: str = ""
) -> dict[str, Any]:
    """Return what the template ``report.html`` needs to run, by the names it has there.

    :param tables: by name, as in ``tables.SCHEMAS``.
    :param sheets: the charts in the order of the page.
    :param paper_ids: the papers in the order of the page's table.
    :param theme: name of the theme the page is cut down to.
    """
    early, page = _script("early.js"), _together(SCRIPTS)
    plotly = plotly_script()
    # two charts of the same numbers share one CSV text
    texts = list(dict.fromkeys(sheet.csv_inside for sheet in sheets))
    told = origin(tables, theme)
    data = {
        "templates": chart_templates(),
        "sheets": [{"csv": texts.index(sheet.csv_inside), **_drawn(sheet, told)} for sheet in sheets],
        "csv": texts,
        "papers": list(paper_ids),
        "picture": {"width": WIDTH, "scale": SCALE},
        "source": told.source,
        "shell": _shell(plotly),
        "areas": areas_of_themes(tables),
    }
    data |= {"plotly": locale} if (locale := house.locale()) else {}
    return {
        "early_js": early,
        "page_js": page,
        "plotly_js": base64_text(packed_plotly()),
        "css": inline_script(style_texts(_text("report.css")), "report.css"),
        "figures": packed_json(data),
        "texts": embedded_json(said) if (said := script_texts(page)) else "",
        "policy": content_security_policy((early, plotly, page)),
    }


def chart_templates() -> dict[str, Any]:
    """Return the house template as plotly.js takes it, for light and dark pages, without a ground of its own."""
    made = {scheme: house.template(scheme) for scheme in ("light", "dark")}
    for template in made.values():
        # the page is the ground, and the points of the map lie on a canvas behind
        template["layout"]["paper_bgcolor"] = "rgba(0,0,0,0)"
    return made


def areas_of_themes(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the broad area of each theme by its id; of a followed theme the one that holds most of its papers."""
    themes, members = tables["themes"], tables["memberships"]
    found = themes[themes["kind"] != "watched"]
    areas = dict(zip(found["theme_id"], found["area"], strict=True))
    main = members[members["main"]].set_index("paper_id")["theme_id"].map(areas)
    followed = themes.loc[themes["kind"] == "watched", "theme_id"]
    papers = members[members["theme_id"].isin(followed)]
    lie_in = papers.assign(area=papers["paper_id"].map(main)).dropna(subset="area")
    most = lie_in.groupby("theme_id")["area"].agg(lambda area: area.mode().iloc[0])
    return {str(theme): str(area) for theme, area in {**areas, **most.to_dict()}.items()}


def _drawn(sheet: Sheet, told: Origin) -> dict[str, Any]:
    return {
        "slug": sheet.slug,
        "head": sheet.head,
        **sheet.figure,
        "counted": counted(sheet, told),
        "alone": dressed(sheet, told),
    }


def _shell(plotly: str) -> str:
    """Return the page of one chart alone, with marks where the browser puts the chart and what is said of it."""
    script = _together(ALONE)
    policy = content_security_policy((plotly, script))
    own = {
        "policy": policy,
        "script": script,
        "language": tag(),
        "needs": _("The chart needs JavaScript."),
    }
    shell = _text("alone.html")
    for name, text in own.items():
        shell = shell.replace(f"@@{name}@@", text)
    return shell


def _together(names: Sequence[str]) -> str:
    code = "".join(map(_text, names))
    return inline_script(f'"use strict";\n(() => {{\n{code}}})();\n', names[-1])


def _script(name: str) -> str:
    return inline_script(_text(name), name)


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
