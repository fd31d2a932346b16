//! `podium questions import` and `podium questions export`: question banks in other people's formats.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use podium::app::load_content;
use podium::content::Severity;
use podium::content::model::Workshop;
use podium::content::slug::is_id;
use podium::domain::question::Question;
use podium::exchange::{self, Draft, Export, Format, Report};

use super::check::located;
use super::{Failure, flag, path, print, today};

/// Variants of a parametric question when no other number is given.
const VARIANTS: &str = "3";

/// The command line of it.
pub fn line() -> Command {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let file = |name, value, help| option(name, value, help).value_parser(value_parser!(PathBuf));
    let import = Command::new("import")
        .about("Make a module's questions file from a question bank")
        .after_help("Example: podium questions import bank.xml --module overlay --out questions/overlay.toml")
        .arg(path("FILE", "the question bank"))
        .arg(
            option("format", "FORMAT", "its format [default: by its name and content]")
                .value_parser(["gift", "aiken", "moodle"]),
        )
        .arg(option("module", "ID", "the module that the questions are for [default: the name of the file to write]"))
        .arg(file("out", "FILE", "the file to write [default: questions/ID.toml]"))
        .arg(flag("append", "add the questions to the file when it is there"));
    let export = Command::new("export")
        .about("Write a workshop's questions in another format")
        .after_help("Example: podium questions export content/aks-networking --format moodle --out questions.xml")
        .arg(path("DIR", "the workshop's folder [default: the content built in]").required(false))
        .arg(option("format", "FORMAT", "the format").required(true).value_parser(["gift", "moodle", "qti", "toml"]))
        .arg(file("out", "PATH", "the file to write; a folder for qti and toml").required(true))
        .arg(option("module", "ID", "the questions of this module alone"))
        .arg(
            option("variants", "N", "variants of each question whose figures are drawn")
                .default_value(VARIANTS)
                .value_parser(value_parser!(u16).range(1..=100)),
        );
    Command::new("questions")
        .about("Exchange questions with other programs: GIFT, Aiken, Moodle XML, QTI 2.1")
        .after_help("Example: podium questions import bank.gift --module overlay")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([import, export])
}

/// Does what was asked for.
pub fn run(given: &ArgMatches) -> Result<(), Failure> {
    match given.subcommand() {
        Some(("import", given)) => import(given),
        Some((_, given)) => export(given),
        None => Err(Failure::Usage("questions wants import or export".to_owned())),
    }
}

fn text<'a>(given: &'a ArgMatches, name: &str) -> Option<&'a str> {
    given.get_one::<String>(name).map(String::as_str)
}

fn refused(path: &Path, what: &str, error: impl std::fmt::Display) -> Failure {
    Failure::Refused(format!("{} {what}: {error}", path.display()))
}

fn import(given: &ArgMatches) -> Result<(), Failure> {
    let bank = super::file_of(given, "FILE");
    let (module, out) = target(text(given, "module"), given.get_one::<PathBuf>("out"))?;
    let append = given.get_flag("append");
    let before = match fs::read_to_string(&out) {
        Ok(_) if !append => {
            let why = "is there already; give --append to add to it, or another --out";
            return Err(Failure::Refused(format!("{} {why}", out.display())));
        }
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(refused(&out, "cannot be read", error)),
    };
    let taken = before.as_deref().map_or_else(|| Ok(BTreeSet::new()), |text| ids(&out, text))?;
    let bytes = fs::read(bank).map_err(|error| refused(bank, "cannot be read", error))?;
    let bank_text = decoded(bank, &bytes)?;
    let format = match text(given, "format").and_then(Format::of_id) {
        Some(format) => format,
        None => Format::guess(&bank.to_string_lossy(), bank_text).ok_or_else(|| {
            Failure::Refused(format!(
                "{}: the format cannot be told; give --format gift, aiken or moodle",
                bank.display()
            ))
        })?,
    };
    let mut reading = exchange::read(format, bank_text).map_err(|faults| {
        for fault in faults {
            print(&format!("{}:{fault}", bank.display()));
        }
        Failure::Faulty
    })?;
    exchange::distinct(&mut reading.drafts, &taken, &mut reading.report);
    if reading.drafts.is_empty() {
        told(&reading.report);
        return Err(Failure::Refused(format!("{} has no question that could be taken", bank.display())));
    }
    let questions = exchange::questions_file(&module, &reading.drafts);
    let whole = before.map_or_else(|| questions.clone(), |before| format!("{}\n\n{questions}", before.trim_end()));
    if let Err(error) = whole.parse::<toml::Table>() {
        let what = "would not be TOML, a defect of the import; please report it with the bank";
        return Err(refused(&out, what, error));
    }
    written(&out, &whole)?;
    told(&reading.report);
    let count = numbered(reading.drafts.len(), "question");
    print(&format!("{} from {} in {}: {}", count, bank.display(), out.display(), kinds(&reading.drafts)));
    print("podium check says what each of them still needs");
    Ok(())
}

/// The module's id and the file to write; one follows from the other.
fn target(module: Option<&str>, out: Option<&PathBuf>) -> Result<(String, PathBuf), Failure> {
    let stem = out.and_then(|out| Some(out.file_stem()?.to_string_lossy().into_owned()));
    let module = module.map(str::to_owned).or(stem);
    let module = module.ok_or_else(|| {
        Failure::Usage(
            "give --module ID or --out questions/ID.toml: each module has a questions file of its own".to_owned(),
        )
    })?;
    if !is_id(&module) {
        let form = "lower-case letters, digits and single hyphens";
        return Err(Failure::Usage(format!("“{module}” is no id of a module; it has {form}; give --module ID")));
    }
    let out = out.cloned().unwrap_or_else(|| Path::new("questions").join(format!("{module}.toml")));
    Ok((module, out))
}

/// The ids of a questions file.
fn ids(file: &Path, text: &str) -> Result<BTreeSet<String>, Failure> {
    let table: toml::Table = text.parse().map_err(|error| refused(file, "cannot be added to", error))?;
    let questions = table.get("question").and_then(toml::Value::as_array).into_iter().flatten();
    let id = |question: &toml::Value| Some(question.get("id")?.as_str()?.to_owned());
    Ok(questions.filter_map(id).collect())
}

fn decoded<'b>(file: &Path, bytes: &'b [u8]) -> Result<&'b str, Failure> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let column = good.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let line = good.matches('\n').count() + 1;
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        print(&format!(
            "{}:{line}:{column}: the byte 0x{byte:02X} is not UTF-8; save the file in the encoding UTF-8",
            file.display()
        ));
        Failure::Faulty
    })
}

fn export(given: &ArgMatches) -> Result<(), Failure> {
    let out = super::file_of(given, "out");
    if out.exists() {
        return Err(Failure::Refused(format!(
            "{} is there already; give --out a path that is not, so that nothing is overwritten",
            out.display()
        )));
    }
    let folder = given.get_one::<PathBuf>("DIR").map(PathBuf::as_path);
    let workshop = workshop(folder)?;
    let mut questions = questions_of(&workshop);
    if let Some(module) = text(given, "module") {
        if !workshop.modules.iter().any(|known| known.id == module) {
            let known: Vec<&str> = workshop.modules.iter().map(|module| module.id.as_str()).collect();
            return Err(Failure::Refused(format!(
                "there is no module “{module}” in {}; there are {}",
                workshop.id,
                known.join(", ")
            )));
        }
        questions.retain(|question| question.place.module == module);
    }
    if questions.is_empty() {
        return Err(Failure::Refused(format!("{} has no questions to export", workshop.id)));
    }
    let format = text(given, "format").and_then(Format::of_id).unwrap_or(Format::Moodle);
    let variants = given.get_one::<u16>("variants").copied().map_or(3, usize::from);
    let export = exchange::write(format, &questions, variants);
    files(&export, out)?;
    told(&export.report);
    print(&format!("{} of {} in {}", numbered(export.questions, "question"), workshop.id, out.display()));
    Ok(())
}

/// The one workshop of a folder, or the one built in.
fn workshop(folder: Option<&Path>) -> Result<Workshop, Failure> {
    let name = folder.unwrap_or(Path::new("the content built in"));
    let loaded = load_content(folder, today()).map_err(|error| refused(name, "cannot be read", error))?;
    for finding in loaded.findings.iter().filter(|finding| finding.severity == Severity::Fault) {
        print(&located(name, finding));
    }
    let mut workshops = loaded.library.ok_or(Failure::Faulty)?.workshops;
    match workshops.len() {
        1 => Ok(workshops.remove(0)),
        0 => Err(Failure::Refused(format!("{} holds no workshop", name.display()))),
        n => Err(Failure::Refused(format!("{} holds {n} workshops; name the folder of one of them", name.display()))),
    }
}

/// The questions of a workshop, in the order of its modules.
fn questions_of(workshop: &Workshop) -> Vec<Question> {
    workshop.questions.clone()
}

/// Writes the one file, or the folder; leaves nothing behind when something goes wrong.
fn files(export: &Export, out: &Path) -> Result<(), Failure> {
    if let [(name, text)] = &export.files[..]
        && name.is_empty()
    {
        return written(out, text);
    }
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = out.with_file_name(format!("{name}.part"));
    let _ = fs::remove_dir_all(&beside);
    let each = |(name, text): &(String, String)| {
        let path = beside.join(name);
        path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text))
    };
    export.files.iter().try_for_each(each).and_then(|()| fs::rename(&beside, out)).map_err(|error| {
        let _ = fs::remove_dir_all(&beside);
        refused(out, "cannot be written", error)
    })
}

/// Writes a file beside its place first, so that a full disk leaves the old one as it was.
fn written(out: &Path, text: &str) -> Result<(), Failure> {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = out.with_file_name(format!("{name}.part"));
    let write = || {
        if let Some(folder) = out.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, out)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        refused(out, "cannot be written", error)
    })
}

fn told(report: &Report) {
    if report.notes.is_empty() {
        print("Everything fits.");
    } else {
        print(&format!("What does not fit, {}:", numbered(report.notes.len(), "thing")));
        print(report.to_string().trim_end());
    }
}

fn numbered(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// How many there are of each kind.
fn kinds(drafts: &[Draft]) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for draft in drafts {
        *kinds.entry(draft.kind()).or_default() += 1;
    }
    kinds.into_iter().map(|(kind, n)| format!("{n} {kind}")).collect::<Vec<_>>().join(", ")
}
