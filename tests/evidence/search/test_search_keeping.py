"""The index follows the tables: what changes it, how it is made again, what happens when it is lost."""

from __future__ import annotations

import shutil
import stat
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from evidence.search import engine, entries, keeping, queue, scope
from evidence.search.models import IndexPending, IndexState
from evidence.search.results import found_ids, search
from tests.evidence.search.corpus import batch, catch_up, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(inquiry, secretary):
    return batch(inquiry, secretary, provided_by="A body")


def test_a_changed_provider_of_a_batch_is_followed(papers, secretary):
    made = item(papers, "alpha")
    assert found_ids("provider:body", by=secretary) == [made.pk]
    type(papers).objects.filter(pk=papers.pk).update(provided_by="A ministry")
    assert found_ids("provider:body", by=secretary) == []
    assert found_ids("provider:ministry", by=secretary) == [made.pk]


def test_nothing_is_noted_when_nothing_that_is_found_changes(papers):
    made = item(papers, "alpha")
    catch_up()
    type(made).objects.filter(pk=made.pk).update(relevance="key")
    assert not IndexPending.objects.exists()


def test_the_folder_is_ours_alone(papers, secretary):
    item(papers, "alpha")
    catch_up()
    folder = engine.root() / IndexState.objects.get().folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_is_made_again_while_one_searches_the_old_one(papers, secretary):
    made = [item(papers, "alpha") for _number in range(7)]
    catch_up()
    old = IndexState.objects.get().folder
    keeping.begin()
    late = item(papers, "alpha")
    assert search("alpha", by=secretary).total == 8
    assert IndexState.objects.get().folder == old
    while keeping.build():
        pass
    state = IndexState.objects.get()
    assert state.folder != old
    assert not state.building
    assert set(found_ids("alpha", by=secretary)) == {one.pk for one in [*made, late]}


def test_what_changes_while_it_is_made_again_is_in_the_new_one(papers, secretary, monkeypatch):
    made = [item(papers, "alpha") for _number in range(4)]
    catch_up()
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    keeping.begin()
    keeping.build()  # the first two are in the new one, and change now
    type(made[0]).objects.filter(pk=made[0].pk).update(title="gamma")
    catch_up()
    while keeping.build():
        pass
    assert found_ids("gamma", by=secretary) == [made[0].pk]
    assert len(found_ids("alpha", by=secretary)) == 4


def test_the_command_makes_it_again_and_says_so(papers, secretary, capsys):
    item(papers, "alpha")
    catch_up()
    old = IndexState.objects.get().folder
    call_command("rebuild_search")
    assert IndexState.objects.get().folder != old
    assert "1 item" in capsys.readouterr().out
    assert search("alpha", by=secretary).total == 1


def test_a_lost_folder_is_made_anew_from_the_tables(papers, secretary):
    item(papers, "alpha")
    catch_up()
    shutil.rmtree(engine.root() / IndexState.objects.get().folder)
    with pytest.raises(engine.Unavailable):
        engine.view()
    keeping.run()
    assert search("alpha", by=secretary).total == 1
    assert not queue.waiting()


def test_another_machine_writes_nothing(papers, secretary):
    item(papers, "alpha")
    catch_up()
    IndexState.objects.update(folder="elsewhere", host="another-machine")
    item(papers, "alpha")
    assert keeping.catch_up() is None
    with pytest.raises(engine.Unavailable):
        search("alpha", by=secretary)
    assert queue.waiting() == 1
    call_command("rebuild_search", "--here")
    assert search("alpha", by=secretary).total == 2


def test_since_is_when_it_became_searchable_and_a_new_index_keeps_it(papers, secretary):
    item(papers, "alpha")
    catch_up()
    later = timezone.now() + timedelta(seconds=2)
    assert len(found_ids("alpha", by=secretary, since=later - timedelta(hours=1))) == 1
    assert found_ids("alpha", by=secretary, since=later) == []


@pytest.fixture
def poison(monkeypatch):
    """Items with this word cannot be cut into words, as by a fault of ours."""
    cut = entries.placed

    def fails(text):
        if "poison" in text:
            raise ValueError("a fault of ours")
        return cut(text)

    monkeypatch.setattr(entries, "placed", fails)


def test_an_item_that_cannot_be_indexed_holds_nobody_up(papers, secretary, poison, caplog):
    short = item(papers, "alpha poison")
    long = item(papers, "alpha", *["alpha"] * 300, "poison" * 10_000)
    good = [item(papers, "alpha") for _number in range(3)]
    assert keeping.catch_up() == 3
    assert f"Item {short.pk} cannot be indexed." in caplog.text
    assert found_ids("alpha", by=secretary) == sorted((one.pk for one in good), reverse=True)
    assert queue.waiting() == 2, "what could not be indexed is not forgotten"
    assert not engine.view().searcher.search(scope.numbered("id", [short.pk, long.pk]), 1).hits
    late = item(papers, "alpha")
    assert keeping.run() == 1
    assert late.pk in found_ids("alpha", by=secretary)


def test_an_item_that_failed_is_tried_again_later(papers, secretary, poison, monkeypatch):
    item(papers, "alpha poison")
    assert keeping.catch_up() == 0
    monkeypatch.undo()
    assert keeping.catch_up() == 0, "not at once"
    monkeypatch.setattr(keeping, "_failed", {})
    assert keeping.catch_up() == 1
    assert search("alpha", by=secretary).total == 1


def test_an_index_that_cannot_be_written_to_is_told_and_nothing_is_forgotten(papers, monkeypatch, caplog):
    item(papers, "alpha")
    keeping.catch_up(0)

    def full(_name):
        raise ValueError("An IO error occurred: 'No space left on device'")

    monkeypatch.setattr(engine, "writer_of", full)
    assert keeping.catch_up() is None
    assert [one.levelname for one in caplog.records if one.name == keeping.__name__] == ["ERROR"]
    assert queue.waiting() == 1


def test_another_writer_is_no_fault(papers, caplog):
    item(papers, "alpha")
    keeping.catch_up(0)
    with engine.writing(IndexState.objects.get().folder):
        assert keeping.catch_up() is None
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
    assert keeping.catch_up() == 1


def test_a_damaged_index_is_a_sentence_and_can_be_made_again(papers, secretary):
    item(papers, "alpha")
    catch_up()
    folder = engine.root() / IndexState.objects.get().folder
    (folder / "meta.json").write_text("damaged")
    engine._open.clear()
    with pytest.raises(engine.Unavailable, match="cannot be read"):
        search("alpha", by=secretary)
    call_command("rebuild_search", "--afresh")
    assert search("alpha", by=secretary).total == 1


def test_folders_that_no_state_names_are_taken_away(papers):
    item(papers, "alpha")
    catch_up()
    keeping.begin()
    state = IndexState.objects.get()
    lost = engine.made()
    (engine.root() / "notes").mkdir()
    engine.tidy()
    assert {one.name for one in engine.root().iterdir()} == {state.folder, state.building, "notes"}
    assert lost not in (state.folder, state.building)
    IndexState.objects.update(folder="elsewhere", building="", host="another-machine")
    keeping.run()
    assert [one.name for one in engine.root().iterdir()] == ["notes"]


def test_the_command_waits_for_whoever_fills_it_already(papers, capsys, monkeypatch):
    item(papers, "alpha")
    catch_up()
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    turns = [False, False]
    build = keeping.build

    def taken(*, wait=False):
        return build(wait=wait) if wait or not turns else int(turns.pop())

    monkeypatch.setattr(keeping, "build", taken)
    call_command("rebuild_search")
    assert not IndexState.objects.get().building
    assert "The new index is in use." in capsys.readouterr().out


def test_a_new_index_of_another_machine_is_not_called_in_use(papers, capsys):
    item(papers, "alpha")
    catch_up()
    IndexState.objects.update(folder="elsewhere", building="begun", host="another-machine")
    with pytest.raises(engine.Unavailable):
        call_command("rebuild_search")
    assert "in use" not in capsys.readouterr().out
