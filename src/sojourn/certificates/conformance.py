"""Whether a document keeps the two standards that it claims, as far as structure tells: PDF/A-3a and PDF/UA-1.

Written against ISO 19005-3 and ISO 14289-1 with pikepdf, which neither draws nor seals. No substitute for a full
validator (veraPDF), which needs Java: docs/decisions/0005 says how to run one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

import pikepdf

_PRINTED: Final = 0b100
_HIDDEN: Final = 0b100010  # Hidden or NoView.
_FORBIDDEN_ACTIONS: Final = {
    "/JavaScript",
    "/Launch",
    "/Sound",
    "/Movie",
    "/ResetForm",
    "/ImportData",
    "/Rendition",
}
_XMP_DATE: Final = re.compile(r"ModifyDate>\s*([0-9T:+\-Z]+)|ModifyDate=\"([0-9T:+\-Z]+)\"")


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that is broken: its code, and where."""

    code: str
    place: str = ""


# pikepdf's objects answer to anything: its types say nothing of what a document holds, hence Any below.


def faults(pdf: bytes) -> list[Fault]:
    """Every broken rule among those checked; empty when the document keeps them all. Raises PdfError on no PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        checks = (
            _identification,
            _metadata_agrees,
            _catalogue,
            _output_intent,
            _fonts,
            _nothing_active,
            _structure,
            _headings,
            _figures,
            _widgets,
            _attachments,
            _encoding,
        )
        return [fault for check in checks for fault in check(document)]


def _need(holds: object, code: str, place: str = "") -> Iterator[Fault]:
    if not holds:
        yield Fault(code, place)


def _identification(document: Any) -> Iterator[Fault]:
    xmp = _xmp(document)
    yield from _need(xmp.count("<rdf:RDF") == 1, "one_rdf")
    for name, value in (("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")):
        found = re.findall(rf"<{name}>([^<]*)</{name}>|\s{name}=\"([^\"]*)\"", xmp)
        yield from _need([left or right for left, right in found] == [value], "identification", name)
    yield from _need(
        "pdfuaid" in "".join(re.findall(r"<pdfaSchema:prefix>([^<]*)<", xmp)), "extension_schema"
    )


def _metadata_agrees(document: Any) -> Iterator[Fault]:
    xmp, info = _xmp(document), document.docinfo
    yield from _need(str(info.get("/Title", "")) in xmp and "/Title" in info, "title_agrees")
    found = _XMP_DATE.search(xmp)
    if "/ModDate" in info:
        written = datetime.fromisoformat(found.group(1) or found.group(2)) if found else None
        yield from _need(written == _pdf_date(str(info["/ModDate"])), "modification_date_agrees")
    for entry in ("/Author", "/Creator", "/Producer"):
        yield from _need(str(info.get(entry, "")) in xmp, "metadata_agrees", entry)


def _catalogue(document: Any) -> Iterator[Fault]:
    root = document.Root
    yield from _need(root.get("/MarkInfo", {}).get("/Marked") is True, "marked")
    yield from _need(root.get("/MarkInfo", {}).get("/Suspects", False) is False, "no_suspects")
    yield from _need(str(root.get("/Lang", "")), "language")
    yield from _need(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is True, "title_shown")
    yield from _need("/ID" in document.trailer, "file_id")
    yield from _need("/Encrypt" not in document.trailer, "not_encrypted")
    for at, page in enumerate(document.pages):
        if "/Annots" in page:
            yield from _need(page.get("/Tabs") == "/S", "tab_order", f"page {at + 1}")


def _output_intent(document: Any) -> Iterator[Fault]:
    intents = document.Root.get("/OutputIntents", [])
    profiles = [
        intent for intent in intents if intent.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in intent
    ]
    yield from _need(profiles, "output_intent")


def _fonts(document: Any) -> Iterator[Fault]:
    for place, font in _all_of_type(document, "/Font"):
        if font.get("/Subtype") == "/Type0":
            yield from _need("/ToUnicode" in font, "font_maps_to_text", place)
        elif font.get("/Subtype") != "/Type3":
            descriptor = font.get("/FontDescriptor", {})
            embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())
            yield from _need(embedded, "font_embedded", str(font.get("/BaseFont", place)))


def _nothing_active(document: Any) -> Iterator[Fault]:
    root = document.Root
    yield from _need("/OpenAction" not in root and "/AA" not in root, "no_open_action")
    yield from _need("/JavaScript" not in root.get("/Names", {}), "no_script")
    yield from _need("/XFA" not in root.get("/AcroForm", {}), "no_xfa")
    yield from _need(not root.get("/AcroForm", {}).get("/NeedAppearances", False), "appearances_are_there")
    for place, each in _dictionaries(document):
        yield from _need(str(each.get("/S", "")) not in _FORBIDDEN_ACTIONS, "no_action", place)


def _structure(document: Any) -> Iterator[Fault]:
    tree = document.Root.get("/StructTreeRoot")
    if tree is None:
        yield Fault("structure_tree")
        return
    numbers = dict(_pairs(tree.ParentTree.get("/Nums", [])))
    yield from _need(tree.get("/ParentTreeNextKey", 0) > max(numbers, default=-1), "parent_tree_next_key")
    for at, page in enumerate(document.pages):
        place = f"page {at + 1}"
        yield from _need(page.get("/StructParents") in numbers, "page_in_structure", place)
        yield from _need(not _untagged(page), "all_content_tagged", place)


def _headings(document: Any) -> Iterator[Fault]:
    levels = [int(kind[2:]) for kind in _kinds(document) if re.fullmatch(r"/H[1-6]", kind)]
    yield from _need(levels[:1] == [1], "first_heading")
    for before, after in pairwise(levels):
        yield from _need(after <= before + 1, "heading_order", f"{before} to {after}")


def _figures(document: Any) -> Iterator[Fault]:
    for element in _elements(document):
        if element.get("/S") in ("/Figure", "/Formula", "/Form"):
            yield from _need(str(element.get("/Alt", "")), "alternative_text", str(element.S))


def _widgets(document: Any) -> Iterator[Fault]:
    tree = document.Root.get("/StructTreeRoot", {})
    numbers = dict(_pairs(tree.get("/ParentTree", {}).get("/Nums", [])))
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            place = str(annotation.get("/T", "annotation"))
            flags = int(annotation.get("/F", 0))
            yield from _need(flags & _PRINTED and not flags & _HIDDEN, "annotation_prints", place)
            yield from _need("/N" in annotation.get("/AP", {}), "annotation_appearance", place)
            yield from _need(
                str(annotation.get("/TU", annotation.get("/Contents", ""))), "annotation_name", place
            )
            parent = numbers.get(annotation.get("/StructParent"))
            tagged = parent is not None and parent.get("/S") == "/Form" and _refers_to(parent, annotation)
            yield from _need(tagged, "annotation_tagged", place)


def _attachments(document: Any) -> Iterator[Fault]:
    associated = list(document.Root.get("/AF", []))
    yield from _need(len({each.objgen for each in associated}) == len(associated), "associated_once")
    for name, specification in document.attachments.items():
        entry = specification.obj
        yield from _need("/AFRelationship" in entry, "attachment_relationship", name)
        yield from _need("/UF" in entry and "/F" in entry, "attachment_named", name)
        yield from _need(str(entry.get("/Desc", "")), "attachment_described", name)
        yield from _need("/Subtype" in entry.EF.F, "attachment_type", name)
        yield from _need(
            any(each.objgen == entry.objgen for each in associated), "attachment_associated", name
        )


def _encoding(document: Any) -> Iterator[Fault]:
    for place, each in _dictionaries(document):
        if isinstance(each, pikepdf.Stream):
            yield from _need("/LZWDecode" not in str(each.get("/Filter", "")), "no_lzw", place)
            yield from _need(
                "/F" not in each or each.get("/Type") == "/EmbeddedFile", "no_external_stream", place
            )


def _xmp(document: Any) -> str:
    metadata = document.Root.get("/Metadata")
    return unescape(metadata.read_bytes().decode("utf-8", "replace")) if metadata is not None else ""


def _pdf_date(text: str) -> datetime:
    moment = datetime.strptime(text[2:16], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    zone = re.fullmatch(r"([+-])(\d\d)'?(\d\d)'?", text[16:])
    if zone is None:
        return moment
    offset = datetime.fromisoformat(f"2000-01-01T00:00:00{zone[1]}{zone[2]}:{zone[3]}").utcoffset()
    return moment - offset if offset is not None else moment


def _dictionaries(document: Any) -> Iterator[tuple[str, Any]]:
    for number, each in enumerate(document.objects):
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield f"object {number + 1}", each


def _all_of_type(document: Any, kind: str) -> Iterator[tuple[str, Any]]:
    return ((place, each) for place, each in _dictionaries(document) if each.get("/Type") == kind)


def _pairs(numbers: Any) -> Iterator[tuple[int, Any]]:
    flat = list(numbers)
    return zip((int(key) for key in flat[::2]), flat[1::2], strict=True)


def _elements(document: Any) -> Iterator[Any]:
    """The structure elements in reading order."""
    waiting = list(_children(document.Root.get("/StructTreeRoot", {})))
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting[:0] = _children(element)


def _children(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    each = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in each if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _kinds(document: Any) -> list[str]:
    roles = document.Root.get("/StructTreeRoot", {}).get("/RoleMap", {})
    return [str(roles.get(str(element.S), element.S)) for element in _elements(document)]


def _refers_to(element: Any, annotation: Any) -> bool:
    kids = element.get("/K")
    each = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return any(
        isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid and kid.Obj.objgen == annotation.objgen
        for kid in each
    )


def _untagged(page: Any) -> bool:
    """Whether something is painted outside marked content."""
    paints = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"}
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in ("BDC", "BMC"):
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif name in paints and depth == 0:
            return True
    return False
