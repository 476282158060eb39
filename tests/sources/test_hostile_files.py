"""Files that are meant to harm are refused by every parser, quickly and with a reason."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from bot.core.snapshots import Incomplete, Malformed
from bot.sources import SOURCES

ROOTS = {
    "us-ofac-sdn": ("sdnList", "Sanctions", "sanctionsData"),
    "us-ofac-cons": ("sdnList",),
    "un-sc": ("CONSOLIDATED_LIST",),
    "eu-fsf": ("export",),
    "gb-uksl": ("Designations",),
    "ch-seco": ("swiss-sanctions-list",),
    "ca-sema": ("data-set",),
}
CASES = [(source, root) for source, roots in ROOTS.items() for root in roots]
ENTITY = '<?xml version="1.0"?>{pad}<!DOCTYPE a [<!ENTITY e {what}>]><{root}>&e;</{root}>'


def refused(source: str, data: bytes) -> None:
    with pytest.raises((Malformed, Incomplete)):
        SOURCES[source].parse({"list": data})


@pytest.mark.parametrize(("source", "root"), CASES)
@pytest.mark.parametrize("what", ['"laugh"', 'SYSTEM "file:///etc/hostname"', 'SYSTEM "http://127.0.0.1:9/x"'])
def test_entities_and_document_types_are_refused(source: str, root: str, what: str) -> None:
    refused(source, ENTITY.format(pad="", what=what, root=root).encode())
    refused(source, ENTITY.format(pad=f"<!--{'x' * 70_000}-->", what=what, root=root).encode())


@pytest.mark.parametrize(("source", "root"), CASES)
def test_depth_without_end_is_refused(source: str, root: str) -> None:
    refused(source, f"<{root}>{'<a>' * 5000}{'</a>' * 5000}</{root}>".encode())


def test_a_text_without_end_is_refused() -> None:
    refused("un-sc", gzip.compress(b"<CONSOLIDATED_LIST>" + b" " * 30_000_000 + b"</CONSOLIDATED_LIST>", 1))


def test_a_spreadsheet_that_unfolds_to_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        for number in range(5):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 50_000_000)
    refused("au-dfat", out.getvalue())


@pytest.mark.parametrize("source", list(SOURCES))
@pytest.mark.parametrize(
    "data", [b"", b"<html><body>moved</body></html>", b'{"error":"gone"}', b"\x00" * 4096, b"[" * 9999]
)
def test_what_is_no_list_is_refused_by_every_parser(source: str, data: bytes) -> None:
    refused(source, data)
