"""Puts the sources of the docs site together in ``build/docs/source``; ``make docs`` then has Sphinx build it.

Most pages are files of ``docs/``. The start page is the README, other pages lie beside it; the pictures of the
gallery are what the code under each of them returns; the notebooks are those that ``paper-themes notebooks`` made
pages of the sample; a source file that a page links to gets a page of its own.
"""

from __future__ import annotations

import ast
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from analysis import house
from analysis.errors import AnalysisError
from analysis.pictures import Picture, draw

ROOT = Path(__file__).parents[1]
MADE = ROOT / "build" / "docs"
"""Where ``make docs`` leaves what it makes of the sample, and the sources of the site."""
BESIDE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
"""File at the top of the repository -> page of the site."""
GALLERY = "docs/gallery.md"
CONTENTS = "docs/contents.md"
"""The order of the pages, put below the start page."""
SCHEMES = ("light", "dark")
WIDTH = 800
SCALE = 1.5
LANGUAGES = {".py": "python", ".toml": "toml", ".html": "html", ".js": "javascript", ".css": "css"}
"""Of source files that a page may link to."""
_CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(\]\()([^)#:\s]+)(?=[)#])")
_PAIR = re.compile(r"^!\[([^]]*)\]\((\S+)-light\.png\)$", re.MULTILINE)


class DocsError(AnalysisError):
    """Docs that cannot be put together; the text says what to do."""


def main() -> None:
    """Write the sources of the site anew."""
    into = MADE / "source"
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    pages = [*BESIDE, *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
    texts = {page: (ROOT / page).read_text(encoding="utf-8") for page in pages}
    for source in sorted({path for page, text in texts.items() for path in linked(page, text)}):
        _write(into / _target(source), _page_of(source))
    texts["README.md"] += texts.pop(CONTENTS)
    texts[GALLERY] = with_pictures(texts[GALLERY], draw_gallery(texts[GALLERY], into / "gallery"))
    for page, text in texts.items():
        _write(
            into / _target(page), _LINK.sub(lambda link, page=page: link[1] + in_site(page, link[2]), _pairs(text))
        )
    shutil.copytree(ROOT / "docs" / "images", into / "images")
    notebooks = MADE / "reports" / "notebooks"
    if not notebooks.is_dir():
        raise DocsError(f"{notebooks}: no notebook has been made a page there. Run: make docs")
    shutil.copytree(notebooks, into / "extra" / "notebooks", ignore=shutil.ignore_patterns("*.ipynb"))


def linked(page: str, text: str) -> list[str]:
    """Return the source files of the repository that a page links to."""
    found = [in_repository(page, link) for _, link in _LINK.findall(text)]
    return [path for path in found if Path(path).suffix in LANGUAGES and not path.startswith("docs/")]


def in_repository(page: str, link: str) -> str:
    """Return the path that a link of a page leads to, from the top of the repository."""
    return ((ROOT / page).parent / link).resolve().relative_to(ROOT).as_posix()


def in_site(page: str, link: str) -> str:
    """Return the link of a page as it leads there in the site; from one of the site's own it stays as it is."""
    path = in_repository(page, link)
    return _target(path) if (ROOT / path).is_file() else link


def _target(path: str) -> str:
    if path in BESIDE:
        return BESIDE[path]
    return f"source/{path}.md" if Path(path).suffix in LANGUAGES else path.removeprefix("docs/")


def draw_gallery(gallery: str, into: Path) -> set[str]:
    """Run the code of the gallery, block after block, and draw the figures it returns; returns their names.

    :param gallery: Markdown; its tables are those of the sample.
    :param into: made; gets two pictures of each figure that shows anything, for light and dark pages.
    :raises PictureError: there is no browser to draw with.
    """
    into.mkdir()
    known: dict[str, Any] = {}
    pictures = []
    for code in _CODE.findall(gallery):
        figure = _run(
            code.replace('load_tables("data/raw")', f"load_tables(None, {str(MADE / 'processed')!r})"), known
        )
        for scheme in SCHEMES if figure is not None and figure.data else ():
            figure.update_layout(template=house.template(scheme))
            path = into / f"{chart_of(code)}-{scheme}.png"
            pictures.append(Picture(figure.to_plotly_json(), path, WIDTH, int(figure.layout.height), SCALE))
    batch = draw(pictures)
    batch.raise_missed()
    return {path.stem.rpartition("-")[0] for path in batch.written}


def with_pictures(gallery: str, names: set[str]) -> str:
    """Return the gallery with the picture of each chart above its code."""

    def above(block: re.Match[str]) -> str:
        name = chart_of(block[1])
        return f"![{name}](gallery/{name}-light.png)\n\n{block[0]}" if name in names else block[0]

    return _CODE.sub(above, gallery)


def chart_of(code: str) -> str:
    """Return the name of the chart that a block of the gallery draws; empty where it draws none."""
    found = re.findall(r"\bcharts\.(\w+)\(", code)
    return str(found[-1]) if found else ""


def _run(code: str, known: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the code returns
    """Run a block in what the blocks before it have left; returns the value of its last line."""
    *before, last = ast.parse(code).body
    if not isinstance(last, ast.Expr):
        exec(code, known)
        return None
    exec(compile(ast.Module(before, []), GALLERY, "exec"), known)
    return eval(compile(ast.Expression(last.value), GALLERY, "eval"), known)


def _pairs(text: str) -> str:
    # a picture made for light pages has one for dark pages beside it
    return _PAIR.sub(
        lambda image: "\n".join(f"![{image[1]}]({image[2]}-{scheme}.png){{.only-{scheme}}}" for scheme in SCHEMES),
        text,
    )


def _page_of(source: str) -> str:
    text = (ROOT / source).read_text(encoding="utf-8")
    return f"---\norphan: true\n---\n# {source}\n\n```{LANGUAGES[Path(source).suffix]}\n{text}\n```\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except AnalysisError as error:
        sys.exit(f"docs: {error}")
