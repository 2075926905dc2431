from django.urls import path

from diapason.listening.rules.views.past import rule_past, rule_task, rule_task_cancellation
from diapason.listening.rules.views.rules import (
    change_rule,
    new_rule,
    rule_activity,
    rule_pause,
    rule_position,
    rule_removal,
    rule_restoration,
    rules,
    try_rule,
)

urlpatterns = [
    path("listening/rules/", rules, name="rules"),
    path("listening/rules/new/", new_rule, name="new_rule"),
    path("listening/rules/try/", try_rule, name="try_rule"),
    path("listening/rules/<int:rule_id>/", change_rule, name="change_rule"),
    path("listening/rules/<int:rule_id>/pause/", rule_pause, name="rule_pause"),
    path("listening/rules/<int:rule_id>/activity/", rule_activity, name="rule_activity"),
    path("listening/rules/<int:rule_id>/position/", rule_position, name="rule_position"),
    path("listening/rules/<int:rule_id>/removal/", rule_removal, name="rule_removal"),
    path("listening/rules/<int:rule_id>/restoration/", rule_restoration, name="rule_restoration"),
    path("listening/rules/<int:rule_id>/past/", rule_past, name="rule_past"),
    path("listening/rules/past/<int:rule_task_id>/", rule_task, name="rule_task"),
    path("listening/rules/past/<int:rule_task_id>/cancellation/", rule_task_cancellation, name="rule_task_cancellation"),
]
