"""Addresses of assessments. Beside a question stand `start`, `answers` and `result`: no edition may use these slugs."""

from django.urls import path, register_converter

from .tokens import TOKEN_PATTERN
from .views import (
    agreements,
    answering,
    comparisons,
    consoles,
    engagements,
    invitations,
    joining,
    members,
    organisations,
    packs,
    participation,
    reports,
    results,
    screens,
    seats,
    statements,
    workshops,
)


class TokenConverter:
    """A secret in an address; anything of another shape is simply not found."""

    regex = TOKEN_PATTERN

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(TokenConverter, "token")

urlpatterns = [
    path("check/", answering.begin, {"voice": "participant"}, name="check"),
    path("assess/", answering.begin, {"voice": "organisation"}, name="assess"),
    path("choose/", answering.begin, {"voice": "planning"}, name="choose"),
    path("a/<token:token>/", answering.where_was_i, name="assessment"),
    path("a/<token:token>/start/", answering.start, name="assessment-start"),
    path("a/<token:token>/answers/", answering.review, name="assessment-answers"),
    path("a/<token:token>/result/", results.result, name="assessment-result"),
    path("a/<token:token>/result.json", results.result_json, name="assessment-result-json"),
    path("a/<token:token>/result.csv", results.result_csv, name="assessment-result-csv"),
    path("a/<token:token>/result/letter/", results.letter, name="assessment-letter"),
    path("a/<token:token>/result/share/", results.share, name="assessment-share"),
    path(
        "a/<token:token>/result/share/withdrawal/",
        results.share_withdrawal,
        name="assessment-share-withdrawal",
    ),
    path("a/<token:token>/result/deletion/", results.deletion, name="assessment-deletion"),
    path("a/<token:token>/organisation/", organisations.taking_in, name="assessment-organisation"),
    path("a/<token:token>/<slug:slug>/", answering.question, name="assessment-question"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("o/<slug:slug>/", organisations.organisation, name="organisation"),
    path("o/<slug:slug>/portfolio.csv", organisations.portfolio_csv, name="organisation-csv"),
    path("o/<slug:slug>/portfolio.json", organisations.portfolio_json, name="organisation-json"),
    path("o/<slug:slug>/engagements/", organisations.engagements, name="organisation-engagements"),
    path("o/<slug:slug>/members/", members.members, name="organisation-members"),
    path("o/<slug:slug>/members/<uuid:key>/role/", members.role, name="member-role"),
    path("o/<slug:slug>/members/<uuid:key>/removal/", members.removal, name="member-removal"),
    path("o/<slug:slug>/invitations/<uuid:key>/withdrawal/", members.withdrawal, name="member-invitation-withdrawal"),
    path("o/<slug:slug>/leaving/", members.leaving, name="organisation-leaving"),
    path("o/<slug:slug>/settings/", organisations.settings, name="organisation-settings"),
    path("o/<slug:slug>/deletion/", organisations.deletion, name="organisation-deletion"),
    path("join/<token:token>/", members.joining, name="member-invitation"),
    path("e/<uuid:uid>/", engagements.engagement, name="engagement"),
    path("e/<uuid:uid>/engagement.json", engagements.engagement_json, name="engagement-json"),
    path("e/<uuid:uid>/engagement.csv", engagements.engagement_csv, name="engagement-csv"),
    path("e/<uuid:uid>/settings/", engagements.settings, name="engagement-settings"),
    path("e/<uuid:uid>/parts/", engagements.parts, name="engagement-parts"),
    path("e/<uuid:uid>/archive/", engagements.archive, name="engagement-archive"),
    path("e/<uuid:uid>/archive/return/", engagements.archive_return, name="engagement-return"),
    path("e/<uuid:uid>/deletion/", engagements.deletion, name="engagement-deletion"),
    path("e/<uuid:uid>/assess/", engagements.begin, {"voice": "organisation"}, name="engagement-assess"),
    path("e/<uuid:uid>/choose/", engagements.begin, {"voice": "planning"}, name="engagement-choose"),
    path("e/<uuid:uid>/assessments/<uuid:key>/", engagements.assessment, name="engagement-assessment"),
    path(
        "e/<uuid:uid>/assessments/<uuid:key>/continuation/",
        engagements.assessment_continuation,
        name="engagement-assessment-continuation",
    ),
    path("e/<uuid:uid>/agreement/", agreements.agreement, name="engagement-agreement"),
    path("e/<uuid:uid>/agreement/finish/", agreements.finish, name="engagement-agreement-finish"),
    path("e/<uuid:uid>/agreement/<slug:slug>/", agreements.question, name="engagement-agreement-question"),
    path("e/<uuid:uid>/invitation/", invitations.invitation, name="engagement-invitation"),
    path("e/<uuid:uid>/invitation/renewal/", invitations.renewal, name="engagement-invitation-renewal"),
    path("e/<uuid:uid>/invitation/withdrawal/", invitations.withdrawal, name="engagement-invitation-withdrawal"),
    path("e/<uuid:uid>/closure/", invitations.closure, name="engagement-closure"),
    path("e/<uuid:uid>/closure/reopening/", invitations.reopening, name="engagement-reopening"),
    path("e/<uuid:uid>/poster/", invitations.poster, name="engagement-poster"),
    path("e/<uuid:uid>/paper/", invitations.paper, name="engagement-paper"),
    path("e/<uuid:uid>/paper/answers/", invitations.paper_answers, name="engagement-paper-answers"),
    path(
        "e/<uuid:uid>/paper/answers/<uuid:key>/deletion/",
        invitations.paper_sheet_deletion,
        name="engagement-paper-sheet-deletion",
    ),
    path("e/<uuid:uid>/comparison/", comparisons.comparison, name="engagement-comparison"),
    path("e/<uuid:uid>/comparison.csv", comparisons.comparison_csv, name="engagement-comparison-csv"),
    path("e/<uuid:uid>/comparison.json", comparisons.comparison_json, name="engagement-comparison-json"),
    path("e/<uuid:uid>/statement/", statements.editor, name="engagement-statement"),
    path("e/<uuid:uid>/statement/publication/", statements.publication, name="engagement-statement-publication"),
    path("e/<uuid:uid>/statement/withdrawal/", statements.withdrawal, name="engagement-statement-withdrawal"),
    path("e/<uuid:uid>/statement/renewal/", statements.renewal, name="engagement-statement-renewal"),
    path("s/<token:token>/", statements.statement, name="statement"),
    path("i/<token:token>/", participation.invitation, name="invitation"),
    path("i/<token:token>/forgetting/", participation.forgetting, name="invitation-forgetting"),
    path("helping/", participation.helping, name="helping"),
    path("r/<token:share_token>/", results.shared, name="shared-result"),
    # The wall.
    path("screen/<token:token>/", screens.screen, name="screen"),
    path("screen/<token:token>/poll/", screens.poll, name="screen-poll"),
    # The console.
    path("workshops/<token:token>/", consoles.console, name="workshop"),
    path("workshops/<token:token>/poll/", consoles.poll, name="workshop-poll"),
    path("workshops/<token:token>/moves/", consoles.move, name="workshop-move"),
    path("workshops/<token:token>/lobby/", consoles.lobby, name="workshop-lobby"),
    path("workshops/<token:token>/closure/", consoles.closure, name="workshop-closure"),
    path("workshops/<token:token>/lock/", consoles.lock, name="workshop-lock"),
    path("workshops/<token:token>/code/", consoles.code, name="workshop-code"),
    path("workshops/<token:token>/hands/", consoles.hands, name="workshop-hands"),
    path("workshops/<token:token>/questions/<slug:slug>/", consoles.question, name="workshop-question"),
    # Workshops, before and after the room.
    path("workshops/", workshops.begin, name="workshop-begin"),
    path("e/<uuid:uid>/workshops/", workshops.of_engagement, name="engagement-workshops"),
    path("workshops/<token:token>/settings/", workshops.settings, name="workshop-settings"),
    path("workshops/<token:token>/renewal/", workshops.renewal, name="workshop-renewal"),
    path("workshops/<token:token>/again/", workshops.again, name="workshop-again"),
    path("workshops/<token:token>/deletion/", workshops.deletion, name="workshop-deletion"),
    path("workshops/<token:token>/rehearsal/", workshops.rehearsal, name="workshop-rehearsal"),
    # The room's phones.
    path("w/", joining.join, name="join"),
    path("w/<str:code>/", joining.workshop, name="join-workshop"),
    path("seat/<token:token>/", seats.seat, name="seat"),
    path("seat/<token:token>/poll/", seats.poll, name="seat-poll"),
    path("seat/<token:token>/deletion/", seats.deletion, name="seat-deletion"),
    # What is printed for a workshop, and typed in from paper.
    path("workshops/<token:token>/pack/", packs.pack, name="workshop-pack"),
    path("workshops/<token:token>/pack/poster/", packs.poster, name="workshop-poster"),
    path("workshops/<token:token>/pack/questions/", packs.handout, name="workshop-handout"),
    path("workshops/<token:token>/pack/cards/", packs.cards, name="workshop-cards"),
    path("workshops/<token:token>/pack/tally/", packs.tally, name="workshop-tally"),
    path("workshops/<token:token>/pack/script/", packs.script, name="workshop-script"),
    path("workshops/<token:token>/pack/slides/", packs.slides, name="workshop-slides"),
    path("workshops/<token:token>/tally/", packs.tally_answers, name="workshop-tally-answers"),
    # The report.
    path("workshops/<token:token>/report/", reports.report, name="workshop-report"),
    path("workshops/<token:token>/report.csv", reports.report_csv, name="workshop-report-csv"),
    path("workshops/<token:token>/report.json", reports.report_json, name="workshop-report-json"),
    path("workshops/<token:token>/report/share/", reports.share, name="workshop-report-share"),
    path(
        "workshops/<token:token>/report/share/withdrawal/",
        reports.share_withdrawal,
        name="workshop-report-share-withdrawal",
    ),
    path("workshops/<token:token>/actions/", reports.actions, name="workshop-actions"),
    path(
        "workshops/<token:token>/actions/<uuid:key>/deletion/",
        reports.action_deletion,
        name="workshop-action-deletion",
    ),
    path("workshop-report/<token:token>/", reports.shared, name="shared-report"),
]
