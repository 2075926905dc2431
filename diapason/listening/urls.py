from django.urls import path

from diapason.listening.setup.views import listening_beginning, listening_setup
from diapason.listening.views.annotations import annotation_removal, annotation_restoration, annotations
from diapason.listening.views.building import query_blocks
from diapason.listening.views.decisions import mention_decision_reversal, mention_decisions
from diapason.listening.views.digest import digest, digest_stop
from diapason.listening.views.exports import export, export_cancellation, export_file, exports, figures_export, overview_export
from diapason.listening.views.handling import follow_ups, mentions_handled, mentions_undo
from diapason.listening.views.importing import query_import
from diapason.listening.views.mention import author_erasure, mention, mention_answer, mention_person
from diapason.listening.views.mentions import mentions, mentions_csv
from diapason.listening.views.opportunities import opportunities_now, opportunities_rising
from diapason.listening.views.overview import listening
from diapason.listening.views.queries import change_query, new_query, query_removal, query_restoration, try_query
from diapason.listening.views.query import query, query_latest, query_places, query_stories, query_topics
from diapason.listening.views.retention import retention
from diapason.listening.views.saved import saved_view, saved_view_first, saved_view_removal, saved_view_restoration, saved_views
from diapason.listening.views.understanding import care, understanding

urlpatterns = [
    path("listening/understanding/", understanding, name="understanding"),
    path("listening/understanding/care/", care, name="care"),
    path("listening/", listening, name="listening"),
    path("listening/setup/", listening_setup, name="listening_setup"),
    path("listening/setup/beginning/", listening_beginning, name="listening_beginning"),
    path("listening/opportunities/", opportunities_now, name="opportunities"),
    path("listening/opportunities/<int:query_id>/", opportunities_rising, name="opportunities_rising"),
    path("listening/mentions/", mentions, name="mentions"),
    path("listening/mentions/handled/", mentions_handled, name="mentions_handled"),
    path("listening/mentions/undo/<str:given>/", mentions_undo, name="mentions_undo"),
    path("listening/mentions/<int:mention_id>/", mention, name="mention"),
    path("listening/mentions/<int:mention_id>/answer/", mention_answer, name="mention_answer"),
    path("listening/mentions/<int:mention_id>/person/", mention_person, name="mention_person"),
    path("listening/mentions/<int:mention_id>/author-erasure/", author_erasure, name="author_erasure"),
    path("listening/follow-up/", follow_ups, name="follow_ups"),
    path("listening/mentions.csv", mentions_csv, name="mentions_csv"),
    path("listening/mentions/decisions/", mention_decisions, name="mention_decisions"),
    path("listening/mentions/decisions/<int:decision_id>/reversal/", mention_decision_reversal, name="mention_decision_reversal"),
    path("listening/queries/new/", new_query, name="new_query"),
    path("listening/queries/try/", try_query, name="try_query"),
    path("listening/queries/blocks/", query_blocks, name="query_blocks"),
    path("listening/queries/import/", query_import, name="query_import"),
    path("listening/queries/<int:query_id>/", query, name="query"),
    path("listening/queries/<int:query_id>/latest/", query_latest, name="query_latest"),
    path("listening/queries/<int:query_id>/topics/", query_topics, name="query_topics"),
    path("listening/queries/<int:query_id>/stories/", query_stories, name="query_stories"),
    path("listening/queries/<int:query_id>/places/", query_places, name="query_places"),
    path("listening/views/", saved_views, name="saved_views"),
    path("listening/views/<int:view_id>/", saved_view, name="saved_view"),
    path("listening/views/<int:view_id>/first/", saved_view_first, name="saved_view_first"),
    path("listening/views/<int:view_id>/removal/", saved_view_removal, name="saved_view_removal"),
    path("listening/views/<int:view_id>/restoration/", saved_view_restoration, name="saved_view_restoration"),
    path("listening/digest/", digest, name="digest"),
    path("listening/digest/stop/", digest_stop, name="digest_stop"),
    path("listening/exports/", exports, name="exports"),
    path("listening/exports/<int:export_id>/", export, name="export"),
    path("listening/exports/<int:export_id>/file/", export_file, name="export_file"),
    path("listening/exports/<int:export_id>/cancellation/", export_cancellation, name="export_cancellation"),
    path("listening/figures/", overview_export, name="overview_export"),
    path("listening/queries/<int:query_id>/figures/", figures_export, name="figures_export"),
    path("listening/retention/", retention, name="retention"),
    path("listening/notes/", annotations, name="annotations"),
    path("listening/notes/<int:annotation_id>/removal/", annotation_removal, name="annotation_removal"),
    path("listening/notes/<int:annotation_id>/restoration/", annotation_restoration, name="annotation_restoration"),
    path("listening/queries/<int:query_id>/change/", change_query, name="change_query"),
    path("listening/queries/<int:query_id>/removal/", query_removal, name="query_removal"),
    path("listening/queries/<int:query_id>/restoration/", query_restoration, name="query_restoration"),
]
