//! Sending to the record store, as long as the portal serves.

use std::time::Duration;

use podium::app::App;
use podium::web::now::Now;
use podium::web::xapi::Way;
use tokio::time::MissedTickBehavior;

/// Goes on for ever; without a record store it ends at once.
pub(super) async fn record(app: App) {
    let Some(recorder) = &app.recorder else { return };
    if let Err(error) = recorder.begin(&app, Now::read()).await {
        tracing::warn!(%error, "statements that were put aside stay so");
    }
    let mut way = Way::default();
    let mut rounds = tokio::time::interval(Duration::from_secs(recorder.seconds().into()));
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        if let Err(error) = recorder.round(&app, &mut way, Now::read).await {
            tracing::warn!(%error, "nothing could be sent to the record store; it is tried again");
        }
    }
}
