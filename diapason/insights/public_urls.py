from django.urls import path

from diapason.insights.views.report import guest_report, guest_report_file

urlpatterns = [
    path("r/<str:token>/<int:report_id>/", guest_report, name="guest_report"),
    path("r/<str:token>/<int:report_id>/report.<str:kind>", guest_report_file, name="guest_report_file"),
]
