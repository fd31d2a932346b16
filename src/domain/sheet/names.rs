//! What Azure and Kubernetes take as names.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules>,
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/> and, for tags,
//! <https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources>; checked 2026-11-22.

use super::Complaint;

/// What a name may be made of.
struct Form {
    least: usize,
    most: usize,
    /// Signs besides letters and digits.
    signs: &'static str,
    /// Whether capital letters are refused.
    small: bool,
    start: Start,
    end: End,
    /// What would be right, in words.
    right: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Any,
    Letter,
    LetterOrDigit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    NoPeriod,
    LetterOrDigit,
    OrUnderscore,
    Any,
}

const NETWORK: &str = "letters, digits, underscores, periods and hyphens; a letter or digit first, and one or an underscore \
                       last";

/// A network's part, of so many characters at most.
const fn network(least: usize, most: usize) -> Form {
    Form {
        least,
        most,
        signs: "_.-",
        small: false,
        start: Start::LetterOrDigit,
        end: End::OrUnderscore,
        right: NETWORK,
    }
}

const LABEL: Form = Form {
    least: 1,
    most: 63,
    signs: "-",
    small: true,
    start: Start::LetterOrDigit,
    end: End::LetterOrDigit,
    right: "small letters, digits and hyphens, with a letter or digit at both ends",
};

/// The form of a field's name, if it is one.
fn form(field: &str) -> Option<Form> {
    Some(match field {
        "resource-group" => Form {
            least: 1,
            most: 90,
            signs: "_-.()",
            small: false,
            start: Start::Any,
            end: End::NoPeriod,
            right: "letters, digits, underscores, hyphens, periods and parentheses, and no period last",
        },
        "cluster" => Form {
            least: 1,
            most: 63,
            signs: "_-",
            small: false,
            start: Start::LetterOrDigit,
            end: End::LetterOrDigit,
            right: "letters, digits, underscores and hyphens, with a letter or digit at both ends",
        },
        "vnet" | "hub-vnet" => network(2, 64),
        "node-subnet" | "pod-subnet" | "api-server-subnet" | "endpoint-subnet" | "frontend-subnet" | "nat-gateway"
        | "route-table" | "firewall" => network(1, 80),
        "registry" => Form {
            least: 5,
            most: 50,
            signs: "",
            small: false,
            start: Start::Any,
            end: End::Any,
            right: "letters and digits alone",
        },
        "vault" => Form {
            least: 3,
            most: 24,
            signs: "-",
            small: false,
            start: Start::Letter,
            end: End::LetterOrDigit,
            right: "letters, digits and single hyphens, a letter first, and a letter or digit last",
        },
        "identity" => Form {
            least: 3,
            most: 128,
            signs: "-_",
            small: false,
            start: Start::LetterOrDigit,
            end: End::Any,
            right: "letters, digits, hyphens and underscores, a letter or digit first",
        },
        "namespace" => LABEL,
        "service-account" => Form {
            most: 253,
            signs: "-.",
            right: "small letters, digits, hyphens and periods, with a \
            letter or digit at both ends",
            ..LABEL
        },
        "pool.name" => Form {
            least: 1,
            most: 12,
            signs: "",
            small: true,
            start: Start::Letter,
            end: End::Any,
            right: "small letters and digits, a letter first",
        },
        _ => return None,
    })
}

/// Checks a name that was typed into a field; a field that takes no name takes any text.
pub(super) fn check(kind: &str, field: &str, typed: &str) -> Result<String, Complaint> {
    let Some(form) = form(kind) else { return Ok(typed.to_owned()) };
    let count = typed.chars().count();
    if !(form.least..=form.most).contains(&count) {
        let message = format!("{count} characters: it has {} to {}.", form.least, form.most);
        return Err(Complaint::new(field, message));
    }
    if fits(&form, typed) && !(kind == "vault" && typed.contains("--")) {
        return Ok(typed.to_owned());
    }
    let complaint = Complaint::new(field, format!("“{}” is no such name: {}.", cut(typed), form.right));
    let meant: String = typed
        .chars()
        .filter_map(|c| match c {
            c if form.small && c.is_ascii_uppercase() => Some(c.to_ascii_lowercase()),
            c if c.is_ascii_alphanumeric() || form.signs.contains(c) => Some(c),
            ' ' | '_' | '.' if form.signs.contains('-') => Some('-'),
            _ => None,
        })
        .collect();
    let meant = meant.trim_matches(['-', '.']).to_owned();
    let good = (form.least..=form.most).contains(&meant.len()) && fits(&form, &meant);
    Err(if good && !meant.contains("--") { complaint.meant(meant) } else { complaint })
}

fn fits(form: &Form, typed: &str) -> bool {
    let (first, last) = (typed.chars().next().unwrap_or(' '), typed.chars().next_back().unwrap_or(' '));
    let start = match form.start {
        Start::Any => true,
        Start::Letter => first.is_ascii_alphabetic(),
        Start::LetterOrDigit => first.is_ascii_alphanumeric(),
    };
    let end = match form.end {
        End::Any => true,
        End::NoPeriod => last != '.',
        End::LetterOrDigit => last.is_ascii_alphanumeric(),
        End::OrUnderscore => last.is_ascii_alphanumeric() || last == '_',
    };
    let letter = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || (!form.small && c.is_ascii_uppercase());
    start && end && typed.chars().all(|c| letter(c) || form.signs.contains(c))
}

/// A DNS zone: two parts at least, each of 1 to 63 letters, digits, hyphens and underscores.
pub(super) fn zone(field: &str, typed: &str) -> Result<String, Complaint> {
    let name = typed.trim_end_matches('.').to_ascii_lowercase();
    let part = |part: &str| {
        let plain = part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        (1..=63).contains(&part.len()) && plain && !part.starts_with('-') && !part.ends_with('-')
    };
    if name.len() <= 253 && name.contains('.') && name.split('.').all(part) {
        return Ok(name);
    }
    let message = format!("“{}” is no DNS zone; it is a name of two parts or more, such as example.com.", cut(typed));
    Err(Complaint::new(field, message))
}

/// A region as the CLI writes it; “West Europe” is how portals show it.
pub(super) fn region(field: &str, typed: &str) -> Result<String, Complaint> {
    let region: String = typed.split_whitespace().collect::<String>().to_lowercase();
    let word = region.len() <= 40 && region.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if word && region.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Ok(region);
    }
    Err(Complaint::new(field, "A region is one word of letters and digits, such as westeurope."))
}

/// A version of Kubernetes: two or three numbers.
pub(super) fn version(field: &str, typed: &str) -> Result<String, Complaint> {
    let plain = typed.trim_start_matches(['v', 'V']);
    let parts: Vec<&str> = plain.split('.').collect();
    let number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if (2..=3).contains(&parts.len()) && parts.iter().all(number) {
        return Ok(plain.to_owned());
    }
    Err(Complaint::new(field, "A version is two or three numbers with periods between, such as 1.34 or 1.34.2."))
}

/// The size of a machine, as Azure writes it.
pub(super) fn size(field: &str, typed: &str) -> Result<String, Complaint> {
    let plain = typed.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if plain && typed.len() <= 60 && typed.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(typed.to_owned());
    }
    Err(Complaint::new(field, "A size is one word of letters, digits and underscores, such as Standard_D4s_v5."))
}

/// A tag: key and value. Azure takes 512 and 256 characters, and no `<>%&\?/` in a key.
pub(super) fn tag(line: &str) -> Result<(String, String), String> {
    let (key, value) = line.split_once('=').or_else(|| line.split_once(':')).unwrap_or((line, ""));
    let (key, value) = (key.trim(), value.trim());
    if !line.contains(['=', ':']) || key.is_empty() {
        return Err(format!("“{}” is no tag; write key=value", cut(line)));
    }
    if key.chars().count() > 512 || value.chars().count() > 256 {
        return Err(format!("“{}” is too long; a key has 512 characters at most, a value 256", cut(key)));
    }
    if let Some(sign) = key.chars().find(|c| matches!(c, '<' | '>' | '%' | '&' | '\\' | '?' | '/')) {
        return Err(format!("the key “{}” has a {sign}, which Azure does not take", cut(key)));
    }
    Ok((key.to_owned(), value.to_owned()))
}

/// A text as a complaint says it back.
pub(super) fn cut(text: &str) -> String {
    let shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() { format!("{shown}…") } else { shown }
}
