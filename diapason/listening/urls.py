from django.urls import path

from diapason.listening.views.decisions import mention_decision_reversal, mention_decisions
from diapason.listening.views.mentions import mentions, mentions_csv
from diapason.listening.views.overview import listening
from diapason.listening.views.queries import change_query, new_query, query_removal, query_restoration, try_query
from diapason.listening.views.query import query, query_latest, query_topics
from diapason.listening.views.setup import listening_beginning, listening_setup

urlpatterns = [
    path("listening/", listening, name="listening"),
    path("listening/setup/", listening_setup, name="listening_setup"),
    path("listening/setup/beginning/", listening_beginning, name="listening_beginning"),
    path("listening/mentions/", mentions, name="mentions"),
    path("listening/mentions.csv", mentions_csv, name="mentions_csv"),
    path("listening/mentions/decisions/", mention_decisions, name="mention_decisions"),
    path("listening/mentions/decisions/<int:decision_id>/reversal/", mention_decision_reversal, name="mention_decision_reversal"),
    path("listening/queries/new/", new_query, name="new_query"),
    path("listening/queries/try/", try_query, name="try_query"),
    path("listening/queries/<int:query_id>/", query, name="query"),
    path("listening/queries/<int:query_id>/latest/", query_latest, name="query_latest"),
    path("listening/queries/<int:query_id>/topics/", query_topics, name="query_topics"),
    path("listening/queries/<int:query_id>/change/", change_query, name="change_query"),
    path("listening/queries/<int:query_id>/removal/", query_removal, name="query_removal"),
    path("listening/queries/<int:query_id>/restoration/", query_restoration, name="query_restoration"),
]
