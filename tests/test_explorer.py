"""The explorer page in a real browser: what it shows is what Python says, by whatever way a reader gets there."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from PIL import Image
from pypdf import PdfReader

from casebook import bounds, compare, explorer, sentences, words
from casebook.explore import LISTS, TABLES, Choice, Tables, explore
from casebook.explorer.payload import amounts, parts
from casebook.figures.saving import FORMULA
from casebook.paths import ROOT
from casebook.sentences import exploring
from tests import made_up
from tests.browsing import Visit, launched, needs_browser, violations

LIMITS = ["No sample.", "One side’s account."]
HOSTILE = [*made_up.HOSTILE, "</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=1+1", "{{data}}"]


def page_of(book) -> str:
    return explorer.page(book, "Title of it", "Description of it", "Not endorsed. Read in part.", LIMITS)


@pytest.fixture(scope="module")
def browser():
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def own(book) -> str:
    """The page of the project's own data."""
    return page_of(book)


@pytest.fixture(scope="module")
def address(own, tmp_path_factory) -> str:
    """Where it is."""
    return written(own, tmp_path_factory.mktemp("explorer"))


def written(text: str, folder) -> str:
    file = folder / "explorer.html"
    file.write_text(text, "utf-8")
    return file.as_uri()


@pytest.fixture
def visit(browser, address):
    return lambda part="", **options: Visit(browser, address + part, **options)


def visible(page, selector: str) -> list[str]:
    """The words of the elements that can be seen."""
    return [text.strip() for text in page.locator(selector).filter(visible=True).all_inner_texts()]


def wait_for_address(page, end: str) -> None:
    """Wait until the address ends so, which the browser tells a moment after it was changed; fails if it never does."""
    page.wait_for_url(lambda url: url.endswith(end))


def box(page, term: str):
    """The box of an id in the lists."""
    return page.locator(f'#lists input[value="{term}"]')


def charts(page) -> list[str]:
    """The titles of the charts that compare."""
    return visible(page, "#charts h3")


def as_seen(text: str) -> str:
    """Text as a browser gives it back: no-break spaces stay, others run together."""
    return re.sub(r"[ \n]+", " ", text).strip()


def expected(tables: Tables, **chosen) -> list[str]:
    view = explore(tables, Choice(**chosen))
    return [as_seen(view.finding(measure)) for measure in view.panels]


# --- the file --------------------------------------------------------------------------------


def test_the_page_is_one_small_file_that_allows_only_its_own_script_and_style(own, book):
    text = own
    assert len(text.encode()) <= 300_000  # of 400 000 that are allowed: cases of one's own need room
    assert text == page_of(book)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    assert not re.search(r"<(link|iframe|object|embed|base)\b(?! rel=\"icon\" href=\"data:,\")", text)
    assert not re.search(r"\son\w+=|\bsrc=", text.split("<script type")[0])


def test_the_script_puts_text_into_the_page_as_text_only():
    for name in explorer.HERE.joinpath("script").iterdir():
        code = name.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|fetch\(", code)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_data_can_end_the_element_that_holds_it(text):
    held = explorer.as_script({"text": text + "\u2028\u2029"})
    assert not set("<>&\u2028\u2029") & set(held)
    assert json.loads(held) == {"text": text + "\u2028\u2029"}


def test_every_statement_is_a_row_of_the_table_and_every_source_is_named(own, book):
    tables, text = Tables(book), own
    rows = sum(len(tables.about[name]) for name in TABLES)
    assert text.count('<tr><th scope="row">') == rows
    for verdict in {verdict for verdict, _ in tables.judged} - {"", "single"}:
        assert f"; {exploring.VERDICTS[verdict]}</small>" in text
    for source in set(book.stated.measures["source"]):
        assert explorer.escape(tables.sources["title"][source]) in text


# --- numbers ---------------------------------------------------------------------------------


@needs_browser
def test_the_first_view_says_what_python_says(visit, book):
    tables = Tables(book)
    with visit() as page:
        view = explore(tables)
        assert page.inner_text("#count").startswith(view.said)
        assert charts(page) == expected(tables)
        assert page.locator("#chart-servers_taken_down svg .said").first.text_content() == "over 5\u202f550"


@needs_browser
def test_findings_of_times_and_places_are_those_of_the_report_for_the_chosen_actions(visit, book):
    chosen = book.select(["sparks-group", "k-boxes"])
    named = compare.countries(chosen)
    with visit("#cases=sparks-group,k-boxes&measures=arrests") as page:
        wanted = {
            "timeline": [exploring.timeline(compare.timeline(chosen), ["2011-01-01"])],
            "countries-by-action": sentences.countries_headlines(named),
            "countries-map": sentences.countries_map_headlines(named),
        }
        for name, variants in wanted.items():
            assert page.locator(f"#chart-{name} h3").text_content() == variants[0]
    with visit("#countries=CA") as page:
        assert "except by other sources" in page.locator("#chart-countries-map h3").text_content()


WHAT_IT_SAYS = """(choice) => {
    const view = explorer.explore(choice);
    return {
        cases: view.cases,
        rows: ["figures", "events", "named", "help"].map((name) => view[name].map((row) => row.place)),
        options: Object.fromEntries(Object.entries(view.options).map(([name, of]) => [name, Object.fromEntries(of)])),
        findings: view.panels.map((measure) => [measure, explorer.finding(measure, view)]),
    };
}"""


def differing(page, tables: Tables, choices: list[Choice]) -> list[Choice]:
    """The choices for which page and Python do not say the same, down to every row, count and sentence."""
    given = [{name: list(getattr(choice, name)) for name in LISTS} for choice in choices]
    said = page.evaluate(f"(choices) => choices.map({WHAT_IT_SAYS})", given)
    found = []
    for choice, told in zip(choices, said, strict=True):
        view = explore(tables, choice)
        rows = [list(getattr(view, name)) for name in ("figures", "events", "named", "help")]
        findings = [[measure, view.finding(measure)] for measure in view.panels]
        wanted = {"cases": list(view.cases), "rows": rows, "options": view.options, "findings": findings}
        found += [] if told == wanted else [choice]
    return found


def grid(tables: Tables) -> list[Choice]:
    """Every action, measure and country together, each left open as well."""
    terms = [[(), *((term,) for term in tables.terms[name])] for name in ("cases", "measures", "countries")]
    return [Choice(cases=case, measures=measure, countries=country) for case, measure, country in product(*terms)]


@needs_browser
def test_page_and_python_agree_on_a_sample_of_all_choices(visit, book):
    tables = Tables(book)
    others = [Choice(**{name: (term,)}) for name in LISTS for term in tables.terms[name]]
    with visit() as page:
        assert differing(page, tables, [*grid(tables)[::401], *others[::7]]) == []


@pytest.mark.slow
@needs_browser
def test_page_and_python_agree_on_every_action_measure_and_country(visit, book):
    tables = Tables(book)
    others = [Choice(**{name: (term,)}) for name in LISTS for term in tables.terms[name]]
    pairs = [Choice(cases=(one, other)) for one, other in product(tables.cases, repeat=2)]
    with visit() as page:
        assert differing(page, tables, [*grid(tables), *others, *pairs]) == []


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("measure", ["", "servers_taken_down", "arrests", "subscribers"])
def test_what_can_be_read_on_the_page_is_what_python_says(visit, book, measure):
    tables = Tables(book)
    with visit() as page:
        for case, country in product(["", *tables.cases], ["", *tables.terms["countries"]]):
            chosen = {"cases": case, "measures": measure, "countries": country}
            page.evaluate(
                "(part) => { location.hash = part; }", "&".join(f"{name}={term}" for name, term in chosen.items())
            )
            view = explore(tables, Choice(**{name: (term,) for name, term in chosen.items() if term}))
            page.wait_for_function("(said) => document.getElementById('count').textContent.startsWith(said)",
                                   arg=view.said if view.cases else "No action")  # fmt: skip
            page.wait_for_function("(many) => document.querySelectorAll('#charts figure').length >= many",
                                   arg=len(view.panels) if view.cases else 0)  # fmt: skip
            wanted = [as_seen(view.finding(one)) for one in view.panels] if view.cases else []
            assert page.locator("#charts h3").all_text_contents()[: len(wanted)] == wanted, chosen


@needs_browser
@pytest.mark.parametrize(
    "made",
    [
        made_up.one_of_each,
        pytest.param(lambda: made_up.collection(12, seed=5), marks=pytest.mark.slow),
        pytest.param(made_up.many_sources, marks=pytest.mark.slow),
    ],
)
def test_page_and_python_agree_on_made_up_collections(browser, tmp_path, made):
    tables = Tables(made())
    singles = [Choice(**{name: (term,)}) for name in LISTS for term in tables.terms[name]]
    with Visit(browser, written(page_of(tables.book), tmp_path)) as page:
        assert differing(page, tables, [Choice(), *singles]) == []


NUMBERS = [
    "0",
    "1",
    "7",
    "50",
    "999",
    "1000",
    "5550",
    "1000000",
    "1500000",
    "4800000",
    "1234567.5",
    "0.25",
    "100000000000000",
]


def every_amount() -> list[bounds.Amount]:
    """One of each qualifier with each number, in persons and in money."""
    found = []
    for qualifier, low, unit in product(bounds.QUALIFIERS, NUMBERS, ("persons", "EUR")):
        value = None if qualifier == "unquantified" else Decimal(low)
        high = Decimal(low) * 2 + 1 if qualifier == "between" else None
        row = {
            "qualifier": qualifier,
            "value": value,
            "value_high": high,
            "measure": "m",
            "unit": unit,
            "per": "",
            "scope": "",
        }
        found.append(bounds.amount_of(row))
    return found


@needs_browser
def test_the_page_adds_and_words_amounts_as_python_does(visit):
    amounts_ = every_amount()
    by_unit = [[one for one in amounts_ if one.unit == unit] for unit in ("persons", "EUR")]
    sums = [[one] for one in amounts_]
    sums += [[one, other] for same in by_unit for one, other in zip(same, same[31:], strict=False)]
    sums += [same[start::17] for same in by_unit for start in range(17)]
    with visit() as page:
        told = page.evaluate("(sums) => sums.map(([parts, unit]) => explorer.worded(explorer.added(parts), unit))",
                             [[[parts(one) for one in some], some[0].unit] for some in sums])  # fmt: skip
    for some, text in zip(sums, told, strict=True):
        assert text == words.amount_in_unit(bounds.total(some)), some


def test_there_is_a_pattern_for_every_kind_of_sum():
    for patterns in (amounts()["plain"], amounts()["money"]):
        assert all("{" in text or "0" in text for text in patterns.values())
        assert not [text for text in patterns.values() if re.search(r"[1-9]", text)]


# --- drawing ---------------------------------------------------------------------------------


@needs_browser
def test_an_end_that_is_not_printed_fades_out_and_is_no_bar_of_some_length(visit, book):
    faint = """(row) => [...row.querySelectorAll("g[opacity]")].map(
        (slice) => [Number(slice.getAttribute("opacity")), slice.getBoundingClientRect().width])"""
    with visit("#cases=pay-tv-streaming") as page:
        slices = page.locator("#chart-timeline a.row").evaluate(faint)
        assert [opacity for opacity, _ in slices] == sorted((opacity for opacity, _ in slices), reverse=True)
        assert slices[0][0] > 0.9 and slices[-1][0] < 0.1 and sum(wide for _, wide in slices) < 60
        assert "fades out" in page.inner_text("#chart-timeline figcaption")
    with visit("#cases=k-boxes") as page:
        assert page.locator("#chart-timeline g[opacity]").count() == 0
        assert "fades out" not in page.inner_text("#chart-timeline figcaption")


@needs_browser
def test_a_figure_of_a_part_alone_is_shown_as_that_and_not_as_a_gap(visit):
    with visit("#measures=searches,servers_taken_down") as page:
        (row,) = [row for row in page.locator("#sides tbody tr").all() if row.inner_text().startswith("Searches")]
        assert row.locator("td").all_inner_texts()[-1] == "100 (Italy only)"
        row.get_by_role("link", name="100 (Italy only)").click()
        assert "100 sites in Italy" in page.get_by_role("dialog").inner_text()
        page.keyboard.press("Escape")
        assert "100 (Italy only)" in page.locator("#chart-searches svg .soft").all_text_contents()


@needs_browser
def test_printed_words_keep_their_capitals_on_the_page(visit, book):
    with visit() as page:
        assert "Over 60" in page.locator("#charts .said").all_text_contents()
        page.get_by_role("button", name="Only in other sources").click()
        assert "Europol and 19 countries" in page.inner_text("#sides")


WHAT_FITS = """() => [...document.querySelectorAll("#charts figure")].map((figure) => {
    const svg = figure.querySelector("svg");
    const [, , room] = svg.getAttribute("viewBox").split(" ").map(Number);
    const marks = [...svg.querySelectorAll(".dot, .ring, .stop, .span")].map((mark) => mark.getBBox().x);
    return {
        room,
        texts: [...svg.querySelectorAll("text")].map((text) => text.textContent),
        outside: [...svg.querySelectorAll("text")].filter((text) => {
            const box = text.getBBox();
            return box.x < -1 || box.x + box.width > room + 1;
        }).map((text) => text.textContent),
        ticks: [...svg.querySelectorAll(".tick")].map((tick) => tick.getBBox().x),
    };
})"""


@needs_browser
@pytest.mark.parametrize("width", [320, 800, 1280])
def test_at_any_width_charts_name_who_led_and_have_an_axis_that_can_be_read(visit, book, width):
    leads = [sentences.led_by(row.leads) for row in Tables(book).actions.itertuples()]
    with visit(viewport={"width": width, "height": 900}) as page:
        charts_ = page.evaluate(WHAT_FITS)
    assert len(charts_) == 3
    for chart in charts_:
        assert chart["outside"] == []
        assert all(any(lead in text for text in chart["texts"]) for lead in leads)
        assert len(chart["ticks"]) >= 4
        assert max(chart["ticks"]) - min(chart["ticks"]) > 0.25 * chart["room"]


# --- choosing --------------------------------------------------------------------------------


@needs_browser
def test_a_choice_by_mouse_stands_in_the_address_and_back_and_forward_undo_and_redo_it(visit, book):
    tables = Tables(book)
    with visit() as page:
        box(page, "k-boxes").check()
        box(page, "arrests").check()
        wait_for_address(page, "#cases=k-boxes&measures=arrests")
        assert charts(page) == expected(tables, cases=("k-boxes",), measures=("arrests",))
        page.go_back()
        wait_for_address(page, "#cases=k-boxes")
        assert box(page, "k-boxes").is_checked()
        assert not box(page, "arrests").is_checked()
        assert charts(page) == expected(tables, cases=("k-boxes",))
        page.go_back()
        assert charts(page) == expected(tables)
        page.go_forward()
        assert charts(page) == expected(tables, cases=("k-boxes",))


@needs_browser
def test_every_list_can_be_worked_with_the_keyboard_alone(visit, book):
    tables = Tables(book)
    with visit() as page:
        for name in LISTS:
            term = next(iter(tables.terms[name]))
            head = page.locator("#lists > details > summary").nth(LISTS.index(name))
            head.focus()
            if not page.locator(f"#choose-{name}").is_visible():
                page.keyboard.press("Enter")
            first = page.locator(f"#choose-{name} input[type=checkbox]").first
            for _ in range(3):
                page.keyboard.press("Tab")
                if first.evaluate("(one) => one === document.activeElement"):
                    break
            page.keyboard.press("Space")
            wait_for_address(page, f"#{name}={term}")
            page.locator("#reset").focus()
            page.keyboard.press("Enter")
            wait_for_address(page, "#")
        assert charts(page) == expected(tables)


@needs_browser
def test_a_shared_address_shows_the_same_again_and_says_what_it_does_not_know(visit, book):
    part = "#cases=sparks-group,k-boxes,gone&measures=arrests&countries=CH"
    with visit(part) as page:
        assert charts(page) == expected(
            Tables(book), cases=("sparks-group", "k-boxes"), measures=("arrests",), countries=("CH",)
        )
        assert visible(page, "#chips button") == ["Sparks Group ×", "K-boxes ×", "Arrests ×", "Switzerland ×"]
        assert "gone" in page.inner_text("#unknown")
        before = page.text_content("#main")  # also of what is out of sight, which the browser has not laid out
        page.reload()
        assert page.text_content("#main") == before
        page.get_by_role("button", name="Remove K-boxes").click()
        page.wait_for_url(lambda url: "k-boxes" not in url)
        assert page.locator("#unknown").is_hidden()


@needs_browser
def test_what_the_lists_offer_is_counted_and_what_leads_nowhere_cannot_be_taken(visit, book):
    options = explore(Tables(book), Choice(cases=("k-boxes",))).options
    with visit("#cases=k-boxes") as page:
        offered = page.locator("#choose-countries label").evaluate_all(
            "(all) => all.map((one) => [one.firstChild.value, one.firstChild.disabled, one.lastChild.textContent])"
        )
    assert offered == [[code, many == 0, str(many)] for code, many in options["countries"].items()]


@needs_browser
def test_a_long_list_can_be_searched(visit):
    with visit() as page:
        page.locator("#lists summary").nth(LISTS.index("countries")).click()
        page.get_by_label("Find in: countries").fill("swe")
        assert visible(page, "#choose-countries label span:first-of-type") == ["Sweden"]


# --- what its source printed -----------------------------------------------------------------


@needs_browser
def test_a_figure_opens_what_its_source_printed_and_closes_again(visit, book):
    row = book.measures.query("case == 'pay-tv-signals' and measure == 'servers_taken_down' and scope == ''").iloc[0]
    source = book.sources.set_index("source").loc[row["source"]]
    with visit() as page:
        link = page.locator("#chart-servers_taken_down a.row").first
        link.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Pay-TV signals: Servers taken down")
        assert f"“{row['as_printed']}”" in dialog.inner_text()
        assert row["locator"] in dialog.inner_text()
        assert dialog.get_by_role("link", name=source["title"]).first.get_attribute("href") == source["archived"]
        wait_for_address(page, "open=f.pay-tv-signals.servers_taken_down")
        page.keyboard.press("Escape")
        wait_for_address(page, "#")
        assert not dialog.is_visible()
        assert link.evaluate("(one) => one === document.activeElement")
        page.go_back()
        assert dialog.is_visible()


@needs_browser
@pytest.mark.parametrize(
    ("open_", "words_"),
    [
        ("c.SE", "Sweden"),
        ("e.sparks-group", "launched an investigation"),
        ("f.k-boxes.subscribers", "does not mean zero"),
    ],
)
def test_countries_steps_and_gaps_open_too(visit, open_, words_):
    with visit(f"#open={open_}") as page:
        assert words_ in page.get_by_role("dialog").inner_text()


@needs_browser
def test_who_states_the_same_in_other_words_is_shown_with_them(visit, book):
    rows = book.stated.measures.query("case == 'pay-tv-streaming' and measure == 'servers_taken_down' and scope == ''")
    with visit("#open=f.pay-tv-streaming.servers_taken_down") as page:
        said = page.get_by_role("dialog").inner_text()
    assert rows["as_printed"].nunique() > 1 and all(f"“{printed}”" in said for printed in rows["as_printed"])


@needs_browser
def test_a_figure_that_its_source_has_replaced_is_shown_as_its_earlier_state(browser, tmp_path):
    later = {"source": "later", "title": "Made-up actions", "publisher": "Nobody", "kind": "factsheet"}
    book = made_up.book(
        ["a"],
        [
            made_up.figure("a", "exact", 12, measure="arrests"),
            made_up.figure("a", "exact", 14, measure="arrests") | {"source": "later"},
        ],
        sources=[later | {"published": "2021-11-12", "covers": "a", "supersedes": "made-up"}],
    )
    with Visit(browser, written(page_of(book), tmp_path)) as page:
        said = page.locator("svg").first.text_content()
    assert said.count("Nobody, earlier state of 2021") == said.count("earlier state") == 1


def test_an_address_that_opens_nothing_shows_the_page(visit):
    with visit("#open=f.nobody.nothing") as page:
        assert page.locator("dialog[open]").count() == 0 and charts(page)


@needs_browser
def test_who_repeats_a_figure_stands_below_its_origin(browser, tmp_path):
    first = {"source": "first", "title": "The first", "publisher": "Agency", "kind": "official", "covers": ""}
    copy = {
        "source": "copy",
        "title": "A copy",
        "publisher": "Paper",
        "kind": "press",
        "derived_from": "first",
        "covers": "",
    }
    other = {"source": "other", "title": "Another", "publisher": "Court", "kind": "court", "covers": ""}
    rows = [made_up.figure("case-1", "exact", 7) | {"source": name} for name in ("first", "copy", "other")]
    rows.append(made_up.figure("case-1", "about", 9) | {"source": "other", "locator": "there"})
    made = made_up.book(made_up.ids(1), rows, sources=[first, copy, other]).select("all", rule="official")
    part = "#open=f.case-1.servers_taken_down"
    with Visit(browser, written(page_of(made), tmp_path) + part) as page:
        said = page.locator("#details-body .sources > li").all_inner_texts()
        assert "2 origins, 2 different statements." in page.inner_text("#details-body .verdict")
        assert any("Agency: The first" in text and "same origin" in text and "Paper: A copy" in text for text in said)


# --- downloads -------------------------------------------------------------------------------


def downloaded(page, click) -> bytes:
    with page.expect_download() as waiting:
        click()
    return waiting.value.path().read_bytes()


@needs_browser
def test_the_downloaded_table_holds_what_is_shown_and_no_formula(visit, book):
    view = explore(Tables(book), Choice(cases=("sparks-group",), qualifiers=("more_than", "at_least")))
    rows = view.tables.figures.iloc[list(view.figures)]
    with visit("#cases=sparks-group&qualifiers=more_than,at_least") as page:
        text = downloaded(page, page.get_by_role("button", name="Save as CSV").click).decode()
        assert len(visible(page, "#statements tbody tr")) == len(rows)
    found = [row for row in csv.DictReader(io.StringIO(text)) if row["about"] == "figure"]
    columns = {"action": "case", "what": "measure", "qualifier": "qualifier", "unit": "unit", "date": "date",
               "as_printed": "as_printed", "source": "source", "locator": "locator"}  # fmt: skip
    for name, there in columns.items():
        wanted = [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in rows[there]]
        assert [row[name] for row in found] == wanted
    verdicts = [view.tables.judged[place][0] for place in view.figures]
    assert [row["agreement"] for row in found] == verdicts and set(verdicts) & {"agree", "looser", "conflict"}
    assert [Decimal(row["value"]) for row in found] == list(rows["value"])


@needs_browser
def test_a_cell_that_would_be_a_formula_is_downloaded_as_text(browser, tmp_path):
    rows = [made_up.figure("case-1", "exact", 5, words=said) for said in ("=1+1", "@SUM(A1)", '+3, "quoted"', "plain")]
    made = made_up.book(made_up.ids(1), [row | {"locator": str(place)} for place, row in enumerate(rows)])
    with Visit(browser, written(page_of(made), tmp_path)) as page:
        text = downloaded(page, page.get_by_role("button", name="Save as CSV").click).decode()
    printed = [row["as_printed"] for row in csv.DictReader(io.StringIO(text))]
    assert printed == ["'=1+1", "'@SUM(A1)", '\'+3, "quoted"', "plain"]


EVERY_CHART = ("servers_taken_down", "timeline", "countries-by-action", "countries-map")


@needs_browser
@pytest.mark.parametrize("charts_", [EVERY_CHART[1:2], pytest.param(EVERY_CHART, marks=pytest.mark.slow)])
def test_a_chart_is_saved_as_svg_and_png_with_its_finding_and_its_sources(visit, charts_):
    with visit("#cases=pay-tv-streaming") as page:
        for chart in charts_:
            figure = page.locator(f"#chart-{chart}")
            title = figure.locator("h3").text_content()
            svg = downloaded(page, figure.get_by_role("button", name="Save as SVG").click).decode()
            png = downloaded(page, figure.get_by_role("button", name="Save as PNG").click)
            tree = ElementTree.fromstring(svg)
            told = " ".join("".join(one.itertext()) for one in tree.iter("{http://www.w3.org/2000/svg}text"))
            assert tree.find("{http://www.w3.org/2000/svg}title").text == title
            assert as_seen(title) in as_seen(told) and "Casebook data v" in told
            assert not re.search(r" (class|href|style)=|<script|var\(", svg)
            assert chart != "timeline" or ('fill-opacity="0.28"' in svg and 'opacity="0.06"' in svg)
            picture = Image.open(io.BytesIO(png))
            assert picture.width == pytest.approx(2 * float(tree.attrib["width"]), abs=2)
            assert len(picture.convert("RGB").getcolors(1 << 24)) > 20


# --- whoever reads it ------------------------------------------------------------------------


@needs_browser
def test_the_head_says_what_the_page_is_not_how_sources_were_read_and_where_report_and_slides_are(visit):
    with visit() as page:
        head = page.locator("body > header")
        assert "Not endorsed. Read in part." in head.inner_text()
        assert [link.get_attribute("href") for link in head.get_by_role("link").all()] == [
            "report.html",
            "takedowns.pptx",
        ]


@needs_browser
@pytest.mark.parametrize("script", [True, False])
def test_a_row_of_the_table_leads_to_what_was_printed_or_to_the_list_of_sources(visit, book, script):
    addresses = {row.url or row.archived for row in book.sources.itertuples()}
    with visit(java_script_enabled=script) as page:
        hrefs = page.locator("#statements td a").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
        if script:
            assert set(filter(None, hrefs)) <= addresses and len(set(hrefs)) >= 30
            return
        lines = {f"#{line.get_attribute('id')}": line for line in page.locator("#sources li").all()}
        assert set(hrefs) == set(lines)
        assert {
            line.locator("a").get_attribute("href") for line in lines.values() if line.locator("a").count()
        } <= addresses


@needs_browser
def test_without_javascript_the_whole_table_can_be_read(visit, book):
    with visit(java_script_enabled=False) as page:
        rows = page.locator("#statements tbody tr").filter(visible=True).count()
        assert rows == sum(len(Tables(book).about[name]) for name in TABLES)
        assert "“over 5 550”" in page.inner_text("#statements")
        assert page.locator("#charts").is_hidden() and page.locator("#lists").is_hidden()
        assert "Without JavaScript" in page.inner_text("#main")


@needs_browser
@pytest.mark.parametrize(
    ("scheme", "part", "where", "rules"),
    [
        ("light", "#cases=k-boxes&measures=arrests", "header, aside, #compare", ()),
        ("dark", "#cases=k-boxes&measures=arrests", "#compare", ("color-contrast",)),
        pytest.param("light", "", "html", (), marks=pytest.mark.slow),
        pytest.param("dark", "", "html", (), marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing_that_keeps_people_from_reading_it(visit, scheme, part, where, rules):
    with visit(part, color_scheme=scheme, bypass_csp=True) as page:
        if where == "html":
            page.evaluate("document.querySelectorAll('#lists details').forEach((one) => { one.open = true; })")
            page.get_by_role("button", name="Only in other sources").click()
        assert violations(page, where, rules) == []
        page.locator("#charts a.row").first.click()
        page.get_by_role("dialog").wait_for()
        assert violations(page, "dialog", rules) == []


@needs_browser
def test_the_switch_turns_the_colours_and_says_so(visit):
    with visit() as page:
        colour = "getComputedStyle(document.documentElement).backgroundColor"
        light = page.evaluate(colour)
        page.get_by_role("button", name="Dark").click()
        assert page.evaluate(colour) != light
        assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
        page.get_by_role("button", name="Dark").click()
        assert page.evaluate(colour) == light


@needs_browser
def test_a_phone_needs_no_sideways_scrolling(visit):
    small = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
    with visit(**small) as page:
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0
        page.locator("#filters > summary").tap()
        page.locator("#lists summary").first.tap()
        box(page, "sparks-group").tap()
        page.locator("#charts a.row").first.tap()
        page.get_by_role("dialog").wait_for()
        assert page.evaluate(overflow) == 0


@needs_browser
def test_on_paper_the_choice_stands_without_controls(visit):
    with visit("#cases=k-boxes&measures=arrests", color_scheme="dark") as page:
        page.emulate_media(media="print")
        assert page.locator("#lists").is_hidden() and page.locator("#save-csv").is_hidden()
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    flat = re.sub(r"\s+", " ", text)
    assert "Arrests: three (K-boxes)" in flat and "“three”" in flat and "Not endorsed." in flat


@needs_browser
def test_hostile_values_are_shown_as_they_are_and_do_nothing(browser, tmp_path):
    spite = " ".join(HOSTILE)
    cases = made_up.ids(2)
    sources = [{"source": "bad", "title": spite, "publisher": spite, "kind": "press", "url": "javascript:alert(1)"}]
    rows = [made_up.figure(case, "exact", 5, words=spite) | {"locator": spite} for case in cases]
    rows.append(rows[0] | {"source": "bad"})
    events = [made_up.step("case-1", "action_day", "2020-01-02") | {"as_printed": spite, "locator": spite}]
    countries = [made_up.lead("case-1", "ES") | {"as_printed": spite, "locator": spite}]
    made = made_up.book(cases, rows, events, countries, names=[spite, "=2+2"], sources=sources)
    codebook = made.codebook.assign(definition=spite)
    text = explorer.page(replace(made, codebook=codebook).select("all"), spite, spite, spite, [spite])
    address = written(text, tmp_path)
    for part in (
        "",
        "#open=f.case-1.servers_taken_down",
        "#open=c.ES",
        "#open=e.case-1",
        f"#cases={spite}&open={spite}",
    ):
        with Visit(browser, address + part) as page:
            assert page.locator("img, iframe, object, #main script, #details script").count() == 0
            assert page.locator('a[href^="javascript"]').count() == 0
            assert spite in page.text_content("#details-body" if "open=f" in part else "#statements tbody")
            if "open=f" not in part and "open=c" not in part and "open=e" not in part:
                downloaded(page, page.locator("#charts button").first.click)


@needs_browser
def test_nothing_leaves_the_page_whatever_is_clicked(visit):
    with visit() as page:
        for term in ("pay-tv-signals", "sparks-group"):
            box(page, term).check()
        page.locator("#chart-countries-map path.named").first.click()
        page.keyboard.press("Escape")
        for head in visible(page, ".bar nav a"):
            page.get_by_role("link", name=head, exact=True).click()
        assert page.url.endswith("#cases=pay-tv-signals,sparks-group") or "cases=" in page.url
        page.get_by_role("button", name="Reset").click()


@pytest.mark.slow
@needs_browser
def test_the_picture_in_the_readme_is_of_the_present_data(book):
    taken = Image.open(ROOT / "docs" / "explorer.png")
    assert taken.info["Source"].endswith(f"data v{book.version}"), "take it anew: .venv/bin/python docs/picture.py"
    assert "docs/explorer.png" in (ROOT / "README.md").read_text("utf-8")


@needs_browser
def test_a_script_that_fails_leaves_the_table(own, browser, tmp_path):
    broken = re.sub(r'(<script type="application/json" id="data">).*?</script>', r"\1</script>", own, flags=re.DOTALL)
    visit_ = Visit(browser, written(broken, tmp_path))
    assert visit_.page.locator("#statements tbody tr").filter(visible=True).count() > 400 and len(visit_.errors) == 1
    visit_.context.close()


# --- many cases ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> str:
    return written(page_of(made_up.collection(400)), tmp_path_factory.mktemp("many"))


@pytest.mark.slow
@needs_browser
def test_four_hundred_cases_are_summed_up_and_all_there(browser, many):
    with Visit(browser, many) as page:
        assert page.inner_text("#count").startswith("400 of 400")
        assert "more actions" in page.inner_text("#chart-servers_taken_down .notes")
        assert len(visible(page, "#statements tbody tr")) <= 150
        page.get_by_label("Find in: actions").fill("Fjord 6")
        page.get_by_role("checkbox", name="Fjord 6", exact=True).check()
        assert page.inner_text("#count").startswith("1 of 400")
