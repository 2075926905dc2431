"""Small words that turn, strengthen or weaken what follows them, without accents, in French and English."""


def listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATES = listed(
    "pas jamais aucun aucune sans ni rien guere nullement ne n' point pantoute not no never without nor neither nothing none "
    "don't doesn't didn't isn't wasn't aren't weren't won't wouldn't can't cannot couldn't shouldn't haven't hasn't hadn't ain't "
    "dont doesnt didnt isnt wasnt arent wont wouldnt cant couldnt hardly barely"
)
# After their verb, so that they turn the word before them too: `j’aime pas`.
AFTER = frozenset(("pas", "jamais", "pantoute", "guere"))
NE = frozenset(("ne", "n'"))
NO_MORE = frozenset(("plus",))  # turns only after `ne`
BREAKS = listed('. .. , ; : ! ? !! ?? !? ?! ( ) " « » mais but however cependant pourtant toutefois') | {"\n"}
BUT = listed("mais but however cependant pourtant toutefois although except sauf")
STRONGER = listed(
    "tres trop si vraiment tellement super hyper ultra mega extremement totalement completement absolument incroyablement "
    "franchement carrement particulierement terriblement grave vachement tout plein ben full beaucoup "
    "very so really extremely absolutely totally completely incredibly too highly deeply super truly such utterly fucking damn"
)
WEAKER = listed("peu assez plutot presque parfois quelque vaguement relativement somewhat slightly kinda rather little fairly")
ASKS = listed(
    "comment pourquoi quand combien ou quel quelle quels quelles qui quoi lequel laquelle est-ce qu' how why when what where which who "
    "whose can could does do is are would should will anyone someone quelqu'"
)
GREETS = listed(
    "bonjour bonsoir salut slt allo coucou hello hi hey bjr bsr madame monsieur mme mr merci "
    "svp stp please thanks et and so donc alors ok question "
    "dites tout le monde tous all guys everyone team l'equipe"
)
