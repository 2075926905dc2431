from django.urls import path

from diapason.insights.views.objective import change_objective, closure, new_objective, objective, reopening
from diapason.insights.views.objectives import objectives
from diapason.insights.views.results import results, results_export, results_posts

urlpatterns = [
    path("results/", results, name="results"),
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
