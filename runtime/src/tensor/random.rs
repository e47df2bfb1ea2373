//! Random numbers by a counter: Philox 2x64 with ten rounds (Salmon, Moraes, Dror & Shaw 2011).
//!
//! A *key* is an exact integer of 64 bits. The numbers of a key are a function of the key and their position, so nothing
//! is changed by drawing them; new keys are split off an old one. Splitting and drawing use different counters.

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::numbers::integer_value;
use crate::tensor::elementwise::Operand;
use crate::tensor::shape::{dims_of, expected};
use crate::tensor::{DType, Tensor};
use crate::value::{Kind, Value};

/// What the second word of the counter is for.
#[derive(Clone, Copy)]
enum Stream {
    Numbers = 0,
    Keys = 1,
}

/// Two random words for a counter.
fn philox(key: u64, counter: [u64; 2]) -> [u64; 2] {
    const MULTIPLIER: u64 = 0xD2B7_4407_B1CE_6E93;
    const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;
    let (mut key, mut words) = (key, counter);
    for _ in 0..10 {
        let product = u128::from(MULTIPLIER) * u128::from(words[0]);
        words = [(product >> 64) as u64 ^ key ^ words[1], product as u64];
        key = key.wrapping_add(WEYL);
    }
    words
}

/// The words of a key, two for each counter.
struct Words {
    key: u64,
    next: u64,
    spare: Option<u64>,
}

impl Words {
    fn of(key: u64) -> Words {
        Words { key, next: 0, spare: None }
    }

    fn word(&mut self) -> u64 {
        if let Some(word) = self.spare.take() {
            return word;
        }
        let [first, second] = philox(self.key, [self.next, Stream::Numbers as u64]);
        self.next += 1;
        self.spare = Some(second);
        first
    }

    /// Of 53 bits, from 0 up to but not including 1.
    fn uniform(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Two independent numbers with mean 0 and variance 1 (Box & Muller 1958).
    fn normals(&mut self) -> [f64; 2] {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        let (sin, cos) = (std::f64::consts::TAU * self.uniform()).sin_cos();
        [radius * cos, radius * sin]
    }

    /// Below `limit`, which is not 0, all equally often but for a part in 2^64.
    fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.word()) * u128::from(limit)) >> 64) as u64
    }
}

/// The lowest 64 bits of a key.
fn key_of(value: Value) -> Result<u64, Fault> {
    let integer = crate::numbers::integer_of(value).filter(|key| key.bits() <= 64);
    let integer = integer.ok_or_else(|| expected(0, "a key, an exact integer (see make-key)", value))?;
    let magnitude = integer.magnitude().to_u64_digits().first().copied().unwrap_or(0);
    Ok(if integer.sign() == num_bigint::Sign::Minus { magnitude.wrapping_neg() } else { magnitude })
}

/// A list of new keys.
fn split(key: Value, count: Value) -> Outcome {
    let count = crate::numbers::to_usize(count).ok_or_else(|| expected(1, "a number of keys", count))?;
    let key = key_of(key)?;
    let mut list = Value::NULL;
    for index in (0..count as u64).rev() {
        let [word, _] = philox(key, [index, Stream::Keys as u64]);
        let made = integer_value(&word.into())?;
        list = heap::alloc_slots_or_fail(Kind::Pair, &[made, list])?;
    }
    Ok(list)
}

fn floats(dims: Value, dtype: Value, draw: impl FnOnce(&mut [f64])) -> Result<Tensor, Fault> {
    let dtype = DType::of_symbol(dtype, 2)?;
    let mut made = Tensor::new(DType::F64, &dims_of(dims, 1)?)?;
    draw(made.elements_mut());
    made.cast(dtype)
}

fn uniform(key: Value, dims: Value, dtype: Value) -> Result<Tensor, Fault> {
    let mut words = Words::of(key_of(key)?);
    floats(dims, dtype, |slots| slots.iter_mut().for_each(|slot| *slot = words.uniform()))
}

fn normal(key: Value, dims: Value, dtype: Value) -> Result<Tensor, Fault> {
    let mut words = Words::of(key_of(key)?);
    floats(dims, dtype, |slots| {
        slots.chunks_mut(2).for_each(|pair| pair.copy_from_slice(&words.normals()[..pair.len()]));
    })
}

fn integers(key: Value, dims: Value, low: Value, high: Value) -> Result<Tensor, Fault> {
    let [Some(from), Some(to)] = [low, high].map(Value::as_fixnum) else {
        return Err(Fault::Error("the bounds must be small exact integers, found".to_owned(), vec![low, high]));
    };
    let mut words = Words::of(key_of(key)?);
    let mut made = Tensor::new(DType::I64, &dims_of(dims, 1)?)?;
    if from >= to && made.size() > 0 {
        return Err(Fault::Error("there is no integer between the bounds".to_owned(), vec![low, high]));
    }
    made.elements_mut::<i64>().iter_mut().for_each(|slot| *slot = from + words.below((to - from) as u64) as i64);
    Ok(made)
}

/// The integers below a number, or the parts of a tensor along its first axis, in random order.
fn permutation(key: Value, of: Operand) -> Result<Tensor, Fault> {
    let length = match &of {
        Operand::Int(count) => usize::try_from(*count).ok(),
        other => other.shape().first().copied(),
    };
    let length = length.ok_or_else(|| Fault::Error("a number of elements or a tensor is needed".to_owned(), vec![]))?;
    let mut words = Words::of(key_of(key)?);
    let mut order = Tensor::new(DType::I64, &[length])?;
    let places = order.elements_mut::<i64>();
    places.iter_mut().enumerate().for_each(|(index, place)| *place = index as i64);
    for last in (1..length).rev() {
        places.swap(last, words.below(last as u64 + 1) as usize);
    }
    Ok(order)
}

crate::tensor_primitives! {
    fx_split_key = split, (key, count);
    fx_tensor_uniform = uniform, (key, dims, dtype);
    fx_tensor_normal = normal, (key, dims, dtype);
    fx_tensor_integers = integers, (key, dims, low, high);
    fx_tensor_permutation = permutation, (key, of);
}

#[cfg(test)]
mod tests {
    use super::philox;

    #[test]
    fn philox_has_the_published_values() {
        assert_eq!(philox(0, [0, 0]), [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]);
        let ones = u64::MAX;
        assert_eq!(philox(ones, [ones, ones]), [0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20]);
    }
}
