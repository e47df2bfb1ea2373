//! The collector against a model: random graphs of objects, changed and collected at random.
//!
//! Tests run on threads of their own, whose stacks are not the program's: nothing is scanned conservatively, and exactly
//! what the roots reach lives. Conservative roots have a process of their own, runtime/tests/stack_roots.rs.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard};

use super::*;

/// The heap has one user at a time; tests run in threads.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// The same with a heap that is empty, so that little allocation needs no collection.
pub fn alone_and_empty() -> MutexGuard<'static, ()> {
    let guard = alone();
    renew(HeapOptions { max_bytes: 1 << 30, stress: false });
    guard
}

/// A fresh heap, and a table of roots in it; other tests find an ordinary heap afterwards.
struct Fixture {
    roots: &'static mut [Value],
    _alone: MutexGuard<'static, ()>,
}

const MB: usize = 1 << 20;

fn fixture(roots: usize, max_bytes: usize, stress: bool) -> Fixture {
    let alone = alone();
    renew(HeapOptions { max_bytes, stress });
    let roots = Box::leak(vec![Value::FALSE; roots].into_boxed_slice());
    add_root_table(roots.as_ptr().cast(), roots.len());
    Fixture { roots, _alone: alone }
}

fn renew(options: HeapOptions) {
    prepare(options);
    // The span that inline allocation had was the old heap's.
    (ctx().free, ctx().limit) = (0, 0);
}

impl Drop for Fixture {
    fn drop(&mut self) {
        renew(HeapOptions { max_bytes: 1 << 30, stress: false });
    }
}

/// Random numbers from a seed (xorshift).
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 11) as usize % limit
    }
}

/// What an object should hold: values, or raw words.
#[derive(Clone)]
struct Expected {
    kind: Kind,
    words: Vec<u64>,
}

impl Expected {
    fn bytes(&self) -> usize {
        8 * (self.words.len() + 1)
    }

    fn is_raw(&self) -> bool {
        matches!(self.kind, Kind::Bignum | Kind::F64vector)
    }
}

/// All objects that may be alive, by value.
#[derive(Default)]
struct Model {
    objects: HashMap<Value, Expected>,
}

impl Model {
    fn reachable(&self, roots: &[Value]) -> HashSet<Value> {
        let mut found = HashSet::new();
        let mut pending: Vec<Value> = roots.to_vec();
        while let Some(value) = pending.pop() {
            let Some(object) = self.objects.get(&value).filter(|_| found.insert(value)) else { continue };
            if !object.is_raw() {
                pending.extend(object.words.iter().map(|word| Value(*word)));
            }
        }
        found
    }

    /// Forgets what cannot be reached, looks at the rest; how many bytes they have, and how many objects they are.
    fn check(&mut self, roots: &[Value]) -> (usize, usize) {
        let reachable = self.reachable(roots);
        self.objects.retain(|value, _| reachable.contains(value));
        for (value, object) in &self.objects {
            assert_eq!(value.kind(), Some(object.kind));
            assert_eq!(value.length(), object.words.len());
            assert_eq!(contents(*value), object.words, "a {:?} has changed", object.kind);
        }
        (self.objects.values().map(Expected::bytes).sum(), self.objects.len())
    }
}

fn contents(value: Value) -> Vec<u64> {
    let start = value.address().expect("an object");
    // SAFETY: all kinds of these tests have their length in words.
    unsafe { std::slice::from_raw_parts(start.add(1).cast_const(), value.length()).to_vec() }
}

fn set_word(value: Value, index: usize, word: u64) {
    assert!(index < value.length());
    // SAFETY: the object has more words than this.
    unsafe { *value.address().expect("an object").add(1 + index) = word };
}

/// A reachable object, by a random walk, or a fixnum.
fn some_value(rng: &mut Rng, model: &Model, roots: &[Value]) -> Value {
    let mut value = roots[rng.below(roots.len())];
    for _ in 0..rng.below(12) {
        match model.objects.get(&value) {
            Some(object) if !object.is_raw() && !object.words.is_empty() => {
                let next = Value(object.words[rng.below(object.words.len())]);
                value = if next.address().is_some() { next } else { value };
            }
            _ => break,
        }
    }
    if value.address().is_some() { value } else { Value::fixnum(rng.below(1000) as i64) }
}

/// A new object with references to others.
fn new_object(rng: &mut Rng, model: &mut Model, roots: &[Value]) -> Value {
    const KINDS: [Kind; 8] =
        [Kind::Pair, Kind::Pair, Kind::Box, Kind::Vector, Kind::Closure, Kind::Record, Kind::Bignum, Kind::F64vector];
    let kind = KINDS[rng.below(KINDS.len())];
    let length = match kind {
        Kind::Pair => 2,
        Kind::Box => 1,
        _ => match rng.below(60) {
            0 => 1000 + rng.below(3000),
            1..5 => rng.below(600),
            _ => 1 + rng.below(12),
        },
    };
    let object = alloc(kind, length).expect("memory");
    let value = Value::from_object(object, kind);
    let mut expected = Expected { kind, words: vec![0; length] };
    for index in 0..length {
        let word = if expected.is_raw() { rng.next() } else { some_value(rng, model, roots).0 };
        expected.words[index] = word;
        set_word(value, index, word);
    }
    model.objects.insert(value, expected);
    value
}

fn mutate(rng: &mut Rng, model: &mut Model, roots: &mut [Value]) {
    match rng.below(8) {
        // Lets go of something.
        0 => roots[rng.below(roots.len())] = Value::FALSE,
        1..3 => {
            let target = some_value(rng, model, roots);
            let part = some_value(rng, model, roots);
            if let Some(object) =
                model.objects.get_mut(&target).filter(|object| !object.is_raw() && !object.words.is_empty())
            {
                let index = rng.below(object.words.len());
                object.words[index] = part.0;
                set_word(target, index, part.0);
            }
        }
        _ => {
            let index = rng.below(roots.len());
            roots[index] = new_object(rng, model, roots);
        }
    }
}

#[test]
fn random_graphs_keep_what_is_reachable() {
    for seed in 1..=12u64 {
        let fixture = fixture(40, 256 * MB, false);
        let (mut rng, mut model) = (Rng(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)), Model::default());
        for _ in 0..20 {
            for _ in 0..rng.below(800) {
                mutate(&mut rng, &mut model, fixture.roots);
            }
            collect();
            let (bytes, objects) = model.check(fixture.roots);
            // Small objects count by the lines they touch.
            assert!(bytes <= live_bytes() + 8 * objects && live_bytes() <= bytes + 256 * objects, "{bytes}");
        }
        fixture.roots.fill(Value::FALSE);
        collect();
        assert_eq!(live_bytes(), 0, "seed {seed}");
    }
}

#[test]
fn collections_in_the_middle_of_things() {
    for seed in 1..=6u64 {
        // A collection every 64 KB or so.
        let fixture = fixture(40, 48 * MB, false);
        with_heap(|heap| heap.budget = 64 << 10);
        let (mut rng, mut model) = (Rng(seed.wrapping_mul(0xD134_2543_DE82_EF95)), Model::default());
        let before = collections();
        for step in 0..20_000 {
            mutate(&mut rng, &mut model, fixture.roots);
            if step % 1000 == 0 {
                model.check(fixture.roots);
                with_heap(|heap| heap.budget = 64 << 10);
            }
        }
        assert!(collections() - before > 10, "{}", collections() - before);
        model.check(fixture.roots);
    }
}

#[test]
fn a_collection_at_every_allocation() {
    let fixture = fixture(10, 64 * MB, true);
    let (mut rng, mut model) = (Rng(77), Model::default());
    let before = collections();
    for _ in 0..3000 {
        mutate(&mut rng, &mut model, fixture.roots);
    }
    assert!(collections() - before > 1000);
    model.check(fixture.roots);
}

fn pair(first: Value, rest: Value) -> Value {
    alloc_slots(Kind::Pair, &[first, rest])
}

/// A vector with `words` slots, as a root.
fn big_vector(root: &mut Value, words: usize) -> Result<(), Fault> {
    *root = Value::from_object(alloc(Kind::Vector, words)?, Kind::Vector);
    Ok(())
}

#[test]
fn deep_structures_are_marked_without_recursion() {
    let fixture = fixture(2, 512 * MB, false);
    for _ in 0..1_000_000 {
        fixture.roots[0] = pair(Value::fixnum(1), fixture.roots[0]);
        fixture.roots[1] = alloc_slots(Kind::Vector, &[fixture.roots[1]]);
    }
    collect();
    let (mut rest, mut nested, mut count) = (fixture.roots[0], fixture.roots[1], 0);
    while let (Some((_, next)), Some(slots)) = (rest.pair(), nested.slots(Kind::Vector)) {
        (rest, nested, count) = (next, slots[0], count + 1);
    }
    assert_eq!((rest, nested, count), (Value::FALSE, Value::FALSE, 1_000_000));
    fixture.roots.fill(Value::FALSE);
    collect();
    assert_eq!(live_bytes(), 0);
}

#[test]
fn cycles_are_reclaimed() {
    let fixture = fixture(1, 64 * MB, false);
    let ring = pair(Value::FALSE, Value::FALSE);
    fixture.roots[0] = ring;
    for _ in 0..10_000 {
        let (first, _) = fixture.roots[0].pair().expect("a pair");
        fixture.roots[0] = pair(first, fixture.roots[0]);
    }
    set_word(ring, 1, fixture.roots[0].0);
    collect();
    assert!(live_bytes() >= 240_000, "{}", live_bytes());
    fixture.roots[0] = Value::FALSE;
    collect();
    assert_eq!(live_bytes(), 0);
}

#[test]
fn large_objects_come_and_go() {
    let fixture = fixture(8, 64 * MB, false);
    // Far more than the limit, of which 8 MB live at any time.
    for step in 0..2000 {
        big_vector(&mut fixture.roots[step % 8], MB / 8).expect("memory");
        assert!(
            with_heap(|heap| heap.large.find(fixture.roots[step % 8].address().expect("an object") as usize + 5000))
                == fixture.roots[step % 8].address().map(|address| address as usize)
        );
    }
    collect();
    assert_eq!(live_bytes(), 8 * (MB + 8));
    fixture.roots[0] = Value::FALSE;
    fixture.roots[5] = Value::FALSE;
    collect();
    assert_eq!(live_bytes(), 6 * (MB + 8));
}

#[test]
fn the_limit_is_an_error_and_then_there_is_memory_again() {
    let fixture = fixture(100, 32 * MB, false);
    for _ in 0..3 {
        let made = (0..100).take_while(|index| big_vector(&mut fixture.roots[*index], MB / 8).is_ok()).count();
        assert!((30..=32).contains(&made), "{made}");
        fixture.roots.fill(Value::FALSE);
        assert!(big_vector(&mut fixture.roots[0], 2 * MB).is_ok());
        fixture.roots.fill(Value::FALSE);
    }
    assert!(alloc(Kind::Vector, usize::MAX >> 4).is_err());
    assert!(alloc(Kind::Bytevector, 33 * MB).is_err());
    // Small objects: the error comes once, then an overdraft serves the handlers.
    for _ in 0..3 {
        let mut count = 0;
        while let Ok(object) = alloc(Kind::Vector, 10) {
            set_word(Value::from_object(object, Kind::Vector), 0, fixture.roots[0].0);
            fixture.roots[0] = Value::from_object(object, Kind::Vector);
            count += 1;
        }
        assert!((25 * MB..=33 * MB).contains(&(88 * count)), "{count}");
        assert!(alloc(Kind::Vector, 10).is_ok());
        fixture.roots[0] = Value::FALSE;
        collect();
    }
}

#[test]
fn freed_lines_are_used_again() {
    let fixture = fixture(2000, 256 * MB, false);
    let mut rng = Rng(5);
    let mut span = (usize::MAX, 0);
    // 160 MB in all; what lives at a time is scattered among what does not.
    for step in 0..2_000_000 {
        let object = alloc(Kind::Vector, 9).expect("memory");
        span = (span.0.min(object as usize), span.1.max(object as usize));
        if step % 100 == 0 {
            fixture.roots[rng.below(2000)] = Value::from_object(object, Kind::Vector);
        }
        if step % 50_000 == 0 {
            collect();
        }
    }
    assert!(span.1 - span.0 < 16 * MB, "{} MB", (span.1 - span.0) >> 20);
}

#[test]
fn inner_addresses_find_their_objects() {
    let fixture = fixture(1, 64 * MB, false);
    let mut rng = Rng(11);
    let mut objects = Vec::new();
    for _ in 0..3000 {
        let object = alloc(Kind::Vector, rng.below(90)).expect("memory") as usize;
        objects.push((object, 8 * (1 + Value::from_object(object as *const u64, Kind::Vector).length())));
    }
    with_heap(|heap| {
        heap.sync();
        heap.blocks.close_span(heap.free);
        (heap.free, heap.limit) = (0, 0);
        (ctx().free, ctx().limit) = (0, 0);
        for (start, bytes) in &objects {
            for inside in [*start, start + rng.below(*bytes), start + bytes - 1] {
                assert_eq!(heap.blocks.find(inside), Some(*start));
            }
        }
        let (last, bytes) = objects[objects.len() - 1];
        assert_eq!(heap.blocks.find(last + bytes), None);
        assert_eq!(heap.blocks.find(0), None);
        assert_eq!(heap.blocks.find(usize::MAX), None);
    });
    drop(fixture);
}
