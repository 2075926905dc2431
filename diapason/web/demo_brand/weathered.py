"""What the demo brand prepared for crises, and the one that it went through: its week of late deliveries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from diapason.alerts.models import Alert
from diapason.crises import closing, facts, learning, opening, playbooks, running, scale, statements
from diapason.crises.models import Closing, Crisis, Entry, Lesson, Playbook, Review, Seat, Statement, Task
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event, Notification

STATEMENTS = (
    (
        "Nous cherchons à comprendre",
        "Nous avons lu vos messages. Nous cherchons ce qui s’est passé et nous vous répondons ici avant 18 h. Merci de votre patience.",
    ),
    (
        "Retard de livraison",
        "Bonjour {first_name}, votre commande a du retard et nous en sommes désolés. Envoyez-nous son numéro en message privé : "
        "nous vous disons dans l’heure où elle se trouve, et vous choisissez entre l’attendre et être remboursé.",
    ),
)
CONTACTS = (
    ("Sophie Aubry", "Direction, décide d’un rappel ou d’un remboursement", "01 02 03 04 05", "sophie.aubry@maison-lumen.example"),
    ("Transports Rhône", "Transporteur, astreinte jour et nuit", "01 02 03 04 06", ""),
)
OPENED = timedelta(minutes=14)  # after the alert
LASTED = 47 * 60  # minutes


class Then:
    """Does each act now, and writes that it was done so many minutes after the room was opened."""

    def __init__(self, opened_at: datetime) -> None:
        self.opened_at = opened_at

    def at(self, minutes: float) -> datetime:
        return self.opened_at + timedelta(minutes=minutes)

    def do[Made](self, member: Member, minutes: float, act: Callable[..., Made], *given: Any) -> Made:
        last = Event.objects.filter(workspace=member.workspace).order_by("-id").values_list("pk", flat=True).first() or 0
        made = act(member, *given)
        Event.objects.filter(workspace=member.workspace, pk__gt=last).update(at=self.at(minutes))
        return made


def weather(owner: Member, writer: Member) -> None:
    book = prepare(owner, writer)
    alert = Alert.objects.filter(workspace=owner.workspace).order_by("opened_at")[0]
    then = Then(alert.opened_at + OPENED)
    room = lead(owner, writer, book, alert, then)
    close(owner, writer, room, then)
    Notification.objects.filter(workspace=owner.workspace, code__regex=r"^(crisis|statement)\.").delete()


def prepare(owner: Member, writer: Member) -> Playbook:
    scale.kept(owner.workspace)
    book = playbooks.begin(owner)
    for number, (name, part, phone, email) in enumerate(CONTACTS):
        book.contacts.create(position=number, name=name, part=part, phone=phone, email=email)
    book.roles.filter(position=0).update(person=owner.person)
    book.roles.filter(position=2).update(person=writer.person)
    for title, text in STATEMENTS:
        said = statements.keep(writer, Statement(workspace=owner.workspace, title=title, text=text, language="fr"))
        statements.approve(owner, said, said.digest)
    return book


def lead(owner: Member, writer: Member, book: Playbook, alert: Alert, then: Then) -> Crisis:
    plan = opening.Plan(
        "Livraisons en retard : la colère monte",
        scale.levels(owner.workspace)[1],
        "Le transporteur a du retard depuis lundi ; des dizaines de clients n’ont ni colis ni réponse.",
        book,
        alert=alert,
    )
    room = then.do(writer, 0, opening.open_, plan)
    Crisis.objects.filter(pk=room.pk).update(opened_at=then.opened_at)
    Seat.objects.filter(crisis=room, taken_at__isnull=False).update(taken_at=then.opened_at)
    for task in Task.objects.filter(crisis=room).select_related("origin"):
        task.due_at = then.at(task.origin.minutes if task.origin else 30)
        task.save(update_fields=["due_at"])
    empty = room.seats.filter(person=None).order_by("pk")
    then.do(owner, 6, running.seat, room, empty[0], writer.person)
    room.refresh_from_db()
    for number, (member, minutes, text, kind) in enumerate(
        (
            (writer, 12, "Premier message : le forum maison, un client sans nouvelles depuis trois semaines.", Entry.Kind.NOTE),
            (owner, 21, "On répond d’abord sur le forum, puis à chacun en privé. Aucune promesse de date.", Entry.Kind.DECISION),
            (writer, 150, "Le transporteur confirme : 140 colis bloqués à Lyon, livrés d’ici jeudi.", Entry.Kind.NOTE),
            (owner, 190, "Remboursement offert à qui le demande, sans condition.", Entry.Kind.DECISION),
        )
    ):
        entry = then.do(member, minutes, running.write, room, text, kind)
        Entry.objects.filter(pk=entry.pk).update(at=then.at(minutes) + timedelta(seconds=number))
    return room


def close(owner: Member, writer: Member, room: Crisis, then: Then) -> None:
    done = (4, 11, 25, 48, 70, 118, 130, 140)
    for minutes, task in zip(done, room.tasks.order_by("due_at", "id"), strict=False):
        then.do(writer, minutes, lambda member, task=task: running.tick(member, room, task, done=True))
        Task.objects.filter(pk=task.pk).update(done_at=then.at(minutes), reminded_at=then.at(minutes))
    extra = then.do(writer, 35, running.add_task, room, "Demander au transporteur la liste des colis bloqués", 20)
    then.do(writer, 90, lambda member: running.tick(member, room, extra, done=True))
    Task.objects.filter(pk=extra.pk).update(due_at=then.at(55), done_at=then.at(90), reminded_at=then.at(90))
    words = closing.Words(
        cause="Un centre de tri fermé trois jours, et personne chez nous pour le dire aux clients avant qu’ils ne le demandent.",
        good="Une seule voix, une réponse à chacun, le remboursement sans condition : le ton a changé en deux jours.",
        bad="La première réponse est venue trop tard, et deux promotions sont parties pendant la colère.",
        lesson="Dire un retard avant que les clients ne le découvrent",
        next_time="Dès qu’un transporteur annonce plus de deux jours de retard : message aux clients concernés, publications "
        "promotionnelles en pause, déclaration d’attente sur la page d’accueil.",
    )
    then.do(owner, LASTED, closing.close, room, {}, words)
    end = then.at(LASTED)
    Closing.objects.filter(crisis=room).update(at=end)
    Lesson.objects.filter(crisis=room).update(at=end)
    room.refresh_from_db()
    Review.objects.filter(crisis=room).update(at=end, facts=facts.gather(room).as_json())
    learning.propose(room)
    first = room.proposals.first()
    if first:
        then.do(owner, LASTED + 30, learning.take, first)
