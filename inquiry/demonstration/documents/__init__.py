"""Synthetic documents about fictitious people. `files/` holds them finished; the modules here only make them again.

The same words give the same bytes: `script/make_documents --check` says whether a file differs from what would be made.
"""

from pathlib import Path

FILES = Path(__file__).parent / "files"
MANIFEST = FILES.parent / "manifest.json"
