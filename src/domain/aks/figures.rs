//! Numbers as they are written in sentences.

/// With a comma before each group of three digits: 12,320.
#[must_use]
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with its noun: “1 node”, “2 nodes”, “3 addresses”.
#[must_use]
pub fn counted(n: u64, noun: &str) -> String {
    let ending = match n {
        1 => "",
        _ if noun.ends_with('s') => "es",
        _ => "s",
    };
    format!("{} {noun}{ending}", grouped(n))
}

/// A prefix as /n, or what to say when there is none.
#[must_use]
pub fn prefix(prefix: Option<u8>) -> String {
    prefix.map_or_else(|| "no single range".to_owned(), |prefix| format!("/{prefix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_counted() {
        let cases = [(0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (12_320, "12,320"), (1_248_000, "1,248,000")];
        for (n, text) in cases {
            assert_eq!(grouped(n), text);
        }
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(counted(1, "node"), "1 node");
        assert_eq!(counted(0, "node"), "0 nodes");
        assert_eq!(counted(1_581, "address"), "1,581 addresses");
    }
}
