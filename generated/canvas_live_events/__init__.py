# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Canvas Live Events 0.1.0: events of Canvas LMS as typed dataclasses.

Canvas LMS notifies subscribers when something happens: a course is completed, a module changes, a grade is given. Every
event has common metadata and its own body. Delivery is best effort: an event can arrive late, twice, out of order, or
not at all. Events carry no unique id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from canvas_live_events.message import BATCHES, ENVELOPES, UnknownEvent
from eventcontract.runtime import (
    MAX_SIZE,
    ContractViolation,
    Delivery,
    Finding,
    ForeignEnvelope,
    NotAnEvent,
    NotJSON,
    Package,
    Parsed,
    ParsedBatch,
    Partitioning,
    Record,
    SignedDelivery,
    Undocumented,
)

if TYPE_CHECKING:
    from typing import TypeAlias

    from canvas_live_events.events.account import (
        Account,
        AccountCreated,
        AccountNotificationCreated,
        AccountNotificationCreatedBody,
        AccountUpdated,
    )
    from canvas_live_events.events.asset import AssetAccessed, AssetAccessedBody
    from canvas_live_events.events.assignment import (
        AssignmentCreated,
        AssignmentCreatedBody,
        AssignmentGroup,
        AssignmentGroupCreated,
        AssignmentGroupUpdated,
        AssignmentOverride,
        AssignmentOverrideCreated,
        AssignmentOverrideUpdated,
        AssignmentUpdated,
        AssignmentUpdatedBody,
    )
    from canvas_live_events.events.attachment import (
        Attachment,
        AttachmentCreated,
        AttachmentDeleted,
        AttachmentUpdated,
        AttachmentUpdatedBody,
    )
    from canvas_live_events.events.content import (
        ContentMigrationCompleted,
        ContentMigrationCompletedBody,
        ContentMigrationStarted,
        ContentMigrationStartedBody,
    )
    from canvas_live_events.events.conversation import (
        Conversation,
        ConversationCreated,
        ConversationForwarded,
        ConversationMessageCreated,
        ConversationMessageCreatedBody,
    )
    from canvas_live_events.events.course import (
        Course,
        CourseCompleted,
        CourseCompletedBody,
        CourseCreated,
        CourseProgress,
        CourseProgressBody,
        CourseSection,
        CourseSectionCreated,
        CourseSectionUpdated,
        CourseUpdated,
        Progress,
        ProgressCourse,
        ProgressError,
        ProgressUser,
    )
    from canvas_live_events.events.discussion import (
        DiscussionEntryCreated,
        DiscussionEntryCreatedBody,
        DiscussionEntrySubmitted,
        DiscussionEntrySubmittedBody,
        DiscussionTopic,
        DiscussionTopicCreated,
        DiscussionTopicCreatedBody,
        DiscussionTopicUpdated,
    )
    from canvas_live_events.events.enrollment import (
        Enrollment,
        EnrollmentCreated,
        EnrollmentState,
        EnrollmentStateCreated,
        EnrollmentStateUpdated,
        EnrollmentUpdated,
    )
    from canvas_live_events.events.final import FinalGradeCustomStatus, FinalGradeCustomStatusBody
    from canvas_live_events.events.grade import (
        CourseGradeChange,
        CourseGradeChangeBody,
        GradeChange,
        GradeChangeBody,
        GradeOverride,
        GradeOverrideBody,
    )
    from canvas_live_events.events.group import (
        Group,
        GroupCategory,
        GroupCategoryCreated,
        GroupCategoryCreatedBody,
        GroupCategoryUpdated,
        GroupCreated,
        GroupCreatedBody,
        GroupMembership,
        GroupMembershipCreated,
        GroupMembershipCreatedBody,
        GroupMembershipUpdated,
        GroupUpdated,
    )
    from canvas_live_events.events.learning import (
        LearningOutcome,
        LearningOutcomeCreated,
        LearningOutcomeCriterion,
        LearningOutcomeGroup,
        LearningOutcomeGroupCreated,
        LearningOutcomeGroupUpdated,
        LearningOutcomeGroupUpdatedBody,
        LearningOutcomeLink,
        LearningOutcomeLinkCreated,
        LearningOutcomeLinkUpdated,
        LearningOutcomeLinkUpdatedBody,
        LearningOutcomeRating,
        LearningOutcomeResultCreated,
        LearningOutcomeResultCreatedBody,
        LearningOutcomeResultUpdated,
        LearningOutcomeResultUpdatedBody,
        LearningOutcomeUpdated,
        LearningOutcomeUpdatedBody,
        OutcomeProficiency,
        OutcomeProficiencyCreated,
        OutcomeProficiencyRating,
        OutcomeProficiencyUpdated,
        OutcomeProficiencyUpdatedBody,
    )
    from canvas_live_events.events.logged import LoggedIn, LoggedInBody, LoggedOut, LoggedOutBody
    from canvas_live_events.events.lti import LtiResourceLink, LtiResourceLinkCreated, LtiResourceLinkUpdated
    from canvas_live_events.events.master import MasterMigrationStarted, MasterMigrationStartedBody
    from canvas_live_events.events.module import (
        Module,
        ModuleCreated,
        ModuleItem,
        ModuleItemCreated,
        ModuleItemUpdated,
        ModuleUpdated,
    )
    from canvas_live_events.events.outcome import (
        OutcomeCalculationMethod,
        OutcomeCalculationMethodCreated,
        OutcomeCalculationMethodUpdated,
        OutcomeCalculationMethodUpdatedBody,
    )
    from canvas_live_events.events.outcomes import (
        OutcomesRetryOutcomeAlignmentClone,
        OutcomesRetryOutcomeAlignmentCloneBody,
    )
    from canvas_live_events.events.plagiarism import PlagiarismResubmit, PlagiarismResubmitBody
    from canvas_live_events.events.quiz import Quiz, QuizCreated, QuizSubmitted, QuizSubmittedBody, QuizUpdated
    from canvas_live_events.events.rubric import RubricAssessed, RubricAssessedBody
    from canvas_live_events.events.sis import SisBatch, SisBatchCreated, SisBatchUpdated
    from canvas_live_events.events.submission import (
        Submission,
        SubmissionCommentCreated,
        SubmissionCommentCreatedBody,
        SubmissionCreated,
        SubmissionCustomGradeStatus,
        SubmissionCustomGradeStatusBody,
        SubmissionUpdated,
    )
    from canvas_live_events.events.syllabus import SyllabusUpdated, SyllabusUpdatedBody
    from canvas_live_events.events.undocumented import (
        BlueprintRestrictionsUpdated,
        BlueprintRestrictionsUpdatedBody,
        BlueprintSubscriptionCreated,
        BlueprintSubscriptionCreatedBody,
        BlueprintSubscriptionDeleted,
        BlueprintSubscriptionDeletedBody,
        ContentExportCreated,
        ContentExportCreatedBody,
        ConvertNewQuizYoutubeLink,
        ConvertNewQuizYoutubeLinkBody,
        DefaultBlueprintRestrictionsUpdated,
        DefaultBlueprintRestrictionsUpdatedBody,
        DiscussionEntryDeleted,
        DiscussionEntryDeletedBody,
        DiscussionEntryUpdated,
        DiscussionEntryUpdatedBody,
        Heartbeat,
        HeartbeatBody,
        MasterMigrationCompleted,
        MasterMigrationCompletedBody,
        MasterTemplateCreated,
        MasterTemplateCreatedBody,
        OutcomeFriendlyDescriptionCreated,
        OutcomeFriendlyDescriptionCreatedBody,
        OutcomeFriendlyDescriptionUpdated,
        OutcomeFriendlyDescriptionUpdatedBody,
        QuizExportAssignment,
        QuizExportComplete,
        QuizExportCompleteBody,
        QuizExportFile,
        QuizzesNextMigrationUrlsComplete,
        QuizzesNextMigrationUrlsCompleteBody,
        QuizzesNextQuizDuplicated,
        QuizzesNextQuizDuplicatedBody,
        ScanYoutubeLinks,
        ScanYoutubeLinksBody,
    )
    from canvas_live_events.events.user import (
        User,
        UserAccountAssociationCreated,
        UserAccountAssociationCreatedBody,
        UserCreated,
        UserUpdated,
    )
    from canvas_live_events.events.wiki import (
        WikiPage,
        WikiPageCreated,
        WikiPageDeleted,
        WikiPageDeletedBody,
        WikiPageUpdated,
        WikiPageUpdatedBody,
    )
    from canvas_live_events.metadata import Metadata

    Event: TypeAlias = (
        AccountCreated
        | AccountNotificationCreated
        | AccountUpdated
        | AssetAccessed
        | AssignmentCreated
        | AssignmentGroupCreated
        | AssignmentGroupUpdated
        | AssignmentOverrideCreated
        | AssignmentOverrideUpdated
        | AssignmentUpdated
        | AttachmentCreated
        | AttachmentDeleted
        | AttachmentUpdated
        | BlueprintRestrictionsUpdated
        | BlueprintSubscriptionCreated
        | BlueprintSubscriptionDeleted
        | ContentExportCreated
        | ContentMigrationCompleted
        | ContentMigrationStarted
        | ConversationCreated
        | ConversationForwarded
        | ConversationMessageCreated
        | ConvertNewQuizYoutubeLink
        | CourseCompleted
        | CourseCreated
        | CourseGradeChange
        | CourseProgress
        | CourseSectionCreated
        | CourseSectionUpdated
        | CourseUpdated
        | DefaultBlueprintRestrictionsUpdated
        | DiscussionEntryCreated
        | DiscussionEntryDeleted
        | DiscussionEntrySubmitted
        | DiscussionEntryUpdated
        | DiscussionTopicCreated
        | DiscussionTopicUpdated
        | EnrollmentCreated
        | EnrollmentStateCreated
        | EnrollmentStateUpdated
        | EnrollmentUpdated
        | FinalGradeCustomStatus
        | GradeChange
        | GradeOverride
        | GroupCategoryCreated
        | GroupCategoryUpdated
        | GroupCreated
        | GroupMembershipCreated
        | GroupMembershipUpdated
        | GroupUpdated
        | Heartbeat
        | LearningOutcomeCreated
        | LearningOutcomeGroupCreated
        | LearningOutcomeGroupUpdated
        | LearningOutcomeLinkCreated
        | LearningOutcomeLinkUpdated
        | LearningOutcomeResultCreated
        | LearningOutcomeResultUpdated
        | LearningOutcomeUpdated
        | LoggedIn
        | LoggedOut
        | LtiResourceLinkCreated
        | LtiResourceLinkUpdated
        | MasterMigrationCompleted
        | MasterMigrationStarted
        | MasterTemplateCreated
        | ModuleCreated
        | ModuleItemCreated
        | ModuleItemUpdated
        | ModuleUpdated
        | OutcomeCalculationMethodCreated
        | OutcomeCalculationMethodUpdated
        | OutcomeFriendlyDescriptionCreated
        | OutcomeFriendlyDescriptionUpdated
        | OutcomeProficiencyCreated
        | OutcomeProficiencyUpdated
        | OutcomesRetryOutcomeAlignmentClone
        | PlagiarismResubmit
        | QuizCreated
        | QuizExportComplete
        | QuizSubmitted
        | QuizUpdated
        | QuizzesNextMigrationUrlsComplete
        | QuizzesNextQuizDuplicated
        | RubricAssessed
        | ScanYoutubeLinks
        | SisBatchCreated
        | SisBatchUpdated
        | SubmissionCommentCreated
        | SubmissionCreated
        | SubmissionCustomGradeStatus
        | SubmissionUpdated
        | SyllabusUpdated
        | UserAccountAssociationCreated
        | UserCreated
        | UserUpdated
        | WikiPageCreated
        | WikiPageDeleted
        | WikiPageUpdated
    )
    """Any event of the contract. ``UnknownEvent`` is not part of it, so that matching narrows."""

__version__ = "0.1.0"

#: Event name -> class name.
EVENTS: Mapping[str, str] = {
    "account_created": "AccountCreated",
    "account_notification_created": "AccountNotificationCreated",
    "account_updated": "AccountUpdated",
    "asset_accessed": "AssetAccessed",
    "assignment_created": "AssignmentCreated",
    "assignment_group_created": "AssignmentGroupCreated",
    "assignment_group_updated": "AssignmentGroupUpdated",
    "assignment_override_created": "AssignmentOverrideCreated",
    "assignment_override_updated": "AssignmentOverrideUpdated",
    "assignment_updated": "AssignmentUpdated",
    "attachment_created": "AttachmentCreated",
    "attachment_deleted": "AttachmentDeleted",
    "attachment_updated": "AttachmentUpdated",
    "blueprint_restrictions_updated": "BlueprintRestrictionsUpdated",
    "blueprint_subscription_created": "BlueprintSubscriptionCreated",
    "blueprint_subscription_deleted": "BlueprintSubscriptionDeleted",
    "content_export_created": "ContentExportCreated",
    "content_migration_completed": "ContentMigrationCompleted",
    "content_migration_started": "ContentMigrationStarted",
    "conversation_created": "ConversationCreated",
    "conversation_forwarded": "ConversationForwarded",
    "conversation_message_created": "ConversationMessageCreated",
    "convert_new_quiz_youtube_link": "ConvertNewQuizYoutubeLink",
    "course_completed": "CourseCompleted",
    "course_created": "CourseCreated",
    "course_grade_change": "CourseGradeChange",
    "course_progress": "CourseProgress",
    "course_section_created": "CourseSectionCreated",
    "course_section_updated": "CourseSectionUpdated",
    "course_updated": "CourseUpdated",
    "default_blueprint_restrictions_updated": "DefaultBlueprintRestrictionsUpdated",
    "discussion_entry_created": "DiscussionEntryCreated",
    "discussion_entry_deleted": "DiscussionEntryDeleted",
    "discussion_entry_submitted": "DiscussionEntrySubmitted",
    "discussion_entry_updated": "DiscussionEntryUpdated",
    "discussion_topic_created": "DiscussionTopicCreated",
    "discussion_topic_updated": "DiscussionTopicUpdated",
    "enrollment_created": "EnrollmentCreated",
    "enrollment_state_created": "EnrollmentStateCreated",
    "enrollment_state_updated": "EnrollmentStateUpdated",
    "enrollment_updated": "EnrollmentUpdated",
    "final_grade_custom_status": "FinalGradeCustomStatus",
    "grade_change": "GradeChange",
    "grade_override": "GradeOverride",
    "group_category_created": "GroupCategoryCreated",
    "group_category_updated": "GroupCategoryUpdated",
    "group_created": "GroupCreated",
    "group_membership_created": "GroupMembershipCreated",
    "group_membership_updated": "GroupMembershipUpdated",
    "group_updated": "GroupUpdated",
    "heartbeat": "Heartbeat",
    "learning_outcome_created": "LearningOutcomeCreated",
    "learning_outcome_group_created": "LearningOutcomeGroupCreated",
    "learning_outcome_group_updated": "LearningOutcomeGroupUpdated",
    "learning_outcome_link_created": "LearningOutcomeLinkCreated",
    "learning_outcome_link_updated": "LearningOutcomeLinkUpdated",
    "learning_outcome_result_created": "LearningOutcomeResultCreated",
    "learning_outcome_result_updated": "LearningOutcomeResultUpdated",
    "learning_outcome_updated": "LearningOutcomeUpdated",
    "logged_in": "LoggedIn",
    "logged_out": "LoggedOut",
    "lti_resource_link_created": "LtiResourceLinkCreated",
    "lti_resource_link_updated": "LtiResourceLinkUpdated",
    "master_migration_completed": "MasterMigrationCompleted",
    "master_migration_started": "MasterMigrationStarted",
    "master_template_created": "MasterTemplateCreated",
    "module_created": "ModuleCreated",
    "module_item_created": "ModuleItemCreated",
    "module_item_updated": "ModuleItemUpdated",
    "module_updated": "ModuleUpdated",
    "outcome_calculation_method_created": "OutcomeCalculationMethodCreated",
    "outcome_calculation_method_updated": "OutcomeCalculationMethodUpdated",
    "outcome_friendly_description_created": "OutcomeFriendlyDescriptionCreated",
    "outcome_friendly_description_updated": "OutcomeFriendlyDescriptionUpdated",
    "outcome_proficiency_created": "OutcomeProficiencyCreated",
    "outcome_proficiency_updated": "OutcomeProficiencyUpdated",
    "outcomes.retry_outcome_alignment_clone": "OutcomesRetryOutcomeAlignmentClone",
    "plagiarism_resubmit": "PlagiarismResubmit",
    "quiz_created": "QuizCreated",
    "quiz_export_complete": "QuizExportComplete",
    "quiz_submitted": "QuizSubmitted",
    "quiz_updated": "QuizUpdated",
    "quizzes_next_migration_urls_complete": "QuizzesNextMigrationUrlsComplete",
    "quizzes_next_quiz_duplicated": "QuizzesNextQuizDuplicated",
    "rubric_assessed": "RubricAssessed",
    "scan_youtube_links": "ScanYoutubeLinks",
    "sis_batch_created": "SisBatchCreated",
    "sis_batch_updated": "SisBatchUpdated",
    "submission_comment_created": "SubmissionCommentCreated",
    "submission_created": "SubmissionCreated",
    "submission_custom_grade_status": "SubmissionCustomGradeStatus",
    "submission_updated": "SubmissionUpdated",
    "syllabus_updated": "SyllabusUpdated",
    "user_account_association_created": "UserAccountAssociationCreated",
    "user_created": "UserCreated",
    "user_updated": "UserUpdated",
    "wiki_page_created": "WikiPageCreated",
    "wiki_page_deleted": "WikiPageDeleted",
    "wiki_page_updated": "WikiPageUpdated",
}

_MODULES = {
    "Metadata": "metadata",
    "Account": "events.account",
    "AccountCreated": "events.account",
    "AccountNotificationCreated": "events.account",
    "AccountNotificationCreatedBody": "events.account",
    "AccountUpdated": "events.account",
    "AssetAccessed": "events.asset",
    "AssetAccessedBody": "events.asset",
    "AssignmentCreated": "events.assignment",
    "AssignmentCreatedBody": "events.assignment",
    "AssignmentGroup": "events.assignment",
    "AssignmentGroupCreated": "events.assignment",
    "AssignmentGroupUpdated": "events.assignment",
    "AssignmentOverride": "events.assignment",
    "AssignmentOverrideCreated": "events.assignment",
    "AssignmentOverrideUpdated": "events.assignment",
    "AssignmentUpdated": "events.assignment",
    "AssignmentUpdatedBody": "events.assignment",
    "Attachment": "events.attachment",
    "AttachmentCreated": "events.attachment",
    "AttachmentDeleted": "events.attachment",
    "AttachmentUpdated": "events.attachment",
    "AttachmentUpdatedBody": "events.attachment",
    "ContentMigrationCompleted": "events.content",
    "ContentMigrationCompletedBody": "events.content",
    "ContentMigrationStarted": "events.content",
    "ContentMigrationStartedBody": "events.content",
    "Conversation": "events.conversation",
    "ConversationCreated": "events.conversation",
    "ConversationForwarded": "events.conversation",
    "ConversationMessageCreated": "events.conversation",
    "ConversationMessageCreatedBody": "events.conversation",
    "Course": "events.course",
    "CourseCompleted": "events.course",
    "CourseCompletedBody": "events.course",
    "CourseCreated": "events.course",
    "CourseProgress": "events.course",
    "CourseProgressBody": "events.course",
    "CourseSection": "events.course",
    "CourseSectionCreated": "events.course",
    "CourseSectionUpdated": "events.course",
    "CourseUpdated": "events.course",
    "Progress": "events.course",
    "ProgressCourse": "events.course",
    "ProgressError": "events.course",
    "ProgressUser": "events.course",
    "DiscussionEntryCreated": "events.discussion",
    "DiscussionEntryCreatedBody": "events.discussion",
    "DiscussionEntrySubmitted": "events.discussion",
    "DiscussionEntrySubmittedBody": "events.discussion",
    "DiscussionTopic": "events.discussion",
    "DiscussionTopicCreated": "events.discussion",
    "DiscussionTopicCreatedBody": "events.discussion",
    "DiscussionTopicUpdated": "events.discussion",
    "Enrollment": "events.enrollment",
    "EnrollmentCreated": "events.enrollment",
    "EnrollmentState": "events.enrollment",
    "EnrollmentStateCreated": "events.enrollment",
    "EnrollmentStateUpdated": "events.enrollment",
    "EnrollmentUpdated": "events.enrollment",
    "FinalGradeCustomStatus": "events.final",
    "FinalGradeCustomStatusBody": "events.final",
    "CourseGradeChange": "events.grade",
    "CourseGradeChangeBody": "events.grade",
    "GradeChange": "events.grade",
    "GradeChangeBody": "events.grade",
    "GradeOverride": "events.grade",
    "GradeOverrideBody": "events.grade",
    "Group": "events.group",
    "GroupCategory": "events.group",
    "GroupCategoryCreated": "events.group",
    "GroupCategoryCreatedBody": "events.group",
    "GroupCategoryUpdated": "events.group",
    "GroupCreated": "events.group",
    "GroupCreatedBody": "events.group",
    "GroupMembership": "events.group",
    "GroupMembershipCreated": "events.group",
    "GroupMembershipCreatedBody": "events.group",
    "GroupMembershipUpdated": "events.group",
    "GroupUpdated": "events.group",
    "LearningOutcome": "events.learning",
    "LearningOutcomeCreated": "events.learning",
    "LearningOutcomeCriterion": "events.learning",
    "LearningOutcomeGroup": "events.learning",
    "LearningOutcomeGroupCreated": "events.learning",
    "LearningOutcomeGroupUpdated": "events.learning",
    "LearningOutcomeGroupUpdatedBody": "events.learning",
    "LearningOutcomeLink": "events.learning",
    "LearningOutcomeLinkCreated": "events.learning",
    "LearningOutcomeLinkUpdated": "events.learning",
    "LearningOutcomeLinkUpdatedBody": "events.learning",
    "LearningOutcomeRating": "events.learning",
    "LearningOutcomeResultCreated": "events.learning",
    "LearningOutcomeResultCreatedBody": "events.learning",
    "LearningOutcomeResultUpdated": "events.learning",
    "LearningOutcomeResultUpdatedBody": "events.learning",
    "LearningOutcomeUpdated": "events.learning",
    "LearningOutcomeUpdatedBody": "events.learning",
    "OutcomeProficiency": "events.learning",
    "OutcomeProficiencyCreated": "events.learning",
    "OutcomeProficiencyRating": "events.learning",
    "OutcomeProficiencyUpdated": "events.learning",
    "OutcomeProficiencyUpdatedBody": "events.learning",
    "LoggedIn": "events.logged",
    "LoggedInBody": "events.logged",
    "LoggedOut": "events.logged",
    "LoggedOutBody": "events.logged",
    "LtiResourceLink": "events.lti",
    "LtiResourceLinkCreated": "events.lti",
    "LtiResourceLinkUpdated": "events.lti",
    "MasterMigrationStarted": "events.master",
    "MasterMigrationStartedBody": "events.master",
    "Module": "events.module",
    "ModuleCreated": "events.module",
    "ModuleItem": "events.module",
    "ModuleItemCreated": "events.module",
    "ModuleItemUpdated": "events.module",
    "ModuleUpdated": "events.module",
    "OutcomeCalculationMethod": "events.outcome",
    "OutcomeCalculationMethodCreated": "events.outcome",
    "OutcomeCalculationMethodUpdated": "events.outcome",
    "OutcomeCalculationMethodUpdatedBody": "events.outcome",
    "OutcomesRetryOutcomeAlignmentClone": "events.outcomes",
    "OutcomesRetryOutcomeAlignmentCloneBody": "events.outcomes",
    "PlagiarismResubmit": "events.plagiarism",
    "PlagiarismResubmitBody": "events.plagiarism",
    "Quiz": "events.quiz",
    "QuizCreated": "events.quiz",
    "QuizSubmitted": "events.quiz",
    "QuizSubmittedBody": "events.quiz",
    "QuizUpdated": "events.quiz",
    "RubricAssessed": "events.rubric",
    "RubricAssessedBody": "events.rubric",
    "SisBatch": "events.sis",
    "SisBatchCreated": "events.sis",
    "SisBatchUpdated": "events.sis",
    "Submission": "events.submission",
    "SubmissionCommentCreated": "events.submission",
    "SubmissionCommentCreatedBody": "events.submission",
    "SubmissionCreated": "events.submission",
    "SubmissionCustomGradeStatus": "events.submission",
    "SubmissionCustomGradeStatusBody": "events.submission",
    "SubmissionUpdated": "events.submission",
    "SyllabusUpdated": "events.syllabus",
    "SyllabusUpdatedBody": "events.syllabus",
    "BlueprintRestrictionsUpdated": "events.undocumented",
    "BlueprintRestrictionsUpdatedBody": "events.undocumented",
    "BlueprintSubscriptionCreated": "events.undocumented",
    "BlueprintSubscriptionCreatedBody": "events.undocumented",
    "BlueprintSubscriptionDeleted": "events.undocumented",
    "BlueprintSubscriptionDeletedBody": "events.undocumented",
    "ContentExportCreated": "events.undocumented",
    "ContentExportCreatedBody": "events.undocumented",
    "ConvertNewQuizYoutubeLink": "events.undocumented",
    "ConvertNewQuizYoutubeLinkBody": "events.undocumented",
    "DefaultBlueprintRestrictionsUpdated": "events.undocumented",
    "DefaultBlueprintRestrictionsUpdatedBody": "events.undocumented",
    "DiscussionEntryDeleted": "events.undocumented",
    "DiscussionEntryDeletedBody": "events.undocumented",
    "DiscussionEntryUpdated": "events.undocumented",
    "DiscussionEntryUpdatedBody": "events.undocumented",
    "Heartbeat": "events.undocumented",
    "HeartbeatBody": "events.undocumented",
    "MasterMigrationCompleted": "events.undocumented",
    "MasterMigrationCompletedBody": "events.undocumented",
    "MasterTemplateCreated": "events.undocumented",
    "MasterTemplateCreatedBody": "events.undocumented",
    "OutcomeFriendlyDescriptionCreated": "events.undocumented",
    "OutcomeFriendlyDescriptionCreatedBody": "events.undocumented",
    "OutcomeFriendlyDescriptionUpdated": "events.undocumented",
    "OutcomeFriendlyDescriptionUpdatedBody": "events.undocumented",
    "QuizExportAssignment": "events.undocumented",
    "QuizExportComplete": "events.undocumented",
    "QuizExportCompleteBody": "events.undocumented",
    "QuizExportFile": "events.undocumented",
    "QuizzesNextMigrationUrlsComplete": "events.undocumented",
    "QuizzesNextMigrationUrlsCompleteBody": "events.undocumented",
    "QuizzesNextQuizDuplicated": "events.undocumented",
    "QuizzesNextQuizDuplicatedBody": "events.undocumented",
    "ScanYoutubeLinks": "events.undocumented",
    "ScanYoutubeLinksBody": "events.undocumented",
    "User": "events.user",
    "UserAccountAssociationCreated": "events.user",
    "UserAccountAssociationCreatedBody": "events.user",
    "UserCreated": "events.user",
    "UserUpdated": "events.user",
    "WikiPage": "events.wiki",
    "WikiPageCreated": "events.wiki",
    "WikiPageDeleted": "events.wiki",
    "WikiPageDeletedBody": "events.wiki",
    "WikiPageUpdated": "events.wiki",
    "WikiPageUpdatedBody": "events.wiki",
}

_package = Package(
    __name__,
    events=EVENTS,
    modules=_MODULES,
    discriminator=("metadata", "event_name"),
    name_path="metadata.event_name",
    time=("metadata", "event_time"),
    dimensions={"account": ("metadata", "root_account_id"), "producer": ("metadata", "producer")},
    members=("metadata", "body"),
    unknown=UnknownEvent,
    envelopes=ENVELOPES,
    batches=BATCHES,
)

_E = TypeVar("_E", bound=Record)


@overload
def parse(delivery: Delivery, *, max_size: int = MAX_SIZE) -> Event | UnknownEvent: ...


@overload
def parse(delivery: Delivery, *, expect: type[_E], max_size: int = MAX_SIZE) -> _E: ...


def parse(delivery: Delivery, *, expect: type[Any] | None = None, max_size: int = MAX_SIZE) -> Any:
    """Parse one delivery, bare or in any of these envelopes:

    - A message as boto3's receive_message returns it.
    - A record of an SQS queue, as AWS Lambda and EventBridge Pipes pass it to a function.
    - A record of an AWS Lambda event from a Kinesis stream, as self-hosted Canvas writes it.
    - A record of a Kinesis stream, as EventBridge Pipes passes it to a function.
    - A record of a Firehose stream, as the stream passes it to the function that transforms it.
    - A record of an AWS Lambda event from an SNS topic. Lambda does not read a response to it: if it could not be
      handled, the function has to raise an error.
    - A notification of an SNS topic, on its own or in a message of a queue that subscribes to the topic without raw
      message delivery.
    - An EventBridge event, whose detail is the event of Canvas.
    - A web request as API Gateway (payload versions 1 and 2), Lambda function URLs and load balancers pass it on.
    - The record that Canvas's own emitter writes, before it reaches subscribers.
    - The claims of a verified JSON Web Token, with registered claims next to the event.
    - A record or a request of which only the body is left, as in a test.
    - A record of which only the data is left, as Firehose sends it to an HTTP endpoint.

    Returns the event as an instance of its class. An event that is not in the contract is an
    ``UnknownEvent``, never an error. With ``expect``, the event must be of that class.

    Raises ``ContractViolation``, with all violations and the untouched delivery, if the event's reader
    schema refuses it or it is not of the expected class. Its subclasses ``NotJSON``, ``NotAnEvent``,
    ``ForeignEnvelope`` and ``SignedDelivery`` report input that is not an event.

    ``max_size`` limits the text of the event, without its envelopes: in bytes, or in characters if it is a ``str``. A
    larger one is ``NotJSON`` (rule ``too-large``). It is 16 MiB by default; what has been decoded has no limit.
    """
    return _package.parse(delivery, expect, max_size=max_size)


def parse_batch(deliveries: Any, *, max_size: int = MAX_SIZE) -> ParsedBatch:
    """Parse every delivery of a list, or of one of these objects:

    - An AWS Lambda event. Lambda delivers the records that failed again.
    - The records of an AWS Lambda event, as EventBridge Pipes passes them to a function.
    - What boto3's receive_message returns. If there are no messages, it has no list.
    - What a Firehose stream passes to the function that transforms its records. Firehose passes on, as they came, the
      records that did not fail, and writes the others to the error prefix of its bucket.
    - What a Firehose stream sends to an HTTP endpoint. If a record fails, the whole request does.

    A violation in one delivery is in its result and does not affect the others. Raises ``NotAnEvent``
    if ``deliveries`` is not a batch. ``max_size`` is that of ``parse``, for each event.
    """
    return _package.parse_batch(deliveries, max_size=max_size)


def check(delivery: Delivery, *, show_values: bool = False, max_size: int = MAX_SIZE) -> list[Finding]:
    """All findings about ``delivery``, errors first; never raises.

    An error is what ``parse`` refuses, a warning is readable but not as documented, an info is worth
    knowing. Findings hold values of the delivery only if ``show_values`` is true. Of more than 1,000 findings, the
    last (rule ``more-findings``) says how many are not listed. ``max_size`` is that of ``parse``.
    """
    return _package.check(delivery, show_values=show_values, max_size=max_size)


def extras(delivery: Delivery, *, max_size: int = MAX_SIZE) -> dict[str, Any]:
    """Every member of the event in ``delivery`` that its class does not hold, by JSON Pointer.

    Empty for an ``UnknownEvent``, which keeps its delivery. Raises like ``parse``.
    """
    return _package.extras(delivery, max_size=max_size)


def encode(event: Event) -> bytes:
    """``event`` as JSON (UTF-8), without the members that are ``None``.

    Members that the event's class does not hold are dropped, ``subscription`` among them: to forward a
    delivery, forward the delivery itself. Raises ``TypeError`` for an ``UnknownEvent``, which keeps its delivery.
    """
    return _package.encode(event)


def fingerprint(delivery: Delivery, *, max_size: int = MAX_SIZE) -> str:
    """A hash for detecting duplicates: ``v1:`` and 64 hexadecimal digits.

    It is the same for an event in every envelope, on every retry and in every release of this package.
    It covers the whole event except ``subscription``: if the vendor sends no event id, two
    identical events with the same cause have the same fingerprint. Raises ``ContractViolation`` if there is no event
    in ``delivery``.
    """
    return _package.fingerprint(delivery, max_size=max_size)


_id = Partitioning(10000000000000)


class SplitId(NamedTuple):
    """The parts of an identifier of type ``id``."""

    shard: int | None
    """``None`` if the identifier does not include it."""

    local: int
    """The identifier within the shard."""


def split_id(value: str) -> SplitId:
    """Split an identifier into its shard and the local identifier.

    In scope ``global`` an identifier is shard * 10000000000000 + local identifier.
    Raises ``ValueError`` unless ``value`` is decimal digits.
    """
    return SplitId(*_id.split(value))


def join_id(shard: int, local: int) -> str:
    """The identifier of these parts, in scope ``global``; ``ValueError`` if one is out of range."""
    return _id.join(shard, local)


def same_object(first: str, second: str, *, home: int | str) -> bool:
    """Whether two identifiers name the same object, each with or without its shard.

    ``home`` is the shard of identifiers that do not include it: its number, or any identifier that does.
    Raises ``ValueError`` unless both are decimal digits and ``home`` names a shard.
    """
    return _id.same(first, second, home)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        # Defining every class takes longer than most processes live: each is loaded on first use.
        if name in _MODULES:
            value = globals()[name] = _package.load(name)
            return value
        if name == "Event":
            value = globals()[name] = _package.union()
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES, "Event"})

    # The union of all events would load every class when the hints of this function are resolved.
    encode.__annotations__["event"] = Record


__all__ = [
    "EVENTS",
    "ContractViolation",
    "Delivery",
    "Event",
    "Finding",
    "ForeignEnvelope",
    "NotAnEvent",
    "NotJSON",
    "Parsed",
    "ParsedBatch",
    "SignedDelivery",
    "Undocumented",
    "UnknownEvent",
    "check",
    "encode",
    "extras",
    "fingerprint",
    "parse",
    "parse_batch",
    "SplitId",
    "join_id",
    "same_object",
    "split_id",
    "Metadata",
    "Account",
    "AccountCreated",
    "AccountNotificationCreated",
    "AccountNotificationCreatedBody",
    "AccountUpdated",
    "AssetAccessed",
    "AssetAccessedBody",
    "AssignmentCreated",
    "AssignmentCreatedBody",
    "AssignmentGroup",
    "AssignmentGroupCreated",
    "AssignmentGroupUpdated",
    "AssignmentOverride",
    "AssignmentOverrideCreated",
    "AssignmentOverrideUpdated",
    "AssignmentUpdated",
    "AssignmentUpdatedBody",
    "Attachment",
    "AttachmentCreated",
    "AttachmentDeleted",
    "AttachmentUpdated",
    "AttachmentUpdatedBody",
    "ContentMigrationCompleted",
    "ContentMigrationCompletedBody",
    "ContentMigrationStarted",
    "ContentMigrationStartedBody",
    "Conversation",
    "ConversationCreated",
    "ConversationForwarded",
    "ConversationMessageCreated",
    "ConversationMessageCreatedBody",
    "Course",
    "CourseCompleted",
    "CourseCompletedBody",
    "CourseCreated",
    "CourseProgress",
    "CourseProgressBody",
    "CourseSection",
    "CourseSectionCreated",
    "CourseSectionUpdated",
    "CourseUpdated",
    "Progress",
    "ProgressCourse",
    "ProgressError",
    "ProgressUser",
    "DiscussionEntryCreated",
    "DiscussionEntryCreatedBody",
    "DiscussionEntrySubmitted",
    "DiscussionEntrySubmittedBody",
    "DiscussionTopic",
    "DiscussionTopicCreated",
    "DiscussionTopicCreatedBody",
    "DiscussionTopicUpdated",
    "Enrollment",
    "EnrollmentCreated",
    "EnrollmentState",
    "EnrollmentStateCreated",
    "EnrollmentStateUpdated",
    "EnrollmentUpdated",
    "FinalGradeCustomStatus",
    "FinalGradeCustomStatusBody",
    "CourseGradeChange",
    "CourseGradeChangeBody",
    "GradeChange",
    "GradeChangeBody",
    "GradeOverride",
    "GradeOverrideBody",
    "Group",
    "GroupCategory",
    "GroupCategoryCreated",
    "GroupCategoryCreatedBody",
    "GroupCategoryUpdated",
    "GroupCreated",
    "GroupCreatedBody",
    "GroupMembership",
    "GroupMembershipCreated",
    "GroupMembershipCreatedBody",
    "GroupMembershipUpdated",
    "GroupUpdated",
    "LearningOutcome",
    "LearningOutcomeCreated",
    "LearningOutcomeCriterion",
    "LearningOutcomeGroup",
    "LearningOutcomeGroupCreated",
    "LearningOutcomeGroupUpdated",
    "LearningOutcomeGroupUpdatedBody",
    "LearningOutcomeLink",
    "LearningOutcomeLinkCreated",
    "LearningOutcomeLinkUpdated",
    "LearningOutcomeLinkUpdatedBody",
    "LearningOutcomeRating",
    "LearningOutcomeResultCreated",
    "LearningOutcomeResultCreatedBody",
    "LearningOutcomeResultUpdated",
    "LearningOutcomeResultUpdatedBody",
    "LearningOutcomeUpdated",
    "LearningOutcomeUpdatedBody",
    "OutcomeProficiency",
    "OutcomeProficiencyCreated",
    "OutcomeProficiencyRating",
    "OutcomeProficiencyUpdated",
    "OutcomeProficiencyUpdatedBody",
    "LoggedIn",
    "LoggedInBody",
    "LoggedOut",
    "LoggedOutBody",
    "LtiResourceLink",
    "LtiResourceLinkCreated",
    "LtiResourceLinkUpdated",
    "MasterMigrationStarted",
    "MasterMigrationStartedBody",
    "Module",
    "ModuleCreated",
    "ModuleItem",
    "ModuleItemCreated",
    "ModuleItemUpdated",
    "ModuleUpdated",
    "OutcomeCalculationMethod",
    "OutcomeCalculationMethodCreated",
    "OutcomeCalculationMethodUpdated",
    "OutcomeCalculationMethodUpdatedBody",
    "OutcomesRetryOutcomeAlignmentClone",
    "OutcomesRetryOutcomeAlignmentCloneBody",
    "PlagiarismResubmit",
    "PlagiarismResubmitBody",
    "Quiz",
    "QuizCreated",
    "QuizSubmitted",
    "QuizSubmittedBody",
    "QuizUpdated",
    "RubricAssessed",
    "RubricAssessedBody",
    "SisBatch",
    "SisBatchCreated",
    "SisBatchUpdated",
    "Submission",
    "SubmissionCommentCreated",
    "SubmissionCommentCreatedBody",
    "SubmissionCreated",
    "SubmissionCustomGradeStatus",
    "SubmissionCustomGradeStatusBody",
    "SubmissionUpdated",
    "SyllabusUpdated",
    "SyllabusUpdatedBody",
    "BlueprintRestrictionsUpdated",
    "BlueprintRestrictionsUpdatedBody",
    "BlueprintSubscriptionCreated",
    "BlueprintSubscriptionCreatedBody",
    "BlueprintSubscriptionDeleted",
    "BlueprintSubscriptionDeletedBody",
    "ContentExportCreated",
    "ContentExportCreatedBody",
    "ConvertNewQuizYoutubeLink",
    "ConvertNewQuizYoutubeLinkBody",
    "DefaultBlueprintRestrictionsUpdated",
    "DefaultBlueprintRestrictionsUpdatedBody",
    "DiscussionEntryDeleted",
    "DiscussionEntryDeletedBody",
    "DiscussionEntryUpdated",
    "DiscussionEntryUpdatedBody",
    "Heartbeat",
    "HeartbeatBody",
    "MasterMigrationCompleted",
    "MasterMigrationCompletedBody",
    "MasterTemplateCreated",
    "MasterTemplateCreatedBody",
    "OutcomeFriendlyDescriptionCreated",
    "OutcomeFriendlyDescriptionCreatedBody",
    "OutcomeFriendlyDescriptionUpdated",
    "OutcomeFriendlyDescriptionUpdatedBody",
    "QuizExportAssignment",
    "QuizExportComplete",
    "QuizExportCompleteBody",
    "QuizExportFile",
    "QuizzesNextMigrationUrlsComplete",
    "QuizzesNextMigrationUrlsCompleteBody",
    "QuizzesNextQuizDuplicated",
    "QuizzesNextQuizDuplicatedBody",
    "ScanYoutubeLinks",
    "ScanYoutubeLinksBody",
    "User",
    "UserAccountAssociationCreated",
    "UserAccountAssociationCreatedBody",
    "UserCreated",
    "UserUpdated",
    "WikiPage",
    "WikiPageCreated",
    "WikiPageDeleted",
    "WikiPageDeletedBody",
    "WikiPageUpdated",
    "WikiPageUpdatedBody",
]
