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

pub mod account;
mod answer;
mod api;
pub mod api_tokens;
mod assets;
mod attempt;
pub mod audit;
pub mod bearer;
pub mod board;
pub mod build;
mod calls;
pub mod certificate;
mod checked;
pub mod cohort;
pub mod continue_code;
pub mod design;
mod device;
pub mod error;
pub mod facilitate;
pub mod facilitators;
mod files;
pub mod frame;
pub mod glossary;
mod half_way;
pub mod handout;
mod health;
mod hearing;
pub mod home;
pub mod invitation;
pub mod join;
pub mod jws;
pub mod keeping;
mod kept_plans;
mod layers;
mod learning;
pub mod limits;
pub mod lti;
pub mod mail;
pub mod me;
pub mod membership;
pub mod module;
pub mod net_api;
pub mod notes;
pub mod now;
pub mod oidc;
mod own_cookie;
pub mod password;
mod places;
pub mod platforms;
pub mod privacy;
pub mod qr;
mod question;
pub mod quiz;
pub mod report;
mod review;
pub mod search;
pub mod second_factor;
pub mod secret;
pub mod server;
pub mod session;
pub mod sign_in;
pub mod signing;
pub mod timetable;
pub mod tools;
pub mod vnet_plan;
pub mod when;
pub mod wizard;
pub mod work;
pub mod workshops;
pub mod xapi;

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
        .route("/", get(workshops::start))
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
        .route("/w/{workshop}/wizards", get(wizard::index))
        .route("/w/{workshop}/wizards/{wizard}", get(wizard::show))
        .route("/w/{workshop}/wizards/{wizard}/map", get(wizard::map))
        .route(
            "/w/{workshop}/wizards/{wizard}/keep",
            post(design::decided::keep).layer(DefaultBodyLimit::max(4 * BODY)),
        )
        .route("/w/{workshop}/design", get(design::show))
        .route(
            "/w/{workshop}/design/sheet",
            get(design::sheet::show).post(design::sheet::save).layer(DefaultBodyLimit::max(8 * BODY)),
        )
        .route("/w/{workshop}/design/new", post(design::new))
        .route(
            "/w/{workshop}/design/import",
            post(design::files::import).layer(DefaultBodyLimit::max(design::files::BODY)),
        )
        .route("/w/{workshop}/design/history", get(design::history::show))
        .route("/w/{workshop}/design/compare", get(design::compare::show))
        .route("/w/{workshop}/design/export/{format}", get(design::files::export))
        .route("/w/{workshop}/design/shared/{token}", get(design::sharing::show))
        .route("/w/{workshop}/design/shared/{token}/{format}", get(design::sharing::export))
        .route("/w/{workshop}/design/{design}/use", post(design::choose))
        .route("/w/{workshop}/design/{design}/words", post(design::words::save).layer(DefaultBodyLimit::max(4 * BODY)))
        .route("/w/{workshop}/design/{design}/decisions/{wizard}/forget", post(design::decided::forget))
        .route("/w/{workshop}/design/{design}/decisions/{wizard}/renew", post(design::decided::renew))
        .route("/w/{workshop}/design/{design}/plans/add", post(design::plans::add))
        .route("/w/{workshop}/design/{design}/plans/remove", post(design::plans::remove))
        .route("/w/{workshop}/design/{design}/restore", post(design::history::restore))
        .route("/w/{workshop}/design/{design}/share", post(design::sharing::share))
        .route("/w/{workshop}/design/{design}/unshare", post(design::sharing::unshare))
        .route("/w/{workshop}/design/{design}/delete", post(design::delete))
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
        .route("/privacy", get(privacy::show))
        .route("/theme", post(frame::choose_theme))
        // A cohort, for who joins it and who is in it.
        .route("/join", get(join::code::show).post(join::code::enter))
        .route("/join/{code}", get(join::door).post(join::join))
        .route("/join/{code}/sign-in", post(join::sign_in))
        .route("/join/back/{token}", get(join::back::show).post(join::back::enter))
        .route("/cohorts/{cohort}", get(membership::show))
        .route("/cohorts/{cohort}/name", post(membership::rename))
        .route("/cohorts/{cohort}/designs", post(membership::show_designs))
        .route("/cohorts/{cohort}/certificate", post(membership::certifying::take))
        .route("/cohorts/{cohort}/leave", post(membership::leave))
        // Somebody whom a learning platform sends.
        .route("/lti/login", get(lti::login).post(lti::login_by_form))
        .route("/lti/launch", post(lti::launch).layer(DefaultBodyLimit::max(2 * BODY)))
        .route("/lti/link", post(lti::linking::answer).layer(DefaultBodyLimit::max(2 * BODY)))
        .route("/lti/enter/{token}", get(lti::enter::show).post(lti::enter::enter))
        // A facilitator.
        .route("/facilitate", get(facilitate::show))
        .route("/facilitate/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/facilitate/sign-in/code", get(sign_in::code::show).post(sign_in::code::enter))
        .route("/facilitate/oidc", post(oidc::begin))
        .route("/facilitate/oidc/return", get(oidc::back))
        .route("/facilitate/oidc/connect", get(oidc::show).post(oidc::connect))
        .route("/facilitate/oidc/disconnect", post(oidc::disconnect))
        .route("/facilitate/sign-out", post(sign_in::sign_out))
        .route("/facilitate/invitations/{token}", get(invitation::show).post(invitation::accept))
        .route("/facilitate/name", post(facilitate::rename))
        .route("/facilitate/password", post(facilitate::change_password))
        .route("/facilitate/sessions/{session}/end", post(facilitate::end_session))
        .route("/facilitate/cohorts/new", get(cohort::make::show))
        .route("/facilitate/cohorts", post(cohort::make::make))
        .route("/facilitate/cohorts/{cohort}/door", get(cohort::door::show).post(cohort::door::change))
        .route("/facilitate/cohorts/{cohort}/people", get(cohort::people::show))
        .route("/facilitate/cohorts/{cohort}/people/{member}/remove", post(cohort::people::remove))
        .route("/facilitate/cohorts/{cohort}/people/{member}/same", post(cohort::people::same))
        .route("/facilitate/cohorts/{cohort}/people/{member}/link", post(cohort::people::link))
        .route(
            "/facilitate/cohorts/{cohort}/list",
            post(cohort::people::list::preview).layer(DefaultBodyLimit::max(cohort::people::list::BODY)),
        )
        .route("/facilitate/cohorts/{cohort}/list/fetch", post(cohort::people::list::fetch))
        .route(
            "/facilitate/cohorts/{cohort}/list/keep",
            // A form writes what is not a letter in three signs.
            post(cohort::people::list::keep).layer(DefaultBodyLimit::max(4 * cohort::people::list::BODY)),
        )
        .route("/facilitate/cohorts/{cohort}/list/{entry}/remove", post(cohort::people::list::remove))
        .route("/facilitate/cohorts/{cohort}/staff", post(cohort::people::add_staff))
        .route("/facilitate/cohorts/{cohort}/staff/{facilitator}/remove", post(cohort::people::remove_staff))
        .route("/facilitate/cohorts/{cohort}/settings", get(cohort::settings::show).post(cohort::settings::save))
        .route("/facilitate/cohorts/{cohort}/exports", get(cohort::exports::show))
        .route("/facilitate/cohorts/{cohort}/exports/{file}", get(cohort::exports::file))
        .route("/facilitate/cohorts/{cohort}/exports/xapi.json", get(xapi::file))
        .route("/facilitate/cohorts/{cohort}/archive", post(cohort::settings::archive))
        .route("/facilitate/cohorts/{cohort}/delete", post(cohort::settings::delete))
        // A cohort, for those who run it.
        .route("/facilitate/cohorts/{cohort}", get(board::show))
        .route("/facilitate/cohorts/{cohort}/report", get(report::show))
        .route("/facilitate/cohorts/{cohort}/people/{member}", get(board::person::show))
        .route("/facilitate/cohorts/{cohort}/people/{member}/certificate/withdraw", post(certificate::withdraw))
        .route("/facilitate/cohorts/{cohort}/people/{member}/attempts/{attempt}", get(board::answers::show))
        .route("/facilitate/cohorts/{cohort}/people/{member}/designs/{design}", get(board::answers::design))
        .route("/facilitate/second-factor", get(second_factor::show).post(second_factor::begin))
        .route("/facilitate/second-factor/confirm", post(second_factor::confirm))
        .route("/facilitate/second-factor/remove", post(second_factor::remove))
        .route("/facilitate/tokens", get(api_tokens::show).post(api_tokens::make))
        .route("/facilitate/tokens/{token}/end", post(api_tokens::end))
        // An owner.
        .route("/facilitate/facilitators", get(facilitators::show).post(facilitators::invite))
        .route("/facilitate/facilitators/{facilitator}/role", post(facilitators::change_role))
        .route("/facilitate/facilitators/{facilitator}/reset", post(facilitators::reset))
        .route("/facilitate/facilitators/{facilitator}/sign-out", post(facilitators::sign_out))
        .route("/facilitate/facilitators/{facilitator}/second-factor", post(facilitators::remove_second_factor))
        .route("/facilitate/facilitators/{facilitator}/remove", post(facilitators::remove))
        .route("/facilitate/links/{link}/end", post(facilitators::end_link))
        .route("/facilitate/platforms", get(platforms::show).post(platforms::add))
        .route("/facilitate/platforms/{platform}/remove", post(platforms::remove))
        .route("/facilitate/audit", get(audit::show))
        // Programs.
        .route("/api", get(net_api::show))
        .route("/api/v1/openapi.json", get(net_api::openapi))
        .route("/api/v1/net/{operation}", post(net_api::answer).layer(DefaultBodyLimit::max(crate::api::LIST_BODY)))
        .route("/api/v1/me", get(api::me))
        .route("/api/v1/cohorts/{cohort}/{what}", get(cohort::exports::for_program))
        .route("/api/v1/workshops", get(api::workshops))
        .route("/api/v1/workshops/{workshop}", get(api::workshop))
        .route("/api/v1/workshops/{workshop}/modules/{module}", get(api::module))
        .route("/api/v1/workshops/{workshop}/wizards/{wizard}", post(wizard::program))
        // Who checks what the portal has signed.
        .route("/certificates", get(certificate::ask).post(certificate::check))
        .route("/certificates/withdrawn", get(certificate::withdrawn))
        .route("/certificates/{certificate}", get(certificate::show))
        .route("/certificates/{certificate}/delete", post(certificate::delete))
        .route("/certificates/{certificate}/{file}", get(certificate::file))
        .route("/.well-known/jwks.json", get(signing::key_set))
        .route("/.well-known/keys/{key}", get(signing::key))
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
        .layer(CsrfLayer::new().with_insecure_bypass(lti::comes_from_a_platform))
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
    "User-agent: *\nDisallow: /me\nDisallow: /w/*/design\nDisallow: /continue\nDisallow: /join\nDisallow: /lti\nDisallow: /cohorts\nDisallow: /certificates/\nDisallow: /facilitate\n"
}
