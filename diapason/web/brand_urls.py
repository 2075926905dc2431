from django.urls import path

from diapason.web.views.home import brand, home
from diapason.web.views.live import live
from diapason.web.views.notifications import all_read, notifications, reading
from diapason.web.views.palette import palette

urlpatterns = [
    path("", home, name="home"),
    path("start/", brand, name="brand"),
    path("live/", live, name="live"),
    path("palette/", palette, name="palette"),
    path("notifications/", notifications, name="notifications"),
    path("notifications/reading/", all_read, name="notifications_all_read"),
    path("notifications/<int:notification_id>/reading/", reading, name="notification_reading"),
]
