"""What Maison Lumen says, and what is said to it. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Idea:
    """A post of the brand: `kind` is a content type, `objective` the number of one of `cast.OBJECTIVES`."""

    title: str
    text: str
    kind: str
    objective: int
    language: str = "fr"
    link: str = ""


SHOP = "https://maison-lumen.example"

IDEAS = (
    Idea(
        "Trois gestes pour garder la lumière du matin",
        "Le matin, la lumière vient de côté. Trois gestes suffisent pour la garder : un voilage clair, un miroir en face de la fenêtre, une lampe basse qui prend le relais.",
        "tutorial",
        0,
        link=f"{SHOP}/conseils/matin",
    ),
    Idea(
        "Atelier de Lyon : il reste des places",
        "Jeudi, nous montons une suspension ensemble, de la douille au premier allumage. Il reste six places à l’atelier de Lyon.",
        "invitation",
        3,
        link=f"{SHOP}/ateliers/lyon",
    ),
    Idea(
        "Témoignage : ma cuisine",
        "« J’ai éclairé ma cuisine sans refaire l’électricité. » Nadia raconte son après-midi avec Aube, la lampe qui se pose sans percer.",
        "testimonial",
        0,
        link=f"{SHOP}/aube",
    ),
    Idea("Poser ou suspendre ?", "Plutôt lampe à poser ou suspension ? On dessine la suite avec vous.", "poll", 2),
    Idea(
        "La collection Aube est là",
        "Verre soufflé à Saint-Étienne, laiton poli à la main, une ampoule qui se change. La collection Aube est en ligne.",
        "news",
        1,
        link=f"{SHOP}/aube",
    ),
    Idea(
        "Dans l’atelier, un lundi",
        "Un lundi matin à l’atelier : on trie le verre, on chauffe le four, et quelqu’un a apporté des chouquettes.",
        "backstage",
        0,
    ),
    Idea(
        "Livraison offerte jusqu’à dimanche",
        "Livraison offerte jusqu’à dimanche sur toute la collection Aube. Nos ateliers préparent vos colis avec soin.",
        "promotion",
        1,
        link=f"{SHOP}/offres",
    ),
    Idea(
        "Réparer plutôt que racheter",
        "Une lampe qui ne s’allume plus n’est presque jamais perdue. Apportez-la : nous changeons la douille, le fil, l’interrupteur.",
        "tutorial",
        3,
        link=f"{SHOP}/reparation",
    ),
    Idea(
        "Quelle ampoule choisir ?",
        "2 700 K pour le salon, 3 000 K pour la cuisine, 4 000 K pour l’atelier : la température de couleur fait la moitié de l’ambiance.",
        "tutorial",
        0,
        link=f"{SHOP}/conseils/ampoules",
    ),
    Idea(
        "Portrait : Marguerite, souffleuse de verre",
        "Marguerite souffle le verre depuis vingt-deux ans. « La première fois que c’est réussi, on ne sait pas pourquoi. La centième non plus. »",
        "photo",
        0,
    ),
    Idea(
        "Nouveau point de vente à Nantes",
        "Nous ouvrons un corner à Nantes, rue de Verdun, chez nos amis de l’Établi. Venez allumer les lampes avant de choisir.",
        "news",
        3,
        link=f"{SHOP}/boutiques/nantes",
    ),
    Idea(
        "Avant, après : une chambre d’étudiant",
        "9 m², un plafonnier blafard, 60 € de budget. Voici ce que deux lampes et une multiprise peuvent faire.",
        "case_study",
        0,
        link=f"{SHOP}/conseils/petits-espaces",
    ),
    Idea(
        "Vos questions sur la suspension Aube",
        "Est-elle compatible avec un variateur ? Se monte-t-elle seule ? Quelle hauteur au-dessus d’une table ? On répond à tout.",
        "tutorial",
        2,
        link=f"{SHOP}/aube/questions",
    ),
    Idea(
        "Le chiffre : 94 %",
        "94 % de nos lampes vendues depuis 2015 s’allument encore. Les 6 % restants sont passées par l’atelier de réparation.",
        "news",
        0,
    ),
    Idea(
        "Lecture : l’éloge de l’ombre",
        "Un petit livre de Tanizaki pour aimer aussi ce que la lampe n’éclaire pas. On en a laissé un exemplaire dans chaque boutique.",
        "curation",
        0,
    ),
    Idea(
        "On recrute un·e vendeur·se à Lyon",
        "Vous aimez expliquer sans pousser à l’achat ? Nous cherchons quelqu’un pour la boutique de Lyon, trente-cinq heures, dès que possible.",
        "news",
        3,
        link=f"{SHOP}/emplois",
    ),
    Idea(
        "Concours : la plus belle ombre",
        "Photographiez l’ombre que fait votre lampe sur un mur. La plus belle gagne une Aube. Règlement sur le site.",
        "contest",
        2,
        link=f"{SHOP}/concours",
    ),
    Idea(
        "Une journée sans électricité",
        "Que voit-on quand tout s’éteint ? Nous avons essayé une soirée à la bougie, et noté ce qui nous a manqué.",
        "backstage",
        0,
    ),
    Idea(
        "Le guide de la lumière au bureau",
        "Lumière du jour de côté, lampe à gauche pour les droitiers, pas de reflet à l’écran : le guide complet en une page.",
        "white_paper",
        1,
        link=f"{SHOP}/guides/bureau",
    ),
    Idea(
        "Merci pour vos 1 000 avis",
        "Mille avis, et nous les avons tous lus. Les trois reproches qui reviennent, et ce que nous changeons.",
        "news",
        2,
        link=f"{SHOP}/avis",
    ),
    Idea(
        "Soldes : ce qui est soldé, et pourquoi",
        "Trois modèles sortent du catalogue : ils sont soldés. Les autres ne le sont pas, parce que leur prix est déjà le bon.",
        "promotion",
        1,
        link=f"{SHOP}/soldes",
    ),
    Idea(
        "Comment nettoyer un abat-jour en lin",
        "Un aspirateur, une brosse douce, jamais d’eau. Et si le lin a jauni, on le retend à l’atelier.",
        "tutorial",
        2,
        link=f"{SHOP}/conseils/entretien",
    ),
    Idea(
        "Fête des Lumières : notre parcours",
        "Du 5 au 8 décembre, la boutique de Lyon reste allumée jusqu’à minuit. Voici le parcours à pied que nous aimons.",
        "invitation",
        3,
        link=f"{SHOP}/fete-des-lumieres",
    ),
    Idea(
        "La lampe de votre enfance",
        "Quelle lampe y avait-il dans votre chambre d’enfant ? Racontez, on aimerait en redessiner une.",
        "quiz",
        2,
    ),
    Idea(
        "Light for small rooms",
        "Small rooms need more lamps, not stronger ones. Three at different heights beat a single ceiling light every time.",
        "tutorial",
        0,
        "en",
        f"{SHOP}/en/small-rooms",
    ),
    Idea(
        "We now ship to Québec",
        "Good news from across the ocean: we now ship to Québec in eight days, plugs included.",
        "news",
        1,
        "en",
        f"{SHOP}/en/shipping",
    ),
    Idea(
        "Behind the glass", "Every Aube shade is blown by hand in Saint-Étienne. No two are alike; that is the point.", "backstage", 0, "en"
    ),
    Idea(
        "Ask us anything about dimmers",
        "Which bulbs dim well? Why does mine hum? Ask below: our repair workshop answers all day.",
        "quiz",
        2,
        "en",
    ),
)

COMMENTS = (
    ("fr", "Installée hier, quelle merveille. Merci pour le conseil en boutique !"),
    ("fr", "Est-ce que la suspension Aube existe en version sans fil ?"),
    ("fr", "Bonjour, ma commande devait arriver mardi et toujours rien. Personne ne répond au téléphone, c’est pénible."),
    ("fr", "Trois semaines d’attente pour un abat-jour, c’est long. Le résultat est très beau, cela dit."),
    ("fr", "Vous livrez en Corse ?"),
    ("fr", "Quelle hauteur conseillez-vous au-dessus d’une table ronde ?"),
    ("fr", "La photo est superbe, qui l’a prise ?"),
    ("fr", "Mon abat-jour est arrivé fendu. Que dois-je faire ?"),
    ("fr", "Bravo pour la réparation gratuite, c’est si rare."),
    ("fr", "Le lien du guide ne marche pas chez moi."),
    ("fr", "Peut-on réserver pour deux personnes à l’atelier de Lyon ?"),
    ("fr", "Un peu cher, non ?"),
    ("en", "Do you ship to Montréal?"),
    ("en", "Mine arrived yesterday and it is even better than in the pictures."),
    ("en", "Does it work with a dimmer?"),
    ("en", "Still waiting for an answer about order 20418…"),
)

ANSWERS = {
    "fr": (
        "Bonjour, merci de votre message ! Écrivez-nous votre numéro de commande en privé, on regarde tout de suite.",
        "Merci beaucoup, cela nous touche. Bonne soirée sous la lampe !",
        "Bonne question : oui, c’est possible. Tous les détails sont sur la page du modèle.",
        "Vous avez raison, et nous sommes désolés. Une personne de l’équipe vous rappelle aujourd’hui.",
    ),
    "en": (
        "Thank you for asking! Yes, it does; the details are on the page of the lamp.",
        "So glad to hear it. Enjoy the evenings!",
        "We are sorry about this. Send us your order number in private and we will look at once.",
    ),
}

PEOPLE = (
    "Julie Marchand", "Théo Delmas", "Marc Rivière", "Nadia Haddad", "Inès Colin", "Hugo Petit", "Sofia Garnier", "Paul Lefèvre", "Léa Moreau",
    "Karim Benali", "Zoé Faure", "Noé Masson", "Élodie Roche", "Bruno Guérin", "Amélie Dubois", "Malik Diallo", "Sarah Nguyen", "Yann Le Goff",
    "Kate Wilson", "Liam Tremblay", "Chloé Gagnon", "Étienne Côté", "Rosa Fernandes", "Sam Johnson",
)  # fmt: skip

SAVED_REPLIES = (
    ("fr", "Commande en retard", "retard", "Bonjour {first_name}, je suis désolée pour ce retard. Envoyez-moi votre numéro de commande en message privé et je vérifie aussitôt. {agent}"),
    ("fr", "Merci", "merci", "Merci {first_name}, votre message fait plaisir à tout l’atelier ! {agent}"),
    ("fr", "Réparation", "reparer", "Bonjour {first_name}, apportez ou envoyez-nous la lampe : la réparation est gratuite. Tout est expliqué ici : {link}"),
    ("en", "Late order", "late", "Hello {first_name}, I am sorry about the delay. Send me your order number in private and I will look at once. {agent}"),
    ("en", "Thank you", "thanks", "Thank you {first_name}, the whole workshop is smiling! {agent}"),
)  # fmt: skip
