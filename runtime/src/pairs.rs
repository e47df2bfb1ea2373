//! Pairs and lists.

use crate::abi::{Fault, Outcome};
use crate::heap;
use crate::value::{Kind, Value};

fn slots(pair: Value) -> Result<&'static mut [Value], Fault> {
    pair.slots(Kind::Pair).ok_or(Fault::Type(0, pair))
}

fn cons(first: Value, rest: Value) -> Value {
    heap::alloc_slots(Kind::Pair, &[first, rest])
}

fn car(pair: Value) -> Outcome {
    Ok(slots(pair)?[0])
}

fn cdr(pair: Value) -> Outcome {
    Ok(slots(pair)?[1])
}

fn set_car(pair: Value, value: Value) -> Result<(), Fault> {
    slots(pair)?[0] = value;
    Ok(())
}

fn set_cdr(pair: Value, value: Value) -> Result<(), Fault> {
    slots(pair)?[1] = value;
    Ok(())
}

fn is_pair(value: Value) -> bool {
    value.is(Kind::Pair)
}

fn is_null(value: Value) -> bool {
    value == Value::NULL
}

/// The number of elements of a proper list; `None` for anything else, cycles included (Floyd's two pointers).
pub fn list_length(list: Value) -> Option<usize> {
    let (mut slow, mut fast, mut count) = (list, list, 0);
    loop {
        for _ in 0..2 {
            match fast.pair() {
                Some((_, rest)) => fast = rest,
                None => return (fast == Value::NULL).then_some(count),
            }
            count += 1;
        }
        slow = slow.pair()?.1;
        if slow == fast {
            return None;
        }
    }
}

fn is_list(value: Value) -> bool {
    list_length(value).is_some()
}

fn length(list: Value) -> Outcome {
    let count = list_length(list).ok_or(Fault::Type(0, list))?;
    Ok(Value::fixnum(count as i64))
}

fn reverse(list: Value) -> Outcome {
    list_length(list).ok_or(Fault::Type(0, list))?;
    let (mut rest, mut out) = (list, Value::NULL);
    while let Some((first, next)) = rest.pair() {
        out = cons(first, out);
        rest = next;
    }
    Ok(out)
}

/// A copy of the list with another tail.
fn append(list: Value, tail: Value) -> Outcome {
    list_length(list).ok_or(Fault::Type(0, list))?;
    let Some((first, mut rest)) = list.pair() else { return Ok(tail) };
    let head = cons(first, tail);
    let mut last = head;
    while let Some((first, next)) = rest.pair() {
        let cell = cons(first, tail);
        slots(last)?[1] = cell;
        last = cell;
        rest = next;
    }
    Ok(head)
}

fn list_tail(list: Value, count: Value) -> Outcome {
    let wanted = count.as_fixnum().filter(|count| *count >= 0).ok_or(Fault::Type(1, count))?;
    let mut rest = list;
    for done in 0..wanted {
        let fault = Fault::Index { argument: 1, index: count, length: done as usize + 1 };
        rest = rest.pair().ok_or(fault)?.1;
    }
    Ok(rest)
}

fn list_items(items: Value) -> Value {
    items
}

crate::primitives! {
    fx_cons = cons, (first, rest);
    fx_car = car, (pair);
    fx_cdr = cdr, (pair);
    fx_set_car_x = set_car, (pair, value);
    fx_set_cdr_x = set_cdr, (pair, value);
    fx_pair_p = is_pair, (value);
    fx_null_p = is_null, (value);
    fx_list = list_items, (items);
    fx_list_p = is_list, (value);
    fx_length = length, (list);
    fx_reverse = reverse, (list);
    fx_append2 = append, (list, tail);
    fx_list_tail = list_tail, (list, count);
}
