from django.utils.translation import override

from diapason.workspaces import zones


def every(language):
    with override(language):
        (_often, likely), (_all, others) = zones.choices()
    return likely, others


def test_places_are_called_as_the_reader_calls_them():
    likely, others = every("fr")
    assert likely[:2] == [("Europe/Paris", "Paris (France)"), ("America/Toronto", "Toronto (Canada)")]
    assert dict(others)["America/Port_of_Spain"] == "Port-d’Espagne (Trinité-et-Tobago)"
    assert dict(every("en")[0])["Europe/Brussels"] == "Brussels (Belgium)"
    assert dict(others)["UTC"] == "UTC"


def test_places_are_sorted_as_they_are_called_whatever_their_accents():
    labels = [label for _name, label in every("fr")[1]]
    assert labels.index("Erevan (Arménie)") < labels.index("Fidji (Fidji)") < labels.index("Le Caire (Égypte)")
    assert labels.index("Éfaté (Vanuatu)") < labels.index("Fidji (Fidji)")


def test_every_zone_can_be_chosen_and_an_old_name_is_not_called_as_another():
    likely, others = every("fr")
    assert {name for name, _label in (*likely, *others)} == set(zones.names())
    assert dict(others)["America/Montreal"] == "Montreal (Canada)"
