"""Media types in words, and which extensions may honestly stand on which content."""

from __future__ import annotations

from typing import Final

_WORDS: Final = {
    "application/pdf": "a PDF document",
    "application/zip": "a ZIP archive",
    "text/plain": "plain text",
    "application/x-7z-compressed": "a 7-Zip archive",
    "application/x-rar": "a RAR archive",
    "text/html": "a web page",
    "application/msword": "an old Word document (.doc)",
    "application/vnd.ms-excel": "an old Excel workbook (.xls)",
    "application/vnd.ms-powerpoint": "an old PowerPoint file (.ppt)",
    "message/rfc822": "an e-mail",
    "application/vnd.ms-outlook": "an Outlook message",
    "application/vnd.ms-outlook-pst": "an Outlook mailbox file",
    "application/x-dosexec": "a Windows program",
    "application/x-elf": "a Linux program",
    "image/heic": "a HEIC photograph",
    "image/heif": "a HEIF photograph",
    "application/x-msaccess": "an Access database",
    "text/rtf": "an RTF document",
    "application/vnd.ms-htmlhelp": "a Windows help file",
    "application/onenote": "a OneNote notebook",
    "application/pgp-encrypted": "a PGP-encrypted file",
    "application/octet-stream": "a file of an unknown kind",
    "application/vnd.sqlite3": "an SQLite database",
    "application/x-tar": "a TAR archive",
    "application/mbox": "a mailbox",
    "application/warc": "a web archive",
    "application/warc+gzip": "a web archive",
    "application/wacz": "a web archive",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a Word document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "an Excel workbook",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "a PowerPoint presentation",
    "application/vnd.oasis.opendocument.text": "an OpenDocument text",
    "application/vnd.ms-tnef": "an Outlook attachment",
    "application/vnd.apple.iwork": "an Apple iWork document",
    "image/svg+xml": "a drawing (SVG)",
    "inode/x-empty": "an empty file",
    "application/gzip": "a gzip archive",
    "application/json": "structured data (JSON)",
    "text/xml": "structured data (XML)",
    "application/x-ole-storage": "an old Office file of an unknown kind",
    "application/vnd.android.package-archive": "an Android program",
    "application/encrypted": "a locked Office document",
    "application/x-bzip2": "a bzip2 archive",
    "application/x-xz": "an xz archive",
    "application/zstd": "a Zstandard archive",
    "application/x-lzma": "an LZMA archive",
    "application/x-lzip": "an lzip archive",
    "application/x-lz4": "an LZ4 archive",
    "application/x-compress": "a compressed file (.Z)",
    "application/x-lzop": "an lzop archive",
    "application/vnd.ms-cab-compressed": "a Windows cabinet (CAB)",
    "application/x-iso9660-image": "a disc image (ISO)",
    "application/x-archive": "an ar archive",
    "application/x-debian-package": "a Debian package",
    "application/x-cpio": "a cpio archive",
    "application/x-lzh-compressed": "an LHA archive",
    "application/x-xar": "a xar archive",
    "application/x-rpm": "an RPM package",
    "application/x-webarchive": "a web page saved by Safari",
    "multipart/related": "a web page saved in one file (MHTML)",
}
_CLASSES: Final = {"image": "an image", "audio": "a sound recording", "video": "a video", "text": "a text"}
# Extensions whose content must be one of these beginnings; others promise nothing.
_PROMISES: Final = {
    "pdf": ("application/pdf",),
    "jpg": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "png": ("image/png",),
    "gif": ("image/gif",),
    "tif": ("image/tiff",),
    "tiff": ("image/tiff",),
    "bmp": ("image/bmp",),
    "webp": ("image/webp",),
    "heic": ("image/hei",),
    "zip": ("application/zip", "application/wacz"),
    "7z": ("application/x-7z",),
    "rar": ("application/x-rar",),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml", "application/encrypted"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml", "application/encrypted"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml", "application/encrypted"),
    "doc": ("application/msword", "text/rtf", "application/x-ole", "application/encrypted"),
    "rtf": ("text/rtf",),
    "xls": ("application/vnd.ms-excel", "application/x-ole", "application/encrypted"),
    "ppt": ("application/vnd.ms-powerpoint", "application/x-ole", "application/encrypted"),
    "odt": ("application/vnd.oasis",),
    "ods": ("application/vnd.oasis",),
    "odp": ("application/vnd.oasis",),
    "eml": ("message/", "application/mbox"),
    "msg": ("application/vnd.ms-outlook",),
    "html": ("text/html", "application/xhtml", "text/xml"),
    "htm": ("text/html", "application/xhtml", "text/xml"),
    "mp3": ("audio/",),
    "wav": ("audio/",),
    "mp4": ("video/", "audio/"),
    "mov": ("video/",),
    "avi": ("video/",),
    "txt": ("text/",),
    "csv": ("text/",),
    "json": ("application/json", "text/plain"),
    "xml": ("text/xml", "application/xml", "image/svg", "application/xhtml", "text/html"),
    "svg": ("image/svg",),
    "epub": ("application/epub",),
    "gz": ("application/gzip", "application/warc"),
    "tar": ("application/x-tar",),
}


def plain(media_type: str) -> str:
    """The media type in words, with its article."""
    if media_type in _WORDS:
        return _WORDS[media_type]
    return f"{_CLASSES.get(media_type.split('/')[0], 'a file')} ({media_type})"


def lies(extension: str, media_type: str) -> bool:
    """Whether the extension promises another kind of content. Empty files and unknown extensions never lie."""
    promised = _PROMISES.get(extension)
    return bool(promised) and media_type != "inode/x-empty" and not media_type.startswith(tuple(promised or ()))
