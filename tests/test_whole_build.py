"""The real build from end to end, in copies of the project in other folders."""

import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from casebook import compare, load, sentences
from casebook.paths import FIGURES, NOTEBOOKS, ROOT

KEPT = ("data", "casebook", "notebooks", "requirements.txt")


def copy_project(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in KEPT:
        there = ROOT / name
        if there.is_dir():
            shutil.copytree(there, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
        else:
            shutil.copy(there, folder / name)
    return folder


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess:
    """Call a verb of the package that lies in `folder`, with an empty HOME."""
    home = folder.parent / f"home of {folder.name}"
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "casebook", *words],
        cwd=folder,
        env=kept | {"HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def built(once) -> Path:
    """A finished build in a folder of its own, which no test changes."""

    def make(folder: Path) -> None:
        done = run(copy_project(folder / "casebook"), "report")
        assert done.returncode == 0, done.stderr

    return once("built", make) / "casebook"


def made(folder: Path) -> dict[str, bytes]:
    """What a build has made, by name; without the lock file, which is nobody's."""
    files = [path for part in ("figures", "build") for path in (folder / part).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name != ".lock"}


NOWHERE = "/proc/nowhere"
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr", "LC_ALL": "C",
             "PYTHONHASHSEED": "4711", "HOME": NOWHERE, "MPLCONFIGDIR": NOWHERE, "XDG_CACHE_HOME": NOWHERE,
             "DISPLAY": ":99"}  # fmt: skip


def test_another_folder_time_zone_language_hash_seed_and_no_home_give_the_same_bytes_without_noise(built, tmp_path):
    other = copy_project(tmp_path / "ein Ordner d'été $x")
    done = run(other, "report", **ELSEWHERE)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if not line.startswith("note: ")] == []
    mine, yours = made(built), made(other)
    assert mine.keys() == yours.keys()
    assert [name for name in mine if mine[name] != yours[name]] == []


def test_the_committed_figures_are_those_that_the_build_draws(built):
    drawn = {name.removeprefix("figures/"): data for name, data in made(built).items() if name.startswith("figures/")}
    committed = {
        path.relative_to(FIGURES).as_posix(): path.read_bytes() for path in FIGURES.rglob("*") if path.is_file()
    }
    assert sorted(drawn) == sorted(committed)
    assert [name for name in drawn if drawn[name] != committed[name]] == []


def test_a_second_report_does_nothing(built):
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.name != ".lock" and path.is_file()}
    done = run(built, "report")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert "nothing to do" in done.stdout
    after = {path: path.stat().st_mtime_ns for path in before}
    assert before == after


def test_a_notebook_that_fails_is_named_with_its_cell_and_changes_nothing(built, tmp_path):
    folder = tmp_path / "broken"
    shutil.copytree(built, folder)
    before = made(folder)
    notebook = folder / "notebooks" / "05-outcomes.ipynb"
    text = notebook.read_text("utf-8").replace("look = figures.Look(", "raise KeyError(1)\\nlook = figures.Look(")
    notebook.write_text(text, encoding="utf-8")
    done = run(folder, "report")
    assert done.returncode == 1
    assert "05-outcomes" in done.stderr and "in cell 2" in done.stderr and "KeyError" in done.stderr
    assert "Traceback" not in done.stderr
    assert made(folder) == before
    assert run(folder, "check").returncode == 1


def test_an_unknown_word_stops_the_build_with_one_line_and_changes_nothing(built, tmp_path):
    folder = tmp_path / "misspelt"
    shutil.copytree(built, folder)
    before = made(folder)
    table = folder / "data" / "measures.csv"
    table.write_text(table.read_text("utf-8").replace("k-boxes,arrests,", "k-boxes,arests,", 1), encoding="utf-8")
    done = run(folder, "report")
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("data/measures.csv, line 24, column measure: ") and "arrests" in line
    assert made(folder) == before


def test_a_changed_row_makes_its_profile_and_the_comparisons_stale_and_no_other_profile(built, tmp_path):
    folder = tmp_path / "changed"
    shutil.copytree(built, folder)
    table = folder / "data" / "measures.csv"
    table.write_text(
        table.read_text("utf-8").replace("k-boxes,arrests,exact,3,", "k-boxes,arrests,exact,4,", 1), "utf-8"
    )
    done = run(folder, "check")
    stale = [line.removeprefix("stale: ") for line in done.stdout.splitlines()]
    profiles = [line for line in stale if line.startswith("02-case-profile")]
    assert profiles == ["02-case-profile k-boxes (data/measures.csv changed for k-boxes)"]
    comparisons = [path.stem for path in NOTEBOOKS.glob("[0-9][0-9]-*.ipynb") if not path.stem.startswith("02")]
    others = [line for line in stale if line not in profiles]
    assert others == [f"{name} (data/measures.csv changed)" for name in [*sorted(comparisons), "report.html"]]


def test_tables_saved_anew_with_other_line_ends_and_a_mark_in_front_change_nothing(built, tmp_path):
    folder = tmp_path / "saved"
    shutil.copytree(built, folder)
    for table in (folder / "data").glob("*.csv"):
        table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes().replace(b"\n", b"\r\n"))
    assert run(folder, "check").stdout == "all is up to date\n"
    assert run(folder, "report").stdout == "nothing to do: all is up to date\n"


def test_other_choices_leave_the_committed_figures_alone(built, tmp_path):
    folder = tmp_path / "chosen"
    shutil.copytree(built, folder)
    before = made(folder)
    done = run(folder, "figures", "--cases", "k-boxes sparks-group", "--theme", "dark")
    assert done.returncode == 0, done.stderr
    after = made(folder)
    assert {name: after[name] for name in before} == before
    assert any("k-boxes+sparks-group" in name for name in after.keys() - before.keys())


def test_a_case_of_which_almost_nothing_is_printed_still_makes_a_report(tmp_path):
    folder = copy_project(tmp_path / "poor")
    with open(folder / "data" / "cases.csv", "a", encoding="utf-8") as table:
        table.write("poor,A poor case,Poor,,,Hardly anything is printed of it.\n")
    done = run(folder, "report", "--cases", "poor")
    assert done.returncode == 0, done.stderr


# --- the report ------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page loads, its headings, its pictures and where tables stand."""

    def __init__(self, text: str):
        super().__init__()
        self.loads, self.headings, self.pictures, self.order, self.ids, self.links = [], [], [], [], set(), []
        self.text = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.ids.add(told.get("id"))
        self.loads += [told[name] for name in ("src", "srcset", "data", "poster") if told.get(name)]
        if tag == "link":
            self.loads.append(told.get("href"))
        if tag == "a":
            self.links.append(told.get("href", ""))
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.pictures.append(told.get("alt", ""))
        if tag in ("img", "table"):
            self.order.append(tag)

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def page(built) -> Page:
    return Page((built / "build" / "report.html").read_text("utf-8"))


def test_the_report_on_paper_and_the_deck_have_pictures_of_their_own_that_are_not_committed(built):
    names = {path.stem for path in (built / "figures").glob("*.svg")}
    for folder, forms in (("column", ["png", "svg"]), ("slides", ["png"])):
        files = sorted(path.name for path in (built / "build" / folder).iterdir())
        assert files == sorted(f"{name}.{form}" for name in names for form in forms)
        assert not (built / "figures" / folder).exists()


def test_the_report_loads_nothing_from_outside(built, page):
    assert [address for address in page.loads if not address.startswith("data:")] == []
    text = (built / "build" / "report.html").read_text("utf-8")
    assert "url(http" not in text and "@import" not in text and "<script" not in text
    assert "default-src 'none'" in text.replace("&#39;", "'")


def test_the_report_has_every_figure_with_its_alt_text_and_a_table_under_it(built, page):
    names = list((built / "figures").glob("*.svg"))
    assert len(page.pictures) == len(names)
    assert all(len(alt) > 100 for alt in page.pictures)
    for place, tag in enumerate(page.order):
        if tag == "img":
            assert page.order[place + 1] == "table"


def test_the_headings_of_the_report_are_in_order(page):
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    assert all(below - above <= 1 for above, below in zip(page.headings, page.headings[1:], strict=False))


def test_every_link_inside_the_report_leads_somewhere(page):
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert len(inside) > 10
    assert [link for link in inside if link not in page.ids] == []


def test_the_report_says_the_computed_sentences(page):
    book = load()
    said = " ".join(" ".join(page.text).split())
    sums = compare.sums(book)
    expected = [sentences.added_up(row) for _, row in sums.iterrows()]
    expected += [sentences.finding(sentences.check_headlines(compare.headline_check(book)))]
    expected += [sentences.openings(compare.waits(book))]
    for sentence in filter(None, expected):
        assert " ".join(sentence.split()) in said
    assert "more than 5 671" in " ".join(said.replace("\u202f", " ").split())
