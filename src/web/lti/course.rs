//! Who is in a course, as a learning platform says (Names and Role Provisioning Services 2.0).

use axum::http::{HeaderValue, Request, header};

use super::tokens::Unserved;
use crate::app::App;
use crate::domain::lti::services::{CoursePage, MEMBERS_SCOPE, next_page, read_members};
use crate::store::Platform;
use crate::web::now::Now;

/// The most pages of a list.
const MOST_PAGES: usize = 50;
/// The most people of a list; as many as a table may hold.
const MOST_PEOPLE: usize = 10_000;

/// Asks a platform who is in a course: all pages of its list, or none.
pub async fn people(app: &App, platform: &Platform, members_url: &str, now: Now) -> Result<CoursePage, Unserved> {
    let mut all = CoursePage::default();
    let mut next = Some(members_url.to_owned());
    for _ in 0..MOST_PAGES {
        let Some(address) = next.take() else { return Ok(all) };
        let uri: axum::http::Uri =
            address.parse().map_err(|_| Unserved::Refused("The address of its list is none.".to_owned()))?;
        let request = || {
            let mut request = Request::new(Vec::new());
            *request.uri_mut() = uri.clone();
            let kind = HeaderValue::from_static("application/vnd.ims.lti-nrps.v2.membershipcontainer+json");
            request.headers_mut().insert(header::ACCEPT, kind);
            request
        };
        let answer = app.platform_tokens.ask(app, platform, MEMBERS_SCOPE, request, now).await?;
        let page = read_members(answer.body());
        let page = page.ok_or_else(|| Unserved::Refused("Its answer is no list of people.".to_owned()))?;
        all.learners.extend(page.learners);
        all.others += page.others;
        if all.learners.len() > MOST_PEOPLE {
            return Err(Unserved::Refused(format!("Its list has more than {MOST_PEOPLE} people.")));
        }
        let links = answer.headers().get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
        next = links.into_iter().find_map(|link| next_page(link, &address));
    }
    match next {
        Some(_) => Err(Unserved::Refused(format!("Its list has more than {MOST_PAGES} pages."))),
        None => Ok(all),
    }
}
