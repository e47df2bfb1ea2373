//! What only the program's stack refers to lives: whole values, raw addresses, addresses inside of objects.
//!
//! This has a process of its own, because the collector takes the stack of every thread of a process that has a
//! program's stack for part of it.

use std::hint::black_box;

use runtime::heap::{self, HeapOptions};
use runtime::stack;
use runtime::value::{Kind, Value};

const OBJECTS: usize = 500;

fn vector(index: usize, length: usize) -> Value {
    let object = heap::alloc(Kind::Vector, length).expect("memory");
    let value = Value::from_object(object, Kind::Vector);
    for (at, slot) in value.slots(Kind::Vector).expect("a vector").iter_mut().enumerate() {
        *slot = Value::fixnum((1000 * index + at) as i64);
    }
    value
}

fn is_whole(address: u64, index: usize, length: usize) -> bool {
    let value = Value::from_object(address as *const u64, Kind::Vector);
    value.slots(Kind::Vector).is_some_and(|slots| {
        let mut items = slots.iter().enumerate();
        slots.len() == length && items.all(|(at, slot)| *slot == Value::fixnum((1000 * index + at) as i64))
    })
}

fn length_of(index: usize) -> usize {
    if index % 50 == 7 { 2000 } else { 1 + index % 40 }
}

/// Fills memory that a wrong collection would have freed.
fn litter() {
    for index in 0..20_000 {
        black_box(vector(index, 1 + index % 50));
    }
}

extern "C" fn on_the_stack(_: usize) {
    let mut words = [0u64; OBJECTS];
    let offsets: Vec<u64> = (0..OBJECTS).map(|index| [0, 8, 8 * length_of(index) as u64 + 7][index % 3]).collect();
    for index in 0..OBJECTS {
        let address = vector(index, length_of(index)).address().expect("an object") as u64;
        // As the value, as its address, as an address inside of the object.
        words[index] = if index % 4 == 0 { 0xFFFB << 48 | address } else { address + offsets[index] };
        black_box(&mut words);
        if index % 100 == 0 {
            heap::collect();
            litter();
        }
    }
    for round in 0..3 {
        heap::collect();
        litter();
        for index in 0..OBJECTS {
            let word = black_box(words[index]);
            let address = if index % 4 == 0 { word & ((1 << 48) - 1) } else { word - offsets[index] };
            assert!(is_whole(address, index, length_of(index)), "round {round}, object {index}");
        }
    }
    let with_objects = heap::live_bytes();
    words.fill(0);
    black_box(&mut words);
    heap::collect();
    // Some addresses may be left in dead frames.
    assert!(heap::live_bytes() < with_objects / 4, "{} of {with_objects}", heap::live_bytes());
}

#[test]
fn stack_words_are_roots() {
    runtime::control::prepare();
    heap::prepare(HeapOptions { max_bytes: 256 << 20, stress: false });
    stack::prepare(64 << 20).expect("a stack");
    stack::run_on_stack(on_the_stack, 0);
}
