"""Small sources of every kind from which the fuzzer starts, and the words their formats are made of."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

_ABSTRACT = " ".join(f"Sentence {part} says one more thing about the paper." for part in range(9))
_PAGE = (
    "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nNov 18\n\n"
    f"Pointer Paths\n\n{_ABSTRACT}\n\n  • 7 authors\n\n·\n\nJul 1 1\n\nOne vs. Many\n\n{_ABSTRACT}\n\n"
    "acme-inc Acme Inc.\n\n·\n\nNov 29, 2024 7\n"
)
_DENSE = (
    "Get trending papers in your email inbox once a day!\n"
    f"SubscribePointer Paths\n{_ABSTRACT}\nDéjà Vu\n{_ABSTRACT}\n"
)
_DAILY = (
    '[{"paper": {"id": "2503.01234", "title": "Pointer\\nPaths", "summary": "It says \\ud83d\\ude00 so.", '
    '"publishedAt": "2025-03-10T23:59:59.000Z", "submittedOnDailyAt": "2025-03-11T01:00:00+02:00", "upvotes": 3, '
    '"authors": [{"name": "A", "hidden": false}], "ai_keywords": ["paths"], "organization": {"name": "acme"}}, '
    '"numComments": 2}, {"paper": {"title": null}}]'
)
_HTML = (
    '<!doctype html><html><head><link rel="canonical" href="https://huggingface.co/papers/date/2025-03-11">'
    '</head><body><article><h3><a href="/papers/2503.01234">Pointer Paths</a></h3>'
    '<time datetime="2025-03-10">Mar 10</time>'
    f"<p>{_ABSTRACT}</p><label>12</label><a href='/papers/2503.01234#community'>3</a></article>"
    '<div data-props="{&quot;dailyPapers&quot;:[{&quot;paper&quot;:{&quot;title&quot;:&quot;T&quot;}}]}"></div>'
    "</body>"
)
_MHTML = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{_HTML.replace('=', '=3D')}\r\n--b--\r\n"
)
_CSV = 'sep=;\ntitle;abstract;year;authors;doi\n"Pointer; Paths";"Says ""so"".";2025;A. B.;10.1000/x\n'
_LINES = '{"title": "Pointer Paths", "abstract": "It says so.", "year": 2025}\n{"title": 1}\n'
_BIBTEX = (
    '@article{a, title = {{P}ointer $x_{2}$ \\emph{Paths}}, author = "A and B", year = 2025, month = mar,\n'
    " eprint = {2503.01234}}\n@misc{a, title={Again}}\n@string{x = {y}}\n"
)
_RIS = "TY  - JOUR\nTI  - Pointer Paths\nAB  - It says so.\nPY  - 2025/03/10\nER  - \n"
_ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>'
    "<id>http://arxiv.org/abs/2503.01234v1</id><title>Pointer Paths</title><summary>It says so.</summary>"
    "<published>2025-03-10T00:00:00Z</published>"
    "<author><name>A</name></author></entry></feed>"
)


def _parquet() -> bytes:
    file = io.BytesIO()
    table = pa.table({"title": ["Pointer Paths", None], "abstract": ["It says so.", "x"], "year": [2025, 1]})
    pq.write_table(table, file)
    return file.getvalue()


SEEDS: dict[str, list[bytes]] = {
    "page-text": [_PAGE.encode(), _DENSE.encode("cp1252"), _PAGE.replace("\n", "\r\n").encode("utf-8-sig")],
    "page-html": [_HTML.encode(), _MHTML.encode()],
    "daily-json": [_DAILY.encode(), b"[]"],
    "records": [_CSV.encode(), _LINES.encode(), _CSV.encode("utf-16")],
    "references": [_BIBTEX.encode(), _RIS.encode()],
    "atom": [_ATOM.encode()],
}
SEEDS["any-source"] = [*(seed for seeds in SEEDS.values() for seed in seeds), _parquet()]

WORDS = (
    *("Subscribe", "Daily Papers", "new", "authors", "·", "Feb 29", "Dec 31, 2024 7", "\u2028", "\ufeff", "\x0b"),
    *('"title"', '"paper"', '"summary"', "null", "1e999", "\\ud800", "[[", "}}", "<article>", "<h3>", "</a>"),
    *(
        'data-props="',
        "&quot;",
        "<!--",
        "]]>",
        "@article{",
        "@string",
        "title = {",
        "month = ",
        "TY  - ",
        "ER  - ",
    ),
    *("TI  - ", "sep=", "\\emph{", "$x_{2}$", "<entry>", "<published>", "boundary=", "quoted-printable", "PAR1"),
)
"""What random bytes would seldom hit upon."""
