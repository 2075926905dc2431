"""Two train crashes, as their tweets came in: heard, watched and told by all that the product is made of, five minutes at a time."""

from datetime import datetime, timedelta

import pytest

from diapason.alerts import watching
from diapason.alerts.models import Alert
from diapason.listening import pipeline
from diapason.workspaces.models import Notification
from tests.tweets import tweets_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
STEP = timedelta(minutes=5)
HOURS = 14


@pytest.mark.parametrize(
    ("name", "begins", "minutes"),
    [
        # Both collections hold few of the first tweets: five within these minutes.
        ("2013_Lac_Megantic_train_crash", datetime.fromisoformat("2013-07-06T07:17+00:00"), 55),
        ("2013_Spain_train_crash", datetime.fromisoformat("2013-07-24T19:24+00:00"), 10),
    ],
)
def test_a_disaster_is_told_when_a_handful_speak_of_it(brand, ask, said, time, yanis, name, begins, minutes):
    tweets = [at for at in tweets_of(name) if begins - STEP <= at < begins + timedelta(hours=HOURS)]
    if not tweets:
        pytest.skip("skipped: ../shared/data/crisislex absent")
    time.now = begins
    ask("lac OR tren")
    told = None
    while time.now < begins + timedelta(hours=HOURS):
        time.goes_on(minutes=5)
        heard = [at for at in tweets if time.now - STEP <= at < time.now]
        pipeline.take_in(brand, [said("lac tren", said_at=at) for at in heard])
        watching.look_at_all()
        told = told or (time.now if Alert.objects.exists() else None)
    assert told is not None
    assert told - begins <= timedelta(minutes=minutes)
    assert Alert.objects.count() == 1
    assert Notification.objects.filter(person=yanis).count() <= 8
