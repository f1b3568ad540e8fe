"""Tables as people save them are read; files made to harm are refused before anything of them is kept."""

import codecs
import io
import zipfile
import zlib
from datetime import date
from typing import Any

import polars
import pytest
from xlsxwriter import Workbook

from sojourn.requests.bulk.apart import read_apart
from sojourn.requests.bulk.cells import typed_of
from sojourn.requests.bulk.columns import columns_for
from sojourn.requests.bulk.safety import CSV, PARQUET, XLSX, Refused, kind_of
from sojourn.requests.bulk.tables import read_table
from sojourn.requests.bulk.template import csv_file, guarded
from tests.requests.bulk.builders import csv_of, person, xlsx_of

ROWS = [["Name", "Start"], ["Zoë Müller", "2027-03-01"]]


def refused(data: bytes, name: str = "p.xlsx") -> str:
    """Why the file is not taken."""
    with pytest.raises(Refused) as found:
        read_table(data, kind_of(data, name))
    return found.value.problems[0].code


def book_with(**parts: bytes) -> bytes:
    """A good workbook with more parts in it, by their names (dots and slashes as __ and ___)."""
    made = io.BytesIO(xlsx_of(ROWS))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("___", "/").replace("__", "."), content)
    return made.getvalue()


class TestReading:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
    )
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_text_in_any_encoding_and_with_any_separator(self, encoding: str, mark: str) -> None:
        data = "\r\n".join(mark.join(row) for row in ROWS).encode(encoding)
        table = read_table(data, kind_of(data, "p.csv"))
        assert (table.header, table.rows) == (("Name", "Start"), ((2, ("Zoë Müller", "2027-03-01")),))

    def test_quoted_lines_and_separators_stay_in_their_cell(self) -> None:
        data = b'Name;Street\r\n"Zoe ""Z"" M";"Main, Street 1;\nFloor 2"\r\n'
        assert read_table(data, CSV).rows[0][1] == ('Zoe "Z" M', "Main, Street 1;\nFloor 2")

    def test_a_title_above_the_header_is_passed_over(self) -> None:
        table = read_table(xlsx_of([["Our people"], [], *ROWS]), XLSX)
        assert table.header == ("Name", "Start")
        assert table.rows[0][0] == 4

    def test_days_merged_cells_formulas_and_hidden_sheets(self) -> None:
        made = io.BytesIO()
        with Workbook(made, {"in_memory": True}) as book:
            sheet, hidden = book.add_worksheet("A"), book.add_worksheet("B")
            hidden.write(0, 0, "secret")
            hidden.hide()
            sheet.write_row(0, 0, ["Name", "Start", "Number", "Sum"])
            sheet.merge_range("A2:A3", "Zoe")
            sheet.write_datetime(1, 1, date(2027, 3, 1), book.add_format({"num_format": "d/m/yy"}))
            sheet.write(2, 1, 46447)
            sheet.write(1, 2, 808214471)
            sheet.write_formula(1, 3, '=HYPERLINK("http://x","y")', value="shown")
            sheet.write_formula(2, 3, "=1+1", value="")
        table = read_table(made.getvalue(), XLSX)
        assert list(table.sheets) == ["A"]
        first, second = (cells for _, cells in table.rows)
        assert first[0] == "Zoe"
        assert second[0] == ""
        assert (first[2], first[3], second[3]) == ("808214471", "shown", "")
        start = columns_for([])["activities[0].start"]
        assert [typed_of(start, cells[1], "") for cells in (first, second)] == ["2027-03-01", "2027-03-01"]

    def test_several_sheets_are_told(self) -> None:
        assert list(read_table(xlsx_of(ROWS, Other=ROWS), XLSX).sheets) == ["People", "Other"]

    def test_parquet_keeps_its_types(self) -> None:
        made = io.BytesIO()
        polars.DataFrame({"Name": ["Zoe"], "Start": [date(2027, 3, 1)], "Yes": [True]}).write_parquet(made)
        assert kind_of(made.getvalue(), "p.parquet") == PARQUET
        assert read_table(made.getvalue(), PARQUET).rows[0][1] == ("Zoe", "2027-03-01", "yes")

    def test_the_process_apart_reads_the_same(self) -> None:
        data = csv_of([person(0)])
        assert read_apart(data, CSV) == read_table(data, CSV)
        with pytest.raises(Refused):
            read_apart(b"PAR1" + bytes(40) + b"PAR1", PARQUET)

    def test_lost_zeros_of_a_number_come_back(self) -> None:
        ssn = columns_for([])["worker.ssn"]
        assert typed_of(ssn, "8214471", "") == "008214471"


class TestRefusing:
    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("p.csv", b"", "file_empty"),
            ("p.csv", b"Name,Start\n", "file_no_rows"),
            ("p.csv", b"%PDF-1.7 and more", "file_wrong_type"),
            ("p.csv", b"<html><script>", "file_wrong_type"),
            ("p.csv", b"MZ\x90\x00", "file_wrong_type"),
            ("p.xlsx", b"Name,Start\na,b\n", "file_wrong_type"),
            ("p.csv", codecs.BOM_UTF16_LE + b"a", "file_encoding"),
            ("p.csv", b"a\x00b,c\n1,2\n", "file_encoding"),
            ("p.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "file_wrong_type"),
            ("p.csv", b"a,b\n" + b"x" * 3000 + b",1\n", "file_cell_too_long"),
            (
                "p.csv",
                b",".join(b"c%d" % n for n in range(200)) + b"\n" + b"1," * 199 + b"1",
                "file_too_many_columns",
            ),
        ],
    )
    def test_what_is_no_table(self, name: str, data: bytes, code: str) -> None:
        assert refused(data, name) == code

    def test_a_million_rows(self) -> None:
        assert refused(b"a,b\n" + b"1,2\n" * 1_000_000, "p.csv") == "file_too_many_rows"

    def test_a_hundred_megabytes(self) -> None:
        assert refused(bytes(100 * 1024 * 1024), "p.csv") == "file_too_large"

    def test_a_password(self) -> None:
        locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
        assert refused(locked) == "file_locked"

    @pytest.mark.parametrize(
        "part", ["xl___vbaProject__bin", "xl___macrosheets___sheet1__xml", "xl___embeddings___a__bin"]
    )
    def test_macros(self, part: str) -> None:
        assert refused(book_with(**{part: b"x"})) == "file_macros"
        assert refused(xlsx_of(ROWS), "p.xlsm") == "file_macros"

    def test_a_part_that_unpacks_without_end(self) -> None:
        bomb = book_with(xl___bomb__xml=b"0" * (40 * 1024 * 1024))
        assert len(bomb) < 100_000
        assert refused(bomb) == "file_too_much_inside"

    def test_a_part_that_lies_about_its_length(self) -> None:
        honest = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = honest.compress(b"0" * 1000) + honest.flush()
        data = book_with(xl___odd__xml=b"0" * 1000)
        at = data.rfind(b"xl/odd.xml") - 46
        assert packed
        lying = data[: at + 24] + (10).to_bytes(4, "little") + data[at + 28 :]
        assert refused(lying) == "file_not_safe"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
    def test_entities(self, encoding: str) -> None:
        entity = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
        assert refused(book_with(xl___trick__xml=entity)) == "file_not_safe"

    def test_two_files_in_one(self) -> None:
        book = xlsx_of(ROWS)
        assert refused(b"Name,Start\na,b\n" + book, "p.csv") == "file_not_safe"
        assert refused(book + b"%PDF-1.7") == "file_not_safe"
        assert refused(b"%PDF-1.7\n" + book, "p.csv") == "file_wrong_type"

    def test_parts_with_one_name(self) -> None:
        made = io.BytesIO(xlsx_of(ROWS))
        with zipfile.ZipFile(made, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
            book.writestr("xl/workbook.xml", "<x/>")
        assert refused(made.getvalue()) == "file_not_safe"

    def test_an_archive_that_is_no_workbook(self) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("readme.txt", "x")
        assert refused(made.getvalue()) == "file_wrong_type"

    @pytest.mark.parametrize("cut", [10, 100, 3000])
    def test_a_workbook_cut_short(self, cut: int) -> None:
        assert refused(xlsx_of(ROWS)[:cut]) == "file_not_safe"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_that_goes_out_is_taken_for_a_formula(begin: str) -> None:
    assert guarded(f"{begin}cmd") == f"'{begin}cmd"
    assert b"'" + begin.encode() in csv_file([[f"{begin}1"]])


def test_names_of_columns_form_and_interface_agree() -> None:
    from sojourn.api.description import document  # noqa: PLC0415  the interface lies above this room

    parts = document()["components"]["schemas"]["RequestFile"]["properties"]
    interface = set(parts["situation"]["properties"]) | set(parts["particulars"]["properties"])
    known: Any = ["employers[0].seat", "employers[0].kind"]
    columns = {each.fact.id for each in columns_for(known).values()}
    assert {
        name for name in columns if not name.startswith("sender.") and "employers[0]" not in name
    } <= interface
