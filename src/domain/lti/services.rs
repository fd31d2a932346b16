//! What a platform offers a tool behind a launch: to take scores (Assignment and Grade Services 2.0), and to say who is in the course
//! (Names and Role Provisioning Services 2.0).

use serde::Deserialize;
use serde_json::{Value, json};

use super::linking::MOST_SCORE;
use super::platform::origin;
use super::{Stands, stands};
use crate::domain::typed;

/// What a portal asks for to pass scores on.
pub const SCORE_SCOPE: &str = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
/// What it asks for to read who is in a course.
pub const MEMBERS_SCOPE: &str = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";
/// The longest address of a service, in bytes.
const LONGEST_ADDRESS: usize = 2000;

/// Where scores go, as it stands in the token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Endpoint {
    #[serde(default)]
    scope: Vec<String>,
    lineitem: Option<String>,
}

/// Where the course's people are, as it stands in the token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct NamesRoles {
    #[serde(default)]
    context_memberships_url: String,
}

/// What the platform offers behind a launch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Services {
    /// Where the link's column of grades is; none when it has none, or takes no scores.
    pub column: Option<String>,
    /// Where it says who is in the course.
    pub members: Option<String>,
    /// What the course is called; may be empty.
    pub course: String,
}

/// An address that a platform names for a service.
fn address(text: &str) -> Option<String> {
    (text.len() <= LONGEST_ADDRESS && origin(text).is_some()).then(|| text.to_owned())
}

impl Services {
    pub(super) fn of(endpoint: Option<Endpoint>, people: Option<NamesRoles>, course: Option<String>) -> Self {
        let takes_scores = |endpoint: &Endpoint| endpoint.scope.iter().any(|scope| scope == SCORE_SCOPE);
        let column = endpoint.filter(takes_scores).and_then(|endpoint| address(&endpoint.lineitem?));
        let members = people.and_then(|people| address(&people.context_memberships_url));
        let course = typed::line(&course.unwrap_or_default()).chars().take(200).collect();
        Self { column, members, course }
    }
}

/// Where a score for a column is sent: `/scores` behind the path, before what is asked (Assignment and Grade Services 2.0, 3.4.1).
#[must_use]
pub fn scores_of(column: &str) -> String {
    match column.split_once('?') {
        Some((path, query)) => format!("{}/scores?{query}", path.trim_end_matches('/')),
        None => format!("{}/scores", column.trim_end_matches('/')),
    }
}

/// How far somebody is, as a platform takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// In percent.
    pub percent: u32,
    /// Whether all is done that the link is about.
    pub complete: bool,
}

impl Score {
    /// The score of the platform's own person, at a time in RFC 3339 (Assignment and Grade Services 2.0, 3.4.2). It is worked out by
    /// the portal, and nobody has to look at it again: always fully graded.
    #[must_use]
    pub fn body(self, subject: &str, at: &str) -> Value {
        let activity = match self {
            Self { complete: true, .. } => "Completed",
            Self { percent: 0, .. } => "Initialized",
            Self { .. } => "InProgress",
        };
        json!({
            "userId": subject, "scoreGiven": self.percent, "scoreMaximum": MOST_SCORE, "timestamp": at,
            "activityProgress": activity, "gradingProgress": "FullyGraded",
        })
    }
}

/// Somebody in a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePerson {
    /// What they are called; may be empty.
    pub name: String,
    /// Their address; may be empty.
    pub email: String,
}

/// Those of a page of a course's list who take it, and how many others are on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoursePage {
    /// Who takes the course.
    pub learners: Vec<CoursePerson>,
    /// People who do not: who teach, or are not active.
    pub others: usize,
}

/// Reads a page of a course's list (Names and Role Provisioning Services 2.0, 2.4). None when it is none.
#[must_use]
pub fn read_members(body: &[u8]) -> Option<CoursePage> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let mut page = CoursePage::default();
    for member in body.get("members")?.as_array()? {
        let text = |name: &str| typed::line(member.get(name).and_then(Value::as_str).unwrap_or_default());
        let roles: Vec<String> = member
            .get("roles")
            .and_then(Value::as_array)
            .map(|roles| roles.iter().filter_map(|role| Some(role.as_str()?.to_owned())).collect())
            .unwrap_or_default();
        let active = member.get("status").is_none_or(|status| status == "Active");
        if !active || stands(&roles) != Stands::Learns {
            page.others += 1;
            continue;
        }
        let whole = text("name");
        let name = if whole.is_empty() {
            format!("{} {}", text("given_name"), text("family_name")).trim().to_owned()
        } else {
            whole
        };
        page.learners.push(CoursePerson { name, email: text("email") });
    }
    Some(page)
}

/// The address of the next page in a `Link` header (RFC 8288), when it is of the same origin as this one.
#[must_use]
pub fn next_page(link: &str, this: &str) -> Option<String> {
    let one = |part: &str| {
        let (target, parameters) = part.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters.split(';').any(|parameter| {
            let value = parameter.trim().strip_prefix("rel=").map(|value| value.trim_matches('"'));
            value.is_some_and(|value| value.split_whitespace().any(|rel| rel.eq_ignore_ascii_case("next")))
        });
        is_next.then(|| target.to_owned())
    };
    // A comma inside of an address would part it, and it is then no address.
    let next = link.split(',').find_map(one)?;
    (address(&next).is_some() && origin(&next) == origin(this)).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_sent_behind_the_column_and_before_what_is_asked() {
        let cases = [
            ("https://learn.example.org/items/7", "https://learn.example.org/items/7/scores"),
            ("https://learn.example.org/items/7/", "https://learn.example.org/items/7/scores"),
            (
                "https://learn.example.org/items/7?type_id=2&a=b",
                "https://learn.example.org/items/7/scores?type_id=2&a=b",
            ),
        ];
        for (column, expected) in cases {
            assert_eq!(scores_of(column), expected);
        }
    }

    #[test]
    fn a_score_is_as_the_standard_wants_it() {
        let body = |percent, complete| Score { percent, complete }.body("u-17", "2026-12-01T10:00:00.000Z");
        assert_eq!(
            body(40, false),
            json!({
                "userId": "u-17", "scoreGiven": 40, "scoreMaximum": 100, "timestamp": "2026-12-01T10:00:00.000Z",
                "activityProgress": "InProgress", "gradingProgress": "FullyGraded",
            })
        );
        assert_eq!(body(0, false)["activityProgress"], "Initialized");
        assert_eq!(body(100, true)["activityProgress"], "Completed");
        assert_eq!(body(97, true)["activityProgress"], "Completed");
    }

    #[test]
    fn services_are_taken_where_they_are_safe_and_offered() {
        let endpoint = |scope: &str, lineitem: &str| {
            Some(Endpoint { scope: vec![scope.to_owned()], lineitem: Some(lineitem.to_owned()) })
        };
        let column = |endpoint| Services::of(endpoint, None, None).column;
        let url = "https://learn.example.org/items/7?t=1";
        assert_eq!(column(endpoint(SCORE_SCOPE, url)).as_deref(), Some(url));
        assert_eq!(column(endpoint("https://purl.imsglobal.org/spec/lti-ags/scope/lineitem", url)), None);
        for unsafe_one in ["http://learn.example.org/items", "javascript:x", "", "https://a/#b"] {
            assert_eq!(column(endpoint(SCORE_SCOPE, unsafe_one)), None, "{unsafe_one}");
        }
        assert_eq!(column(Some(Endpoint { scope: vec![SCORE_SCOPE.to_owned()], lineitem: None })), None);
        let people = |url: &str| Some(NamesRoles { context_memberships_url: url.to_owned() });
        let services = Services::of(None, people("https://learn.example.org/m"), Some(" Networks\n 101 ".to_owned()));
        assert_eq!(
            (services.members.as_deref(), services.course.as_str()),
            (Some("https://learn.example.org/m"), "Networks 101")
        );
        assert_eq!(Services::of(None, people("ftp://x/"), None), Services::default());
    }

    #[test]
    fn a_course_says_who_takes_it() {
        let learner = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner";
        let body = json!({ "id": "x", "members": [
            { "user_id": "1", "name": " Maya\n Lind ", "email": "maya@example.org", "roles": [learner], "status": "Active" },
            { "user_id": "2", "given_name": "Bo", "family_name": "Ek", "roles": ["Learner"] },
            { "user_id": "3", "name": "Gone", "roles": [learner], "status": "Inactive" },
            { "user_id": "4", "name": "Ada", "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"] },
            { "user_id": "5", "name": 7, "email": null, "roles": "Learner" },
            { "user_id": "6", "name": 7, "email": ["x"], "roles": [learner, 3] },
        ] });
        let page = read_members(body.to_string().as_bytes()).unwrap();
        let of = |name: &str, email: &str| CoursePerson { name: name.to_owned(), email: email.to_owned() };
        assert_eq!(
            page,
            CoursePage { learners: vec![of("Maya Lind", "maya@example.org"), of("Bo Ek", ""), of("", "")], others: 3 }
        );
        for none in ["", "[]", "{}", r#"{"members":{}}"#, "<html>"] {
            assert_eq!(read_members(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn the_next_page_is_one_of_the_same_platform() {
        let this = "https://learn.example.org/m?p=1";
        let cases = [
            (r#"<https://learn.example.org/m?p=2>; rel="next""#, Some("https://learn.example.org/m?p=2")),
            ("<https://learn.example.org/m?p=2>;rel=next", Some("https://learn.example.org/m?p=2")),
            (
                r#"<https://learn.example.org/m?p=0>; rel="prev", <https://learn.example.org/m?p=2>; rel="next last""#,
                Some("https://learn.example.org/m?p=2"),
            ),
            (r#"<https://evil.test/m?p=2>; rel="next""#, None),
            (r#"<http://learn.example.org/m?p=2>; rel="next""#, None),
            (r#"<https://learn.example.org/m?p=2>; rel="differences""#, None),
            (r#"</m?p=2>; rel="next""#, None),
            ("rel=next", None),
            ("", None),
        ];
        for (link, expected) in cases {
            assert_eq!(next_page(link, this).as_deref(), expected, "{link}");
        }
    }
}
