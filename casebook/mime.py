"""The forms in which a notebook hands on what it shows: JSON beside the picture or the HTML for JupyterLab.

- `FIGURE`: `name, headline, subtitle, doubt, alt, credit, sources, data_version, inches, function`;
  the picture itself is `<output>/<name>.svg` and `.png`
- `TABLE`: `caption, columns, align, rows`; all cells are plain text
- `TEXT`: `items` (plain sentences) and `list`: whether they are a list or one paragraph
"""

FIGURE, TABLE, TEXT = (f"application/vnd.casebook.{kind}+json" for kind in ("figure", "table", "text"))
