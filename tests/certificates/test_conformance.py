"""Each rule of the two standards that is checked can be seen to be broken."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from sojourn.certificates.conformance import faults
from tests.certificates.builders import sealed


@pytest.fixture(scope="module")
def document() -> bytes:
    return sealed()


def spoil(pdf: bytes, change: Callable[[Any], object]) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        out = BytesIO()
        opened.save(out, fix_metadata_version=False)
    return {fault.code for fault in faults(out.getvalue())}


def xmp(old: bytes, new: bytes) -> Callable[[Any], object]:
    def change(pdf: Any) -> None:
        written = pdf.Root.Metadata.read_bytes()
        assert old in written
        pdf.Root.Metadata.write(written.replace(old, new))

    return change


def attachment(pdf: Any) -> Any:
    return pdf.Root.Names.EmbeddedFiles.Names[1]


def first_font(pdf: Any) -> Any:
    fonts = pdf.pages[0].Resources.Font
    return fonts[next(iter(fonts.keys()))]


def widget(pdf: Any) -> Any:
    return pdf.pages[-1].Annots[0]


def form_element(pdf: Any) -> Any:
    return pdf.Root.StructTreeRoot.ParentTree.Nums[-1]


def figure(pdf: Any) -> Any:
    return next(
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
    )


def heading(pdf: Any) -> Any:
    return next(
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/H2"
    )


BROKEN: dict[str, Callable[[Any], object]] = {
    "identification": xmp(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<"),
    "one_rdf": xmp(b"</rdf:RDF>", b"</rdf:RDF><rdf:RDF></rdf:RDF>"),
    "extension_schema": xmp(b"<pdfaSchema:prefix>pdfuaid<", b"<pdfaSchema:prefix>other<"),
    "title_agrees": lambda pdf: pdf.docinfo.__setitem__("/Title", "Another title"),
    "modification_date_agrees": lambda pdf: pdf.docinfo.__setitem__("/ModDate", "D:20200101000000Z"),
    "metadata_agrees": lambda pdf: pdf.docinfo.__setitem__("/Author", "Somebody else"),
    "marked": lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False),
    "no_suspects": lambda pdf: pdf.Root.MarkInfo.__setitem__("/Suspects", True),
    "language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "title_shown": lambda pdf: pdf.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False),
    "tab_order": lambda pdf: pdf.pages[-1].__delitem__("/Tabs"),
    "output_intent": lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
    "font_maps_to_text": lambda pdf: first_font(pdf).__delitem__("/ToUnicode"),
    "font_embedded": lambda pdf: first_font(pdf).DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
    "no_open_action": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.GoTo)
    ),
    "no_script": lambda pdf: pdf.Root.Names.__setitem__("/JavaScript", pikepdf.Dictionary()),
    "no_action": lambda pdf: widget(pdf).__setitem__(
        "/A", pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch))
    ),
    "no_xfa": lambda pdf: pdf.Root.AcroForm.__setitem__("/XFA", pikepdf.Array()),
    "appearances_are_there": lambda pdf: pdf.Root.AcroForm.__setitem__("/NeedAppearances", True),
    "structure_tree": lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
    "parent_tree_next_key": lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/ParentTreeNextKey", 1),
    "page_in_structure": lambda pdf: pdf.pages[0].__delitem__("/StructParents"),
    "all_content_tagged": lambda pdf: pdf.pages[0].contents_add(b"0 0 10 10 re f"),
    "heading_order": lambda pdf: heading(pdf).__setitem__("/S", pikepdf.Name.H4),
    "first_heading": lambda pdf: [
        each.__setitem__("/S", pikepdf.Name.P)
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/H1"
    ],
    "alternative_text": lambda pdf: figure(pdf).__delitem__("/Alt"),
    "annotation_prints": lambda pdf: widget(pdf).__setitem__("/F", 2),
    "annotation_appearance": lambda pdf: widget(pdf).__delitem__("/AP"),
    "annotation_name": lambda pdf: widget(pdf).__delitem__("/TU"),
    "annotation_tagged": lambda pdf: form_element(pdf).__setitem__("/S", pikepdf.Name.Span),
    "associated_once": lambda pdf: pdf.Root.AF.append(pdf.Root.AF[0]),
    "attachment_relationship": lambda pdf: attachment(pdf).__delitem__("/AFRelationship"),
    "attachment_named": lambda pdf: attachment(pdf).__delitem__("/UF"),
    "attachment_described": lambda pdf: attachment(pdf).__delitem__("/Desc"),
    "attachment_type": lambda pdf: attachment(pdf).EF.F.__delitem__("/Subtype"),
    "attachment_associated": lambda pdf: pdf.Root.__setitem__("/AF", pikepdf.Array()),
    "no_lzw": lambda pdf: widget(pdf).AP.N.__setitem__("/Filter", pikepdf.Array([pikepdf.Name.LZWDecode])),
    "no_external_stream": lambda pdf: widget(pdf).AP.N.__setitem__("/F", pikepdf.String("elsewhere.bin")),
}


def test_an_unspoiled_copy_keeps_every_rule(document: bytes) -> None:
    assert spoil(document, lambda pdf: None) == set()


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_named(document: bytes, code: str) -> None:
    assert code in spoil(document, BROKEN[code])


def test_an_encrypted_document_keeps_no_standard(document: bytes) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(document)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="x", user="", R=6))
    assert "not_encrypted" in {fault.code for fault in faults(out.getvalue())}


def test_a_document_without_an_id_is_named(document: bytes) -> None:
    assert "file_id" in {fault.code for fault in faults(document.replace(b"/ID", b"/IX"))}
