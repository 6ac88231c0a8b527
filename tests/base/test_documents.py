"""Uploaded documents: one bad file of each kind, made here."""

import io
import zipfile

import docx
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, String

from miko_portal.base import documents, pdf
from miko_portal.base.documents import check_pdf, check_working_file
from miko_portal.base.filenames import attachment, safe_name

SCRIPT = "Das PDF enthält ein Skript. Bitte neu als PDF drucken oder einscannen."
PROGRAM = "Das PDF startet ein Programm. Bitte neu als PDF drucken oder einscannen."
FILES = "Das PDF enthält weitere Dateien. Bitte diese einzeln hochladen."
XFA = "Das PDF ist ein Formular, das wie ein Programm arbeitet (XFA). Bitte neu als PDF drucken."
DAMAGED = "Die Datei ist beschädigt. Bitte neu speichern oder einscannen und diese hochladen."
NO_PDF = "Das ist kein PDF. Bitte eine PDF-Datei hochladen."
PROTECTED = "Die Datei ist durch ein Kennwort geschützt. Bitte ohne Kennwort speichern."
NEITHER = "Das ist weder eine Word-Datei (.docx) noch ein PDF. Bitte als eines davon speichern."


def upload(content, name="scan.pdf"):
    return SimpleUploadedFile(name, content)


def made_pdf(change=None, pages=1, **save):
    """A PDF as bytes; `change` may add to it."""
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    file = io.BytesIO()
    document.save(file, **{"object_stream_mode": pikepdf.ObjectStreamMode.generate, **save})
    return file.getvalue()


def made_docx(**parts):
    """A Word file as bytes, with further parts beside its own."""
    file = io.BytesIO()
    docx.Document().save(file)
    with zipfile.ZipFile(file, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def refusal(check, file):
    with pytest.raises(ValidationError) as caught:
        check(file)
    return caught.value.messages


def script(document):
    return document.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def set_script_as_stream(document):
    document.Root.OpenAction = Dictionary(S=Name.Rendition, JS=document.make_stream(b"x"))


def set_script_of_document(document):
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), script(document)]))
    )


def set_script_of_annotation(document):
    document.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, A=script(document))])


def set_script_of_field(document):
    field = Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=script(document)))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def set_script_in_a_chain(document):
    document.Root.OpenAction = Dictionary(
        S=Name.GoTo, Next=Array([Array([Dictionary(S=Name.JavaScript)])])
    )


def attached(document):
    held = document.make_stream(b"MZ")
    return Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=held))


BAD = {
    "script on opening": (lambda d: setattr(d.Root, "OpenAction", script(d)), SCRIPT),
    "script on closing": (lambda d: setattr(d.Root, "AA", Dictionary(WC=script(d))), SCRIPT),
    "script of a page": (lambda d: setattr(d.pages[0], "AA", Dictionary(O=script(d))), SCRIPT),
    "script of the document": (set_script_of_document, SCRIPT),
    "script of an annotation": (set_script_of_annotation, SCRIPT),
    "script of a field": (set_script_of_field, SCRIPT),
    "script as a stream": (set_script_as_stream, SCRIPT),
    "script in a chain": (set_script_in_a_chain, SCRIPT),
    "script without an action": (
        lambda d: setattr(d.Root, "OpenAction", Dictionary(JS=String("x"))),
        SCRIPT,
    ),
    "program": (
        lambda d: setattr(d.Root, "OpenAction", Dictionary(S=Name.Launch, F=String("cmd.exe"))),
        PROGRAM,
    ),
    "attachment": (lambda d: d.attachments.__setitem__("a.txt", b"x"), FILES),
    "associated file": (lambda d: setattr(d.Root, "AF", Array([attached(d)])), FILES),
    "annotation with a file": (
        lambda d: setattr(d.pages[0], "Annots", Array([Dictionary(Subtype=Name.FileAttachment)])),
        FILES,
    ),
    "form that is a program": (
        lambda d: setattr(d.Root, "AcroForm", Dictionary(XFA=d.make_stream(b"<xdp/>"))),
        XFA,
    ),
    "no page": (lambda d: d.pages.__delitem__(0), DAMAGED),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("packed", [True, False])
def test_a_pdf_that_does_something_is_refused(kind, packed):
    change, sentence = BAD[kind]
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    content = made_pdf(change, object_stream_mode=mode)
    assert refusal(check_pdf, upload(content)) == [sentence]


def test_a_name_that_is_written_in_figures_is_read_as_what_it_means():
    content = made_pdf(
        BAD["script in a chain"][0], object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    assert refusal(check_pdf, upload(content.replace(b"/JavaScript", b"/J#61vaScript"))) == [SCRIPT]


def test_what_documents_of_an_office_have_is_taken():
    def with_links_and_form(document):
        document.Root.OpenAction = Dictionary(
            S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit])
        )
        link = Dictionary(S=Name.URI, URI=String("https://example.org"))
        document.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, A=link)])
        document.Root.AcroForm = Dictionary(Fields=Array([]), SigFlags=3)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.pages[0].Resources = Dictionary(Font=Dictionary(JS=font, EF=font, AF=font))

    for content in (
        made_pdf(with_links_and_form, pages=3),
        pdf.render("shared/table.typ", {"header": ["a"], "rows": [["b"]]}, title="Liste"),
    ):
        file = upload(content, "Vereinbarung.PDF")
        check_pdf(file)
        assert file.read() == content


@pytest.mark.parametrize("password", ["", "geheim"])
def test_an_encrypted_pdf_is_refused(password):
    secret = pikepdf.Encryption(owner="x", user=password)
    assert refusal(check_pdf, upload(made_pdf(encryption=secret))) == [PROTECTED]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (made_pdf(), "scan.exe"),
        (made_pdf(), "scan"),
        (b"MZ" + made_pdf(), "scan.pdf"),
        (b"", "scan.pdf"),
        (made_docx(), "scan.pdf"),
    ],
)
def test_what_is_no_pdf_is_refused(content, name):
    assert refusal(check_pdf, upload(content, name)) == [NO_PDF]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", made_pdf()[:200], b"%PDF-1.7\n" + b"x" * 5000])
def test_a_damaged_pdf_is_refused(content):
    assert refusal(check_pdf, upload(content)) == [DAMAGED]


def test_a_pdf_of_very_many_parts_is_refused_before_they_are_looked_at(monkeypatch):
    monkeypatch.setattr(documents, "MOST_OBJECTS", 3)
    assert refusal(check_pdf, upload(made_pdf(pages=3))) == [DAMAGED]


def test_a_pdf_whose_parts_unpack_to_very_much_is_refused():
    def fill(size):
        return lambda document: document.Root.__setitem__("/X", String(" " * size))

    few, much = (made_pdf(fill(size)) for size in (1000, documents.MOST_BYTES_UNPACKED + 1))
    assert len(much) < 100_000
    check_pdf(upload(few))
    assert refusal(check_pdf, upload(much)) == [DAMAGED]


class Large:
    """A file of 100 MB that nobody may read."""

    size = 100 * 1024 * 1024
    name = "scan.pdf"
    read = seek = None


@pytest.mark.parametrize("check", [check_pdf, check_working_file])
def test_a_large_file_is_refused_unread(check):
    assert refusal(check, Large()) == [
        "Die Datei ist größer als 20 MB. Bitte verkleinern oder aufteilen."
    ]


def test_a_file_may_be_as_large_as_the_sentence_says(monkeypatch):
    content = made_pdf()
    monkeypatch.setattr(documents, "MOST_BYTES", len(content))
    check_pdf(upload(content))
    assert len(refusal(check_pdf, upload(content + b"\n"))) == 1


# ---- working files


@pytest.mark.parametrize(
    ("content", "name"), [(made_docx(), "Entwurf.docx"), (made_pdf(), "Entwurf.pdf")]
)
def test_word_and_pdf_are_working_files(content, name):
    file = upload(content, name)
    check_working_file(file)
    assert file.read() == content


def test_a_pdf_is_judged_as_one_beside_word_files_too():
    content = made_pdf(BAD["program"][0])
    assert refusal(check_working_file, upload(content)) == [PROGRAM]


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "custom/VBAPROJECT.BIN"])
def test_a_word_file_with_macros_is_refused(part):
    assert refusal(check_working_file, upload(made_docx(**{part: b"x"}), "Entwurf.docx")) == [
        "Die Datei enthält Makros. Bitte als Word-Datei ohne Makros (.docx) speichern."
    ]


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (made_docx(), "Entwurf.docm", NEITHER),
        (made_docx(), "Entwurf", NEITHER),
        (OLD_WORD, "Entwurf.docx", NEITHER),
        (OLD_WORD, "Entwurf.doc", NEITHER),
        (b"{\\rtf1}", "Entwurf.docx", NEITHER),
        (b"", "Entwurf.docx", NEITHER),
        (archive(**{"xl/workbook.xml": b"x"}), "Entwurf.docx", NEITHER),
        (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "Entwurf.docx", PROTECTED),
        (
            made_docx()[:3000],
            "Entwurf.docx",
            "Die Datei ist beschädigt. Bitte neu speichern und diese hochladen.",
        ),
        (
            archive(**{"word/document.xml": bytes(documents.MOST_BYTES_UNPACKED + 1)}),
            "Entwurf.docx",
            "Entpackt ist die Datei größer als 50 MB.",
        ),
    ],
    ids=range(10),
)
def test_what_is_no_word_file_is_refused(content, name, sentence):
    assert refusal(check_working_file, upload(content, name)) == [sentence]


# ---- names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Vereinbarung Übung.pdf", "Vereinbarung Übung.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\Scan 1.pdf", "Scan 1.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie_ b.pdf"),
        ("a\x00\x07\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ('a"b<c>d|e?f*g.pdf', "a_b_c_d_e_f_g.pdf"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("محمد.pdf", "محمد.pdf"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ("", "file"),
        ("/", "file"),
        (".pdf", "pdf"),
        ("a." + "x" * 300, "a" + "." + "x" * 118),
    ],
)
def test_a_name_is_shown_without_what_could_do_harm(name, safe):
    assert safe_name(name) == safe
    assert len(safe) <= 120


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Scan (1).pdf", "Scan (1).pdf"),
        ("Prüfung Größe.pdf", "Pruefung Groesse.pdf"),
        ("Café.pdf", "Cafe.pdf"),
        ("محمد.pdf", "____.pdf"),
        ('a"; x=".pdf', "a__ x=_.pdf".replace("=", "_")),
        ("a\nb.pdf", "a b.pdf"),
    ],
)
def test_a_download_has_its_name_in_ascii_too(name, plain):
    assert attachment(name).startswith(f'attachment; filename="{plain}"; filename*=UTF-8')
    assert attachment(name).isascii()
