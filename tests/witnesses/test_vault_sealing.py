"""The cipher: what was sealed opens in its place with its key, and nowhere else, and not when a bit of it is flipped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnesses.vault import sealing
from witnesses.vault.sealing import Broken, Content, Place

words = st.text(min_size=1, max_size=40)
fields = st.dictionaries(words, st.lists(words, max_size=4), max_size=4)
contents = st.builds(Content, fields, st.binary(min_size=32, max_size=32).map(bytes.hex), st.integers(1, 10**9))
letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
places = st.builds(Place, letters, letters, letters, st.integers(1, 10**6))
keys = st.binary(min_size=32, max_size=32)


@given(keys, contents, places)
def test_what_was_sealed_opens_in_its_place(key, content, place):
    opened = sealing.unseal(key, sealing.seal(key, content, place), place)
    assert (opened.fields, opened.nonce, opened.by) == (content.fields, content.nonce, content.by)
    assert opened.commitment(place) == content.commitment(place)


@given(keys, contents, places, st.data())
def test_any_bit_flipped_fails(key, content, place, data):
    sealed = bytearray(sealing.seal(key, content, place))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << at % 8
    with pytest.raises(Broken):
        sealing.unseal(key, bytes(sealed), place)


@given(keys, contents, places, st.sampled_from(["inquiry", "subject", "group"]), letters)
def test_a_moved_row_fails(key, content, place, what, other):
    elsewhere = replace(place, **{what: other})
    if elsewhere == place:
        return
    with pytest.raises(Broken):
        sealing.unseal(key, sealing.seal(key, content, place), elsewhere)


@given(keys, contents, places, st.integers(1, 10**6))
def test_a_row_put_back_to_another_version_fails(key, content, place, version):
    if version == place.version:
        return
    with pytest.raises(Broken):
        sealing.unseal(key, sealing.seal(key, content, place), replace(place, version=version))


@given(keys, keys, contents, places)
def test_another_key_fails(key, other, content, place):
    if key == other:
        return
    with pytest.raises(Broken):
        sealing.unseal(other, sealing.seal(key, content, place), place)


@given(contents, places)
def test_sealed_twice_it_looks_different(content, place):
    key = sealing.new_key()
    assert sealing.seal(key, content, place) != sealing.seal(key, content, place)


@given(keys, keys, letters, letters, letters, letters)
def test_a_wrapped_key_opens_only_for_its_subject_and_its_wrapper(kek, dek, inquiry, subject, kek_id, other):
    wrapped = sealing.wrap(kek, dek, inquiry=inquiry, subject=subject, kek_id=kek_id)
    assert sealing.unwrap(kek, wrapped, inquiry=inquiry, subject=subject, kek_id=kek_id) == dek
    at = {"inquiry": inquiry, "subject": subject, "kek_id": kek_id}
    for name, value in at.items():
        if value != other:
            with pytest.raises(Broken):
                sealing.unwrap(kek, wrapped, **{**at, name: other})


@given(contents, places)
def test_the_same_content_is_committed_to_differently_each_time(content, place):
    again = Content(content.fields, sealing.new_key().hex(), content.by)
    assert again.commitment(place) != content.commitment(place)


def test_nothing_shows_its_content_when_printed():
    content = Content({"full": ["Оспанов"]}, "00" * 32, 7)
    assert "Оспанов" not in repr(content) + str(content)


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(27)])
def test_what_is_too_short_fails_and_says_nothing(sealed):
    with pytest.raises(Broken, match=r"^This does not open\.$"):
        sealing.unseal(bytes(32), sealed, Place("IQ-0001", "W-0001", "names", 1))
