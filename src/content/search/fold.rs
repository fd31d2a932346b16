//! One spelling for all the ways a word is written: small letters without accents.

/// Longest word that is kept, in bytes; what comes after says nothing that the beginning did not.
const LONGEST: usize = 64;

/// Appends the word in small letters and without accents, so that "Übersicht", "ubersicht" and the same word typed with
/// combining marks are one. Idempotent.
pub(super) fn fold_into(word: &str, folded: &mut String) {
    let start = folded.len();
    for c in word.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if !is_mark(c) {
            for small in c.to_lowercase() {
                match small {
                    'æ' | 'ǣ' | 'ǽ' => folded.push_str("ae"),
                    'œ' => folded.push_str("oe"),
                    'ß' => folded.push_str("ss"),
                    'þ' => folded.push_str("th"),
                    // Full-width forms of ASCII.
                    '\u{ff10}'..='\u{ff5a}' => folded.extend(char::from_u32(u32::from(small) - 0xfee0)),
                    '‐' | '‑' => folded.push('-'),
                    '’' => folded.push('\''),
                    mark if is_mark(mark) => {}
                    _ => folded.push(base(small)),
                }
            }
        }
        if folded.len() - start >= LONGEST {
            break;
        }
    }
}

/// Combining accents of Latin, Greek and Cyrillic, and the joiners nobody sees.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// The letter below the accent.
fn base(c: char) -> char {
    match c {
        'ª' | 'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ǟ' | 'ǡ' | 'ǻ' | 'ȁ' | 'ȃ' | 'ȧ' | 'ḁ'
        | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ' | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' => 'a',
        'ƀ' | 'ḃ' | 'ḅ' | 'ḇ' => 'b',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' | 'ḉ' => 'c',
        'ð' | 'ď' | 'đ' | 'ḋ' | 'ḍ' | 'ḏ' | 'ḑ' | 'ḓ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ȅ' | 'ȇ' | 'ȩ' | 'ḕ' | 'ḗ' | 'ḙ' | 'ḛ' | 'ḝ' | 'ẹ'
        | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ḟ' => 'f',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' | 'ǵ' | 'ḡ' => 'g',
        'ĥ' | 'ħ' | 'ȟ' | 'ḣ' | 'ḥ' | 'ḧ' | 'ḩ' | 'ḫ' | 'ẖ' => 'h',
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ȉ' | 'ȋ' | 'ḭ' | 'ḯ' | 'ỉ' | 'ị' => {
            'i'
        }
        'ĵ' | 'ǰ' => 'j',
        'ķ' | 'ĸ' | 'ǩ' | 'ḱ' | 'ḳ' | 'ḵ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' | 'ḷ' | 'ḹ' | 'ḻ' | 'ḽ' => 'l',
        'ḿ' | 'ṁ' | 'ṃ' => 'm',
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' | 'ǹ' | 'ṅ' | 'ṇ' | 'ṉ' | 'ṋ' => 'n',
        'º' | 'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ǿ' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ǫ' | 'ǭ' | 'ȍ' | 'ȏ' | 'ȫ'
        | 'ȭ' | 'ȯ' | 'ȱ' | 'ṍ' | 'ṏ' | 'ṑ' | 'ṓ' | 'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ổ' | 'ỗ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ỡ'
        | 'ợ' => 'o',
        'ṕ' | 'ṗ' => 'p',
        'ŕ' | 'ŗ' | 'ř' | 'ȑ' | 'ȓ' | 'ṙ' | 'ṛ' | 'ṝ' | 'ṟ' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ſ' | 'ș' | 'ṡ' | 'ṣ' | 'ṥ' | 'ṧ' | 'ṩ' | 'ẛ' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'ṫ' | 'ṭ' | 'ṯ' | 'ṱ' | 'ẗ' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'ȕ' | 'ȗ'
        | 'ṳ' | 'ṵ' | 'ṷ' | 'ṹ' | 'ṻ' | 'ụ' | 'ủ' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ṽ' | 'ṿ' => 'v',
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' | 'ẇ' | 'ẉ' | 'ẘ' => 'w',
        'ẋ' | 'ẍ' => 'x',
        'ý' | 'ÿ' | 'ŷ' | 'ȳ' | 'ẏ' | 'ẙ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => 'y',
        'ź' | 'ż' | 'ž' | 'ẑ' | 'ẓ' | 'ẕ' => 'z',
        'ά' | 'ἀ' | 'ἁ' | 'ἂ' | 'ἃ' | 'ἄ' | 'ἅ' | 'ἆ' | 'ἇ' | 'ὰ' | 'ά' | 'ᾀ' | 'ᾁ' | 'ᾂ' | 'ᾃ' | 'ᾄ' | 'ᾅ' | 'ᾆ'
        | 'ᾇ' | 'ᾰ' | 'ᾱ' | 'ᾲ' | 'ᾳ' | 'ᾴ' | 'ᾶ' | 'ᾷ' => 'α',
        'έ' | 'ἐ' | 'ἑ' | 'ἒ' | 'ἓ' | 'ἔ' | 'ἕ' | 'ὲ' | 'έ' => 'ε',
        'ή' | 'ἠ' | 'ἡ' | 'ἢ' | 'ἣ' | 'ἤ' | 'ἥ' | 'ἦ' | 'ἧ' | 'ὴ' | 'ή' | 'ᾐ' | 'ᾑ' | 'ᾒ' | 'ᾓ' | 'ᾔ' | 'ᾕ' | 'ᾖ'
        | 'ᾗ' | 'ῂ' | 'ῃ' | 'ῄ' | 'ῆ' | 'ῇ' => 'η',
        'ΐ' | 'ί' | 'ϊ' | 'ἰ' | 'ἱ' | 'ἲ' | 'ἳ' | 'ἴ' | 'ἵ' | 'ἶ' | 'ἷ' | 'ὶ' | 'ί' | 'ῐ' | 'ῑ' | 'ῒ' | 'ΐ' | 'ῖ'
        | 'ῗ' => 'ι',
        'ό' | 'ὀ' | 'ὁ' | 'ὂ' | 'ὃ' | 'ὄ' | 'ὅ' | 'ὸ' | 'ό' => 'ο',
        'ῤ' | 'ῥ' => 'ρ',
        'ς' => 'σ',
        'ΰ' | 'ϋ' | 'ύ' | 'ὐ' | 'ὑ' | 'ὒ' | 'ὓ' | 'ὔ' | 'ὕ' | 'ὖ' | 'ὗ' | 'ὺ' | 'ύ' | 'ῠ' | 'ῡ' | 'ῢ' | 'ΰ' | 'ῦ'
        | 'ῧ' => 'υ',
        'ώ' | 'ὠ' | 'ὡ' | 'ὢ' | 'ὣ' | 'ὤ' | 'ὥ' | 'ὦ' | 'ὧ' | 'ὼ' | 'ώ' | 'ᾠ' | 'ᾡ' | 'ᾢ' | 'ᾣ' | 'ᾤ' | 'ᾥ' | 'ᾦ'
        | 'ᾧ' | 'ῲ' | 'ῳ' | 'ῴ' | 'ῶ' | 'ῷ' => 'ω',
        'ӑ' | 'ӓ' => 'а',
        'ѓ' => 'г',
        'ѐ' | 'ё' | 'ӗ' => 'е',
        'ӂ' | 'ӝ' => 'ж',
        'ӟ' => 'з',
        'й' | 'ѝ' | 'ӣ' | 'ӥ' => 'и',
        'ќ' => 'к',
        'ӧ' => 'о',
        'ў' | 'ӯ' | 'ӱ' | 'ӳ' => 'у',
        'ӵ' => 'ч',
        'ӹ' => 'ы',
        'ӭ' => 'э',
        'ї' => 'і',
        'ѷ' => 'ѵ',
        'ӛ' => 'ә',
        'ӫ' => 'ө',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_has_one_spelling() {
        let cases = [
            ("Übersicht", "ubersicht"),
            ("U\u{308}bersicht", "ubersicht"),
            ("CAFÉ", "cafe"),
            ("naïve", "naive"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("ΑΘΉΝΑΣ", "αθηνασ"),
            ("Йод", "иод"),
            ("Đường", "duong"),
            ("ＳＮＡＴ", "snat"),
            ("kube\u{ad}net", "kubenet"),
            ("網路", "網路"),
        ];
        for (word, expected) in cases {
            let mut folded = String::new();
            fold_into(word, &mut folded);
            assert_eq!(folded, expected, "{word}");
            let mut again = String::new();
            fold_into(&folded, &mut again);
            assert_eq!(again, folded, "{word} twice");
        }
    }

    #[test]
    fn a_word_of_any_length_costs_little() {
        let mut folded = String::new();
        fold_into(&"é".repeat(100_000), &mut folded);
        assert_eq!(folded.len(), LONGEST);
    }
}
