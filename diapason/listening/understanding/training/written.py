"""Sentences that we wrote: what no set has enough of. Negations both ways, plain questions and announcements, Québec French, irony.

Each is a frame with a subject (`{s}`) and words of a list; `MANY` of them are drawn for a language, always the same.
"""

import random
from collections.abc import Iterator

from diapason.listening.understanding.training.data import POSTS, Example, Tone

MANY = 1600
LOVED: Tone = (0.03, 0.07, 0.9)
HATED: Tone = (0.92, 0.06, 0.02)
FINE: Tone = (0.1, 0.3, 0.6)
POOR: Tone = (0.72, 0.22, 0.06)
PLAIN: Tone = (0.04, 0.93, 0.03)
MIXED: Tone = (0.35, 0.35, 0.3)

WORDS = {
    "fr": {
        "s": "le service|le film|ce livre|l'hôtel|la livraison|ce produit|le restaurant|votre application|cette réforme|le concert|l'équipe|"
        "la qualité|l'accueil|le jeu|la série|ce téléphone|le plat|ce parfum|leur site|la boutique|le vendeur|ce spectacle|le projet|"
        "l'album|la mise à jour|ce train|la conférence|votre réponse|le menu|cette marque",
        "good": "génial|excellent|super|parfait|magnifique|délicieux|efficace|rapide|agréable|fiable|utile|sympa|au top|impeccable|beau|"
        "intéressant|bon|réussi|formidable|convaincant|clair|propre|drôle|bien|satisfaisant|à la hauteur",
        "bad": "nul|mauvais|décevant|horrible|lent|sale|catastrophique|ennuyeux|pénible|inutile|ridicule|honteux|pourri|moche|compliqué|"
        "cher|scandaleux|raté|désagréable|médiocre|inadmissible|lamentable|fade|bruyant|en panne|en retard",
        "québec": "plate|poche|quétaine|tannant|magané|de la marde|ordinaire",
        "fun": "le fun|écœurant|capotant|au boutte|cute|malade|hot",
        "when": "mardi|demain|en juin|le 3 mai|à 18 h|la semaine prochaine|en 2025|ce matin",
    },
    "en": {
        "s": "the service|the movie|this book|the hotel|the delivery|this product|the restaurant|your app|this bill|the concert|the team|"
        "the quality|the staff|the game|the show|this phone|the food|this album|their website|the store|the support|the play|the project|"
        "the update|this train|the talk|your answer|the menu|this brand|the flight",
        "good": "great|excellent|perfect|amazing|delicious|efficient|fast|pleasant|reliable|useful|nice|awesome|beautiful|interesting|good|"
        "fantastic|convincing|clear|clean|funny|helpful|impressive|worth it|fun",
        "bad": "terrible|bad|disappointing|horrible|slow|dirty|a disaster|boring|painful|useless|ridiculous|shameful|rotten|ugly|complicated|"
        "expensive|scandalous|rude|unpleasant|mediocre|unacceptable|awful|bland|noisy|broken|late",
        "québec": "meh|whack|trash|mid|a joke|rubbish", "fun": "lit|fire|dope|ace|brilliant|class",
        "when": "on Tuesday|tomorrow|in June|on May 3|at 6pm|next week|in 2025|this morning",
    },
}  # fmt: skip
FRAMES: dict[str, dict[Tone, str]] = {
    "fr": {
        LOVED: "{s} est {good}|{s} est vraiment {good} !|franchement {s}, {good}|j'adore {s}|je recommande {s}, c'est {good}|{s} ne m'a jamais déçu|"
        "jamais déçu par {s}|je ne regrette pas du tout {s}|{s} : rien à redire, {good}|{s} est ben {fun}|c'est {fun} {s}|merci pour {s}, c'était {good}|"
        "pas déçue de {s}, {good}|on ne peut pas faire mieux que {s}|{s} n'a jamais été aussi {good}|{s} était {bad} avant, maintenant c'est {good}|"
        "{s} 😍|{s} {good} 👍|hâte de retrouver {s} ❤️|enfin {s} qui marche bien",
        FINE: "{s} n'est pas {bad}|c'est pas {bad} {s}|pas {bad} du tout {s}|je ne suis pas déçu de {s}|aucun problème avec {s}|{s} pas mal du tout|"
        "{s} n'est pas si {bad} que ça|{s} est correct|pas pire {s}|je m'attendais à {bad} mais {s} est {good}|{s} ne déçoit pas",
        HATED: "{s} est {bad}|{s} est vraiment {bad} !|quelle déception {s}, {bad}|je déteste {s}|je ne recommande pas {s}|je n'aime pas {s}|"
        "j'aime pas {s}, c'est {bad}|{s} ne marche pas|{s} ne fonctionne plus depuis {when}|{s} est ben {québec}|c'est {québec} {s}|plus jamais {s}|"
        "je regrette d'avoir choisi {s}|{s} c'est du grand n'importe quoi|{s} était {good} avant, maintenant c'est {bad}|{s} 😡|{s} {bad} 👎|"
        "bravo pour {s}, encore {bad}|super, {s} encore {bad}|merci pour {s}, {bad} comme d'habitude|génial, {s} est encore {bad} 🙄|"
        "quel plaisir d'attendre {s} pendant deux heures|rien de {good} dans {s}|{s} n'a rien de {good}|{s} aurait pu être {good} mais c'est {bad}",
        POOR: "{s} n'est pas {good}|c'est pas {good} {s}|pas {good} du tout {s}|{s} n'est plus aussi {good}|{s} pas très {good}|{s} pas terrible|"
        "{s} : je m'attendais à mieux|{s} n'est jamais {good}|je ne trouve pas {s} {good}|bof {s}|{s} laisse à désirer|{s} manque de charme",
        PLAIN: "{s} ouvre {when}|à quelle heure ouvre {s} ?|où trouver {s} ?|je cherche {s}|{s} sera disponible {when}|combien coûte {s} ?|"
        "quelqu'un connaît {s} ?|{s} : rendez-vous {when}|{s} présenté {when} à la presse|comment fonctionne {s} ?|{s} est annoncé {when}|"
        "que pensez-vous de {s} ?|est-ce que {s} est ouvert {when} ?|{s}, publié {when}|le ministre parlera de {s} {when}|{s} http://x.example",
        MIXED: "{s} est {good} mais {bad}|{s} : {good} d'un côté, {bad} de l'autre|{s} {good}, par contre {bad}|ni {good} ni {bad} {s}",
    },
    "en": {
        LOVED: "{s} is {good}|{s} is really {good}!|honestly {s} is {good}|i love {s}|i recommend {s}, it's {good}|{s} never disappoints|"
        "never been disappointed by {s}|i don't regret {s} at all|{s}: no complaints, {good}|{s} is {fun}|thanks for {s}, it was {good}|"
        "couldn't be happier with {s}|{s} has never been so {good}|{s} used to be {bad}, now it's {good}|{s} 😍|{s} {good} 👍|can't wait for {s} ❤️",
        FINE: "{s} is not {bad}|{s} isn't {bad}|{s} not {bad} at all|i'm not disappointed with {s}|no problem with {s}|{s} isn't that {bad}|"
        "{s} is decent|i expected {bad} but {s} was {good}|not {bad}, {s}|{s} does not disappoint",
        HATED: "{s} is {bad}|{s} is really {bad}!|what a disappointment {s}, {bad}|i hate {s}|i don't recommend {s}|i don't like {s}|"
        "{s} does not work|{s} stopped working {when}|{s} is {québec}|never again {s}|i regret {s}|{s} used to be {good}, now it's {bad}|{s} 😡|"
        "{s} {bad} 👎|great job on {s}, {bad} again|oh great, {s} is {bad} again|thanks for {s}, {bad} as usual|wonderful, {s} is still {bad} 🙄|"
        "love waiting two hours for {s}|nothing {good} about {s}|{s} could have been {good} but it's {bad}|wouldn't call {s} {good}",
        POOR: "{s} is not {good}|{s} isn't {good}|{s} not {good} at all|{s} is no longer {good}|{s} not very {good}|{s}: expected better|"
        "{s} is never {good}|i don't find {s} {good}|meh {s}|{s} leaves a lot to be desired|{s} could be better",
        PLAIN: "{s} opens {when}|what time does {s} open?|where can i find {s}?|looking for {s}|{s} will be available {when}|how much is {s}?|"
        "does anyone know {s}?|{s}: see you {when}|{s} was presented to the press {when}|how does {s} work?|{s} was announced {when}|"
        "what do you think of {s}?|is {s} open {when}?|{s}, published {when}|the minister will talk about {s} {when}|{s} http://x.example|"
        "please send {s} {when}|the meeting about {s} is {when}",
        MIXED: "{s} is {good} but {bad}|{s}: {good} on one side, {bad} on the other|{s} {good}, however {bad}|neither {good} nor {bad} {s}",
    },
}


def written(language: str) -> Iterator[Example]:
    chance, words = random.Random(7), {name: listed.split("|") for name, listed in WORDS[language].items()}
    frames = [(frame, tone) for tone, listed in FRAMES[language].items() for frame in listed.split("|")]
    drawn: dict[str, Tone] = {}
    while len(drawn) < MANY:
        frame, tone = chance.choice(frames)
        text = frame.format(**{name: chance.choice(listed) for name, listed in words.items()})
        drawn[text[0].upper() + text[1:] if chance.random() < 0.6 else text] = tone
    yield from (Example(text, "written", language, POSTS, tone, complaint=None, request=None) for text, tone in drawn.items())
