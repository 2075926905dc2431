from django.urls import URLPattern, URLResolver, path

from diapason.publishing.views.deliveries import deliveries
from diapason.publishing.views.delivery import cancel, confirm, delivery, send_again
from diapason.publishing.views.pause import pause, pause_space, resume, resume_space

urlpatterns: list[URLPattern | URLResolver] = [
    path("deliveries/", deliveries, name="deliveries"),
    path("deliveries/<int:delivery_id>/", delivery, name="delivery"),
    path("deliveries/<int:delivery_id>/confirmation/", confirm, name="confirm_delivery"),
    path("deliveries/<int:delivery_id>/retry/", send_again, name="retry_delivery"),
    path("deliveries/<int:delivery_id>/cancellation/", cancel, name="cancel_delivery"),
    path("publishing/pause/", pause, name="pause_publishing"),
    path("publishing/pause/end/", resume, name="resume_publishing"),
    path("publishing/pause/spaces/<int:space_id>/", pause_space, name="pause_space"),
    path("publishing/pause/spaces/<int:space_id>/end/", resume_space, name="resume_space"),
]
