//! A list of the people who are expected, from a table that a spreadsheet or another program wrote.

use std::collections::BTreeMap;

use super::{cohort, csv, typed};

/// The most people on a list.
pub const MOST: usize = 5000;
/// The most characters of a handle.
pub const MOST_HANDLE: usize = 254;
/// The most complaints that are told.
const MOST_COMPLAINTS: usize = 50;

/// Names of columns that hold what people are called.
const NAME: [&str; 6] = ["name", "full_name", "display_name", "participant", "student", "teilnehmer"];
/// Names of columns that hold an address or a number, by which somebody says who they are.
const HANDLE: [&str; 10] =
    ["email", "e_mail", "email_address", "mail", "handle", "id", "number", "login", "user", "user_principal_name"];
/// Columns that hold the two parts of a name.
const PARTS: [[&str; 3]; 2] = [["first_name", "given_name", "firstname"], ["last_name", "family_name", "lastname"]];

/// Somebody who is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The line of the table.
    pub line: usize,
    /// What they are called.
    pub name: String,
    /// An e-mail address or a number, in small letters.
    pub handle: String,
}

/// What is wrong with one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line; 0 for the whole.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// A table as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The lines that say whom.
    pub people: Vec<Expected>,
    /// What is wrong with others, up to fifty.
    pub complaints: Vec<Complaint>,
    /// How many lines are wrong.
    pub wrong: usize,
}

/// A handle as it is kept: one word, in small letters. `Err` says what is wrong.
pub fn handle(typed: &str) -> Result<String, String> {
    let handle = typed::line(typed).to_lowercase();
    let characters = handle.chars().count();
    if handle.is_empty() {
        return Err("There is no address or number.".to_owned());
    }
    if characters > MOST_HANDLE {
        return Err(format!("An address or number has at most {MOST_HANDLE} characters, this one has {characters}."));
    }
    if handle.chars().any(char::is_whitespace) {
        return Err(format!("“{handle}” has a space in it; an address or number has none."));
    }
    Ok(handle)
}

/// Reads a table whose first line names the columns: a name (or a first and a last one) and an e-mail address or a number.
/// All that is wrong is told, each with its line; lines that are right are kept.
#[must_use]
pub fn read(text: &str) -> Table {
    let mut table = Table::default();
    let records = match csv::records(text, MOST + 1) {
        Ok(records) => records,
        Err(csv::RecordsError::OpenQuote(line)) => {
            table.complain(line, "A quotation mark is opened here and never closed.".to_owned());
            return table;
        }
        Err(csv::RecordsError::TooLong) => {
            table.complain(0, format!("The table has more than {MOST} lines."));
            return table;
        }
    };
    let mut records = records.into_iter();
    let Some((first, head)) = records.next() else {
        table.complain(0, "The table is empty.".to_owned());
        return table;
    };
    let column = |names: &[&str]| {
        head.iter().position(|field| names.contains(&field.trim().to_lowercase().replace([' ', '-'], "_").as_str()))
    };
    let name = column(&NAME);
    let parts = [column(&PARTS[0]), column(&PARTS[1])];
    let Some(handle_at) = column(&HANDLE).filter(|_| name.is_some() || parts.iter().any(Option::is_some)) else {
        let said: Vec<String> = head.iter().take(8).map(|field| format!("“{}”", shortened(field.trim()))).collect();
        let message = format!(
            "The first line names the columns, such as: name,email. This one has {}.",
            if said.is_empty() { "none".to_owned() } else { said.join(", ") }
        );
        table.complain(first, message);
        return table;
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (line, fields) in records {
        let field =
            |at: Option<usize>| at.and_then(|at| fields.get(at)).map_or("", |field| csv::unguarded(field.trim()));
        let whole =
            name.map_or_else(|| format!("{} {}", field(parts[0]), field(parts[1])), |at| field(Some(at)).to_owned());
        let read = cohort::member_name(&whole).and_then(|name| Ok((name, handle(field(Some(handle_at)))?)));
        match read {
            Err(why) => table.complain(line, why),
            Ok((name, handle)) => {
                if let Some(before) = seen.get(&handle) {
                    table.complain(line, format!("“{handle}” stands in line {before} already."));
                } else {
                    seen.insert(handle.clone(), line);
                    table.people.push(Expected { line, name, handle });
                }
            }
        }
    }
    if table.people.is_empty() && table.wrong == 0 {
        table.complain(first, "Below the first line there is nobody.".to_owned());
    }
    table
}

impl Table {
    fn complain(&mut self, line: usize, message: String) {
        self.wrong += 1;
        if self.complaints.len() < MOST_COMPLAINTS {
            self.complaints.push(Complaint { line, message });
        }
    }
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(24).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// The text of a file that somebody chose: UTF-8, or UTF-16 with its mark, or else what programs on Windows in western Europe
/// write (Windows-1252). The second says when it is the last, which is a guess.
#[must_use]
pub fn text_of(bytes: &[u8]) -> (String, bool) {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => (wide(rest, u16::from_le_bytes), false),
        [0xfe, 0xff, rest @ ..] => (wide(rest, u16::from_be_bytes), false),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), false),
            Err(_) => (bytes.iter().map(|byte| western(*byte)).collect(), true),
        },
    }
}

/// A character of Windows-1252, as the Unicode Consortium's table has it; the five that it leaves open are replaced.
fn western(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
        '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Vec<(usize, String, String)> {
        read(text).people.into_iter().map(|person| (person.line, person.name, person.handle)).collect()
    }

    #[test]
    fn tables_of_many_programs_are_read() {
        let ada = vec![(2, "Ada Lovelace".to_owned(), "ada@example.org".to_owned())];
        for text in [
            "name,email\nAda Lovelace,Ada@Example.org\n",
            "\u{feff}Name;E-Mail\r\nAda Lovelace;ada@example.org\r\n",
            "Email Address\tFirst name\tLast name\nada@example.org\tAda\tLovelace",
            "team,ID,Display Name\nblue,ada@example.org,\"Ada Lovelace\"\n\n\n",
            "name,email\n'=Ada Lovelace,ada@example.org".replace("'=", "").as_str(),
        ] {
            assert_eq!(people(text), ada, "{text:?}");
            assert!(read(text).complaints.is_empty(), "{text:?}");
        }
        assert_eq!(
            people("name,email\n\"O'Neill, \"\"Bo\"\"\",b@x"),
            [(2, "O'Neill, \"Bo\"".to_owned(), "b@x".to_owned())]
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_line() {
        let table = read("name,email\nAda,ada@x\n,bob@x\nCyn,\nDee,dee @x\nEve,ADA@x\nFay,fay@x\n");
        assert_eq!(table.people.iter().map(|person| person.line).collect::<Vec<_>>(), [2, 7]);
        let said: Vec<(usize, &str)> = table.complaints.iter().map(|c| (c.line, c.message.as_str())).collect();
        assert_eq!(
            said,
            [
                (3, "Type a name."),
                (4, "There is no address or number."),
                (5, "“dee @x” has a space in it; an address or number has none."),
                (6, "“ada@x” stands in line 2 already."),
            ]
        );
        for (text, line, said) in [
            ("", 0, "empty"),
            ("name,email\n", 1, "nobody"),
            ("Nachname,Ort\nx,y", 1, "“Nachname”, “Ort”"),
            ("email\nada@x", 1, "name,email"),
            ("name,email\n\"Ada,ada@x", 2, "never closed"),
        ] {
            let table = read(text);
            assert_eq!(table.complaints[0].line, line, "{text:?}");
            assert!(table.complaints[0].message.contains(said), "{text:?}: {:?}", table.complaints);
        }
    }

    #[test]
    fn a_list_has_an_end() {
        let long = |lines: usize| {
            use std::fmt::Write as _;
            (0..lines).fold("name,email\n".to_owned(), |mut text, n| {
                let _ = writeln!(text, "A{n},a{n}@x");
                text
            })
        };
        assert_eq!(read(&long(MOST)).people.len(), MOST);
        assert!(read(&long(MOST + 1)).complaints[0].message.contains("more than 5000"));
        let wrong = read(&format!("name,email\n{}", ",x\n".repeat(200)));
        assert_eq!((wrong.complaints.len(), wrong.wrong), (50, 200));
    }

    #[test]
    fn files_in_other_encodings_are_read() {
        let text = "name,email\nZoë €,z@x";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text_of(text.as_bytes()), (text.to_owned(), false));
        assert_eq!(text_of(&[&[0xff, 0xfe], wide.as_slice()].concat()), (text.to_owned(), false));
        assert_eq!(text_of(&[&[0xfe, 0xff], big.as_slice()].concat()), (text.to_owned(), false));
        assert_eq!(text_of(b"name,email\nZo\xeb \x80,z@x"), (text.to_owned(), true));
        assert_eq!(text_of(&[0x81, 0xff]).0, "\u{fffd}ÿ");
    }
}
