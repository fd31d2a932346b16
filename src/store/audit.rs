//! What was done to accounts and cohorts: when, by whom, what, to whom. Rows are added with the change itself, and no verb alters them.

use uuid::Uuid;

use super::{Result, Store, read, write};
use crate::domain::time::Millis;

/// What was done. The text that is kept must not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// A link that makes an account was made.
    Invited,
    /// A link was sent by e-mail.
    SentLink,
    /// Such a link was taken back before it was used.
    Uninvited,
    /// An account was made with a link.
    Joined,
    /// The holder's name was changed.
    Renamed,
    /// A password was changed by who knew the one before.
    ChangedPassword,
    /// A link that gives a new password was made.
    AllowedReset,
    /// Such a link was taken back before it was used.
    ForbadeReset,
    /// A new password was set with a link.
    ResetPassword,
    /// What the holder may do was changed.
    ChangedRole,
    /// The browsers of somebody were signed out by somebody else.
    EndedSessions,
    /// An account was taken away.
    Removed,
    /// A cohort was made.
    MadeCohort,
    /// Name or settings of a cohort were changed.
    ChangedCohort,
    /// A cohort got another join code, or none.
    ChangedCode,
    /// A cohort was put away, or fetched back.
    ArchivedCohort,
    /// A cohort was deleted.
    DeletedCohort,
    /// Somebody runs a cohort or helps in it from now on, or does so in another way.
    AddedStaff,
    /// Somebody does so no more.
    RemovedStaff,
    /// A participant was removed from a cohort, or let back in.
    RemovedMember,
    /// Two entries of the same person in a cohort were made one.
    MergedMembers,
    /// A link was made by which a participant gets back in.
    MadeReturnLink,
    /// People were put on a cohort's list, or taken off.
    ChangedRoster,
    /// A certificate of a participant was taken back.
    WithdrewCertificate,
    /// Data of a cohort were taken out of the portal.
    ExportedCohort,
    /// A second factor was set up.
    SetSecondFactor,
    /// A second factor was taken off.
    RemovedSecondFactor,
    /// A recovery code stood in for a second factor.
    UsedRecoveryCode,
    /// An API token was made.
    MadeToken,
    /// An API token was ended.
    EndedToken,
    /// An identity provider was allowed to open an account.
    Connected,
    /// No identity provider opens the account any more.
    Disconnected,
    /// A learning platform was registered.
    AddedPlatform,
    /// A learning platform was taken away.
    RemovedPlatform,
}

impl Deed {
    const ALL: [Self; 34] = [
        Self::Invited,
        Self::SentLink,
        Self::Uninvited,
        Self::Joined,
        Self::Renamed,
        Self::ChangedPassword,
        Self::AllowedReset,
        Self::ForbadeReset,
        Self::ResetPassword,
        Self::ChangedRole,
        Self::EndedSessions,
        Self::Removed,
        Self::MadeCohort,
        Self::ChangedCohort,
        Self::ChangedCode,
        Self::ArchivedCohort,
        Self::DeletedCohort,
        Self::AddedStaff,
        Self::RemovedStaff,
        Self::RemovedMember,
        Self::MergedMembers,
        Self::MadeReturnLink,
        Self::ChangedRoster,
        Self::WithdrewCertificate,
        Self::ExportedCohort,
        Self::SetSecondFactor,
        Self::RemovedSecondFactor,
        Self::UsedRecoveryCode,
        Self::MadeToken,
        Self::EndedToken,
        Self::Connected,
        Self::Disconnected,
        Self::AddedPlatform,
        Self::RemovedPlatform,
    ];

    /// As it is kept.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::SentLink => "sent link",
            Self::Uninvited => "uninvited",
            Self::Joined => "joined",
            Self::Renamed => "renamed",
            Self::ChangedPassword => "changed password",
            Self::AllowedReset => "allowed reset",
            Self::ForbadeReset => "forbade reset",
            Self::ResetPassword => "reset password",
            Self::ChangedRole => "changed role",
            Self::EndedSessions => "ended sessions",
            Self::Removed => "removed",
            Self::MadeCohort => "made cohort",
            Self::ChangedCohort => "changed cohort",
            Self::ChangedCode => "changed code",
            Self::ArchivedCohort => "archived cohort",
            Self::DeletedCohort => "deleted cohort",
            Self::AddedStaff => "added staff",
            Self::RemovedStaff => "removed staff",
            Self::RemovedMember => "removed member",
            Self::MergedMembers => "merged members",
            Self::MadeReturnLink => "made return link",
            Self::ChangedRoster => "changed roster",
            Self::WithdrewCertificate => "withdrew certificate",
            Self::ExportedCohort => "exported cohort",
            Self::SetSecondFactor => "set second factor",
            Self::RemovedSecondFactor => "removed second factor",
            Self::UsedRecoveryCode => "used recovery code",
            Self::MadeToken => "made token",
            Self::EndedToken => "ended token",
            Self::Connected => "connected identity",
            Self::Disconnected => "disconnected identity",
            Self::AddedPlatform => "added platform",
            Self::RemovedPlatform => "removed platform",
        }
    }

    fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.id() == id)
    }
}

/// Who did something, as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Their account; none when the command line or whoever had a link did it.
    pub id: Option<Uuid>,
    /// Their name at that time, such as "Ada (ada@example.org)" or "the command line".
    pub name: String,
}

/// One line of the log, as a change brings it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// A new id; later entries have later ids.
    pub id: Uuid,
    /// When.
    pub at: Millis,
    /// By whom.
    pub actor: Actor,
    /// What.
    pub deed: Deed,
    /// To whose account; none when there is none yet.
    pub subject: Option<Uuid>,
    /// Whom, as they were called.
    pub subject_name: String,
    /// More of it, such as "facilitator → owner"; may be empty.
    pub detail: String,
}

/// One line of the log, as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its id, from which earlier ones are asked for.
    pub id: Uuid,
    /// When.
    pub at: Millis,
    /// By whom.
    pub actor: String,
    /// What; none for what a later version of the program wrote.
    pub deed: Option<Deed>,
    /// Whom.
    pub subject: String,
    /// More of it; may be empty.
    pub detail: String,
}

/// Adds an entry within the change that it is about.
macro_rules! record {
    ($connection:ident, $entry:expr) => {{
        let entry: $crate::store::audit::Entry = $entry;
        sqlx::query(
            "insert into audit (id, at, actor, actor_name, deed, subject, subject_name, detail) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(entry.id)
        .bind(entry.at.0)
        .bind(entry.actor.id)
        .bind(entry.actor.name)
        .bind(entry.deed.id())
        .bind(entry.subject)
        .bind(entry.subject_name)
        .bind(entry.detail)
        .execute(&mut *$connection)
        .await?;
    }};
}

pub(super) use record;

impl Store {
    /// Adds an entry about something that changes nothing else.
    pub async fn note_deed(&self, entry: Entry) -> Result<()> {
        write!(self, "note_deed", one statement, connection => {
            record!(connection, entry);
            Ok(())
        })
    }

    /// The newest so many entries, or those before one, newest first.
    pub async fn audit(&self, before: Option<Uuid>, most: i64) -> Result<Vec<AuditRow>> {
        let before = before.unwrap_or(Uuid::max());
        let rows: Vec<(Uuid, i64, String, String, String, String)> = read!(self, "audit", pool => {
            sqlx::query_as(
                "select id, at, actor_name, deed, subject_name, detail from audit where id < $1 order by id desc limit $2",
            ).bind(before).bind(most).fetch_all(pool).await?
        })?;
        let row = |(id, at, actor, deed, subject, detail): (Uuid, i64, String, String, String, String)| AuditRow {
            id,
            at: Millis(at),
            actor,
            deed: Deed::of_id(&deed),
            subject,
            detail,
        };
        Ok(rows.into_iter().map(row).collect())
    }
}
