from django.urls import path

from diapason.crises.views.calling import call, statement_answer
from diapason.crises.views.closing import closing, proposal, reopening
from diapason.crises.views.crises import crises
from diapason.crises.views.entries import entries, entry_removal, entry_restoration
from diapason.crises.views.lessons import lessons
from diapason.crises.views.opening import new_crisis
from diapason.crises.views.pauses import pauses, space_release
from diapason.crises.views.playbooks import playbook, playbook_removal, playbook_restoration, playbooks
from diapason.crises.views.report import report
from diapason.crises.views.room import crisis, level
from diapason.crises.views.scale import scale
from diapason.crises.views.seats import seat
from diapason.crises.views.statements import (
    new_statement,
    statement,
    statement_approval,
    statement_publication,
    statement_removal,
    statement_restoration,
    statements,
)
from diapason.crises.views.tasks import task_done, tasks

urlpatterns = [
    path("crises/", crises, name="crises"),
    path("crises/new/", new_crisis, name="new_crisis"),
    path("crises/lessons/", lessons, name="lessons"),
    path("crises/scale/", scale, name="crisis_scale"),
    path("crises/playbooks/", playbooks, name="playbooks"),
    path("crises/playbooks/<int:playbook_id>/", playbook, name="playbook"),
    path("crises/playbooks/<int:playbook_id>/removal/", playbook_removal, name="playbook_removal"),
    path("crises/playbooks/<int:playbook_id>/restoration/", playbook_restoration, name="playbook_restoration"),
    path("crises/statements/", statements, name="statements"),
    path("crises/statements/new/", new_statement, name="new_statement"),
    path("crises/statements/<int:statement_id>/", statement, name="statement"),
    path("crises/statements/<int:statement_id>/approval/", statement_approval, name="statement_approval"),
    path("crises/statements/<int:statement_id>/removal/", statement_removal, name="statement_removal"),
    path("crises/statements/<int:statement_id>/restoration/", statement_restoration, name="statement_restoration"),
    path("crises/calls/<int:conversation_id>/", call, name="crisis_call"),
    path("crises/calls/<int:conversation_id>/statements/<int:statement_id>/", statement_answer, name="statement_answer"),
    path("crises/<int:crisis_id>/", crisis, name="crisis"),
    path("crises/<int:crisis_id>/level/", level, name="crisis_level"),
    path("crises/<int:crisis_id>/roles/<int:seat_id>/", seat, name="crisis_seat"),
    path("crises/<int:crisis_id>/tasks/", tasks, name="crisis_tasks"),
    path("crises/<int:crisis_id>/tasks/<int:todo_id>/", task_done, name="crisis_task"),
    path("crises/<int:crisis_id>/entries/", entries, name="crisis_entries"),
    path("crises/<int:crisis_id>/entries/<int:entry_id>/removal/", entry_removal, name="crisis_entry_removal"),
    path("crises/<int:crisis_id>/entries/<int:entry_id>/restoration/", entry_restoration, name="crisis_entry_restoration"),
    path("crises/<int:crisis_id>/pauses/", pauses, name="crisis_pauses"),
    path("crises/<int:crisis_id>/pauses/<int:space_id>/end/", space_release, name="crisis_release"),
    path("crises/<int:crisis_id>/statements/<int:statement_id>/", statement_publication, name="statement_publication"),
    path("crises/<int:crisis_id>/closing/", closing, name="crisis_closing"),
    path("crises/<int:crisis_id>/reopening/", reopening, name="crisis_reopening"),
    path("crises/<int:crisis_id>/proposals/<int:proposal_id>/", proposal, name="crisis_proposal"),
    path("crises/<int:crisis_id>/report/", report, name="crisis_report"),
]
