"""An import whose worker dies: nothing half-imported, nothing twice, never running for ever."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from diapason.core import clock
from diapason.editorial.exchange import importing, resuming
from diapason.editorial.models import Post
from diapason.workspaces.models import LongTask
from diapason.workspaces.resuming import MOST_STARTS, abandoned, held

CONTENT = "Title;Text\n" + "\n".join(f"Post {number};Six places left, number {number}" for number in range(1_200))
SLOWLY = """
import sys, time, django
django.setup()
from diapason.editorial.exchange import importing, resuming
kept = importing.keep_versions
def slowly(*given):
    kept(*given)
    print("half", flush=True)
    time.sleep(60)
importing.keep_versions = slowly
resuming.take_up(int(sys.argv[1]))
"""


@pytest.fixture
def task(lead):
    made = importing.begin(lead, "calendar.csv", CONTENT.encode())
    made.input |= {"queued": clock.now().isoformat()}
    made.save()
    return made


def killed_in_the_middle(task: LongTask) -> None:
    """Another process runs the import, and is killed when half of the posts are written."""
    config = connection.settings_dict
    url = make_conninfo(dbname=config["NAME"], user=config["USER"], password=config["PASSWORD"], host=config["HOST"], port=config["PORT"])
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "diapason.settings"}
    env |= {"DIAPASON_DATA_DIR": str(settings.MEDIA_ROOT.parent)}
    worker = subprocess.Popen([sys.executable, "-c", SLOWLY, str(task.pk)], env=env, stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    assert worker.stdout.readline() == "half\n"
    assert not held(task.pk).__enter__()  # it is alive: the import is its own
    worker.kill()
    worker.wait()
    end = time.monotonic() + 20
    while time.monotonic() < end:  # the server notices the end of a connection in its own time
        with held(task.pk) as mine:
            if mine:
                return
        time.sleep(0.05)
    raise AssertionError("the dead worker still holds the import")


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_another_imports_all_of_it_once(task):
    killed_in_the_middle(task)
    task.refresh_from_db()
    assert (task.state, Post.objects.count()) == ("running", 0)
    assert abandoned(importing.KIND) == [task.pk]
    for number in abandoned(importing.KIND):
        resuming.take_up(number)
    task.refresh_from_db()
    assert (task.state, task.report["imported"], Post.objects.count()) == ("done", 1_200, 1_200)
    resuming.take_up(task.pk)  # the job of the dead worker, given to another
    assert Post.objects.count() == 1_200


def test_a_file_that_kills_its_worker_each_time_is_given_up_and_may_be_tried_again(client, camille, task, brand):
    task.state, task.input["starts"] = "running", MOST_STARTS
    task.save()
    resuming.take_up(task.pk)
    task.refresh_from_db()
    assert task.state == "failed"
    assert "Nothing was imported" in task.report["error"]
    client.force_login(camille)
    page = client.get(reverse("calendar_import_task", args=[brand.slug, task.pk])).content.decode()
    assert reverse("calendar_import_again", args=[brand.slug, task.pk]) in page
    client.post(reverse("calendar_import_again", args=[brand.slug, task.pk]))
    resuming.take_up(task.pk)
    task.refresh_from_db()
    assert (task.state, task.report["imported"]) == ("done", 1_200)


def test_an_import_whose_job_was_lost_is_begun_all_the_same(task):
    assert abandoned(importing.KIND) == []
    task.input["queued"] = (clock.now() - timedelta(minutes=3)).isoformat()
    task.save()
    assert abandoned(importing.KIND) == [task.pk]


def test_the_end_of_an_import_is_kept_with_its_posts_or_not_at_all(task, lead, monkeypatch):
    def fail(*_given):
        raise RuntimeError("killed")

    monkeypatch.setattr(importing, "end", fail)
    with pytest.raises(RuntimeError):
        importing.run(task, lead)
    assert Post.objects.count() == 0


def test_whoever_left_the_brand_imports_nothing(task, camille):
    camille.memberships.all().delete()
    resuming.take_up(task.pk)
    task.refresh_from_db()
    assert (task.state, Post.objects.count()) == ("cancelled", 0)
