//! Exact integers word by word, without a detour over `BigInt`.
//!
//! Sums, differences, products by short factors, orders and quotients of bignums read the words of their objects where
//! they are; only long products go to num-bigint, which has better than quadratic ones. Division is Knuth's algorithm D
//! (The Art of Computer Programming, 4.3.1).

use std::cmp::Ordering;

use crate::abi::Outcome;
use crate::heap;
use crate::value::{Kind, Value};

/// Products whose shorter factor has more words are num-bigint's.
const SHORT: usize = 32;

/// Products of more words are compared with the limit of the heap first.
const LONG: usize = 1 << 16;

/// An exact integer taken apart.
#[derive(Clone, Copy)]
pub struct Int {
    negative: bool,
    /// The magnitude of a fixnum.
    small: u64,
    /// The words of a bignum, least significant first, without leading zeros.
    big: Option<&'static [u64]>,
}

impl Int {
    /// The exact integer that a value is.
    #[inline]
    pub fn of(value: Value) -> Option<Int> {
        if let Some(small) = value.as_fixnum() {
            return Some(Int { negative: small < 0, small: small.unsigned_abs(), big: None });
        }
        let address = if value.is(Kind::Bignum) { value.address()? } else { return None };
        // SAFETY: a bignum has `length` words: its sign and the magnitude. Nobody changes them.
        let words = unsafe { std::slice::from_raw_parts(address.add(1).cast_const(), value.length()) };
        Some(Int { negative: words[0] != 0, small: 0, big: Some(&words[1..]) })
    }

    fn words(&self) -> &[u64] {
        match self.big {
            Some(words) => words,
            None if self.small == 0 => &[],
            None => std::slice::from_ref(&self.small),
        }
    }

    /// `self + other`
    pub fn add(&self, other: &Int) -> Outcome {
        signed_sum(self.words(), self.negative, other.words(), other.negative)
    }

    /// `self - other`
    pub fn sub(&self, other: &Int) -> Outcome {
        signed_sum(self.words(), self.negative, other.words(), !other.negative)
    }

    /// `self * other`, unless that is better done by num-bigint.
    pub fn mul(&self, other: &Int) -> Option<Outcome> {
        let (a, b) = (self.words(), other.words());
        if a.len() + b.len() > LONG
            && let Err(fault) = super::check_bits(64 * (a.len() + b.len() - 1) as u64)
        {
            return Some(Err(fault));
        }
        (a.len().min(b.len()) <= SHORT).then(|| integer(self.negative != other.negative, &product(a, b)))
    }

    /// The order of two integers.
    pub fn compare(&self, other: &Int) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => order(self.words(), other.words()),
            (true, true) => order(other.words(), self.words()),
        }
    }

    /// `self / other`, rounded towards zero. The divisor is not zero.
    pub fn quotient(&self, other: &Int) -> Outcome {
        integer(self.negative != other.negative, &divided(self.words(), other.words()).0)
    }

    /// What `quotient` leaves, with the sign of `self`. The divisor is not zero.
    pub fn remainder(&self, other: &Int) -> Outcome {
        integer(self.negative, &divided(self.words(), other.words()).1)
    }

    /// What division rounded down leaves, with the sign of `other`. The divisor is not zero.
    pub fn modulo(&self, other: &Int) -> Outcome {
        let rest = divided(self.words(), other.words()).1;
        if self.negative == other.negative || rest.is_empty() {
            return integer(other.negative, &rest);
        }
        integer(other.negative, &difference(other.words(), &rest))
    }
}

/// The value of an exact integer; the words may have leading zeros.
pub fn integer(negative: bool, words: &[u64]) -> Outcome {
    let words = trimmed(words);
    if words.len() <= 1 {
        let small = i128::from(words.first().copied().unwrap_or(0)) * if negative { -1 } else { 1 };
        if (i128::from(Value::FIXNUM_MIN)..=i128::from(Value::FIXNUM_MAX)).contains(&small) {
            return Ok(Value::fixnum(small as i64));
        }
    }
    let object = heap::alloc_unfilled(Kind::Bignum, words.len() + 1)?;
    // SAFETY: the object has room for the sign and these words.
    unsafe {
        *object.add(1) = u64::from(negative);
        std::ptr::copy_nonoverlapping(words.as_ptr(), object.add(2), words.len());
    }
    Ok(Value::from_object(object, Kind::Bignum))
}

fn trimmed(words: &[u64]) -> &[u64] {
    &words[..words.iter().rposition(|word| *word != 0).map_or(0, |last| last + 1)]
}

fn signed_sum(a: &[u64], a_negative: bool, b: &[u64], b_negative: bool) -> Outcome {
    if a_negative == b_negative {
        return integer(a_negative, &sum(a, b));
    }
    match order(a, b) {
        Ordering::Less => integer(b_negative, &difference(b, a)),
        _ => integer(a_negative, &difference(a, b)),
    }
}

fn order(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

fn sum(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut out = Vec::with_capacity(long.len() + 1);
    let mut carry = false;
    for (x, y) in long.iter().zip(short) {
        let (word, over) = x.overflowing_add(*y);
        let (word, over_again) = word.overflowing_add(u64::from(carry));
        out.push(word);
        carry = over | over_again;
    }
    for x in &long[short.len()..] {
        let (word, over) = x.overflowing_add(u64::from(carry));
        out.push(word);
        carry = over;
    }
    out.push(u64::from(carry));
    out
}

/// `a - b`, where `a` is not less.
fn difference(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = a.to_vec();
    let mut borrow = subtract(&mut out[..b.len()], b);
    for word in &mut out[b.len()..] {
        if !borrow {
            break;
        }
        (*word, borrow) = word.overflowing_sub(1);
    }
    out
}

/// Subtracts in place; whether there is a borrow at the end.
fn subtract(a: &mut [u64], b: &[u64]) -> bool {
    let mut borrow = false;
    for (x, y) in a.iter_mut().zip(b) {
        let (word, under) = x.overflowing_sub(*y);
        let (word, under_again) = word.overflowing_sub(u64::from(borrow));
        *x = word;
        borrow = under | under_again;
    }
    borrow
}

fn product(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut out = vec![0; long.len() + short.len()];
    for (index, factor) in short.iter().enumerate() {
        let mut carry = 0;
        for (target, word) in out[index..].iter_mut().zip(long) {
            let wide = u128::from(*word) * u128::from(*factor) + u128::from(*target) + carry;
            *target = wide as u64;
            carry = wide >> 64;
        }
        out[index + long.len()] = carry as u64;
    }
    out
}

/// Quotient and rest of magnitudes; the rest has no leading zeros.
fn divided(a: &[u64], b: &[u64]) -> (Vec<u64>, Vec<u64>) {
    if order(a, b) == Ordering::Less {
        return (Vec::new(), a.to_vec());
    }
    if let [divisor] = b {
        return divided_by_word(a, *divisor);
    }
    let shift = b[b.len() - 1].leading_zeros();
    let divisor = shifted_left(b, shift, b.len());
    let mut rest = shifted_left(a, shift, a.len() + 1);
    let mut quotient = vec![0; a.len() - b.len() + 1];
    for index in (0..quotient.len()).rev() {
        quotient[index] = quotient_word(&mut rest[index..=index + b.len()], &divisor);
    }
    let mut rest = shifted_right(&rest, shift);
    rest.truncate(trimmed(&rest).len());
    (quotient, rest)
}

fn divided_by_word(a: &[u64], divisor: u64) -> (Vec<u64>, Vec<u64>) {
    let mut quotient = a.to_vec();
    let mut rest = 0;
    for word in quotient.iter_mut().rev() {
        let wide = u128::from(rest) << 64 | u128::from(*word);
        *word = (wide / u128::from(divisor)) as u64;
        rest = (wide % u128::from(divisor)) as u64;
    }
    (quotient, if rest == 0 { Vec::new() } else { vec![rest] })
}

/// One word of a quotient: takes that many divisors off the rest, which is one word longer than the divisor and less
/// than 2^64 divisors. The divisor has at least two words and its highest bit is set.
fn quotient_word(rest: &mut [u64], divisor: &[u64]) -> u64 {
    let n = divisor.len();
    let top = u128::from(rest[n]) << 64 | u128::from(rest[n - 1]);
    let mut guess = top / u128::from(divisor[n - 1]);
    let mut left = top % u128::from(divisor[n - 1]);
    // The guess is too large by two at most; the second words tell nearly always.
    while guess >> 64 != 0 || guess * u128::from(divisor[n - 2]) > (left << 64 | u128::from(rest[n - 2])) {
        guess -= 1;
        left += u128::from(divisor[n - 1]);
        if left >> 64 != 0 {
            break;
        }
    }
    let mut carry = 0u128;
    let mut borrow = false;
    for (target, word) in rest.iter_mut().zip(divisor) {
        let wide = guess * u128::from(*word) + carry;
        carry = wide >> 64;
        let (less, under) = target.overflowing_sub(wide as u64);
        let (less, under_again) = less.overflowing_sub(u64::from(borrow));
        *target = less;
        borrow = under | under_again;
    }
    let (less, under) = rest[n].overflowing_sub(carry as u64);
    let (less, under_again) = less.overflowing_sub(u64::from(borrow));
    rest[n] = less;
    if under | under_again {
        guess -= 1;
        let mut carry = false;
        for (target, word) in rest.iter_mut().zip(divisor) {
            let (more, over) = target.overflowing_add(*word);
            let (more, over_again) = more.overflowing_add(u64::from(carry));
            *target = more;
            carry = over | over_again;
        }
        rest[n] = rest[n].wrapping_add(u64::from(carry));
    }
    guess as u64
}

/// The words times `2^shift`, `shift < 64`, as `length` words.
fn shifted_left(words: &[u64], shift: u32, length: usize) -> Vec<u64> {
    let at = |index: usize| words.get(index).copied().unwrap_or(0);
    let low = |index: usize| if shift == 0 || index == 0 { 0 } else { at(index - 1) >> (64 - shift) };
    (0..length).map(|index| at(index) << shift | low(index)).collect()
}

/// The words divided by `2^shift`, `shift < 64`.
fn shifted_right(words: &[u64], shift: u32) -> Vec<u64> {
    let high = |index: usize| match words.get(index + 1) {
        Some(word) if shift > 0 => word << (64 - shift),
        _ => 0,
    };
    (0..words.len()).map(|index| words[index] >> shift | high(index)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;

    /// Words that are often extreme, from a seed.
    fn random_words(state: &mut u64, most: usize) -> Vec<u64> {
        let mut next = || {
            *state ^= *state << 13;
            *state ^= *state >> 7;
            *state ^= *state << 17;
            *state
        };
        let length = next() as usize % (most + 1);
        let words: Vec<u64> = (0..length)
            .map(|_| match next() % 5 {
                0 => 0,
                1 => u64::MAX,
                2 => 1 << 63,
                _ => next(),
            })
            .collect();
        trimmed(&words).to_vec()
    }

    fn big(words: &[u64]) -> BigUint {
        BigUint::from_slice(&words.iter().flat_map(|word| [*word as u32, (word >> 32) as u32]).collect::<Vec<_>>())
    }

    #[test]
    fn agrees_with_num_bigint() {
        let mut state = 0x9E37_79B9_7F4A_7C15;
        for _ in 0..20_000 {
            let (a, b) = (random_words(&mut state, 9), random_words(&mut state, 5));
            let (x, y) = (big(&a), big(&b));
            assert_eq!(order(&a, &b), x.cmp(&y));
            assert_eq!(big(&sum(&a, &b)), &x + &y);
            assert_eq!(big(&product(&a, &b)), &x * &y);
            if x >= y {
                assert_eq!(big(&difference(&a, &b)), &x - &y);
            }
            if !b.is_empty() {
                let (quotient, rest) = divided(&a, &b);
                assert_eq!((big(&quotient), big(&rest)), (&x / &y, &x % &y), "{a:x?} / {b:x?}");
            }
        }
    }
}
