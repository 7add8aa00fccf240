"""The report from hand-made notebooks: what goes in by which way, and what a reader then finds."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from nbformat import v4 as nb

from casebook import report
from casebook.report import About, Chapter, Source, screen
from casebook.report.tree import as_text, elements

ABOUT = About(
    title="Takedowns",
    subtitle="What was found",
    data_version="1.2.3",
    sources=[Source("2020 actions", "Eurojust", "perhaps 27 October 2021", "https://example.eu/a")],
    made_with=[("pandas", "3.1.1"), ("pandoc", "3.9")],
    notice="Not endorsed.",
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path d="M0 0h16v9z"/></svg>\n'
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HOSTILE = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "$x$ $\\foo$",
    "`code` *stars* **more** # no heading",
    "{{x}} {% y %} ${z} $title$",
    "|pipes| |---|",
    "w" * 400,
    "![x](https://example.org/p.png)",
    "<https://example.org>",
    "::: {.code}",
    "--- \\alert &amp; &#60;",
    "%s {0}",
]
SPITE = " ".join(HOSTILE)


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None
    children: list = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, *tags: str) -> list[Element]:
        inner = [child for child in self.children if isinstance(child, Element)]
        below = [one for child in inner for one in (child, *child.all())]
        return [one for one in below if not tags or one.tag in tags]

    def words(self) -> str:
        return " ".join(self.text.split())


class Reader(HTMLParser):
    """The page as elements."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.at = self.root = Element("page", {}, None)
        self.feed(source)
        self.close()

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in ("meta", "img", "hr", "br", "input", "col", "link"):
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        while self.at.parent and self.at.tag != tag:
            self.at = self.at.parent
        self.at = self.at.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def markdown(source: str, **more) -> dict:
    return nb.new_markdown_cell(source, **more)


def code(source: str, *outputs, tags=()) -> dict:
    return nb.new_code_cell(source, outputs=list(outputs), execution_count=1, metadata={"tags": list(tags)})


def shown(**data) -> dict:
    by_kind = {name.replace("__", "/"): value for name, value in data.items()}
    return nb.new_output("display_data", data=by_kind)


def _ours(kind: str, content: dict) -> dict:
    data = {kind: content, "text/plain": "PLAIN FORM", "text/html": "<b>HTML FORM</b>"}
    return nb.new_output("display_data", data=data)


def figure(name: str = "servers-taken-down", **more) -> dict:
    function = "casebook.figures." + name.replace("-", "_")
    content = {"name": name, "headline": "A finding", "alt": "One of them", "credit": "Source: A."}
    return _ours(report.FIGURE, content | {"function": function} | more)


def table(caption: str = "By action", rows=(("K-boxes", "11"),), columns=("Action", "Servers")) -> dict:
    content = {"caption": caption, "columns": columns, "align": ["left", "right"], "rows": rows}
    return _ours(report.TABLE, content)


def text(*items: str, as_list: bool = False) -> dict:
    return _ours(report.TEXT, {"items": list(items), "list": as_list})


def chapter(name: str, *cells, title: str = "") -> Chapter:
    return Chapter(name, nb.new_notebook(cells=list(cells)), title)


FINDINGS = chapter(
    "00-findings",
    markdown("# Findings\n\nSee [when](03-timeline.ipynb), [where](04-countries.ipynb), "
             "[here](#What-is-not-known).\n\n## What is not known\n\nMuch.[^1]\n\n[^1]: A note."),
    code('cases = "all"', tags=["parameters"]),
    code("show(t)\nsave(f)", table(), figure()),
)  # fmt: skip
TIMELINE = chapter(
    "03-timeline",
    markdown("### Too deep at once\n\n# When?\n\n#### Far too deep\n\n> # Quoted\n\n"
             "## Again\n\n## Again\n\nMore.[^1]\n\n[^1]: Two."),
    code("save(g)", figure("timeline")),
    code("say(x)", text("Two of four.", "Not more."), text("first", "second", as_list=True), table("Alone")),
)  # fmt: skip
PROFILES = [
    chapter(
        f"02-case-profile-{case}",
        markdown("# One case\n\n## Its part"),
        code("p", figure(f"profile-{case}")),
        title=case,
    )
    for case in ("sparks", "k-boxes")
]
USUAL = [FINDINGS, PROFILES[0], PROFILES[1], TIMELINE]


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    for name in ("servers-taken-down", "timeline", "profile-sparks", "profile-k-boxes"):
        (tmp_path / f"{name}.svg").write_text(SVG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(figures: Path):
    return lambda *chapters, about=ABOUT: Reader(report.html(chapters or USUAL, figures, about)).root


def _only(page, *cells) -> Element:
    return _section(page(chapter("00-x", *cells)), "00-x")


def _section(whole: Element, name: str) -> Element:
    return next(section for section in whole.all("section") if section.attributes.get("id") == name)


def _figures_and_tables(part: Element) -> list[str]:
    return [one.tag for one in part.all("figure", "table")]


# --- nothing acts but what we wrote ----------------------------------------------------------


def test_hostile_text_in_any_field_stays_text(page):
    about = About(SPITE, SPITE, SPITE, [Source(SPITE, SPITE, SPITE, SPITE)], [(SPITE, SPITE)], SPITE)
    hostile_figure = figure(alt=SPITE, credit=SPITE, function=SPITE)
    hostile_table = table(SPITE, [(SPITE, SPITE)], (SPITE, SPITE))
    streams = [nb.new_output("stream", name=name, text=SPITE) for name in ("stdout", "stderr")]
    outputs = [hostile_table, hostile_figure, hostile_table, text(SPITE), text(SPITE, as_list=True), *streams]
    outputs += [shown(text__plain=SPITE), shown(text__html=SPITE, text__plain=SPITE)]
    whole = page(chapter("00-x", code(SPITE, *outputs), title=SPITE), about=about)
    assert not whole.all("script", "iframe", "object", "embed", "form", "em", "base", "link")
    assert all(image.attributes["src"].startswith("data:image/svg+xml;base64,") for image in whole.all("img"))
    assert not [name for one in whole.all() for name in one.attributes if name.startswith("on")]
    outside = {a.attributes["href"] for a in whole.all("a") if a.attributes["href"][0] != "#"}
    # What lies beside the report is a link, and the whole address of a source would be: no address in a text.
    assert outside == {"explorer.html", "takedowns.pptx"}
    main = whole.all("main")[0]
    assert whole.all("title")[0].words() == whole.all("h1")[0].words() == SPITE
    assert [cell.words() for cell in main.all("td")[:1]] == [SPITE]
    assert main.words().count(SPITE) >= 18
    assert whole.all("img")[0].attributes["alt"] == SPITE


def test_hostile_markdown_brings_no_html_no_scripts_and_no_pictures(page):
    cells = [markdown(hostile) for hostile in HOSTILE]
    cells += [
        markdown('<div onclick="alert(1)">\n\n[a](data:text/html,x) [b](file:///etc/passwd)\n\n</div>'),
        markdown("[c](JavaScript:alert(1)) [d](http://example.org) [e](//example.org) [f](vbscript:x)"),
        markdown("[![inside](https://example.org/q.png)](javascript:alert(1)) ![[d](javascript:x)](x.png)"),
        markdown("```{=html}\n<script>x</script>\n```\n\n`<b>`{=html} [s]{style=color:red}"),
        markdown("![y](../../x.png)"),
    ]
    chapter = _only(page, markdown("# X"), *cells)
    assert not chapter.all("script", "img", "div", "span", "b")
    links = [a.attributes["href"] for a in chapter.all("a")]
    assert links == ["https://example.org"]
    assert "<script>alert(1)</script>" in chapter.words()
    assert "inside" in chapter.words() and "$x$" in chapter.words()


def test_a_cell_cannot_reach_into_the_next_one(page):
    for opening in ("```\nnot closed", "::: {.x}", "<div>", "[^1] missing", "- a\n\n  ```", "", "<!-- c"):
        chapter = _only(page, markdown("# X"), markdown(opening), markdown("## A section\n\nSaid *so*."))
        assert [h.words() for h in chapter.all("h3")] == ["A section"], opening
        assert chapter.all("em")[0].text == "so"


def test_the_page_loads_nothing_and_allows_itself_only_its_own_style(page):
    whole = page()
    policy = next(m for m in whole.all("meta") if "http-equiv" in m.attributes).attributes["content"]
    style = whole.all("style")[0].text
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:; font-src data:;")
    assert not whole.all("script", "link", "iframe", "object", "source", "video")
    assert set(re.findall(r"url\((.{5})", style)) == {"data:"} and "@import" not in style
    assert not [one.tag for one in whole.all() if {"style", "srcset", "background"} & set(one.attributes)]
    assert all(image.attributes["src"].startswith("data:image/") for image in whole.all("img"))


def test_links_lead_to_https_pages_to_chapters_and_to_sections_or_are_words(page):
    whole = page()
    found = {a.words(): a.attributes for a in whole.all("main")[0].all("a")}
    assert found["when"]["href"] == "#03-timeline"
    assert found["here"]["href"] == "#00-findings--what-is-not-known"
    assert "where" not in found
    outside = found["https://example.eu/a"]
    assert outside["rel"] == "noopener noreferrer" and outside["href"] == "https://example.eu/a"


def test_every_link_inside_the_page_has_its_target_and_ids_are_single(page):
    elements = page().all()
    ids = [one.attributes["id"] for one in elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    inside = [a.attributes["href"][1:] for a in elements if a.tag == "a" and a.attributes["href"][0] == "#"]
    assert inside and set(inside) <= set(ids)


# --- order and headings ----------------------------------------------------------------------


def test_chapters_come_in_reading_order_and_profiles_as_an_annex(page):
    whole = page()
    assert [h.words() for h in whole.all("h1")] == ["Takedowns"]
    assert [h.words() for h in whole.all("h2")] == [
        "Findings", "When?", "Annex: the cases one by one", "Glossary", "Where each figure comes from",
        "Credit lines", "Sources", "How this was made",
    ]  # fmt: skip
    assert [h.words() for h in _section(whole, "02-case-profile").all("h3")] == ["sparks", "k-boxes"]


def test_headings_skip_no_level_whatever_the_notebooks_do(page):
    levels = [int(heading.tag[1]) for heading in page().all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_contents_list_names_chapters_and_their_sections(page):
    contents = page().all("nav")[0]
    links = {a.attributes["href"]: a.words() for a in contents.all("a")}
    assert links["#00-findings"] == "Findings"
    assert links["#00-findings--what-is-not-known"] == "What is not known"
    assert links["#02-case-profile-k-boxes"] == "k-boxes"
    assert links["#03-timeline--again-2"] == "Again"


def test_a_notebook_without_a_title_is_named_after_its_file(page):
    assert page(chapter("05-what-was-found", markdown("Text."))).all("h2")[0].words() == "What was found"


def test_footnotes_of_two_cells_with_one_label_stay_apart(page):
    notes = {note.attributes.get("id"): note.words().rstrip("↩︎ ") for note in page().all("li")}
    assert (notes["fn1"], notes["fn2"]) == ("A note.", "Two.")


# --- figures and tables ----------------------------------------------------------------------


def test_every_image_has_an_alternative_text_and_a_caption_with_its_credit(page):
    whole = page()
    assert [image.attributes["alt"] for image in whole.all("img")] == ["One of them"] * 4
    captions = [caption.words() for caption in whole.all("figcaption")]
    assert captions[0] == "Figure 1. Servers taken down. Source: A."
    assert captions[2] == "Figure 3. Profile: sparks. Source: A."
    assert base64.b64encode(SVG.encode()).decode() in whole.all("img")[0].attributes["src"]


def test_very_many_sources_are_counted_in_a_caption_and_listed_where_it_leads(page):
    names = [f"Paper {place}, “T{place}”, 2020" for place in range(9)]
    credit = f"Sources: {'; '.join(names)}. Casebook data v1.2.3. Rule: official."
    whole = page(chapter("00-x", code("1", figure(credit=credit, sources_in_all=9))))
    (caption,) = whole.all("figcaption")
    assert caption.words() == (
        "Figure 1. Servers taken down. 9 sources, listed at the end. Casebook data v1.2.3. Rule: official."
    )
    (link,) = caption.all("a")
    assert link.attributes["href"] == "#sources" and _section(whole, "sources")
    (line,) = [row for row in _section(whole, "credit-lines").all("tr") if "Servers taken down" in row.words()]
    assert names[5] in line.words() and names[6] not in line.words() and "and 3 more, all in" in line.words()


def test_the_table_of_a_figure_stands_under_it_and_nowhere_else(page):
    section = _section(page(), "00-findings")
    assert _figures_and_tables(section) == ["figure", "table"]
    fold = next(details for details in section.all("details") if details.attributes["class"] == "numbers")
    assert fold.all("summary")[0].text == "Figure 1 in numbers" and fold.all("table")
    assert [cell.words() for cell in fold.all("th", "td")] == ["Action", "Servers", "K-boxes", "11"]
    assert "PLAIN FORM" not in section.words() and "HTML FORM" not in section.words()


def test_a_table_from_the_cell_before_or_the_same_output_goes_under_the_figure(page):
    both = table()
    both["data"] |= figure()["data"]
    for cells in ([code("a", table()), code("b", figure())], [code("a", both)]):
        assert _figures_and_tables(_only(page, *cells)) == ["figure", "table"]


def test_a_table_apart_from_a_figure_keeps_its_place_and_number(page):
    chapter = _only(page, code("a", table()), markdown("Words between."), code("b", figure()))
    assert _figures_and_tables(chapter) == ["table", "figure"]
    assert chapter.all("caption")[0].words() == "Table 1. By action"


def test_a_long_table_under_a_figure_is_folded_and_a_short_one_open(page):
    long = table(rows=[(f"case {n}", str(n)) for n in range(screen.SHORT_TABLE + 1)])
    assert "open" not in _only(page, code("", long, figure())).all("details")[0].attributes
    assert "open" in _only(page, code("", table(), figure())).all("details")[0].attributes


def test_tables_have_header_cells_and_numbers_to_the_right(page):
    found = _only(page, code("t", table())).all("table")[0]
    assert [cell.tag for cell in found.all("th", "td")] == ["th", "th", "th", "td"]
    assert [cell.attributes["class"] for cell in found.all("th", "td")] == ["left", "right"] * 2
    assert found.parent.attributes["tabindex"] == "0"


def test_a_figure_shown_twice_keeps_both_places_apart(page):
    whole = page(chapter("00-x", code("f", figure(), figure())))
    ids = [found.attributes["id"] for found in whole.all("figure")]
    assert ids == ["fig-servers-taken-down", "fig-servers-taken-down-2"]


def test_where_each_figure_comes_from_and_its_credit_line_are_listed(page):
    whole = page()
    lists = {section.attributes.get("id"): section for section in whole.all("section")}
    rows = [[cell.words() for cell in row.all("th", "td")] for row in lists["figure-origins"].all("tr")]
    drawn_by = "casebook.figures."
    assert rows[1] == ["Figure 1. Servers taken down", "00-findings.ipynb", drawn_by + "servers_taken_down"]
    assert rows[4] == ["Figure 4. Profile: k-boxes", "02-case-profile.ipynb", drawn_by + "profile_k_boxes"]
    assert len(lists["credit-lines"].all("tr")) == 5
    assert "1.2.3" in lists["how-made"].words() and "pandas 3.1.1; pandoc 3.9" in lists["how-made"].words()
    assert {"EIO", "MLA", "OCG", "EDTF", "Floor", "Origin", "Rule", "Looser"} <= {
        term.words() for term in lists["glossary"].all("dt")
    }


# --- code and whatever else is shown ---------------------------------------------------------


def test_every_code_cell_is_folded_the_parameters_too(page):
    folds = [details for details in page().all("details") if details.attributes["class"] == "code"]
    assert [fold.all("pre")[0].text for fold in folds][:2] == ['cases = "all"\n\nshow(t)\nsave(f)', "save(g)"]
    assert all("open" not in fold.attributes and fold.all("summary")[0].text == "Code" for fold in folds)
    assert len(page().all("pre")) == len(folds)


def test_code_with_nothing_between_folds_into_one_block(page):
    cells = [code("import a"), code("b = 1\n"), code("show(t)", table()), code("save(f)", figure())]
    cells += [code("c"), code("d")]
    apart = _only(page, *cells[:3], markdown("Words."), *cells[4:])
    assert [pre.text for pre in apart.all("pre")] == ["import a\n\nb = 1\n\nshow(t)", "c\n\nd"]
    with_figure = _only(page, *cells)
    assert [pre.text.count("\n\n") for pre in with_figure.all("pre")] == [3, 1]


def test_sources_are_named_with_publisher_day_and_address(page):
    sources = _section(page(), "sources").all("li")
    assert [line.words() for line in sources] == [
        "2020 actions. Eurojust, published perhaps 27 October 2021. https://example.eu/a"
    ]
    assert Source("A", "B").line == "A. B." and Source("A", "B", url="http://c").line == "A. B. http://c"


def test_groups_of_digits_stay_together(page):
    chapter = _only(page, code("t", table("Over 5 550", [("1 234 567 of 20 000", "in 2020 100")])))
    cells = [cell.text for cell in chapter.all("th", "td")]
    assert "1\u00a0234\u00a0567 of 20\u00a0000" in cells and "in 2020 100" in cells
    assert "5\u00a0550" in chapter.all("caption")[0].text


def test_sentences_of_the_notebook_appear_as_paragraph_and_list(page):
    main = page().all("main")[0]
    assert "Two of four. Not more." in [p.words() for p in main.all("p")]
    assert [li.words() for li in main.all("li")][1:3] == ["first", "second"]


def test_outputs_of_other_kinds_still_appear(page):
    picture = shown(image__png=PNG, text__plain="<Figure size 640x480>")
    chapter = _only(
        page,
        code("a", nb.new_output("stream", name="stdout", text="printed \x1b[31mred\x1b[0m\n")),
        code("b", shown(text__html="<table><tr><td>no</td></tr></table>", text__plain="   x\n0  1")),
        code("c", shown(text__html="<p>One<script>x()</script></p><p>Two &amp; three</p>")),
        code("d", shown(**{"application__x": "?"})),
        code("e", shown(text__markdown="Said *so*", text__plain="<IPython.core.display.Markdown object>")),
        code("f", picture),
        nb.new_raw_cell("raw words"),
    )
    plain = [pre.text for pre in chapter.all("pre") if pre.parent.attributes.get("class") != "code"]
    assert plain[:3] == ["printed red", "   x\n0  1", "One\nTwo & three"]
    assert plain[3] == "An output of a kind that this report cannot show (application/x)."
    assert plain[4] == "raw words" and chapter.all("em")[0].text == "so"
    image = chapter.all("img")[0].attributes
    assert image == {"src": f"data:image/png;base64,{PNG}", "alt": "Picture without a description"}


def test_a_picture_attached_to_a_markdown_cell_is_shown(page):
    chapter = _only(page, markdown("![Seen](attachment:a.png)", attachments={"a.png": {"image/png": PNG}}))
    assert chapter.all("img")[0].attributes == {"src": f"data:image/png;base64,{PNG}", "alt": "Seen"}


def test_a_notebook_that_failed_is_refused(page):
    failed = nb.new_output("error", ename="KeyError", evalue="'x'", traceback=[])
    with pytest.raises(ValueError, match="00-x holds a cell that failed: KeyError: 'x'"):
        page(chapter("00-x", code("a", failed)))


def test_a_figure_that_was_not_saved_or_is_no_name_is_refused(page):
    with pytest.raises(FileNotFoundError, match=r"never-saved\.svg"):
        page(chapter("00-x", code("a", figure("never-saved"))))
    with pytest.raises(ValueError, match="use a-z, 0-9 and -"):
        page(chapter("00-x", code("a", figure("../timeline"))))


# --- the tree -----------------------------------------------------------------


def test_the_tree_holds_no_html_and_names_each_picture_by_its_file():
    tree = report.assemble(USUAL, ABOUT)
    kinds = {element["t"] for element in elements(tree["blocks"])}
    targets = [element["c"][2][0] for element in elements(tree["blocks"]) if element["t"] == "Image"]
    before = json.dumps(tree)
    screen._for_screen(tree)
    assert json.dumps(tree) == before
    assert {"Figure", "Table", "Header", "DefinitionList"} <= kinds and not {"RawBlock", "RawInline"} & kinds
    assert targets == ["servers-taken-down.svg", "timeline.svg", "profile-sparks.svg", "profile-k-boxes.svg"]


def test_the_elements_of_a_tree_come_as_they_are_read_and_its_text_is_theirs():
    cell = [["", [], []], [{"t": "Plain", "c": [{"t": "Str", "c": "one"}, {"t": "Space"}]}]]
    link = {"t": "Link", "c": [["", [], []], [{"t": "Code", "c": [["", [], []], "two"]}], ["#a", ""]]}
    tree = {"blocks": [cell, {"t": "Para", "c": [link, {"t": "LineBreak"}, {"t": "Str", "c": "three"}]}]}
    kinds = ["Plain", "Str", "Space", "Para", "Link", "Code", "LineBreak", "Str"]
    assert [element["t"] for element in elements(tree)] == kinds
    assert as_text(tree) == "one two three"


# --- the look --------------------------------------------------------------------------------


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("name", ["ink", "second", "grey", "link"])
def test_text_colours_stand_out_from_paper_and_band(name):
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", (screen.HERE / "screen.css").read_text()))
    for paper in ("#ffffff", colours["band"]):
        assert (_luminance(paper) + 0.05) / (_luminance(colours[name]) + 0.05) >= 4.5


def test_print_shows_every_table_and_hides_code():
    printed = (screen.HERE / "screen.css").read_text().split("@media print")[1]
    assert re.search(r"details\.code \{ display: none; \}", printed)
    assert "details.numbers::details-content { content-visibility: visible" in printed
    assert "size: A4" in printed and "break-before: page" in printed
