from django.urls import path

from diapason.alerts.views.alert import alert, alert_acknowledgement
from diapason.alerts.views.alerts import alerts
from diapason.alerts.views.watches import alert_hours, watch, watches

urlpatterns = [
    path("alerts/", alerts, name="alerts"),
    path("alerts/watches/", watches, name="watches"),
    path("alerts/watches/<int:watch_id>/", watch, name="watch"),
    path("alerts/hours/", alert_hours, name="alert_hours"),
    path("alerts/<int:alert_id>/", alert, name="alert"),
    path("alerts/<int:alert_id>/acknowledgement/", alert_acknowledgement, name="alert_acknowledgement"),
]
