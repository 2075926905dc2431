from datetime import timedelta

import pytest
import time_machine

from diapason.core import clock
from diapason.editorial import reminders, workflow
from diapason.workspaces.models import Notification


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.filter(code__contains="_due").order_by("id").values_list("code", "person__name")) + list(
        Notification.objects.filter(code__contains="_late").order_by("id").values_list("code", "person__name")
    )


@pytest.fixture
def due(post, tomorrow):
    post.writing_due = tomorrow - timedelta(hours=1)
    post.approval_due = tomorrow + timedelta(hours=5)
    post.save()
    return post


def test_the_writer_is_told_the_day_before_and_once(due):
    assert (reminders.remind(), reminders.remind()) == (1, 0)
    assert told() == [("post.writing_due", "Yanis")]


def test_the_writer_is_told_when_it_is_past_and_once(due):
    with time_machine.travel(due.writing_due + timedelta(minutes=1)):
        assert (reminders.remind(), reminders.remind()) == (1, 0)
    assert told() == [("post.writing_late", "Yanis")]


def test_a_new_deadline_is_told_anew(due):
    reminders.remind()
    due.writing_due -= timedelta(hours=3)
    due.save()
    assert reminders.remind() == 1


def test_once_submitted_those_who_approve_are_told_instead(due, voice, camille):
    workflow.submit(voice, due.pk)
    with time_machine.travel(due.approval_due - timedelta(hours=2)):
        reminders.remind()
    assert told() == [("post.approval_due", "Camille")]


def test_nobody_is_told_of_a_post_without_deadline_or_removed(post, due):
    due.removed_at = clock.now()
    due.save()
    assert reminders.remind() == 0
