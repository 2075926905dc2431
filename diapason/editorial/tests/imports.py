"""A calendar that comes in, as its task would run it."""

from diapason.editorial.exchange import importing


def take(member, content, **given):
    task = importing.begin(member, "calendar.csv", content if isinstance(content, bytes) else content.encode())
    task.input |= given
    importing.run(task, member)
    return task
