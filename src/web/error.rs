//! Requests that make no sense here, and our own failures: one closed list, one template, a way onward.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::frame::{Frame, Onward};
use super::limits::Wait;
use crate::store::StoreError;

/// Any error as a page.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// Around it.
    pub frame: Frame,
    /// The HTTP status.
    pub status: u16,
    /// Such as "There is no such page".
    pub title: String,
    /// What happened and what can be done, in a sentence or two.
    pub message: String,
    /// Where the search form goes; none when searching makes no sense.
    pub search: Option<String>,
    /// What to search for at first: words from the address.
    pub query: String,
    /// Likely places.
    pub onward: Vec<Onward>,
    /// For the operator's log.
    pub request: String,
}

/// Why a request is not answered with what it asked for. What is wrong with what a person typed is none of these: that is
/// said beside its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing is at this address, or it is somebody else's.
    NotFound,
    /// The address does not take this method.
    Method,
    /// The request cannot be read.
    BadRequest(&'static str),
    /// The session that it names has ended: signed out elsewhere, deleted, or not used for long.
    SignedOut,
    /// A page of another site sent it.
    CrossSite,
    /// The body is larger than the address takes.
    TooLarge,
    /// The body is of a kind that the address does not take.
    MediaType,
    /// Tried too often.
    TooMany(Wait),
    /// It took too long.
    Timeout,
    /// The database does not answer; nothing was saved.
    Unavailable,
    /// A defect of ours. The cause is in the log.
    Internal,
}

impl Wrong {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::SignedOut => StatusCode::CONFLICT,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Timeout | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a bare answer of the framework means, for those that come without a page.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Option<Self> {
        Some(match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::FORBIDDEN => Self::CrossSite,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType,
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Self::BadRequest("It could not be read."),
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Self::Timeout,
            StatusCode::INTERNAL_SERVER_ERROR => Self::Internal,
            _ => return None,
        })
    }

    /// The heading and the sentence of the error page.
    #[must_use]
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Self::NotFound => (
                "There is no such page",
                "Perhaps the address has a typo, or the page has moved. Search for what you were after.".to_owned(),
            ),
            Self::Method => (
                "This address cannot do that",
                "It answers another kind of request. Go back and use the page's own buttons.".to_owned(),
            ),
            Self::BadRequest(why) => {
                ("The request makes no sense here", format!("{why} Go back and try again from the page."))
            }
            Self::SignedOut => (
                "This browser was signed out",
                "Nothing was saved. Enter your continue code to go on where you were, or go back and send it again to start afresh; what you typed is still in the page you came from.".to_owned(),
            ),
            Self::CrossSite => (
                "The request came from another site",
                "Changes are taken from this portal's own pages only. Open the page here and try again.".to_owned(),
            ),
            Self::TooLarge => (
                "That is too much at once",
                "What was sent is larger than this page takes. Shorten it; nothing was saved.".to_owned(),
            ),
            Self::MediaType => (
                "The request makes no sense here",
                "What was sent is of a kind that this address does not take.".to_owned(),
            ),
            Self::TooMany(Wait(seconds)) => (
                "Too many tries",
                format!("Wait {seconds} second{}, then try again.", if *seconds == 1 { "" } else { "s" }),
            ),
            Self::Timeout => {
                ("That took too long", "The portal is busy. Nothing is lost: try again in a moment.".to_owned())
            }
            Self::Unavailable => (
                "Not saved: the database does not answer",
                "What was saved before is safe. Try again in a moment; your text is still in the page you came from."
                    .to_owned(),
            ),
            Self::Internal => (
                "Something went wrong on our side",
                "It is in the log under the number below. What was saved before is safe.".to_owned(),
            ),
        }
    }
}

impl From<StoreError> for Wrong {
    fn from(error: StoreError) -> Self {
        // Logged here, once; the request's number is in the span around it.
        match error {
            StoreError::Unavailable(_) => {
                tracing::error!(%error, "the store is unavailable");
                Self::Unavailable
            }
            StoreError::Gone => Self::NotFound,
            _ => {
                tracing::error!(%error, "the store refused");
                Self::Internal
            }
        }
    }
}

impl From<Wait> for Wrong {
    fn from(wait: Wait) -> Self {
        Self::TooMany(wait)
    }
}

impl From<askama::Error> for Wrong {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a template failed");
        Self::Internal
    }
}

impl IntoResponse for Wrong {
    /// An answer without a page: the layer `pages_for_errors` knows the person's theme and language and draws it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::TooMany(Wait(seconds)) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}
