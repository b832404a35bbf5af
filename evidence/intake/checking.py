"""Compare sealed packages with their own lists: an archive once it was unpacked, a folder among the files of a batch."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from evidence import storage
from evidence.intake import sealed
from evidence.intake.models import Batch
from evidence.intake.package_checks import PackageCheck, PackageDifference, Verdict
from evidence.items import names
from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.audit import ledger as audit

LARGEST_LIST = 8 * 2**20  # bytes of one list of a package, some 60,000 files
MOST_ROWS = 1000  # files named one by one
AT_ONCE = 50  # packages in one run of beat
TAG_LISTS = tuple(f"tagmanifest-{algorithm}.txt" for algorithm in sealed.ALGORITHMS)

log = logging.getLogger(__name__)

Came = dict[str, list[sealed.Present]]


def tops(rows: QuerySet[Item]) -> list[bytes]:
    """The folders among `rows` in which a package begins: the path before its `bagit.txt`, with the slash."""
    marks = rows.filter(Q(path_bytes=sealed.MARK.encode()) | Q(name=sealed.MARK)).order_by("pk")
    paths = [bytes(path) for path in marks.values_list("path_bytes", flat=True)[:100]]
    mark = sealed.MARK.encode()
    return list(dict.fromkeys(path[: -len(mark)] for path in paths if path == mark or path.endswith(b"/" + mark)))


def folders_of(batch: Batch) -> QuerySet[Item]:
    """The files that came into the batch by themselves, not inside others."""
    return Item.objects.filter(batch=batch, parent=None)


def check_unpacked() -> int:
    """Compare the packages that were unpacked since; returns how many. Run by beat, safe to run again: one that cannot be
    compared just now keeps no other from it."""
    marks = Item.objects.filter(name=sealed.MARK, parent__isnull=False, parent__package_checks=None)
    count = 0
    for pk in marks.exclude(parent__status=Outcome.WAITING).values_list("parent", flat=True).distinct()[:AT_ONCE]:
        try:
            count += after_unpacking(pk) if pk else 0
        except Exception:
            log.exception("A package that was unpacked could not be compared; it is tried again.")
    return count


@transaction.atomic
def after_unpacking(pk: int) -> int:
    """Compare what was found in an item where it is a sealed package; nothing when that was done before."""
    item = Item.objects.select_for_update(of=("self",)).select_related("batch").get(pk=pk)
    if PackageCheck.objects.filter(package=item).exists():
        return 0
    inside = Item.objects.filter(parent=item)
    begun = tops(inside)
    for top in begun:
        compare(item.batch, inside, top, package=item, by=None)
    if not begun:  # a file of that name in a folder's depth: said, so that it is not looked at for ever
        no_package = {"verdict": Verdict.UNUSABLE, "problem": _("It is no package.")}
        _keep(PackageCheck(batch=item.batch, package=item, **no_package))
    return len(begun)


def check_folders(batch: Batch, *, by: User) -> list[PackageCheck]:
    """The packages that came as folders, compared at once; for a command, whose user's right was checked."""
    rows = folders_of(batch)
    return [compare(batch, rows, top, package=None, by=by) for top in tops(rows)]


@transaction.atomic
def compare(batch: Batch, rows: QuerySet[Item], top: bytes, *, package: Item | None, by: User | None) -> PackageCheck:
    """Compare the package that begins in the folder `top` among `rows`, and keep what came of it."""
    check = PackageCheck(batch=batch, package=package, top=names.shown(top) if top else "", by=by)
    try:
        differing = _look(check, dict(_present(rows, top)), package)
    except sealed.Unusable as problem:
        check.verdict, check.problem, differing = Verdict.UNUSABLE, str(problem), []
    check.differing = len(differing)
    _keep(check)
    PackageDifference.objects.bulk_create(_row(check, one) for one in differing[:MOST_ROWS])
    return check


def _keep(check: PackageCheck) -> None:
    check.save(force_insert=True)
    said: dict[str, Any] = {name: getattr(check, name) for name in ("verdict", "expected", "found", "differing")}
    about = check.package or check.batch
    audit.record("batch.check_package", about=about, by=check.by, whole=check.whole_digest, **said)


def _present(rows: QuerySet[Item], top: bytes) -> Iterator[tuple[str, list[sealed.Present]]]:
    """Name within the package → what came under it."""
    found: Came = {}
    read = rows.order_by("pk").values_list("path_bytes", "sha256", "sha512", "pk")
    for path, short, long, pk in read.iterator(chunk_size=5000):
        if bytes(path).startswith(top):
            one = sealed.Present({"sha256": short, "sha512": long}, pk)
            found.setdefault(sealed.text(bytes(path)[len(top) :]), []).append(one)
    yield from found.items()


def _look(check: PackageCheck, came: Came, package: Item | None) -> list[sealed.Difference]:
    """Fill in the verdict; returns every file that differs."""
    check.claimed = sealed.labels(_content(came, "bag-info.txt")) if "bag-info.txt" in came else []
    whole = {one.digests["sha256"] for one in came.get(sealed.WHOLE, ())}
    check.whole_digest = whole.pop() if len(whole) == 1 else ""
    payload = {name: rows for name, rows in came.items() if name.startswith(sealed.PAYLOAD)}
    lists = {one: f"manifest-{one}.txt" for one in sealed.ALGORITHMS if f"manifest-{one}.txt" in came}
    if not lists:
        raise sealed.Unusable(_("The package has no list of its files that we can compare (SHA-256 or SHA-512)."))
    manifests = {one: sealed.manifest(_content(came, name)) for one, name in lists.items()}
    check.expected, check.found = len(set().union(*manifests.values())), len(payload)
    differing = sealed.differences(manifests, payload) + _tags(came)
    check.problem = " ".join(_remarks(came, package))
    check.verdict = Verdict.DIFFERS if differing or check.problem else Verdict.WHOLE
    return differing


def _tags(came: Came) -> list[sealed.Difference]:
    """What differs among the lists and notes of the package; a note that no list names is no difference by the standard."""
    found: list[sealed.Difference] = []
    for algorithm, name in zip(sealed.ALGORITHMS, TAG_LISTS, strict=True):
        if name in came:
            rows = sealed.manifest(_content(came, name))
            present = {tag: came[tag] for tag in rows if tag in came}
            found += [one for one in sealed.differences({algorithm: rows}, present) if one not in found]
    return found


def _remarks(came: Mapping[str, Sequence[object]], package: Item | None) -> Iterator[str]:
    """What else keeps a package from being whole."""
    if "fetch.txt" in came:
        yield _("It names files that are kept elsewhere (fetch.txt); they were not fetched.")
    if not any(name in came for name in TAG_LISTS):
        yield _("Its lists are not protected themselves: there is no tagmanifest.")
    if twice := [name for name in sealed.LISTS if len(came.get(name, ())) > 1]:
        yield _("A list of its own came more than once: %(names)s.") % {"names": ", ".join(twice)}
    if package is not None and package.status not in (Outcome.READ, Outcome.WAITING) and package.problem:
        yield _("It may not have been unpacked whole: %(problem)s") % {"problem": package.problem}


def _content(came: Came, name: str) -> bytes:
    """All of a list. Raises sealed.Unusable."""
    item = Item.objects.get(pk=came[name][0].item)
    if item.status == Outcome.QUARANTINED:
        raise sealed.Unusable(_("A list of the package is in quarantine."))
    if item.size > LARGEST_LIST:
        raise sealed.Unusable(_("A list of the package is too long to be compared here; it may have 8 MiB."))
    try:
        with storage.opened(storage.key_of(item.sha256), item.sha256) as file:
            content: bytes = file.read()
    except storage.StoreDamaged as damage:
        raise sealed.Unusable(_("A list of the package is not what was received any more, or is gone.")) from damage
    return content


def _row(check: PackageCheck, one: sealed.Difference) -> PackageDifference:
    path, other = (
        names.shown(part.encode("utf-8", "surrogateescape")) if part else "" for part in (one.path, one.other)
    )
    return PackageDifference(check_of=check, kind=one.kind, path=path, other=other, item_id=one.item)
