"""Going through tables row by row, on tables of two or three rows."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from casebook import walk

TABLE = pd.DataFrame(
    {
        "case": ["a", "b", "a"],
        "number": [1, 2, 3],
        "shown": [True, False, True],
        "value": pd.Series([Decimal("1.50"), None, Decimal(7)], dtype=object),
        "who": [("x", "y"), (), ("x",)],
    }
)


def test_cells_are_python_s_own_and_nothing_stays_nothing():
    assert walk.cells(TABLE["case"]) == ["a", "b", "a"]
    assert [type(cell) for cell in walk.cells(TABLE["number"])] == [int, int, int]
    assert all(cell is True or cell is False for cell in walk.cells(TABLE["shown"]))
    assert walk.cells(TABLE["value"]) == [Decimal("1.50"), None, Decimal(7)]
    assert walk.cells(TABLE["who"]) == [("x", "y"), (), ("x",)]


def test_rows_have_the_columns_that_are_named_in_that_order_and_else_all():
    assert list(walk.tuples(TABLE, "number", "case")) == [(1, "a"), (2, "b"), (3, "a")]
    assert next(walk.tuples(TABLE)) == ("a", 1, True, Decimal("1.50"), ("x", "y"))
    assert list(walk.records(TABLE.head(1), "case", "who")) == [{"case": "a", "who": ("x", "y")}]
    assert list(walk.records(TABLE)) == TABLE.to_dict("records")


def test_a_table_without_rows_has_none():
    assert list(walk.tuples(TABLE.head(0))) == list(walk.records(TABLE.head(0))) == []


def test_a_table_of_dicts_has_the_columns_that_are_asked_for_whether_there_are_rows_or_not():
    made = walk.frame(walk.records(TABLE), ["who", "case", "number"])
    pd.testing.assert_frame_equal(made, TABLE[["who", "case", "number"]])
    assert walk.frame([], ["case", "who"]).dtypes.to_dict() == {"case": object, "who": object}


def test_what_is_made_of_equal_items_is_made_once_and_stands_for_each():
    asked = []
    made = walk.each(lambda item: asked.append(item) or item.upper(), iter(["b", "a", "b"]))
    assert made == ["B", "A", "B"] and asked == ["b", "a"]


def test_items_are_grouped_in_the_order_in_which_their_groups_first_come():
    groups = walk.grouped(["ba", "a", "bc", "ab"], lambda text: text[0])
    assert list(groups.items()) == [("b", ["ba", "bc"]), ("a", ["a", "ab"])]
