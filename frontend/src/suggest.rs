//! "Did you mean": the visible name nearest to one that is not bound.

use syntax::Symbol;

/// The nearest of some names, if one is near.
pub fn suggestion(name: &str, candidates: impl IntoIterator<Item = Symbol>) -> Option<Symbol> {
    let limit = match name.chars().count() {
        0..=2 => return None,
        3..=5 => 1,
        _ => 2,
    };
    let near = |candidate: Symbol| {
        let plain = !candidate.as_str().contains(['%', '\u{1}']);
        let distance = edit_distance(name, candidate.as_str());
        (plain && distance <= limit).then_some((distance, candidate))
    };
    candidates
        .into_iter()
        .filter_map(near)
        .min_by_key(|(distance, name)| (*distance, name.as_str()))
        .map(|(_, name)| name)
}

/// Levenshtein's distance, with transpositions.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
