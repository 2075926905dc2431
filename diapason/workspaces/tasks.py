"""What the worker does for people: e-mails leave, urgent notices follow people who do not look at the screen."""

from procrastinate.contrib.django import app

from diapason.core import clock
from diapason.core.jobs import in_thread
from diapason.workspaces import mail, urgent
from diapason.workspaces.models import Mail


@app.task(name="workspaces.send_mail", queue="mail")
@in_thread
def send_mail(mail_id: int) -> None:
    mail.deliver(mail_id)


@app.periodic(cron="* * * * *")
@app.task(name="workspaces.send_due_mail", queue="mail", queueing_lock="workspaces.send_due_mail")
@in_thread
def send_due_mail(timestamp: int) -> None:
    """Tries again what is due: the server was down, or a worker was killed in the middle."""
    for mail_id in Mail.objects.filter(next_at__lte=clock.now()).order_by("next_at").values_list("pk", flat=True)[:200]:
        mail.deliver(mail_id)


@app.periodic(cron="* * * * *")
@app.task(name="workspaces.send_urgent_notices", queue="mail", queueing_lock="workspaces.send_urgent_notices")
@in_thread
def send_urgent_notices(timestamp: int) -> None:
    urgent.send_unread()
