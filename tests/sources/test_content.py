"""What a file is, told from its bytes."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from bot.core.snapshots import Malformed
from bot.sources.content import recognise, sniff
from bot.sources.raw import Raw

SDN_ROW = b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a'


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "0 bytes"),
        (b" \r\n\t", "white space"),
        (b"<!DOCTYPE html><html><body>Moved</body></html>", "an HTML page"),
        (b"\xef\xbb\xbf\n<HTML><head>", "an HTML page"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html/>', "an HTML page"),
        (b'<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "b">]><sdnList/>', "document type"),
        (b"<Error><Code>AccessDenied</Code></Error>", "root element <Error>"),
        (b"<?xml version='1.0'?>", "no root element"),
        (b'{"error": "gone"}', "not a list that is known here"),
        (b"a,b,c\r\n1,2,3\r\n", "not a list that is known here"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        sniff(data)


def test_a_list_of_another_publisher_is_refused_by_name() -> None:
    with pytest.raises(Malformed, match="this is a UN list, not us-ofac-sdn"):
        recognise("us-ofac-sdn", {"sdn.xml": b"<CONSOLIDATED_LIST/>"})
    with pytest.raises(Malformed, match="this is an OFAC list, not un-sc"):
        recognise("un-sc", {"list.xml": b'<sdnList xmlns="http://tempuri.org/sdnList.xsd"/>'})
    with pytest.raises(Malformed, match="UK Sanctions List"):
        recognise("un-sc", {"list.csv": b"Report Date: 13-Feb-2026\r\nLast Updated,Unique ID\r\n"})


def test_the_parts_of_a_family_are_told_by_content_whatever_their_names() -> None:
    files = {
        "a": b'36,12,"aka","AERO-CARIBBEAN",-0- \r\n\x1a',
        "b": b'36,25,-0- ,"Havana","Cuba",-0- \r\n\x1a',
        "c": gzip.compress(SDN_ROW),
        "d": b'36,"rest of a remark"\r\n',
    }
    assert set(recognise("us-ofac-sdn", files)) == {"alt", "add", "sdn", "comments"}


def test_two_files_of_one_part_are_refused() -> None:
    with pytest.raises(Malformed, match="two files of the sdn part"):
        recognise("us-ofac-sdn", {"a": SDN_ROW, "b": SDN_ROW})


def test_archives_are_unpacked_up_to_a_cap_only() -> None:
    assert Raw(gzip.compress(SDN_ROW)).read() == SDN_ROW
    assert Raw(zipped(sdn=SDN_ROW)).read() == SDN_ROW
    bomb = b"0" * 5_000_000
    for packed in (gzip.compress(bomb), zipped(a=bomb), bomb):
        with pytest.raises(Malformed, match=r"more than .*1,000,000"):
            Raw(packed, cap=1_000_000).read()


def test_damaged_archives_are_refused() -> None:
    whole = gzip.compress(SDN_ROW * 100)
    with pytest.raises(Malformed, match="cut off"):
        Raw(whole[:-9]).read()
    with pytest.raises(Malformed, match="damaged gzip"):
        Raw(whole[:20] + b"\xff\xff\xff\xff" + whole[24:]).read()
    with pytest.raises(Malformed, match="zip"):
        Raw(zipped(sdn=SDN_ROW)[:60]).read()
    with pytest.raises(Malformed, match="a zip of 2 files"):
        Raw(zipped(a=SDN_ROW, b=SDN_ROW)).read()


def test_files_of_other_lists_are_never_taken_for_one_of_ours(shared: Path) -> None:
    others = (
        "ca_sema/2025-05-25/sema-lmes.xml.gz",
        "uk_ofsi/2020-04-27/ConList.csv.gz",
        "us_csl/2022-05-16/consolidated.csv.gz",
        "eu_fsf/2026-07-22/xmlFullSanctionsList_1_1.xml.gz",
        "uk_uksl/2026-04-29/UK-Sanctions-List.csv.gz",
    )
    for path in others:
        for source in ("us-ofac-sdn", "un-sc"):
            with pytest.raises(Malformed, match="this is "):
                recognise(source, {path: (shared / "data" / path).read_bytes()})
