//! Ids: their form, and how one is made from a title.

use crate::domain::spelling::distance;

/// The longest id.
const LONGEST: usize = 80;

/// What an id must look like, for messages.
pub(super) const FORM: &str = "lower-case letters, digits and single hyphens, at most 80 characters";

/// Whether this is the form of an id: lower-case ASCII letters, digits and single hyphens, at most 80 characters.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= LONGEST && text.split('-').all(part)
}

/// The id that a title gives, such as `where-pods-live` for "Where pods live?". None when nothing of the title fits into
/// an id, as with a title in Greek.
#[must_use]
pub fn slug(title: &str) -> Option<String> {
    let mut slug = String::new();
    let mut gap = false;
    for letter in title.chars().flat_map(char::to_lowercase) {
        let plain = ascii(letter);
        if plain.is_empty() {
            // Apostrophes and accents that stand alone join what they stand between: "won't" is `wont`.
            gap |= !matches!(letter, '\'' | '’' | '\u{300}'..='\u{36f}' | '\u{ad}');
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        slug.push_str(plain);
    }
    if slug.len() > LONGEST {
        let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    (!slug.is_empty()).then_some(slug)
}

/// A lower-case letter in the letters of ids; empty when it has none.
fn ascii(letter: char) -> &'static str {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    if let Some(at) = LETTERS.find(letter) {
        return &LETTERS[at..=at];
    }
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

/// The candidate that is most like a word, when one is like enough to have been meant.
#[must_use]
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = word.chars().count();
    // In a word of two letters everything is near.
    let most = if letters < 3 { 0 } else { (letters / 3).clamp(1, 3) };
    let close = candidates.into_iter().filter(|c| c.len().abs_diff(word.len()) <= 4 && c.len() <= LONGEST);
    close.map(|c| (distance(word, c), c)).filter(|(d, _)| *d <= most).min().map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_ids() {
        let cases = [
            ("Where pods get their addresses", Some("where-pods-get-their-addresses")),
            ("  Azure CNI: Overlay (v2)!  ", Some("azure-cni-overlay-v2")),
            ("You won’t rebuild, won't you", Some("you-wont-rebuild-wont-you")),
            ("Größe & Maß", Some("grosse-mass")),
            ("Ærø, Łódź, São Tomé, ÎLE", Some("aero-lodz-sao-tome-ile")),
            ("--a__b--", Some("a-b")),
            ("10.240.0.0/16", Some("10-240-0-0-16")),
            ("Δίκτυα", None),
            ("网络", None),
            ("!?", None),
            ("", None),
        ];
        for (title, id) in cases {
            assert_eq!(slug(title).as_deref(), id, "{title}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let long = slug(&"word ".repeat(100)).unwrap();
        assert_eq!(long.len(), 79);
        assert!(is_id(&long));
        assert_eq!(slug(&"x".repeat(100)).unwrap().len(), 80);
    }

    #[test]
    fn ids_have_one_form() {
        for good in ["a", "a-b", "2-spaces", "x9"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a_b", "a.b", "ä", "a b", &"a".repeat(81)] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn the_nearest_word_is_offered_only_when_it_is_near() {
        let words = ["title", "summary", "minutes", "goals"];
        let cases = [
            ("tilte", Some("title")),
            ("sumary", Some("summary")),
            ("minute", Some("minutes")),
            ("xyz", None),
            ("go", None),
        ];
        for (word, near) in cases {
            assert_eq!(nearest(word, words), near, "{word}");
        }
    }
}
