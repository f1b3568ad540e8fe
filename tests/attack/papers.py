"""Attacks on the sealed PDF that are public knowledge, each built here from one sealed document.

Classes and names follow the published work: "1 Trillion Dollar Refund: How To Spoof PDF Signatures" (CCS 2019:
universal signature forgery, incremental saving, signature wrapping), "Shadow Attacks: Hiding and Replacing Content in
Signed PDFs" (NDSS 2021), "Breaking the Specification: PDF Certification" (S&P 2021: evil annotation, sneaky signature):
https://pdf-insecurity.org. In the shadow attacks an attacker prepares the document before it is signed; ours is made by
the institution itself, so that what is left of them is the second step, which changes it afterwards.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import TextStampStyle

from sojourn.certificates.seal import _Signer
from tests.attack.strangers import a_stranger

type Attack = Callable[[bytes], bytes]

_FORGED = b"BT /F1 60 Tf 60 400 Td (FORGED) Tj ET"
ATTACKS: dict[str, Attack] = {}


def _attack(made: Attack) -> Attack:
    ATTACKS[made.__name__.lstrip("_")] = made
    return made


def byte_range(document: bytes) -> tuple[re.Match[bytes], list[int]]:
    """Where the /ByteRange stands, and its four numbers."""
    found = re.search(rb"/ByteRange\s*\[([\d\s]+)\]", document)
    assert found is not None
    return found, [int(each) for each in found[1].split()]


def _with_range(document: bytes, numbers: str) -> bytes:
    """The document with another /ByteRange, in the same room where that is enough."""
    found, _ = byte_range(document)
    text = f"/ByteRange [{numbers}]".encode().ljust(found.end() - found.start())
    return document[: found.start()] + text + document[found.end() :]


def _later(document: bytes, change: Callable[[IncrementalPdfFileWriter], Any]) -> bytes:
    """The document with a well-formed later revision."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def _stream(data: bytes, **entries: Any) -> generic.StreamObject:
    return generic.StreamObject(
        {pdf_name(f"/{name}"): value for name, value in entries.items()}, stream_data=data
    )


# Incremental saving: something is appended, and what is signed stays as it was.


@_attack
def isa_new_page_content(document: bytes) -> bytes:
    """Appended properly: the page shows something else."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = _page(writer)
        page["/Contents"] = writer.add_object(_stream(_FORGED))
        writer.update_container(page)

    return _later(document, change)


@_attack
def isa_without_cross_reference(document: bytes) -> bytes:
    """Objects alone, no table: some readers repair that."""
    return document + b"\n4 0 obj\n<</Length 37>>\nstream\n" + _FORGED + b"\nendstream\nendobj\n"


@_attack
def isa_trailer_only(document: bytes) -> bytes:
    """A trailer that names another root."""
    return document + b"\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


@_attack
def isa_with_copied_signature(document: bytes) -> bytes:
    """The appended revision brings a copy of the signature, so that it seems to cover the end."""
    found = re.search(rb"<<[^<>]*/Type\s*/Sig.*?/Contents <[0-9A-F]+>.*?>>", document, re.DOTALL)
    copy = found[0] if found else document[byte_range(document)[0].start() - 200 :]
    return document + b"\n999 0 obj\n" + copy + b"\nendobj\ntrailer\n<<>>\n%%EOF\n"


@_attack
def isa_blank_line(document: bytes) -> bytes:
    """The least that can be appended."""
    return document + b"\r\n"


# Signature wrapping: the signed bytes are moved, the range points at where they are now.


@_attack
def swa_second_part_moved(document: bytes) -> bytes:
    """Forged objects between the seal and the second signed part."""
    _, (_, first, second, length) = byte_range(document)
    forged = b"\n4 0 obj\n<</Length 37>>\nstream\n" + _FORGED + b"\nendstream\nendobj\n"
    moved = document[:second] + forged + document[second:]
    return _with_range(moved, f"0 {first} {second + len(forged)} {length}")


@_attack
def swa_inside_the_gap(document: bytes) -> bytes:
    """Forged objects within the signature's own place, behind its closing bracket."""
    _, (_, _, second, _) = byte_range(document)
    forged = b"> /Forged (" + _FORGED + b") /Rest <"
    end = second - 1 - len(forged) - 10
    return document[:end] + forged + document[end + len(forged) :]


@_attack
def swa_signed_document_further_down(document: bytes) -> bytes:
    """Another document in front; range and signed bytes come behind it."""
    front = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
    _, (_, first, second, length) = byte_range(document)
    return _with_range(front + document, f"{len(front)} {first} {second + len(front)} {length}")


@_attack
def swa_signed_document_as_attachment(document: bytes) -> bytes:
    """A forged document that carries the genuine one inside, untouched."""
    forged = pikepdf.new()
    forged.add_blank_page()
    forged.attachments["genuine.pdf"] = document
    out = BytesIO()
    forged.save(out, compress_streams=False)
    return out.getvalue()


@_attack
def swa_range_in_comment(document: bytes) -> bytes:
    """A second range that covers all, in a comment before the true one."""
    found, numbers = byte_range(document)
    comment = b"%% /ByteRange [0 %d %d %d]\n" % tuple(numbers[1:])
    return document[: found.start()] + comment + document[found.start() :]


@_attack
def swa_two_documents(document: bytes) -> bytes:
    """One genuine document behind another."""
    return document + document


# Universal signature forgery: the signature is there and cannot be checked.


@_attack
def usf_no_contents(document: bytes) -> bytes:
    return re.sub(rb"/Contents <([0-9A-F]+)>", lambda found: b" " * len(found[0]), document)


@_attack
def usf_empty_contents(document: bytes) -> bytes:
    return re.sub(rb"<([0-9A-F]{1000,})>", lambda found: b"<>" + b" " * len(found[1]), document)


@_attack
def usf_zero_contents(document: bytes) -> bytes:
    return re.sub(rb"<([0-9A-F]{1000,})>", lambda found: b"<" + b"0" * len(found[1]) + b">", document)


@_attack
def usf_null_contents(document: bytes) -> bytes:
    return re.sub(rb"<([0-9A-F]{1000,})>", lambda found: b"null".ljust(len(found[0])), document)


@_attack
def usf_no_range(document: bytes) -> bytes:
    return document.replace(b"/ByteRange", b"/ByteRanqe")


@_attack
def usf_escaped_range(document: bytes) -> bytes:
    """The name as only a PDF reader unpacks it."""
    return document.replace(b"/ByteRange [", b"/Byte#52ange[", 1)


@_attack
def range_covers_nothing(document: bytes) -> bytes:
    return _with_range(document, "0 0 0 0")


@_attack
def range_negative(document: bytes) -> bytes:
    _, (_, first, second, length) = byte_range(document)
    return _with_range(document, f"0 {first} {second} -{length}")


@_attack
def range_overlaps(document: bytes) -> bytes:
    _, (_, first, _, length) = byte_range(document)
    return _with_range(document, f"0 {first} {first - 9} {length}")


@_attack
def range_past_the_end(document: bytes) -> bytes:
    _, (_, first, second, _) = byte_range(document)
    return _with_range(document, f"0 {first} {second} 9999999")


@_attack
def range_of_five(document: bytes) -> bytes:
    _, (_, first, second, length) = byte_range(document)
    return _with_range(document, f"0 {first} {second} {length} 0")


@_attack
def range_leaves_out_a_page(document: bytes) -> bytes:
    """A hole wider than the signature."""
    _, (_, first, second, length) = byte_range(document)
    return _with_range(document, f"0 {first - 3000} {second} {length}")


@_attack
def range_begins_late(document: bytes) -> bytes:
    _, (_, first, second, length) = byte_range(document)
    return _with_range(document, f"9 {first - 9} {second} {length}")


# Shadow attacks: hide, replace, hide and replace.


@_attack
def shadow_hide(document: bytes) -> bytes:
    """An overlay is taken away, here: what the page draws is made empty."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        contents = _page(writer)["/Contents"]
        target = (
            contents.raw_get(0)
            if isinstance(contents, generic.ArrayObject)
            else _page(writer).raw_get("/Contents")
        )
        reference = generic.Reference(target.idnum, target.generation, writer)
        writer.objects[target.generation, target.idnum] = _stream(b"")
        writer.mark_update(reference)

    return _later(document, change)


@_attack
def shadow_replace_font(document: bytes) -> bytes:
    """A font is described anew: the same codes, other shapes."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        fonts = _page(writer)["/Resources"]["/Font"]
        for name in list(fonts):
            fonts[name] = writer.add_object(
                generic.DictionaryObject(
                    {
                        pdf_name("/Type"): pdf_name("/Font"),
                        pdf_name("/Subtype"): pdf_name("/Type1"),
                        pdf_name("/BaseFont"): pdf_name("/Symbol"),
                    }
                )
            )
        writer.update_container(fonts)

    return _later(document, change)


@_attack
def shadow_replace_form_value(document: bytes) -> bytes:
    """A form field that shows one value and holds another."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        form["/NeedAppearances"] = generic.BooleanObject(True)
        form["/Fields"].append(
            writer.add_object(
                generic.DictionaryObject(
                    {
                        pdf_name("/FT"): pdf_name("/Tx"),
                        pdf_name("/T"): generic.TextStringObject("Person"),
                        pdf_name("/V"): generic.TextStringObject("Somebody Else"),
                    }
                )
            )
        )
        writer.update_container(form)

    return _later(document, change)


@_attack
def shadow_hide_and_replace(document: bytes) -> bytes:
    """The tree of pages leads to another page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        pages = writer.root["/Pages"]
        page = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Page"),
                pdf_name("/Parent"): writer.root.raw_get("/Pages"),
                pdf_name("/MediaBox"): generic.ArrayObject(
                    [generic.NumberObject(each) for each in (0, 0, 595, 842)]
                ),
                pdf_name("/Contents"): writer.add_object(_stream(_FORGED)),
            }
        )
        pages["/Kids"] = generic.ArrayObject([writer.add_object(page)])
        writer.update_container(pages)

    return _later(document, change)


# Attacks on certification: what a certified document might allow, it does not allow here.


@_attack
def eaa_evil_annotation(document: bytes) -> bytes:
    """A free text laid over the page, as documents certified with level 3 allow."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = _page(writer)
        note = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): generic.ArrayObject(
                    [generic.NumberObject(each) for each in (50, 300, 500, 500)]
                ),
                pdf_name("/Contents"): generic.TextStringObject("Until 31 December 2099"),
                pdf_name("/DA"): generic.TextStringObject("/Helv 30 Tf"),
            }
        )
        noted = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
        page["/Annots"] = generic.ArrayObject([*noted, writer.add_object(note)])
        writer.update_container(page)

    return _later(document, change)


@_attack
def ssa_sneaky_signature(document: bytes) -> bytes:
    """A stranger's signature whose visible field covers the text, as documents certified with level 2 allow."""
    return _signed_again(document, box=(20, 100, 580, 800))


@_attack
def second_signature_unseen(document: bytes) -> bytes:
    """A stranger's signature without a field that can be seen."""
    return _signed_again(document, box=None)


def _signed_again(document: bytes, box: tuple[int, int, int, int] | None) -> bytes:
    # The permission level is lifted first, or pyHanko refuses to sign what allows no change.
    allowing = _with_level(document, b"2")
    writer = IncrementalPdfFileWriter(BytesIO(allowing))
    append_signature_field(writer, SigFieldSpec(sig_field_name="Second", on_page=0, box=box))
    signer = PdfSigner(
        PdfSignatureMetadata(field_name="Second", md_algorithm="sha256"),
        _Signer(a_stranger()),
        stamp_style=TextStampStyle(stamp_text="Until 31 December 2099"),
    )
    # In a thread of its own: after a browser's tests this one has a loop that runs, and pyHanko begins another.
    with ThreadPoolExecutor(max_workers=1) as thread:
        signed: BytesIO = thread.submit(signer.sign_pdf, writer, existing_fields_only=True).result()
    return signed.getvalue()


def _with_level(document: bytes, level: bytes) -> bytes:
    lifted = re.sub(rb"(/P )1(\s*/V|\s*/Type|\s*>>)", rb"\g<1>" + level + rb"\2", document, count=1)
    assert lifted != document
    return lifted


@_attack
def certification_level_lifted(document: bytes) -> bytes:
    """One digit: from "no change" to "forms may be filled in"."""
    return _with_level(document, b"2")


@_attack
def certification_dropped(document: bytes) -> bytes:
    """The catalogue no longer says that the seal certifies."""
    return document.replace(b"/DocMDP", b"/DocMDQ")


# The data, the whole, the wrapping.


@_attack
def attachment_swapped_by_revision(document: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        stream = files[1]["/EF"].raw_get("/F")
        writer.objects[stream.generation, stream.idnum] = _stream(b'{"number": "US-2099"}')
        writer.mark_update(generic.Reference(stream.idnum, stream.generation, writer))

    return _later(document, change)


@_attack
def attachment_swapped_and_saved_anew(document: bytes) -> bytes:
    with pikepdf.open(BytesIO(document)) as opened:
        opened.attachments["certificate.json"] = b'{"number": "US-2099"}'
        return _saved(opened)


@_attack
def saved_anew(document: bytes) -> bytes:
    """The same words in another file: what was sealed is gone."""
    with pikepdf.open(BytesIO(document)) as opened:
        return _saved(opened)


@_attack
def encrypted(document: bytes) -> bytes:
    with pikepdf.open(BytesIO(document)) as opened:
        return _saved(opened, encryption=pikepdf.Encryption(owner="owner", user="user"))


@_attack
def first_revision_alone(document: bytes) -> bytes:
    """What was there before it was sealed."""
    return document[: document.index(b"%%EOF") + 6]


@_attack
def bytes_in_front(document: bytes) -> bytes:
    return b"<html><body>genuine</body></html>\n" + document


@_attack
def cut_short(document: bytes) -> bytes:
    return document[:-1]


def _saved(opened: pikepdf.Pdf, **how: Any) -> bytes:
    out = BytesIO()
    opened.save(out, **how)
    return out.getvalue()


def from_other_seal(document: bytes, other: bytes) -> bytes:
    """The seal of another genuine document in the place of its own."""
    _, (_, first, second, _) = byte_range(document)
    _, (_, other_first, other_second, _) = byte_range(other)
    seal = other[other_first:other_second]
    assert len(seal) == second - first
    return document[:first] + seal + document[second:]
