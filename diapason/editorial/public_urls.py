from django.urls import URLPattern, URLResolver, path

from diapason.editorial import guest_urls
from diapason.editorial.views.calendar_feeds import calendar_feed

urlpatterns: list[URLPattern | URLResolver] = [
    *guest_urls.urlpatterns,
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
]
