"""How Sphinx builds the docs site: pages in Markdown, the reference from docstrings, nothing from elsewhere."""

project = "paper-themes"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = "paper-themes"
html_extra_path = ["../build/docs/source/extra"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
# the same page as the report's, so that its charts stand on their own ground
html_theme_options = {"dark_css_variables": {"color-background-primary": "#16181d"}}
pygments_style = "default"
pygments_dark_style = "github-dark"
highlight_language = "none"
exclude_patterns = ["extra"]

myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 3

add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True}
