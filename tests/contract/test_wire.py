"""What is known to arrive, statement by statement: read, or refused by the erratum that is named.

The notes on the wire tell where the vendor's tables, its examples and its source code differ. Each
row here is one such statement as a delivery: an example of ours with what the statement is about
changed. What is expected is written out, not derived from the spec, so that a slip in the spec shows.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from tests.vendors import SPECS, Vendor

ABSENT: Any = object()
NO_CONTEXT = dict.fromkeys(
    ("context_type", "context_id", "context_account_id", "context_sis_source_id", "context_role"), ABSENT
)
NO_USER = dict.fromkeys(
    ("user_id", "user_login", "user_sis_id", "user_account_id", "time_zone", "context_role", "real_user_id"), ABSENT
)
TOKEN = "Zk4mTq0bXv9LhN2sWc7RyJ5uEa8GdP1fKo3iBx6C"
FAKE_UUID = "a1b2c3c4-z9x8-a1s2-q5w6-p9o8i7u6y5t6"
BLANK = "2019-11-05 07:38:00 -0800"
NUMBERS = "account-ids-as-numbers"
OVERRIDES = "assignment-override-ids-as-numbers"
SPELT = "enrollment-state-space-timestamps"


class Row(NamedTuple):
    """An example with changes, and what ``check`` says of it: "rule pointer" -> erratum."""

    example: str
    body: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    says: dict[str, str | None] = {}
    refused: bool = False

    @property
    def delivery(self) -> dict[str, Any]:
        """The delivery as JSON data."""
        payload = json.loads((SPECS["canvas"] / "examples" / f"{self.example}.json").read_bytes())
        for part in ("body", "metadata"):
            changed = {**payload[part], **getattr(self, part)}
            payload[part] = {key: value for key, value in changed.items() if value is not ABSENT}
        return dict(payload)


def shows(*keys: str) -> dict[str, str | None]:
    """What is said of keys of the body that only the source code shows."""
    return {f"undocumented-field /body/{key}": None for key in keys}


def withdrawn(*keys: str) -> dict[str, str | None]:
    """What is said of keys of the body that Canvas no longer sends."""
    return {f"withdrawn-field /body/{key}": None for key in keys}


PROGRESS = {"completed_at": None, "requirement_completed_count": 5, "requirement_count": 7}
ERROR = {"error": {"message": "no progress available because this course is not module based"}}
CRITERION = {
    "description": "Reads maps",
    "mastery_points": 3,
    "points_possible": 5.0,
    "ratings": [{"description": "Exceeds", "points": 5}, {"description": "Misses", "points": 0.0}],
}
RATING = {
    "outcome_proficiency_rating_id": "1",
    "description": "Exceeds",
    "points": 4.0,
    "mastery": False,
    "color": "03893D",
    "workflow_state": "active",
}

ROWS = {
    # -- tables and examples disagree ---------------------------------------------------------------
    "copied assignment, as sent": Row(
        "assignment_created/web",
        {"assignment_id_duplicated_from": "21070000000000020", "workflow_state": "created"},
        says=shows("assignment_id_duplicated_from"),
    ),
    "copied assignment, as tabled": Row("assignment_created/web", {"assignment_id_duplicated__from": "2107"}),
    "copied assignment, as shown": Row(
        "assignment_updated/published", {"assignment_id_duplicated__from": "21070000000000020"}
    ),
    "changed method": Row(
        "outcome_calculation_method_updated/web",
        {"updated_at": "2019-11-01T13:11:26-06:00"},
        says=shows("updated_at"),
    ),
    "override of a group": Row(
        "assignment_override_created/section", {"type": "Group", "group_id": "7", "course_section_id": ABSENT}
    ),
    "page without display name": Row("asset_accessed/wiki_page"),
    "tool": Row("asset_accessed/external_tool"),
    "keys in another order": Row("lti_resource_link_created/job"),
    "ratings": Row("learning_outcome_updated/web", {"rubric_criterion": CRITERION}),
    "observed student": Row(
        "enrollment_created/web", {"type": "StudentEnrollment", "associated_user_id": "21070000000000123"}
    ),
    "override that calls itself a change": Row(
        "grade_override/set",
        metadata={"event_name": "grade_change"},
        refused=True,
        says={
            f"missing-field /body/{key}": "grade-override-named-grade-change"
            for key in ("assignment_id", "grading_complete", "muted", "student_id", "submission_id")
        }
        | {
            f"undocumented-field /body/{key}": "grade-override-named-grade-change"
            for key in (
                *("score_id", "enrollment_id", "course_id", "updated_at"),
                *("override_score", "grading_period_id", "old_override_score"),
            )
        },
    ),
    "change with a key of overrides": Row(
        "grade_change/web", {"score_id": "402117"}, says={"undocumented-field /body/score_id": None}
    ),
    "changed quiz submission": Row("submission_updated/graded", {"submission_type": "online_quiz"}),
    "migration of an older version": Row(
        "content_migration_completed/course_copy",
        dict.fromkeys(
            (
                *("source_course_lti_id", "source_course_uuid", "destination_course_lti_id"),
                *("migration_type", "domain", "resource_map_url"),
            ),
            ABSENT,
        ),
    ),
    # -- keys that only the source code has ---------------------------------------------------------
    "newest assignment": Row(
        "assignment_created/blueprint",
        {"resource_map": "https://x", "associated_integration_id": "g", "associated_integration_ids": ["g", "k"]},
        says={
            **shows("anonymous_grading", "anonymous_participants", "resource_map", "associated_integration_id"),
            **withdrawn("associated_integration_ids"),
        },
    ),
    "result of 2021": Row(
        "learning_outcome_result_updated/quiz", {"title": "Ana, Map reading"}, says=withdrawn("title")
    ),
    "shorter quiz": Row("quiz_created/shorter", says=withdrawn("assignment_group_id", "submission_types")),
    "state of a page": Row("wiki_page_updated/title", says=shows("workflow_state")),
    # -- undocumented events ------------------------------------------------------------------------
    "heartbeat": Row(
        "heartbeat/job",
        says={"undocumented-event /metadata/event_name": None, **shows("environment", "region", "region_code")},
    ),
    "export whose id is no digits": Row(
        "quiz_export_complete/job", says={"undocumented-event /metadata/event_name": None, **shows("content_export_id")}
    ),
    "export with settings": Row(
        "content_export_created/job",
        {"settings": {"selected": [1, None]}},
        says={"undocumented-event /metadata/event_name": None, **shows("settings")},
    ),
    "link of whose address nothing is known": Row(
        "convert_new_quiz_youtube_link/job",
        {"src": "https://x", "field": 1, "new_html": None, "resource_type": {}},
        says={"undocumented-event /metadata/event_name": None, **shows("resource_id")},
    ),
    "description with a strange key": Row(
        "outcome_friendly_description_created/job",
        {"other": 1},
        says={"undocumented-event /metadata/event_name": None, "undocumented-field /body/other": None},
    ),
    "name with a dot": Row("outcomes.retry_outcome_alignment_clone/web"),
    # -- types --------------------------------------------------------------------------------------
    "account ids as numbers": Row(
        "account_created/job",
        {"account_id": 3, "root_account_id": 1, "parent_account_id": 2},
        says={f"erratum /body/{key}": NUMBERS for key in ("account_id", "root_account_id", "parent_account_id")},
    ),
    "override ids as numbers": Row(
        "assignment_override_updated/section",
        {
            "assignment_override_id": 1,
            "assignment_id": 12,
            "course_section_id": 3,
            "all_day_date": "2019-08-10T00:00:00Z",
        },
        says={
            **{f"erratum /body/{key}": OVERRIDES for key in ("assignment_override_id", "assignment_id")},
            "erratum /body/course_section_id": OVERRIDES,
            "tolerated-spelling /body/all_day_date": "all-day-date-as-timestamp",
        },
    ),
    "no status of a final grade": Row(
        "final_grade_custom_status/set",
        {"override_status": "", "override_status_id": "", "old_override_status": "", "old_override_status_id": ""},
    ),
    "no status of a submission": Row(
        "submission_custom_grade_status/set",
        {
            "submission_status": "",
            "submission_status_id": "",
            "old_submission_status": "",
            "old_submission_status_id": "",
        },
    ),
    "grade in a letter": Row("grade_change/points", {"grade": "F", "old_grade": "Missing", "score": 0}),
    "fractions": Row("course_grade_change/web", {"current_score": 99.5, "final_score": 17.31, "old_final_score": 4.0}),
    "fractional points": Row("assignment_updated/job", {"points_possible": 13.5}),
    "color without a hash": Row("outcome_proficiency_updated/web", {"outcome_proficiency_ratings": [RATING]}),
    "any number of attempts": Row("quiz_created/practice", {"allowed_attempts": -1, "access_code": True}),
    "integration data": Row("assignment_group_updated/rules", {"integration_data": {"a": [1, None]}}),
    "rules escaped twice": Row("assignment_group_created/web", {"rules": "drop_lowest:1\\n"}),
    "stuck fields cut at the comma": Row(
        "course_section_created/web", {"stuck_sis_fields": ['["course_id"', ' "name"]']}
    ),
    "types with a blank": Row("assignment_created/web", {"submission_types": "online_text_entry, online_url"}),
    "quiz as a line": Row(
        "submission_created/text", {"body": "user: 47, quiz: 78, score: 0.0, time: 2018-10-09 21:29:57 +0000"}
    ),
    "no attachments": Row("submission_comment_created/web", {"attachment_ids": []}),
    "log out": Row("logged_out/web"),
    "log in": Row("logged_in/plain"),
    "no progress": Row(
        "course_completed/documented",
        {"progress": ERROR},
        says={f"undocumented-field /body/progress/{key}": None for key in ("error", "error/message")},
    ),
    # -- ids ----------------------------------------------------------------------------------------
    "group that looks global": Row("plagiarism_resubmit/text", {"group_id": "21070000000000099"}),
    "fourteen digits": Row("course_updated/job", {"course_id": "12340000000012"}),
    "eighteen digits": Row("assignment_created/web", {"assignment_group_id": "210700000000101907"}),
    "quiz of another shard": Row("quiz_submitted/web", {"quiz_id": "11210000000000064"}),
    "SIS batch in words": Row(
        "course_section_updated/job", {"sis_batch_id": "fall-2019"}, says={"id-format /body/sis_batch_id": None}
    ),
    # -- timestamps ---------------------------------------------------------------------------------
    "blanks in a changed course": Row(
        "course_updated/job",
        {"updated_at": BLANK},
        {"event_time": BLANK},
        says={
            "tolerated-spelling /metadata/event_time": "course-updated-space-timestamps",
            "tolerated-spelling /body/updated_at": "course-updated-space-timestamps",
        },
    ),
    "blanks in a new state": Row(
        "enrollment_state_created/web",
        {"state_started_at": BLANK},
        says={"tolerated-spelling /body/state_started_at": SPELT},
    ),
    "blanks in a changed state": Row(
        "enrollment_state_updated/web",
        {"state_started_at": BLANK, "state_valid_until": BLANK},
        says={
            "tolerated-spelling /body/state_started_at": SPELT,
            # Shown by no example: another spelling, and no erratum.
            "tolerated-spelling /body/state_valid_until": None,
        },
    ),
    "year of three digits": Row(
        "user_updated/web",
        {"updated_at": "019-11-01T19:11:01.163Z"},
        refused=True,
        says={"bad-timestamp /body/updated_at": "user-updated-short-year"},
    ),
    "numeric offset": Row("conversation_forwarded/web", {"updated_at": "2018-10-09T15:00:00-06:00"}),
    "whole seconds": Row("enrollment_created/web", metadata={"event_time": "2019-11-01T19:11:26Z"}),
    # -- addresses and tokens -----------------------------------------------------------------------
    "percent without digits": Row("asset_accessed/home", metadata={"url": "https://x/a%2Fcalendar%4view_name"}),
    "brackets and entities": Row("enrollment_created/web", metadata={"url": "https://x/c?a[]=1&amp;b[]=2"}),
    "one slash": Row(
        "course_progress/job", {"progress": {**PROGRESS, "next_requirement_url": "http:/x/courses/565/modules"}}
    ),
    "no UUID": Row("submission_created/text", {"lti_assignment_id": FAKE_UUID}),
    "token with dashes": Row(
        "quiz_submitted/web", metadata={"root_account_uuid": "01314161-1afc-0f2f-ffbf-1f31f5f0f972"}
    ),
    "token with a suffix": Row("quiz_submitted/web", metadata={"root_account_lti_guid": TOKEN[1:] + ":canvas-lms"}),
    "encoded file name": Row("attachment_created/anonymous", {"filename": "enrollments+%281%29.csv"}),
    "SIS id that looks like a UUID": Row("user_created/web", {"user_sis_id": "48ea16e-8a9b-4ff7-bd4-0adcf7be50"}),
    # -- null and absent ----------------------------------------------------------------------------
    "deprecated null": Row("course_section_updated/job", {"can_manually_enroll": None}),
    "nulls of an older version": Row(
        "course_section_created/web",
        dict.fromkeys(
            (
                *("sis_batch_id", "enrollment_term_id", "accepting_enrollments"),
                *("restrict_enrollments_to_section_dates", "default_section", "stuck_sis_fields", "name"),
            )
        ),
    ),
    "global outcome": Row(
        "learning_outcome_created/web", {"context_id": ABSENT, "context_type": ABSENT, "calculation_int": ABSENT}
    ),
    "outcome with nulls in an object": Row(
        "learning_outcome_created/web", {"rubric_criterion": dict.fromkeys(CRITERION)}
    ),
    "message of no conversation": Row("conversation_message_created/web", {"conversation_id": ABSENT}),
    "assessment without context": Row("rubric_assessed/grading", {"context_uuid": ABSENT, "attempt": None}),
    "automatic grade": Row("grade_change/web", {"grader_id": None}),
    # -- metadata -----------------------------------------------------------------------------------
    "nulls in metadata": Row(
        "logged_out/web",
        metadata=dict.fromkeys(
            (
                *("referrer", "time_zone", "user_sis_id", "context_sis_source_id"),
                *("context_account_id", "session_id"),
            )
        ),
    ),
    "nobody's upload": Row("attachment_created/anonymous", metadata={**NO_CONTEXT, **NO_USER}),
    "nobody's submission": Row("submission_created/text", metadata={**NO_CONTEXT, **NO_USER}),
    "no context": Row("course_created/web", metadata=NO_CONTEXT),
    "log in without time zone": Row("logged_in/deep_link", metadata={"time_zone": ABSENT}),
    "user as context": Row(
        "logged_out/web", metadata={"context_type": "User", "context_id": "1", "context_account_id": None}
    ),
    "role by its own name": Row("logged_out/web", metadata={"context_role": "Training Teacher"}),
    "no root account": Row(
        "logged_out/web",
        metadata=dict.fromkeys(("root_account_id", "root_account_uuid", "root_account_lti_guid"), ABSENT),
    ),
    "context of a job": Row(
        "grade_change/job",
        metadata={"context_account_id": "21070000000000079", "context_sis_source_id": None},
    ),
    # -- texts --------------------------------------------------------------------------------------
    "text cut inside a tag": Row("syllabus_updated/web", {"syllabus_body": "x" * 8180 + '<a href="ht...'}),
    "state of another list": Row("submission_updated/missing", {"workflow_state": "pending_review"}),
    "state of no list": Row(
        "submission_updated/missing",
        {"workflow_state": "resubmitted"},
        says={"undocumented-value /body/workflow_state": None},
    ),
    "policy that only the source code has": Row("quiz_updated/job", {"scoring_policy": "keep_average"}),
    "policy of no list, where any text gets through": Row("quiz_updated/job", {"scoring_policy": "keep_first"}),
    "kind of enrollment that only the source code has": Row("enrollment_created/web", {"type": "TaEnrollment"}),
    "kind of enrollment of no list": Row(
        "enrollment_created/web", {"type": "GuestEnrollment"}, says={"undocumented-value /body/type": None}
    ),
    "no way to hand in": Row("assignment_created/web", {"submission_types": ""}),
    "state that only a page has": Row("assignment_updated/job", {"workflow_state": "failed_to_import"}),
    "context that only a page has": Row("learning_outcome_result_updated/quiz", {"result_context_type": "Account"}),
    "context that only examples have": Row(
        "assignment_updated/job", {"context_type": "Group"}, says={"undocumented-value /body/context_type": None}
    ),
    "override of a module": Row("assignment_override_created/module"),
    "override that was deleted": Row(
        "assignment_override_updated/section",
        {"workflow_state": "deleted", "type": "ADHOC", "assignment_id": None, "course_section_id": ABSENT},
    ),
    # -- what was different once --------------------------------------------------------------------
    "copy of 2020": Row(
        "quizzes_next_quiz_duplicated/older",
        says={
            "undocumented-event /metadata/event_name": None,
            **withdrawn("new_assignment_id", "original_resource_link_id", "new_course_id", "new_resource_link_id"),
        },
    ),
    "state of 2015": Row(
        "enrollment_state_updated/web", {"state_invalidated_at": None}, says=withdrawn("state_invalidated_at")
    ),
    "name of 2019": Row("asset_accessed/home", {"name": "Course Home"}, says=withdrawn("name")),
    "outcome as mastery": Row(
        "learning_outcome_result_updated/quiz",
        {"mastery": 712},
        refused=True,
        says={"wrong-type /body/mastery": "mastery-as-outcome-id"},
    ),
    "word as mastery": Row(
        "learning_outcome_result_updated/quiz",
        {"mastery": "yes"},
        refused=True,
        says={"wrong-type /body/mastery": None},
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_known_to_arrive(row: Row, vendors: dict[str, Vendor]) -> None:
    package = vendors["canvas"].package
    delivery = row.delivery
    said = {f"{each.rule} {each.pointer}": each for each in package.check(delivery)}
    assert {name: said[name].erratum for name in row.says} == row.says
    # Examples of ours hold keys that only the source code shows, and a row need not be about them.
    rest = [name for name, each in said.items() if (each.rule, each.level) != ("undocumented-field", "info")]
    assert [name for name in rest if name not in row.says] == []
    if row.refused:
        with pytest.raises(package.ContractViolation):
            package.parse(json.dumps(delivery))
    else:
        event = package.parse(json.dumps(delivery))
        assert type(event).__name__ == package.EVENTS[delivery["metadata"]["event_name"]]
