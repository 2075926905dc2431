from django.urls import path

from diapason.alerts.views.alert import alert, alert_acknowledgement
from diapason.alerts.views.alerts import alerts
from diapason.alerts.views.channels import channel, channel_removal, channel_restoration, channel_trial, channels, new_channel
from diapason.alerts.views.watches import alert_hours, query_watch, watch, watches

urlpatterns = [
    path("alerts/", alerts, name="alerts"),
    path("alerts/watches/", watches, name="watches"),
    path("alerts/watches/<int:watch_id>/", watch, name="watch"),
    path("alerts/queries/<int:query_id>/", query_watch, name="query_watch"),
    path("alerts/hours/", alert_hours, name="alert_hours"),
    path("alerts/channels/", channels, name="channels"),
    path("alerts/channels/new/<slug:network>/", new_channel, name="new_channel"),
    path("alerts/channels/<int:channel_id>/", channel, name="channel"),
    path("alerts/channels/<int:channel_id>/trial/", channel_trial, name="channel_trial"),
    path("alerts/channels/<int:channel_id>/removal/", channel_removal, name="channel_removal"),
    path("alerts/channels/<int:channel_id>/restoration/", channel_restoration, name="channel_restoration"),
    path("alerts/<int:alert_id>/", alert, name="alert"),
    path("alerts/<int:alert_id>/acknowledgement/", alert_acknowledgement, name="alert_acknowledgement"),
]
