"""All that people read is worded in `casebook/words.py` and `casebook/sentences/`: what draws it holds no language."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook import catalogue, deck, figures, handout
from casebook.figures import page
from casebook.report import assemble, matter, notebooks

TELLING = {deck, catalogue, handout, assemble, matter, notebooks}
DRAWING = sorted(
    Path(module.__file__)
    for name, module in [*sys.modules.items()]
    if name.startswith(figures.__name__) or module in TELLING
)
SPOKEN = {"text", "lines", "headlines", "subtitle", "doubt", "form", "clauses", "variants"}  # arguments that are read
WORDS = re.compile(r"[^\W\d_]{2,}[\s,;:.]*\s|\s[^\W\d_]{2,}")  # a word with a space beside it
MARKUP = re.compile(r'[<>]|\w="')


def takes_words() -> dict[str, dict[str, int]]:
    """For each function of a page the arguments that are drawn or measured as words, with their places."""
    found = {}
    for owner, own in ((page, 0), (page.Page, 1)):
        for name, function in inspect.getmembers(owner, lambda one: inspect.isfunction(inspect.unwrap(one))):
            places = {argument: place - own for place, argument in enumerate(inspect.signature(function).parameters)}
            found[name] = {argument: place for argument, place in places.items() if argument in SPOKEN}
    return found


def language(source: str) -> list[str]:
    """The strings of a program that are language: not docstrings, markup, or what is told to programmers by `raise`."""
    tree = ast.parse(source)
    exempt = {id(string) for node in ast.walk(tree) for string in _not_read(node)}
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    worded = [one.value for one in strings if WORDS.search(one.value) and not MARKUP.search(one.value)
              and id(one) not in exempt]  # fmt: skip
    return worded + [text for node in ast.walk(tree) if isinstance(node, ast.Call) for text in _drawn(node)]


def _not_read(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise):
        yield from ast.walk(node)
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
        yield node.body[0].value


def _drawn(call: ast.Call) -> Iterator[str]:
    """The strings with letters among the arguments of a call that are drawn or measured as words."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for argument, place in TAKES.get(name, {}).items():
        given = [keyword.value for keyword in call.keywords if keyword.arg == argument]
        for value in given or call.args[place : place + 1]:
            yield from _letters(value)


def _letters(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.Subscript | ast.Call):
        return  # what is looked up or made elsewhere: its strings name columns
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and re.search(r"[^\W\d_]", value.value):
        yield value.value
    for part in ast.iter_child_nodes(value):
        yield from _letters(part)


TAKES = takes_words()


@pytest.mark.parametrize("file", DRAWING, ids=lambda file: file.stem)
def test_what_makes_figures_slides_and_report_words_nothing_itself(file):
    assert language(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ('said = "Opening not printed"', ["Opening not printed"]),
        ('said = f"and {rest} more"', ["and ", " more"]),
        ('NAMES = {"Servers taken down": 3}', ["Servers taken down"]),
        ('page.write(0, 0, "Arrests", 14)', ["Arrests"]),
        ('page.write_lines(0, 0, ["Arrests", row["label"]], 14, weight="semibold")', ["Arrests"]),
        ('width(text="of", size=14)', ["of"]),
        ('page.write(0, 0, f"{number} apart", 14)', [" apart", " apart"]),
        ('def draw():\n    """Draw it well."""\n    raise ValueError("it cannot be drawn")', []),
        ('page.write(0, 0, row["short_title"], 14, "semibold", gid="mark:exact")', []),
        ("page.write(0, 0, say.NONE, 14)", []),
        ('XML = \'<a:off x="0" y="0"/> type="body" idx="1"\'', []),
    ],
)
def test_language_in_a_program_is_found_and_names_docstrings_errors_and_markup_are_not(program, found):
    assert language(program) == found


def test_the_words_of_each_figure_stand_in_a_module_without_any_drawing():
    from casebook.sentences import drawn

    for file in Path(drawn.__file__).parent.glob("*.py"):
        imported = [line for line in file.read_text("utf-8").splitlines() if re.match("from|import", line)]
        assert not [line for line in imported if "figures" in line or "matplotlib" in line]
