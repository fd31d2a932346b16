//! Which passwords an account takes: long ones that are not among the first that anybody would try.
//!
//! Length is what counts; which characters it is made of is left to the person. What is refused besides are the passwords
//! that lists of stolen ones have on top, also with figures around them, and those made of what is known of the account.

/// The fewest characters.
pub const FEWEST: usize = 12;
/// The most characters.
pub const MOST: usize = 256;
/// So many characters have to be left of a password when what everybody knows is taken out of it.
const FEWEST_OWN: usize = 6;
/// So many different characters have to be in it.
const FEWEST_DIFFERENT: usize = 5;
/// The shortest part of a name or an address that counts as known.
const SHORTEST_KNOWN: usize = 4;

/// Passwords that are tried first, in small letters, one a line: from published lists of the commonest, those of eight
/// characters and more, with the longer ones that people make from them.
static COMMONEST: &str = include_str!("password/commonest.txt");

/// Rows of keys and of letters that are typed along.
const ROWS: [&str; 6] =
    ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

/// Whether an account of this address and name may have this password. `Err` says what is wrong, without the password.
pub fn check(password: &str, email: &str, name: &str) -> Result<(), String> {
    let characters = password.chars().count();
    if characters < FEWEST {
        return Err(format!("A password has at least {FEWEST} characters, this one has {characters}."));
    }
    if characters > MOST {
        return Err(format!("A password has at most {MOST} characters, this one has {characters}."));
    }
    let small = password.to_lowercase();
    if COMMONEST.lines().any(|common| common == small) {
        return Err("This password is one of the first that are tried. Take words of your own.".to_owned());
    }
    let mut different: Vec<char> = small.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < FEWEST_DIFFERENT || is_typed_along(&small) {
        return Err(
            "This password is a run of the same few keys, and is tried early. Take words of your own.".to_owned()
        );
    }
    if own_characters(&small, email, name) < FEWEST_OWN {
        return Err("This password is little more than a common word, your name, your address or this portal’s name. \
                    Add words of your own."
            .to_owned());
    }
    Ok(())
}

/// Whether most of it follows a row of keys or the alphabet, in either direction, or repeats the key before.
fn is_typed_along(small: &str) -> bool {
    let keys: Vec<char> = small.chars().collect();
    let neighbours = |a: char, b: char| {
        a == b
            || ROWS.iter().any(|row| {
                let row: Vec<char> = row.chars().collect();
                row.windows(2).any(|pair| [a, b] == pair || [b, a] == pair)
            })
    };
    let along = keys.windows(2).filter(|pair| neighbours(pair[0], pair[1])).count();
    along * 4 >= keys.len().saturating_sub(1) * 3
}

/// How many letters are left when common passwords and what is known of the account are taken out, whether figures and signs
/// stand for letters or for nothing. A password without any of these is all its own.
fn own_characters(small: &str, email: &str, name: &str) -> usize {
    let email = email.to_lowercase();
    let parts = email.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
    let words = name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let whole_name = words.concat();
    let mut known: Vec<String> = COMMONEST.lines().map(str::to_owned).collect();
    known.extend(parts.chain(words).chain([email.clone(), whole_name, "podium".to_owned()]));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    left_of(small, &known, folded).min(left_of(small, &known, letters))
}

/// How many letters are left of a password without the words that are known, all written the same way.
fn left_of(small: &str, known: &[String], written: impl Fn(&str) -> String) -> usize {
    let whole = written(small);
    let mut known: Vec<String> = known.iter().map(|word| written(word)).collect();
    known.retain(|word| word.chars().count() >= SHORTEST_KNOWN);
    // The longest first, so that no part of one is left over by a shorter one inside it.
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = known.iter().fold(whole.clone(), |rest, word| rest.replace(word, ""));
    // Figures around a common word are the first thing that is tried with it.
    if rest == whole { usize::MAX } else { rest.chars().filter(|c| c.is_alphabetic()).count() }
}

/// Without white space and punctuation, and with the letters that figures and signs commonly stand for.
fn folded(text: &str) -> String {
    let letter = |c: char| match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    };
    text.chars().map(letter).filter(|c| !c.is_whitespace() && !c.is_ascii_punctuation()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMAIL: &str = "grace.hopper@navy.example";
    const NAME: &str = "Grace Hopper";

    #[test]
    fn long_passwords_of_ones_own_are_taken() {
        for password in [
            "copper kettle under the stairs",
            "Xk7#pQ2$vL9w",
            "hr2-uzm-94k-ptd",
            "the podium stands by the window",
            "вечером тихо поёт кот",
            "窓の外の銅の薬缶は静かです",
            "    spaces    count    too    ",
            "😀🐙🌋🚲🧭🎻🪁🧵🪐🍋🦉🛶",
            "\u{202e}mirrored \0 nul and all",
        ] {
            assert_eq!(check(password, EMAIL, NAME), Ok(()), "{password:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        let unlike = |count: usize| "äxqzöwvkü".chars().cycle().take(count).collect::<String>();
        assert!(check(&unlike(11), EMAIL, NAME).unwrap_err().contains("at least 12 characters, this one has 11"));
        assert_eq!(check(&unlike(12), EMAIL, NAME), Ok(()));
        assert_eq!(check(&unlike(256), EMAIL, NAME), Ok(()));
        assert!(check(&unlike(257), EMAIL, NAME).unwrap_err().contains("at most 256 characters, this one has 257"));
        assert!(check("", EMAIL, NAME).is_err());
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for password in [
            "passwordpassword",
            "Password123456",
            "P@ssw0rd2026!",
            "!!!!password!!!!",
            "iloveyou20262026",
            "aaaaaaaaaaaaaaaa",
            "abababababababab",
            "123456789012345",
            "987654321098765",
            "qwertyuiop123456",
            "1qaz2wsx3edc4rfv",
            "abcdefghijklmnop",
            "correcthorsebatterystaple",
            "Correct Horse Battery Staple",
            "!@#$%^&*()_+",
            "podium podium podium",
            "Podium-2026-2026",
            "gracehopper1906",
            "Grace.Hopper@navy.example",
            "hopper-navy-2026!",
            "administrator1!",
        ] {
            assert!(check(password, EMAIL, NAME).is_err(), "{password:?}");
        }
    }

    #[test]
    fn the_list_is_what_it_says() {
        let lines: Vec<&str> = COMMONEST.lines().collect();
        assert!(lines.len() >= 200, "{}", lines.len());
        for line in &lines {
            assert!(line.chars().count() >= 8 && line.to_lowercase() == *line && line.trim() == *line, "{line:?}");
        }
        let mut once = lines.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), lines.len(), "some stand there twice");
    }

    #[test]
    fn no_refusal_repeats_the_password() {
        for password in ["short-canary", "canary", "passwordpassword", "Podium-2026-2026"] {
            if let Err(why) = check(password, EMAIL, NAME) {
                assert!(!why.contains(password), "{why}");
            }
        }
    }
}
