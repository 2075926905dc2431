from django.urls import URLPattern, URLResolver, path

from diapason.media.views import asset, files, library, upload

urlpatterns: list[URLPattern | URLResolver] = [
    path("media/", library.media, name="media"),
    path("media/files/", upload.upload, name="upload"),
    path("media/<int:asset_id>/", asset.asset, name="asset"),
    path("media/<int:asset_id>/thumbnail/", files.asset_thumbnail, name="asset_thumbnail"),
    path("media/<int:asset_id>/removal/", asset.removal, name="asset_removal"),
    path("media/<int:asset_id>/restoration/", asset.restoration, name="asset_restoration"),
]
