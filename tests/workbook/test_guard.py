"""What may not be read is refused in words, before any harm."""

import os
import random
import struct
import time
import zipfile
from pathlib import Path

import pytest

from compensator.errors import InputError
from compensator.spreadsheet import book, guard, sheet
from compensator.workbook import reading
from compensator.workbook.reading import read_tables

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORKSHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def refusal(path: Path) -> str:
    """Return the message of the one issue with which a file is refused."""
    with pytest.raises(InputError) as caught:
        read_tables(path)
    (issue,) = caught.value.issues
    assert issue.where
    assert issue.expected
    assert "Traceback" not in str(caught.value)
    return str(issue)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (OLE + "Workbook".encode("utf-16-le"), "Excel 97–2003 (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (OLE, "an older Office program"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\xef\xbb\xbf  <HTML><table></table>", "a web page"),
        (b"<!DOCTYPE html><table></table>", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML file"),
        (b"segment,users\nnew,10\n", "give the folder's name"),
        (bytes(range(256)), "another kind"),
        (b"PK\x03\x04 and nothing more", "damaged or cut short"),
    ],
)
def test_a_file_of_another_kind_is_named_for_what_it_is(tmp_path, content, found):
    """Its ending says .xlsx, so only its bytes can tell the user what went wrong."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    message = refusal(path)
    assert found in message
    assert "save as Excel Workbook (.xlsx)" in message


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("content.xml", "OpenDocument file (.ods)"),
        ("xl/workbook.bin", "binary Excel workbook (.xlsb)"),
        ("Index/Document.iwa", "Apple Numbers file"),
        ("word/document.xml", "Word document"),
        ("xl/vbaProject.bin", "with macros"),
    ],
)
def test_an_archive_of_another_kind_is_named_for_what_it_is(parts, part, found):
    """All of these are zip archives; macros are kept out even where nothing would run them."""
    parts[part] = "<x/>"
    message = refusal(parts.write())
    assert found in message
    assert "without macros or password" in message


def test_an_xlsm_without_macros_is_read(parts):
    """What counts is the content, not the ending."""
    assert set(read_tables(parts.write("plan.xlsm")).tables) == {"Segments", "Offers"}


def test_an_archive_without_a_workbook_is_refused(tmp_path):
    """A zip archive of pictures has no sheets to be missed."""
    with zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as archive:
        archive.writestr("holiday.jpg", b"...")
    assert "a zip archive that holds no workbook" in refusal(tmp_path / "plan.xlsx")


@pytest.mark.parametrize("name", ["nowhere.xlsx", "nowhere"])
def test_a_missing_path_is_told_like_bad_data(tmp_path, name):
    """Whoever lists what is wrong lists this too."""
    with pytest.raises(InputError, match="found no such file or folder"):
        read_tables(tmp_path / name)


def test_a_path_that_is_no_file_is_refused(tmp_path):
    """A pipe would be waited for without end; a name can be too long for the system."""
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        read_tables(tmp_path / "pipe.xlsx")
    with pytest.raises(InputError, match="cannot be read"):
        read_tables(tmp_path / ("x" * 5_000))


def test_a_file_too_large_is_refused_before_it_is_read(parts, monkeypatch):
    """The whole file is held in memory, so that what is checked is what is read."""
    monkeypatch.setattr(reading, "FILE_LIMIT", 100)
    assert "a workbook of at most" in refusal(parts.write())


def test_an_archive_that_names_no_workbook_is_refused(parts):
    """The first relation leads to the workbook; without it there is nothing to open."""
    parts["_rels/.rels"] = "<Relationships/>"
    assert "an archive that names no workbook" in refusal(parts.write())


def test_a_main_part_that_is_no_workbook_is_refused(parts):
    """Without its namespace a workbook would seem to have no sheets."""
    parts["xl/workbook.xml"] = "<workbook/>"
    assert "an archive whose main part is not a workbook" in refusal(parts.write())


def test_lists_without_end_are_refused(parts, monkeypatch):
    """Each style, sheet and merged range costs memory before a cell is read."""
    monkeypatch.setattr(sheet, "MERGED_LIMIT", 10)
    part = "xl/worksheets/sheet1.xml"
    parts[part] = str(parts[part]).replace(
        "</worksheet>", '<mergeCell ref="A1:B1"/>' * 11 + "</worksheet>"
    )
    assert "more than 10 merged ranges" in refusal(parts.write())
    monkeypatch.setattr(book, "ELEMENT_LIMIT", 2)
    assert "more than 2 of sheets/sheet" in refusal(parts.write())


def test_an_encrypted_part_is_refused(parts):
    """The zip format has a password of its own, beside that of Excel."""
    path = parts.write()
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        content[at + flags] |= 1
    path.write_bytes(content)
    assert "protected with a password" in refusal(path)


def test_a_bomb_is_refused_before_it_is_unpacked(parts, monkeypatch):
    """A part that states a gigabyte, or expands a thousandfold, is not worth opening."""
    parts["xl/worksheets/sheet1.xml"] = " " * (guard.RATIO_FREE + guard.MIB)
    assert "times" in refusal(parts.write())
    monkeypatch.setattr(guard, "PART_LIMIT", 8 * guard.MIB)
    assert "11 MiB when unpacked" in refusal(parts.write())
    monkeypatch.setattr(guard, "TOTAL_LIMIT", 4 * guard.MIB)
    assert "expected at most 4 MiB" in refusal(parts.write())


def test_a_part_that_lies_about_its_size_is_refused(parts):
    """The limits rest on stated sizes, so a false one must not get through."""
    path = parts.write()
    content = bytearray(path.read_bytes())
    entry = content.find(b"xl/worksheets/sheet1.xml", content.find(b"PK\x01\x02")) - 46
    (size,) = struct.unpack_from("<I", content, entry + 24)
    struct.pack_into("<I", content, entry + 24, size - 40)
    path.write_bytes(content)
    assert "damaged part xl/worksheets/sheet1.xml" in refusal(path)


def test_too_many_parts_are_refused(parts):
    """Each entry costs memory before anything can be looked at."""
    for i in range(guard.ENTRY_LIMIT):
        parts[f"xl/media/{i}"] = b""
    assert "more than 5,000 parts" in refusal(parts.write())


def test_parts_that_expand_by_an_unusual_method_are_refused(parts):
    """Only the two methods of Excel have known limits on memory."""
    path = parts.write()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/extra.xml", "<x/>" * 100)
    assert "xl/extra.xml, packed in a way Excel does not use" in refusal(path)


def test_one_part_twice_is_refused(parts):
    """Programs differ in which of the two they show; nobody would know which one was solved."""
    path = parts.write()
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", parts["xl/worksheets/sheet2.xml"])
    assert "two parts called xl/worksheets/sheet1.xml" in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels", "docProps/core.xml"]
)
def test_a_document_type_is_refused_in_every_part(parts, part, encoding):
    """Entities can expand without end or read other files; Excel never writes a document type."""
    parts[part] = f'<?xml version="1.0" encoding="{encoding}"?>{DTD}<x>&b;</x>'.encode(encoding)
    assert f"a document type (DTD) in {part}" in refusal(parts.write())


def test_a_document_type_hidden_by_its_encoding_is_refused(parts):
    """In EBCDIC no byte looks like a document type; the parser sees it all the same."""
    start = b'<?xml version="1.0" encoding="cp037"?>'
    parts["xl/workbook.xml"] = start + f"{DTD}<x>&b;</x>".encode("cp037")
    assert "xl/workbook.xml" in refusal(parts.write())


def test_names_that_climb_out_of_the_archive_are_harmless(parts):
    """Nothing is ever written to disk, so there is nowhere to climb to."""
    parts["../../evil.txt"] = "x"
    parts["/abs_evil.txt"] = "x"
    path = parts.write()
    before = sorted(path.parent.parent.rglob("*"))
    assert read_tables(path).tables["Segments"].rows == [("new", 10)]
    assert sorted(path.parent.parent.rglob("*")) == before


def test_deep_nesting_is_refused_wherever_it_stands(parts):
    """A tree of 200,000 levels ends some parsers; no workbook has 64."""
    deep = "<x>" * 200_000 + "</x>" * 200_000
    parts["xl/workbook.xml"] = f"<workbook>{deep}</workbook>"
    assert "xl/workbook.xml, nested more than 64 deep" in refusal(parts.write())


def test_an_endless_tag_is_refused_quickly(parts):
    """Old parsers start again on an unfinished tag with each piece: minutes for a few megabytes."""
    noise = random.Random(1).randbytes(12 * guard.MIB).hex()
    parts["xl/worksheets/sheet1.xml"] = f"<!--{noise}--><worksheet/>"
    path = parts.write()
    started = time.perf_counter()
    assert "with a tag of more than 4 MiB" in refusal(path)
    assert time.perf_counter() - started < 5


def test_more_cells_than_fit_are_refused_by_name_of_the_sheet(parts, monkeypatch):
    """The user can only act if told which sheet it is and that empty formatted cells count."""
    monkeypatch.setattr(guard, "TAG_LIMIT", 5_000)
    parts.segments("<row>" + '<c s="1"/>' * 6_000 + "</row>")
    with pytest.raises(InputError) as caught:
        read_tables(parts.write())
    assert caught.value.issues[0].where == "Segments"
    assert "empty formatted ones included" in caught.value.issues[0].found


def test_strict_open_xml_is_refused_with_the_way_to_save(parts):
    """Its words differ from those of .xlsx, so every sheet would look empty."""
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts["xl/workbook.xml"] = f'<workbook xmlns="{strict}"><sheets/></workbook>'
    message = refusal(parts.write())
    assert "Excel Workbook (.xlsx), not Strict Open XML Spreadsheet" in message


@pytest.mark.parametrize(
    "part",
    ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"],
)
def test_a_missing_part_is_named(parts, part):
    """A copy that was cut short by hand or by a mail filter."""
    del parts[part]
    assert f"no part {part} in the file" in refusal(parts.write())


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    "broken",
    [
        "",
        WORKSHEET + "<sheetData>",
        "<worksheet",
        "\x01",
        '<?xml version="1.0" encoding="klingon"?><a/>',
    ],
)
def test_invalid_xml_is_refused(parts, part, broken):
    """Half a sheet must not pass for a whole one."""
    parts[part] = broken
    assert f"{part}, which is not valid XML" in refusal(parts.write())


def test_a_file_cut_anywhere_is_refused(parts):
    """An interrupted download."""
    path = parts.write()
    content = path.read_bytes()
    for length in range(0, len(content), len(content) // 40):
        path.write_bytes(content[:length])
        assert refusal(path)


def test_a_changed_byte_is_refused_or_changes_nothing(parts):
    """No damage to the file may become another number in the plan."""
    path = parts.write()
    content = path.read_bytes()
    whole = {name: (t.columns, t.rows) for name, t in read_tables(path).tables.items()}
    chance = random.Random(2007)
    for _ in range(600):
        spoilt = bytearray(content)
        spoilt[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        try:
            read = {name: (t.columns, t.rows) for name, t in read_tables(path).tables.items()}
        except InputError:
            continue
        assert read == whole
