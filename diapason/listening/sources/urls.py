from django.urls import path

from diapason.listening.sources.views.archives import archive, archive_cancellation, archive_refusals, archive_resumption, archives
from diapason.listening.sources.views.lists import source_list, source_list_report, source_list_withdrawal, sources_opml
from diapason.listening.sources.views.places import place_refusal_withdrawal, place_refusals, place_spaces, places
from diapason.listening.sources.views.sources import (
    new_open_search,
    new_search,
    new_source,
    source,
    source_pause,
    source_reading,
    source_removal,
    source_restoration,
    source_resumption,
    sources,
)
from diapason.listening.sources.views.streams import new_stream
from diapason.listening.sources.views.watched import new_page

urlpatterns = [
    path("listening/places/", places, name="places"),
    path("listening/places/spaces/", place_spaces, name="place_spaces"),
    path("listening/places/refusals/", place_refusals, name="place_refusals"),
    path("listening/places/refusals/<int:refusal_id>/withdrawal/", place_refusal_withdrawal, name="place_refusal_withdrawal"),
    path("listening/sources/", sources, name="sources"),
    path("listening/sources/new/", new_source, name="new_source"),
    path("listening/sources/search/", new_search, name="new_search"),
    path("listening/sources/stream/", new_stream, name="new_stream"),
    path("listening/sources/open-search/", new_open_search, name="new_open_search"),
    path("listening/sources/pages/new/", new_page, name="new_page"),
    path("listening/sources/opml/", source_list, name="source_list"),
    path("listening/sources/opml/<int:list_id>/", source_list_report, name="source_list_report"),
    path("listening/sources/opml/<int:list_id>/withdrawal/", source_list_withdrawal, name="source_list_withdrawal"),
    path("listening/sources/sources.opml", sources_opml, name="sources_opml"),
    path("listening/sources/archives/", archives, name="archives"),
    path("listening/sources/archives/<int:archive_id>/", archive, name="archive"),
    path("listening/sources/archives/<int:archive_id>/resumption/", archive_resumption, name="archive_resumption"),
    path("listening/sources/archives/<int:archive_id>/cancellation/", archive_cancellation, name="archive_cancellation"),
    path("listening/sources/archives/<int:archive_id>/refused-lines.csv", archive_refusals, name="archive_refusals"),
    path("listening/sources/<int:source_id>/", source, name="source"),
    path("listening/sources/<int:source_id>/pause/", source_pause, name="source_pause"),
    path("listening/sources/<int:source_id>/resumption/", source_resumption, name="source_resumption"),
    path("listening/sources/<int:source_id>/reading/", source_reading, name="source_reading"),
    path("listening/sources/<int:source_id>/removal/", source_removal, name="source_removal"),
    path("listening/sources/<int:source_id>/restoration/", source_restoration, name="source_restoration"),
]
