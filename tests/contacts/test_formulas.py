"""A planilha que sai não tem fórmula em separador nenhum, e volta a ser o que era."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contacts import spreadsheet
from core.contacts.csv_reading import _unguarded, guarded
from core.models import Contact

FORMULA = "=+-@＝＋－＠"
words = st.text(alphabet=st.sampled_from("a '\"" + FORMULA + ";|\t\r\n,"), max_size=12) | st.text(max_size=20)


@given(words)
def test_no_cell_begins_a_formula_after_any_separator_and_all_come_back(text: str) -> None:
    out = guarded(text)

    cells = re.split("[;|\t\r\n]", out)
    assert not [cell for cell in cells if cell.startswith(tuple(FORMULA))]
    assert not out.startswith(("\t", "\r"))
    assert _unguarded(out) == text


@pytest.mark.django_db(transaction=True)
def test_an_exported_note_with_formulas_comes_back_unharmed(loja) -> None:
    note = "ver planilha;=cmd()\n-1 caixa\t+2\n'=feito"
    Contact.objects.create(
        cliente=loja.cliente, instance=loja, address="5511988880001", saved_name="＝SOMA(A1)", notes=note
    )

    text = "".join(spreadsheet.lines(Contact.objects.all()))
    row = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    Contact.objects.update(saved_name="outro", notes=None)
    spreadsheet.bring(None, loja, text.encode())

    assert row["name"] == "'＝SOMA(A1)"
    assert ";=" not in text
    assert Contact.objects.values_list("saved_name", "notes").get() == ("＝SOMA(A1)", note)
