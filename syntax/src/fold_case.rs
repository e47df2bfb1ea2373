//! Case folding (Unicode's CaseFolding.txt), by the case mappings of Rust's library.
//!
//! The folding of a character is the lower case of its upper case, but for three exceptions: Cherokee letters fold to
//! upper case, the dotless i is a letter of its own, and the capital sharp s, which is upper case already, is `ss`.

/// Full folding: `STRASSE` and `Straße` become the same.
pub fn fold_case(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            'ı' => folded.push(char),
            'ẞ' => folded.push_str("ss"),
            _ if is_cherokee(char) => folded.extend(char.to_uppercase()),
            _ => folded.extend(char.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
    folded
}

/// Simple folding, of one character to one character: where the full folding is longer, the lower case.
pub fn fold_char(char: char) -> char {
    let full = fold_case(char.encode_utf8(&mut [0; 4]));
    single(full.chars()).or_else(|| single(char.to_lowercase())).unwrap_or(char)
}

/// The only item, if there is one.
pub fn single<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}

fn is_cherokee(char: char) -> bool {
    matches!(char, '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        for (text, folded) in [("ΧΑΟΣς", "χαοσσ"), ("Straße ẞ", "strasse ss"), ("ﬃ", "ffi"), ("ıI", "ıi"), ("Ꭰꭰ", "ᎠᎠ")]
        {
            assert_eq!(fold_case(text), folded);
        }
    }

    #[test]
    fn folds_characters() {
        for (char, folded) in
            [('A', 'a'), ('ς', 'σ'), ('ß', 'ß'), ('ẞ', 'ß'), ('İ', 'İ'), ('ᾈ', 'ᾀ'), ('µ', 'μ'), ('Ꮿ', 'Ꮿ')]
        {
            assert_eq!(fold_char(char), folded);
        }
    }
}
