"""Cells of tables that a spreadsheet opens."""

import csv
import io

import pytest

from troth.lib.text import as_cell, csv_lines, from_cell

CELLS = {
    "=1+1": "'=1+1",
    "\t=1": "'\t'=1",
    "x;=cmd|' /C calc'!A0;y": "x;'=cmd|' /C calc'!A0;y",
    "x; @SUM(1)": "x; '@SUM(1)",
    'x;"=1': "x;\"'=1",
    "x\t+1": "x\t'+1",
    "one\n-two\r\n=three": "one\n'-two\r\n'=three",
    "'=1": "''=1",
    "a-b = c; d": "a-b = c; d",
    "it's; 'fine'": "it's; 'fine'",
    "": "",
}


@pytest.mark.parametrize(("text", "cell"), CELLS.items())
def test_no_part_of_a_cell_is_a_formula_and_it_can_be_had_back(text: str, cell: str) -> None:
    assert as_cell(text) == cell
    assert from_cell(cell) == text


def test_a_cell_is_quoted_whatever_divides_cells() -> None:
    [line] = csv_lines([["a;b", 1, ""]])
    assert line == '"a;b","1",""\r\n'
    assert next(csv.reader(io.StringIO(line))) == ["a;b", "1", ""]
