"""The table of a list of names as a file: no cell is a formula, whichever program opens it."""

from __future__ import annotations

import csv
import io

import pytest

from evidence.name_lists import files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["x;=1+1;y", "x\t=1+1", 'x;"=1+1"', '";=1+1;"', "x; \t-1", "x\n@y", "x;＝1"])
def test_no_cell_is_a_formula_for_a_program_that_parts_cells_elsewhere(name, delimiter):
    text = files.as_csv([["1", files.harmless(name)]]).decode("utf-8-sig")
    cells = [cell.strip() for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]
    lines = [line.strip() for cell in cells for line in cell.splitlines()]
    assert not [line for line in lines if line.startswith(tuple("=+-@＝"))]


@pytest.mark.parametrize("name", ["E-1: 1; E-2: 3", "Mamay-Kyzy; Aizhan", "a=b", "x;y-z"])
def test_a_cell_without_a_formula_stays_as_it_is(name):
    assert files.harmless(name) == name
