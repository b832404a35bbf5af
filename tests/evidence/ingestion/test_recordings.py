"""Sound and film: length by what is heard, tags as claims, a frame that shows something, covers, a version for browsers."""

from __future__ import annotations

import io

import av
import pytest
from PIL import Image

from evidence.ingestion import recordings, sniff, stages
from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _media
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Limits, Outcome, Picture, Preview, ReadRequest, Unsupported
from tests.evidence.ingestion import make, media


def _preview(content: bytes, name: str, **limits: int) -> Preview:
    source = Source.of(content, name, ReadRequest(name=name, limits=Limits(**limits)))
    found = make.run("identify", source)
    made = next(iter(stages.load()["preview"].run(source, found)))
    assert isinstance(made, Preview)
    return made


def test_a_sound_tells_its_length_and_its_shape():
    found = make.read(media.sound(2.0, title="Допрос", artist="Somebody"), "a.wav", until="page_images")
    assert found.outcome is Outcome.READ
    assert found.facts["duration_seconds"] == pytest.approx(2.0, abs=0.05)
    wave = found.facts["waveform"]
    assert max(wave[: len(wave) // 3]) == 0
    assert wave[-5] == pytest.approx(49, abs=3)
    assert (found.facts["claimed_title"], found.facts["claimed_author"]) == ("Допрос", "Somebody")
    assert found.facts["streams"][0]["codec"] == "pcm_s16le"
    assert found.renditions == []


def test_a_length_that_is_not_there_is_not_believed():
    content = bytearray(media.sound(1.0, "flac", "flac"))
    samples = int.from_bytes(content[18:26], "big")
    content[18:26] = (samples & ~0xFFFFFFFFF | RATE_HOUR).to_bytes(8, "big")
    found = make.read(bytes(content), "a.flac", until="metadata")
    assert found.facts["claimed_duration_seconds"] == 3600
    assert found.facts["duration_seconds"] == pytest.approx(1.0, abs=0.2)
    assert "1:00:00" in found.problem


RATE_HOUR = 3600 * media.RATE


def test_the_place_of_a_film_is_a_claim_in_degrees():
    found = make.read(
        media.film(kind="mp4", location="+43.2389+076.8897/", creation_time="2024-03-05T06:07:08Z"),
        "a.mp4",
        until="metadata",
    )
    assert found.facts["claimed_position"] == {"latitude": 43.2389, "longitude": 76.8897}
    assert found.facts["claimed_recorded_at"].startswith("2024-03-05T06:07:08")
    assert found.facts["streams"][0]["width"] == 64


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("-33.8667+151.2100+012.3/", {"latitude": -33.8667, "longitude": 151.21}),
        ("+99.0+076.8/", None),
        ("here", None),
        ("", None),
    ],
)
def test_a_place_that_is_none_is_left_out(written, place):
    assert _media.place(written) == place


def test_the_frame_shown_is_not_the_black_one():
    found = Findings(media_type="video/x-matroska")
    source = Source.of(media.film(4))
    made = [one for one in stages.load()["page_images"].run(source, found) if isinstance(one, Picture)]
    assert [one.kind for one in made] == ["thumbnail"]
    shown = Image.open(io.BytesIO(made[0].content)).convert("L")
    assert shown.getextrema()[1] > 200


def test_covers_become_children_and_cyrillic_tags_are_put_right():
    picture = make.encoded(Image.new("RGB", (20, 20), "red"))
    found = make.read(media.with_cover(picture), "a.mp3", until="page_images")
    assert found.facts["members"] == [(b"cover 1.png", "cover 1.png", picture, "embedded")]
    assert found.facts["claimed_title"] == "Привет всем"
    assert found.facts["streams"][1]["kind"] == "cover"


def test_subtitles_are_text_with_their_times():
    file = io.BytesIO()
    srt = b"1\n00:00:01,000 --> 00:00:02,000\n<i>The money</i> was paid.\n\n"
    with av.open(file, "w", format="matroska") as out, av.open(io.BytesIO(srt), format="srt") as given:
        stream = out.add_stream_from_template(given.streams.subtitles[0])
        for packet in given.demux():
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    found = make.read(file.getvalue(), "a.mkv")
    assert found.text == "0:00:01 The money was paid."


@pytest.mark.parametrize("content", [media.sound()[:30], b"fLaC" + b"\0" * 400, b"OggS" + b"x" * 500])
def test_what_is_damaged_ends_with_a_sentence(content):
    source = Source.of(content, "a")
    found = make.run("identify", source)
    with pytest.raises(Exception, match=r"recording|damaged") as error:
        make.run("metadata", source, found)
    assert getattr(error.value, "outcome", None) is Outcome.DAMAGED


def test_a_list_of_other_files_is_no_recording():
    listed = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"
    assert sniff.sniff(Source.of(listed, "a.avi")) not in _media.CONTAINERS


def test_a_version_for_browsers_is_small_webm_with_its_length():
    made = _preview(media.film(2, (1280, 960)), "a.mkv")
    content = b"".join(made.chunks)
    assert made.media_type == "video/webm"
    assert recordings.is_webm(content[:64])
    with av.open(io.BytesIO(content)) as opened:
        film = opened.streams.video[0]
        assert (film.codec_context.name, film.width, film.height) == ("vp8", 640, 480)
        assert opened.duration / 1e6 == pytest.approx(2.0, abs=0.2)


def test_a_sound_becomes_opus():
    made = _preview(media.sound(1.5), "a.wav")
    with av.open(io.BytesIO(b"".join(made.chunks))) as opened:
        assert made.media_type == "audio/webm"
        assert opened.streams.audio[0].codec_context.name == "opus"
        assert opened.duration / 1e6 == pytest.approx(1.5, abs=0.1)


def test_making_it_ends_when_its_time_is_over():
    made = _preview(media.film(60, (640, 480)), "a.mkv", cpu_seconds=1)
    with av.open(io.BytesIO(b"".join(made.chunks))) as opened:
        assert opened.duration / 1e6 < 59


def test_of_nothing_no_version_is_made():
    content = media.film(1).replace(b"V_MPEG4/ISO/ASP", b"V_NOTHING/SUCH!")
    with pytest.raises(Unsupported, match="No version"):
        _preview(content, "a.mkv")


@pytest.mark.parametrize("head", [b"", b"<html>", b"\x1aE\xdf\xa3" + b"\x42\x82\x88matroska", b"OggS"])
def test_what_is_no_webm_is_not_believed(head):
    assert recordings.is_webm(head) is False
