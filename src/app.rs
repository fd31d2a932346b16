//! The portal put together: settings, content, store, limits. Built once, cheap to clone.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jiff::civil::Date;
use metrics_exporter_prometheus::PrometheusHandle;
use rust_embed::RustEmbed;
use tokio::sync::OnceCell;

use crate::config::Config;
use crate::content::model::{Library, Workshop};
use crate::content::search::Index;
use crate::content::{self, Finding, Folder, Known, Severity};
use crate::domain::question::Question;
use crate::domain::quiz::Slot;
use crate::domain::time::Millis;
use crate::store::{Edition, Store, StoreError};
use crate::tools;
use crate::web::build;
use crate::web::limits::Limits;
use crate::web::lti::keys::PlatformKeys;
use crate::web::lti::tokens::PlatformTokens;
use crate::web::mail::Mailer;
use crate::web::oidc::provider::Provider;
use crate::web::password::Passwords;
use crate::web::secret::Secret;
use crate::web::signing::Signing;
use crate::web::xapi::Recorder;
use crate::web::{quiz, vnet_plan, wizard};

mod bank;
pub mod rehearsal;

pub use bank::{Bank, Banked};

/// The content that is built in.
#[derive(RustEmbed)]
#[folder = "content/"]
struct BuiltIn;

/// Everything that a request may need.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// See [`App`].
pub struct Parts {
    /// As checked at the start.
    pub config: Config,
    /// The truth about people.
    pub store: Store,
    /// Limits on guessing.
    pub limits: Limits,
    /// Makes and checks the hashes of facilitators' passwords.
    pub passwords: Passwords,
    /// By whom facilitators may sign in besides their passwords; none when the settings name nobody.
    pub provider: Option<Provider>,
    /// By what mail is sent; none when the settings name no server.
    pub mailer: Option<Mailer>,
    /// By what statements are sent to a record store; none when the settings name none.
    pub recorder: Option<Recorder>,
    /// What continue codes come from.
    pub secret: Secret,
    /// The portal's own key, once something was signed; see [`current`](crate::web::signing::current).
    pub signing: OnceCell<Arc<Signing>>,
    /// The keys of learning platforms, as they were asked for last.
    pub platform_keys: PlatformKeys,
    /// Access to the services of learning platforms.
    pub platform_tokens: PlatformTokens,
    /// The address people call the portal by, without a slash at the end.
    pub address: String,
    /// What was counted and measured, for `/metrics`.
    pub metrics: PrometheusHandle,
    shelf: RwLock<Arc<Shelf>>,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The content as it is served now.
#[derive(Default)]
pub struct Shelf {
    /// In order of their ids.
    pub workshops: Vec<Shelved>,
    /// What is wrong with the author's folder, when an earlier version is served because of it; one finding a line.
    pub faults: Vec<String>,
    /// Names this content together with this program's styles and scripts: another one means that open pages are old.
    pub build: String,
}

/// One workshop with its search index.
#[derive(Clone)]
pub struct Shelved {
    /// The workshop.
    pub workshop: Arc<Workshop>,
    /// Over its sections, terms and links.
    pub index: Arc<Index>,
    /// Its questions as they are asked; empty until it is [put on the shelf](App::put_on_shelf).
    pub bank: Arc<Bank>,
}

impl Shelf {
    /// Makes a library ready to serve.
    #[must_use]
    pub fn of(library: Library) -> Self {
        let shelved = |workshop: Workshop| Shelved {
            index: Arc::new(Index::new(&workshop)),
            workshop: Arc::new(workshop),
            bank: Arc::default(),
        };
        let build = build::of(&library.workshops);
        Self { workshops: library.workshops.into_iter().map(shelved).collect(), faults: Vec::new(), build }
    }

    /// A workshop by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Shelved> {
        self.workshops.iter().find(|shelved| shelved.workshop.id == id)
    }
}

/// The blocks that this portal can show in a module.
fn known() -> Known<'static> {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| tools::TOOLS.iter().map(|tool| tool.about().name).collect());
    Known { tools: &NAMES, draw: Some(draw), ..Known::default() }
}

/// Draws a block as it stands in a module.
fn draw(kind: &str, name: &str, inputs: &[(String, String)], base: &str) -> Result<String, Vec<(String, String)>> {
    match tools::find(name) {
        Some(tool) if kind == "tool" => {
            let block = tools::embed::draw(tool, inputs, base)?;
            Ok(if name == "vnet-plan" { vnet_plan::styled(&block) } else { block })
        }
        _ if kind == "quiz" => Ok(quiz::block(name, inputs, base)),
        _ if kind == "wizard" => Ok(wizard::block(name, inputs, base)),
        _ => Ok(String::new()),
    }
}

/// Reads the folder to serve, or the content built in, and what is wrong with it, as far as that is quickly found.
pub fn load_content(folder: Option<&Path>, today: Date) -> std::io::Result<content::Loaded> {
    load(folder, today, &known())
}

/// The same with everything that can be found: wizards are walked through, and their scenarios are run.
pub fn check_content(folder: &Path, today: Date) -> std::io::Result<content::Loaded> {
    load(Some(folder), today, &Known { thorough: true, ..known() })
}

fn load(folder: Option<&Path>, today: Date, known: &Known<'_>) -> std::io::Result<content::Loaded> {
    let folder = match folder {
        Some(path) => Folder::read(path)?,
        None => Folder::from_files(BuiltIn::iter().filter_map(|name| {
            let bytes = BuiltIn::get(&name)?.data.into_owned();
            Some((name.to_string(), Arc::from(bytes)))
        })),
    };
    Ok(content::load_with(&folder, today, known))
}

impl App {
    /// Puts the parts together, with nothing on the shelf yet. `secret` is what the continue codes come from; `address` is
    /// where people find the portal.
    #[must_use]
    pub fn new(config: Config, store: Store, secret: Secret, address: String, metrics: PrometheusHandle) -> Self {
        let shelf = RwLock::default();
        let (limits, passwords) = (Limits::default(), Passwords::default());
        let provider = config.oidc.clone().map(Provider::new);
        let (signing, platform_keys) = (OnceCell::new(), PlatformKeys::default());
        let mailer = config.mail.clone().map(Mailer::new);
        let recorder = config.xapi.clone().map(Recorder::new);
        Self(Arc::new(Parts {
            config,
            store,
            limits,
            passwords,
            provider,
            mailer,
            recorder,
            secret,
            signing,
            platform_keys,
            platform_tokens: PlatformTokens::default(),
            address,
            metrics,
            shelf,
        }))
    }

    /// The content as it is served now; a page keeps what it took until it is drawn.
    #[must_use]
    pub fn shelf(&self) -> Arc<Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether people reach the portal by https, so that cookies may be kept to it.
    #[must_use]
    pub fn https(&self) -> bool {
        self.address.starts_with("https://")
    }

    /// Serves this content from now on: the store has its editions and its questions first.
    pub async fn put_on_shelf(&self, mut content: Shelf, at: Millis) -> Result<(), StoreError> {
        self.store.remember_editions(&editions(&content)).await?;
        for shelved in &mut content.workshops {
            let workshop = &shelved.workshop;
            let synced = self.store.sync_bank(&workshop.id, &workshop.questions, at).await?;
            if synced.new + synced.changed + synced.retired > 0 {
                let (new, changed, retired) = (synced.new, synced.changed, synced.retired);
                tracing::info!(
                    workshop = workshop.id,
                    new,
                    changed,
                    retired,
                    "the bank of questions was brought up to date"
                );
            }
            shelved.bank = Arc::new(Bank::of(workshop, &synced.revisions));
        }
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(content);
        Ok(())
    }

    /// What a question of an attempt asks: in the revision that was asked then. [`Other`](StoreError::Other) when somebody took it
    /// out of the database by hand.
    pub async fn question(&self, shelved: &Shelved, slot: &Slot) -> Result<Arc<Question>, StoreError> {
        if let Some(banked) = shelved.bank.find(&slot.question).filter(|banked| banked.revision == slot.revision) {
            return Ok(Arc::clone(&banked.question));
        }
        let workshop = &shelved.workshop.id;
        let kept = self.store.revision(workshop, &slot.question, slot.revision).await?;
        kept.ok_or_else(|| {
            StoreError::Other(format!("revision {} of the question {} is not kept", slot.revision, slot.question))
        })
    }

    /// Goes on serving what is served, and says on every page what is wrong with the newer version.
    pub fn keep_shelf(&self, faults: Vec<String>) {
        let mut served = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        *served = Arc::new(Shelf { workshops: served.workshops.clone(), faults, build: served.build.clone() });
    }

    /// Reads the author's folder again: serves it when nothing is wrong with it, else keeps what is served. Answers with
    /// what is wrong.
    pub async fn reload(&self, folder: PathBuf, today: Date, at: Millis) -> Result<Vec<Finding>, StoreError> {
        let read = move || {
            let content::Loaded { library, findings, .. } = load_content(Some(&folder), today)?;
            Ok::<_, std::io::Error>((library.map(Shelf::of), findings))
        };
        match tokio::task::spawn_blocking(read).await {
            Ok(Ok((Some(content), findings))) => {
                self.put_on_shelf(content, at).await?;
                Ok(findings)
            }
            Ok(Ok((None, findings))) => {
                let faults = findings.iter().filter(|finding| finding.severity == Severity::Fault);
                self.keep_shelf(faults.map(ToString::to_string).collect());
                Ok(findings)
            }
            Ok(Err(error)) => {
                self.keep_shelf(vec![format!("the content folder cannot be read: {error}")]);
                Ok(Vec::new())
            }
            Err(panic) => {
                self.keep_shelf(vec!["the content folder cannot be read".to_owned()]);
                tracing::error!(%panic, "reading the content folder failed");
                Ok(Vec::new())
            }
        }
    }
}

/// The editions of all modules, for the store to remember.
fn editions(shelf: &Shelf) -> Vec<Edition> {
    let of_workshop = |shelved: &Shelved| {
        let outline = shelved.workshop.outline.clone();
        outline.modules.into_iter().map(move |module| Edition {
            id: module.edition,
            workshop: outline.workshop.clone(),
            sections: module
                .sections
                .iter()
                .filter(|s| !s.optional)
                .map(|s| (module.id.clone(), s.id.clone()))
                .collect(),
            module: module.id,
        })
    };
    shelf.workshops.iter().flat_map(of_workshop).collect()
}
