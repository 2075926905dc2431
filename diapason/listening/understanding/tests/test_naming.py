"""People, places and others that a text names."""

import pytest

from diapason.core.tests.effort import cpu_seconds
from diapason.listening.understanding.naming import names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Merci à Julie Marchand pour son accueil à Lyon", {"Julie Marchand": "person", "Lyon": "place"}),
        ("Livraison rapide. Produit conforme.", {}),
        ("Merci Julie !", {"Julie": "person"}),
        ("J’ai vu Jean de La Fontaine à la Gare du Nord", {"Jean de La Fontaine": "person", "Gare du Nord": "other"}),
        ("Encore une grève à la SNCF", {"SNCF": "other"}),
        ("JE SUIS EN COLERE CONTRE PARIS", {}),
        ("le ministre Darmanin parle d’Italie", {"Darmanin": "person", "Italie": "place"}),
        ("@Julie #Lyon https://x.example/Paris", {}),
        ("", {}),
        ("Thank You So Much", {}),
        ("RDS et Hydro-Québec recrutent un technicien", {"RDS": "other", "Hydro-Québec": "other"}),
        ("Mme Ouellet et M. Roy sont venus", {"Ouellet": "person", "Roy": "person"}),
        ("Le PDG de Renault parle", {"Renault": "other"}),
        ("Mon iPad et ma carte SIM, via YouTube", {"iPad": "other", "SIM": "other", "YouTube": "other"}),
        ("Le SMS et le PDF ne partent pas", {}),
        ("Thanks Emily, see you in New York on Monday", {"Emily": "person", "New York": "place"}),
    ],
)
def test_what_a_text_names(text, found):
    assert names(text) == found


@pytest.mark.parametrize("text", ["Aa " * 16_000, "A-" * 25_000, "A'" * 25_000, "Aa de " * 8000, "É" + "-" * 49_000])
def test_fifty_thousand_letters_are_read_at_once(text):
    assert cpu_seconds(lambda: names(text)) < 0.3
