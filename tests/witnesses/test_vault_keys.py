"""Key-encryption keys: read from a file that its owner alone may read, away from the data, and read again when it changes."""

from __future__ import annotations

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from inquiry.embedded.vault import make_keys
from witnesses.vault import keys


@pytest.fixture
def file(tmp_path, settings, monkeypatch):
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    settings.VAULT_KEY_FILE = str(make_keys(tmp_path / "keys"))
    return tmp_path / "keys"


def test_the_launchers_file_is_read(file):
    source = keys.key_source()
    assert len(source.key(source.active())) == 32
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_key_is_made_once(file):
    before = file.read_bytes()
    make_keys(file)
    assert file.read_bytes() == before


def test_a_new_key_becomes_active_in_a_running_process_and_the_old_one_stays(file):
    source = keys.key_source()
    old = source.active()
    kept = source.key(old)
    new = keys.add_key(file)
    assert source.active() == new != old
    assert source.key(old) == kept != source.key(new)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o700])
def test_a_file_that_others_may_read_is_refused(file, mode):
    file.chmod(mode)
    with pytest.raises(ImproperlyConfigured, match="may be read by others"):
        keys.key_source()


def test_a_file_opened_to_others_later_is_refused_too(file):
    source = keys.key_source()
    source.active()
    keys.add_key(file)
    file.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="may be read by others"):
        source.active()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_file_of_another_account_is_refused(file):
    os.chown(file, 12345, -1)
    with pytest.raises(ImproperlyConfigured, match="own account"):
        keys.key_source()


@pytest.mark.parametrize("folder", ["postgresql-18/data", "store", "uploads"])
def test_a_file_beside_the_data_is_refused(settings, tmp_path, folder):
    settings.STATE_DIR = tmp_path
    settings.STORAGE_ROOT, settings.UPLOAD_ROOT = tmp_path / "store", tmp_path / "uploads"
    place = tmp_path / folder
    place.mkdir(parents=True, exist_ok=True)
    settings.VAULT_KEY_FILE = str(make_keys(place / "keys"))
    with pytest.raises(ImproperlyConfigured, match="data or code"):
        keys.key_source()


def test_a_file_in_the_code_is_refused(settings, tmp_path):
    settings.VAULT_KEY_FILE = str(settings.BASE_DIR / "inquiry" / "settings.py")
    with pytest.raises(ImproperlyConfigured, match="data or code"):
        keys.key_source()


def test_no_file_is_no_key(settings, monkeypatch):
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    settings.VAULT_KEY_FILE = ""
    with pytest.raises(ImproperlyConfigured, match="VAULT_KEY_FILE is not set"):
        keys.key_source()
    settings.VAULT_KEY_FILE = "/nowhere/keys"
    with pytest.raises(ImproperlyConfigured, match="is missing"):
        keys.key_source()


@pytest.mark.parametrize("text", ["", "kek-1", "kek-1 !!!!", "kek-1 c2hvcnQ=", "kek-1 " + "A" * 44 + " more"])
def test_a_damaged_file_is_refused(file, text):
    file.write_text(text)
    with pytest.raises(ImproperlyConfigured, match="damaged"):
        keys.key_source().active()


def test_systemds_credential_goes_first(file, tmp_path, monkeypatch):
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    make_keys(credentials / keys.CREDENTIAL)
    (credentials / keys.CREDENTIAL).chmod(0o400)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert keys.key_source().active() == next(iter(keys.read_keys(credentials / keys.CREDENTIAL)))


def test_a_key_source_does_not_show_its_keys(file):
    source = keys.key_source()
    source.active()
    assert source.key(source.active()).hex() not in repr(source)
    assert repr(source.key(source.active())) not in repr(source)


def test_keys_that_were_read_stay_when_the_stick_is_taken_away(file):
    source = keys.key_source()
    active = source.active()
    kept = source.key(active)
    file.unlink()
    assert source.key(source.active()) == kept
    with pytest.raises(ImproperlyConfigured, match="is missing"):
        keys.key_source()
