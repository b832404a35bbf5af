"""Chain arithmetic: canonical bytes, commitments, links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared import chain

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def build(entries):
    before, links = chain.START, []
    for position, entry in enumerate(entries, 1):
        digest = chain.link(position, before, entry)
        links.append((position, before, entry, digest))
        before = digest
    return links


def broken_at(links):
    """The first position whose link does not follow from the one before; None if all do."""
    before = chain.START
    for position, row in enumerate(links, 1):
        if not chain.follows(row, position, before):
            return position
        before = row[3]
    return None


def test_composed_and_decomposed_letters_are_one():
    assert chain.canonical({"а": "й"}) == chain.canonical({"а": "и\u0306"})


def test_what_has_no_canonical_form_is_refused():
    with pytest.raises(TypeError):
        chain.canonical({"share": 0.5})


@given(plain)
def test_a_commitment_depends_on_the_nonce(body):
    assert chain.commitment("00" * 16, body) != chain.commitment("11" * 16, body)


@given(st.lists(st.text(alphabet="0123456789abcdef", min_size=64, max_size=64), min_size=1, max_size=8))
def test_an_honest_chain_holds(entries):
    assert broken_at(build(entries)) is None


@given(st.lists(st.integers(0, 2**64), min_size=2, max_size=8, unique=True), st.data())
def test_a_changed_missing_or_moved_entry_is_found(numbers, data):
    links = build([f"{number:064x}" for number in numbers])
    at = data.draw(st.integers(0, len(links) - 2))
    changed = [*links]
    changed[at] = (links[at][0], links[at][1], "f" * 64, links[at][3])
    assert broken_at(changed) == at + 1
    assert broken_at(links[:at] + links[at + 1 :]) == at + 1
    moved = [*links]
    moved[at], moved[at + 1] = links[at + 1], links[at]
    assert broken_at(moved) == at + 1
