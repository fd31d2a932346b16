//! The workshop as a program sees it, and people in it, made the way people are made: by marking something.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::client::{Connection, get, post};
use crate::measure::{own_address, within};
use crate::process::Server;

/// New people that one address makes; the portal lets it make 1,000 at once.
const PEOPLE_AN_ADDRESS: usize = 800;

/// The modules and sections of the workshop that is measured.
#[derive(Debug)]
pub struct Course {
    /// The workshop's id.
    pub id: String,
    /// Each module's id with the ids of its sections.
    pub modules: Vec<(String, Vec<String>)>,
    /// Paths of all sections, `/w/{workshop}/{module}/{section}`, in order.
    pub sections: Vec<String>,
}

impl Course {
    /// Asks the portal what there is: the AKS workshop, or the first one.
    pub async fn of(server: &Server) -> Result<Self> {
        let mut connection = Connection::to(server.address).await?;
        let mut ask = async |path: &str| -> Result<Value> {
            let answer = connection.send(&get(path, "")).await?;
            answer.expect(200, path)?;
            Ok(serde_json::from_slice(&answer.body())?)
        };
        let all = ask("/api/v1/workshops").await?;
        let ids = ids(&all);
        let id =
            ids.iter().find(|id| *id == "aks-networking").or(ids.first()).context("no workshop is served")?.clone();
        let whole = ask(&format!("/api/v1/workshops/{id}")).await?;
        let modules = whole["modules"].as_array().context("no modules")?;
        let modules: Vec<_> =
            modules.iter().filter_map(|m| Some((m["id"].as_str()?.to_owned(), self::ids(&m["sections"])))).collect();
        let path = |module: &str, section: &String| format!("/w/{id}/{module}/{section}");
        let sections =
            modules.iter().flat_map(|(module, sections)| sections.iter().map(move |section| path(module, section)));
        let sections: Vec<String> = sections.collect();
        if sections.len() < 4 {
            bail!("the workshop {id} has {} sections, too few to measure", sections.len());
        }
        Ok(Self { id, modules, sections })
    }

    /// The page that is measured: the first module.
    pub fn page(&self) -> String {
        format!("/w/{}/{}", self.id, self.modules[0].0)
    }
}

fn ids(list: &Value) -> Vec<String> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| Some(item["id"].as_str()?.to_owned())).collect()
}

/// A header line with a person's session.
pub type Cookie = String;

/// Makes a person by marking a section, as a stranger's first mark does.
pub async fn newcomer(connection: &mut Connection, section: &str) -> Result<Cookie> {
    let answer = connection.send(&post(&format!("{section}/done"), "", "")).await?;
    answer.expect(303, "a stranger's mark")?;
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    Ok(format!("Cookie: {}\r\n", cookie.context("a stranger's mark made no session")?))
}

/// Makes many people, each with the first section marked, from as many addresses as that takes.
pub async fn crowd(server: &Server, course: &Course, many: usize) -> Result<Vec<Cookie>> {
    let (taken, section) = (Arc::new(AtomicUsize::new(0)), course.sections[0].clone());
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let (taken, section, address) = (taken.clone(), section.clone(), server.address);
        tasks.spawn(async move {
            let mut made = Vec::new();
            let mut open: Option<(usize, Connection)> = None;
            loop {
                let n = taken.fetch_add(1, Ordering::Relaxed);
                if n >= many {
                    return anyhow::Ok(made);
                }
                let from = n / PEOPLE_AN_ADDRESS;
                let connection = match &mut open {
                    Some((same, connection)) if *same == from => connection,
                    _ => &mut open.insert((from, Connection::open(address, own_address(from)).await?)).1,
                };
                made.push(newcomer(connection, &section).await?);
            }
        });
    }
    within(Duration::from_mins(1), async {
        let mut all = Vec::with_capacity(many);
        while let Some(made) = tasks.join_next().await {
            all.extend(made??);
        }
        Ok(all)
    })
    .await
}

/// A person in the middle of the workshop, and what there is of them in words.
pub struct Reader {
    /// Their session.
    pub cookie: Cookie,
    /// Such as "47 marks, 8 notes".
    pub words: String,
}

/// Somebody with every other section of all modules marked, a note on the first section of each module and one more on the
/// page that is measured, and a place.
pub async fn reader(server: &Server, course: &Course) -> Result<Reader> {
    let mut connection = Connection::open(server.address, own_address(500)).await?;
    let cookie = newcomer(&mut connection, &course.sections[0]).await?;
    let marked: Vec<_> = course.sections.iter().step_by(2).collect();
    for section in &marked {
        connection.send(&post(&format!("{section}/done"), &cookie, "")).await?.expect(303, "a mark")?;
    }
    let first =
        |(module, sections): &(String, Vec<String>)| Some(format!("/w/{}/{module}/{}", course.id, sections.first()?));
    let mut noted: Vec<String> = course.modules.iter().filter_map(first).collect();
    noted.push(course.sections[2].clone());
    for section in &noted {
        let form =
            "base=0&body=The+range+of+the+pods+must+not+overlap+with+what+is+connected.%0AAsk+who+hands+out+ranges.";
        connection.send(&post(&format!("{section}/note"), &cookie, form)).await?.expect(303, "a note")?;
    }
    let place = course.sections.last().context("no section")?;
    connection.send(&post(&format!("{place}/place"), &cookie, "")).await?.expect(204, "a place")?;
    let answer = connection.send(&get(&course.page(), &cookie)).await?;
    answer.expect(200, "the page")?;
    if answer.text()?.matches("must not overlap with what is connected").count() < 2 {
        bail!("the page does not show the person's notes: it is not what should be measured");
    }
    Ok(Reader { cookie, words: format!("{} marks, {} notes", marked.len(), noted.len()) })
}
