import re
from collections import Counter

from diapason.editorial.moments.catalogue import LANGUAGES, PHASES, Entry, entries

MARKS = "[;:!?»]"
# Stored with the calendars of brands: a key may be added, never renamed.
KEYS = """
advent aids_day all_saints april_fools armistice ascension assumption back_to_school bastille_day
beaujolais_nouveau black_friday boxing_day canada_day candlemas christmas christmas_eve clocks_back
clocks_forward community_manager_day construction_holiday culture_days cyber_monday disability_day earth_day
easter easter_monday eid_al_adha eid_al_fitr environment_day epiphany fathers_day festival_of_lights
francophonie_day good_friday grandmothers_day halloween heritage_days idahobit labour_day maple_season
mardi_gras mental_health_day mothers_day movember music_day new_year new_years_eve nuit_blanche patriots_day
pink_october quebec_national_day ramadan remembrance_day social_media_day spring summer_holidays summer_sales
taste_week thanksgiving truth_and_reconciliation valentines_day victory_day violence_against_women whit_monday
winter_sales womens_day world_book_day
"""
NARROW = "\u202f"


def texts(entry: Entry, language: str) -> list[str]:
    return [entry.names[language], *(entry.advice[language][phase] for phase in PHASES)]


def test_a_moment_is_said_in_both_languages() -> None:
    for entry in entries():
        assert entry.rules, entry.key
        assert entry.source, entry.key
        for language in LANGUAGES:
            assert set(entry.advice[language]) == set(PHASES), entry.key
            name, *advice = texts(entry, language)
            assert 3 < len(name) < 70, entry.key
            assert all(30 < len(sentence) < 160 and sentence[-1] in ".?" and sentence[0].isupper() for sentence in advice), entry.key
            assert not any("  " in text or "'" in text or text != text.strip() for text in texts(entry, language)), entry.key


def test_french_has_its_spaces_and_says_vous() -> None:
    for text in (text for entry in entries() for text in texts(entry, "fr")):
        assert not re.search(rf"[^{NARROW}]{MARKS}", text), text
        assert not re.search(rf"«[^{NARROW}]", text), text
        assert not re.search(r"\b(tu|te|toi|tes|ta)\b", text.lower()), text


def test_english_has_no_french_space_and_is_not_a_copy() -> None:
    for entry in entries():
        for phase in PHASES:
            assert entry.advice["en"][phase] != entry.advice["fr"][phase], entry.key
            assert NARROW not in entry.advice["en"][phase], entry.key


def test_keys_are_stable_and_no_advice_is_said_twice() -> None:
    keys = [entry.key for entry in entries()]
    assert sorted(keys) == KEYS.split()
    said = Counter(entry.advice[language][phase] for entry in entries() for language in LANGUAGES for phase in PHASES)
    assert said.most_common(1)[0][1] == 1
