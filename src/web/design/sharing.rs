//! A link by which others may read a design, as it is at the moment they look, until its owner revokes it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::current::{self, Mine, Opened};
use super::{RecordView, files};
use crate::app::App;
use crate::content::model::Workshop;
use crate::store::{DesignRow, Share};
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::secret::{Secret, token_hash};
use crate::web::session::Token;
use crate::web::{answer, assets};

/// `/w/{workshop}/design/shared/{token}`.
#[derive(Template)]
#[template(path = "design/shared.html")]
pub struct SharedPage {
    frame: Frame,
    style: String,
    workshop: String,
    record: RecordView,
}

/// The token of a link, from its seed.
fn token(secret: &Secret, seed: Uuid) -> [u8; 32] {
    secret.design_link(seed)
}

/// Where a link leads, without the portal's own address; none when it was made with another secret, so that nobody can say it.
pub(super) fn link(secret: &Secret, workshop: &str, share: &Share) -> Option<String> {
    let token = token(secret, share.seed);
    let known = token_hash(&token).as_slice() == share.hash.as_slice();
    known.then(|| format!("/w/{workshop}/design/shared/{}", URL_SAFE_NO_PAD.encode(token)))
}

/// The design that a link shows. A wrong link, a revoked one and one of another workshop are all as good as none.
async fn shared(app: &App, workshop: &str, token: &str) -> Result<DesignRow, Wrong> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let hash = token_hash(&bytes.ok_or(Wrong::NotFound)?);
    let row = app.store.shared_design(&hash).await?;
    row.filter(|row| row.workshop == workshop).ok_or(Wrong::NotFound)
}

/// Keeps search engines from what somebody showed to a few.
fn unlisted(mut response: Response) -> Response {
    response.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}

/// `/w/{workshop}/design/shared/{token}`: the design, to read.
pub async fn show(
    State(app): State<App>,
    Path((workshop, token)): Path<(String, String)>,
    around: Around,
    session: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let opened = current::open(shared(&app, &workshop.id, &token).await?)?;
    let identity = session.identity(&app, now).await?;
    // The way back from the theme switch is this page; nothing else of the address is shown.
    let frame = around.frame(&opened.row.title, Some(workshop), identity.as_ref());
    let files = format!("/w/{}/design/shared/{token}", workshop.id);
    to_read(workshop, &opened, frame, Some(files))
}

/// Somebody else's design as a page to read; `files` says where it can be had as a file, if it can.
pub(in crate::web) fn to_read(
    workshop: &Workshop,
    Opened { row, design }: &Opened,
    frame: Frame,
    files: Option<String>,
) -> Result<Response, Wrong> {
    let mut record = RecordView::of(workshop, design, row);
    match files {
        Some(base) => record.file_base = base,
        None => record.files.clear(),
    }
    for finding in &mut record.findings {
        // Where to change it is the owner's affair.
        finding.about.clear();
    }
    for open in &mut record.open {
        open.1 = None;
    }
    let page = SharedPage { frame, style: assets::address_of("wizard.css"), workshop: workshop.title.clone(), record };
    Ok(unlisted(answer::page(&page)?))
}

/// `/w/{workshop}/design/shared/{token}/{format}`: the same as a file.
pub async fn export(
    State(app): State<App>,
    Path((workshop, token, format)): Path<(String, String, String)>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let opened = current::open(shared(&app, &workshop.id, &token).await?)?;
    Ok(unlisted(files::download(&opened.design, &format)?))
}

/// `POST /w/{workshop}/design/{design}/share`.
pub async fn share(
    State(app): State<App>,
    Path((workshop, id)): Path<(String, Uuid)>,
    session: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &session, now, &workshop, id).await?;
    let seed = Now::seed();
    let hash = token_hash(&token(&app.secret, seed));
    if !app.store.share_design(mine.person, id, hash, seed, now.0).await? {
        return Err(Wrong::NotFound);
    }
    Ok(answer::redirect(&mine.page("#_share")))
}

/// `POST /w/{workshop}/design/{design}/unshare`: the link leads nowhere from now on.
pub async fn unshare(
    State(app): State<App>,
    Path((workshop, id)): Path<(String, Uuid)>,
    session: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &session, now, &workshop, id).await?;
    // Pressed twice it is as right as once.
    app.store.unshare_design(mine.person, id).await?;
    Ok(answer::redirect(&mine.page("#_share")))
}
