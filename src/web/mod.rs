//! The pages: the only place that knows HTTP. [`router`] is the site map.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use error::Wrong;

mod answer;
mod api;
mod assets;
mod attempt;
pub mod build;
pub mod continue_code;
mod device;
pub mod error;
mod files;
pub mod frame;
pub mod glossary;
pub mod handout;
mod health;
mod hearing;
pub mod home;
pub mod invitation;
mod kept_plans;
mod layers;
mod learning;
pub mod limits;
pub mod me;
pub mod module;
pub mod net_api;
pub mod notes;
pub mod now;
mod places;
mod question;
pub mod quiz;
mod review;
pub mod search;
pub mod secret;
pub mod server;
pub mod session;
pub mod tools;
pub mod vnet_plan;
pub mod when;

/// The largest form, in bytes. A note of the most characters in the widest script, percent-encoded, fits in twice as much, and
/// the form of a note may hold two texts.
const BODY: usize = 64 * 1024;
/// How long a request may take.
const REQUEST_TIME: std::time::Duration = std::time::Duration::from_secs(30);
/// Pages are compressed anew for each person: this level makes a long module 7 % smaller than level 4 does; those
/// above gain nothing more.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(6);
/// Smaller answers are not worth compressing.
const WORTH_COMPRESSING: u64 = 1024;

/// The site map, in the order in which a person meets the pages, and the layers around it.
pub fn router(app: App) -> Router {
    Router::new()
        // A workshop: home, modules, what belongs to it.
        .route("/", get(home::start))
        .route("/w/{workshop}", get(home::show))
        .route("/w/{workshop}/glossary", get(glossary::show))
        .route("/w/{workshop}/handout", get(handout::show))
        .route("/w/{workshop}/search", get(search::show))
        .route("/w/{workshop}/notes", get(notes::list))
        .route("/w/{workshop}/notes.md", get(notes::export))
        .route("/w/{workshop}/files/{*path}", get(files::show))
        .route("/w/{workshop}/quizzes/{quiz}", get(quiz::show).post(quiz::start))
        .route("/w/{workshop}/review", get(review::show).post(review::start))
        .route("/w/{workshop}/attempts/{attempt}", get(attempt::show).post(attempt::answer_all))
        .route("/w/{workshop}/attempts/{attempt}/hand-in", post(attempt::hand_in))
        .route("/w/{workshop}/attempts/{attempt}/questions/{question}", post(attempt::answer))
        .route("/w/{workshop}/attempts/{attempt}/questions/{question}/hint", post(attempt::hint))
        .route("/w/{workshop}/{module}", get(module::show))
        .route("/w/{workshop}/{module}/{section}/done", post(module::mark))
        .route("/w/{workshop}/{module}/{section}/place", post(places::keep))
        .route("/w/{workshop}/{module}/{section}/note", post(notes::save).layer(DefaultBodyLimit::max(4 * BODY)))
        .route("/search", get(search::everywhere))
        // The tools.
        .route("/tools", get(tools::index))
        .route("/tools/{tool}", get(tools::show).post(tools::send).layer(DefaultBodyLimit::max(tools::LARGEST_FORM)))
        .route("/tools/{tool}/keep", post(kept_plans::keep).layer(DefaultBodyLimit::max(4 * BODY)))
        .route("/tools/{tool}/forget", post(kept_plans::forget))
        .route("/tools/vnet-plan", get(vnet_plan::show))
        .route("/tools/vnet-plan/change", post(vnet_plan::change).layer(DefaultBodyLimit::max(vnet_plan::BODY)))
        .route("/tools/vnet-plan/export/{format}", get(vnet_plan::export))
        // A person: name, devices, data.
        .route("/me", get(me::show))
        .route("/me/name", post(me::rename))
        .route("/me/code", post(continue_code::make))
        .route("/me/code/replace", post(continue_code::replace))
        .route("/me/code/revoke", post(continue_code::revoke))
        .route("/me/devices/{session}/sign-out", post(me::sign_out))
        .route("/me/export.json", get(me::export_json))
        .route("/me/export.md", get(me::export_markdown))
        .route("/me/delete", post(me::delete))
        .route("/continue", get(continue_code::show).post(continue_code::enter))
        .route("/theme", post(frame::choose_theme))
        // A facilitator.
        .route("/facilitate/invitations/{token}", get(invitation::show))
        // Programs.
        .route("/api", get(net_api::show))
        .route("/api/v1/openapi.json", get(net_api::openapi))
        .route("/api/v1/net/{operation}", post(net_api::answer).layer(DefaultBodyLimit::max(crate::api::LIST_BODY)))
        .route("/api/v1/workshops", get(api::workshops))
        .route("/api/v1/workshops/{workshop}", get(api::workshop))
        .route("/api/v1/workshops/{workshop}/modules/{module}", get(api::module))
        // The operator, and what pages are made of.
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/static/{name}", get(assets::show))
        .route("/robots.txt", get(robots))
        .fallback(async || Wrong::NotFound)
        .method_not_allowed_fallback(async || Wrong::Method)
        // From the inside out: a request meets the last of these first.
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn(hearing::hear_out))
        .layer(CsrfLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME))
        .layer(CatchPanicLayer::custom(layers::after_panic))
        .layer(from_fn_with_state(app.clone(), layers::pages_for_errors))
        .layer(from_fn_with_state(app.clone(), layers::edge))
        .layer(
            CompressionLayer::new()
                .quality(COMPRESSION)
                .compress_when(DefaultPredicate::new().and(SizeAbove::new(WORTH_COMPRESSING))),
        )
        .with_state(app)
}

/// People's pages are nobody else's; the workshop's own may be found.
async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /me\nDisallow: /continue\nDisallow: /facilitate/\n"
}
