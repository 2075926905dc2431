from django.urls import path

from diapason.insights.views.objective import change_objective, closure, new_objective, objective, reopening
from diapason.insights.views.objectives import objectives
from diapason.insights.views.report import report, report_file
from diapason.insights.views.reports import new_report, new_schedule, reports, schedule_resume, schedule_stop
from diapason.insights.views.results import results, results_best, results_charts, results_export, results_posts

urlpatterns = [
    path("results/reports/", reports, name="reports"),
    path("results/reports/new/", new_report, name="new_report"),
    path("results/reports/<int:report_id>/", report, name="report"),
    path("results/reports/<int:report_id>/report.<str:kind>", report_file, name="report_file"),
    path("results/reports/schedules/new/", new_schedule, name="new_report_schedule"),
    path("results/reports/schedules/<int:schedule_id>/stop/", schedule_stop, name="report_schedule_stop"),
    path("results/reports/schedules/<int:schedule_id>/resume/", schedule_resume, name="report_schedule_resume"),
    path("results/", results, name="results"),
    path("results/charts/", results_charts, name="results_charts"),
    path("results/best/", results_best, name="results_best"),
    path("results/posts/", results_posts, name="results_posts"),
    path("results/posts.csv", results_export, {"kind": "csv"}, name="results_csv"),
    path("results/posts.xlsx", results_export, {"kind": "xlsx"}, name="results_xlsx"),
    path("objectives/", objectives, name="objectives"),
    path("objectives/new/", new_objective, name="new_objective"),
    path("objectives/<int:objective_id>/", objective, name="objective"),
    path("objectives/<int:objective_id>/change/", change_objective, name="change_objective"),
    path("objectives/<int:objective_id>/closure/", closure, name="objective_closure"),
    path("objectives/<int:objective_id>/reopening/", reopening, name="objective_reopening"),
]
