//! Which functions of a program that is run in this process are compiled together, how well, and when.
//!
//! In: typed ssa. Out: the part of each function. Code that runs a few times only, such as most of the top level, is
//! worth little optimising: it is the part [`START`], unless it has loops; so is a function of thousands of instructions,
//! since the time that LLVM's optimiser needs grows faster than functions do. What else the program has is the part
//! [`PROGRAM`]. Functions of libraries are compiled when they are first called: small ones together with what calls them,
//! so that they can be inlined, others as parts of their own, whose code is the same in other programs.
//!
//! ```scheme
//! (define (norm v) (sqrt (fold + 0.0 (map square v))))   ; START, if only the top level calls it
//! (display (norm '(1.0 2.0)))                            ; fold and map: parts of their own; square: with map
//! ```

use std::collections::HashMap;

use ir::id::{Arena, Id};
use ir::ssa::{FuncId, Mention, Module, Proc, ProcId};

use crate::machine::Effort;

ir::id!(PartId, "part", "Functions that are compiled together.");

/// Code that runs a few times at most; also all tables.
pub const START: usize = 0;
/// What the program itself does often.
pub const PROGRAM: usize = 1;
/// Code that runs at most so many times is worth little optimising.
const FEW: u32 = 64;
/// Any number above.
const MANY: u32 = FEW + 1;
/// Functions of more instructions are not optimised.
const LARGE: usize = 3000;

/// What is in a lazy part and mentioned elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Entrance {
    /// A function.
    Func(FuncId),
    /// The code of a procedure object.
    Code(ProcId),
}

/// The parts of a program.
pub struct Parts {
    of_func: Arena<FuncId, PartId>,
    of_code: Arena<ProcId, PartId>,
    /// What is in each part.
    funcs: Arena<PartId, Vec<FuncId>>,
    codes: Arena<PartId, Vec<ProcId>>,
    /// Whether another part mentions the function.
    exported: Arena<FuncId, bool>,
    /// The lazy parts that the code of each part calls, in its order.
    calls: Arena<PartId, Vec<PartId>>,
    /// All that is called through slots.
    entrances: Vec<Entrance>,
    /// The slots' numbers.
    slots: HashMap<Entrance, usize>,
}

impl Parts {
    /// Everything together.
    pub fn whole(module: &Module) -> Parts {
        let of_func = Arena::filled(PartId::new(START), module.funcs.len());
        let of_code = Arena::filled(PartId::new(START), module.procs.len());
        let (funcs, codes) = (members(&of_func, 1), members(&of_code, 1));
        let exported = Arena::filled(false, module.funcs.len());
        let calls = Arena::filled(Vec::new(), 1);
        Parts { of_func, of_code, funcs, codes, exported, calls, entrances: Vec::new(), slots: HashMap::new() }
    }

    /// Divides a program, given which functions may be inlined and which are a library's. Time is linear in the size of
    /// the program.
    pub fn divide(module: &Module, small: &Arena<FuncId, bool>, is_library: impl Fn(FuncId) -> bool) -> Parts {
        let edges: Vec<Edge> = module.funcs.ids().flat_map(|id| edges(module, id)).collect();
        let runs = runs(module, &edges);
        let is_brief = |id: FuncId| runs[id] <= FEW && module.funcs[id].body.all_loops().next().is_none();
        let is_large = |id: FuncId| module.funcs[id].body.all_insts().nth(LARGE).is_some();
        let place = |id: FuncId| match () {
            _ if id == module.main => Place::Start,
            _ if is_library(id) && small[id] => Place::Unknown,
            _ if is_library(id) => Place::With(id),
            _ if is_brief(id) || is_large(id) => Place::Start,
            _ => Place::Program,
        };
        let is_hot = |edge: &Edge| edge.in_loop || runs[edge.from] > FEW;
        let places = settle(module.funcs.ids().map(place).collect(), &edges, is_hot, is_brief);
        let mut numbers: HashMap<FuncId, usize> = HashMap::new();
        let mut number = |id: FuncId| {
            let next = numbers.len() + PROGRAM + 1;
            PartId::new(match places[id] {
                Place::Start => START,
                Place::Program => PROGRAM,
                Place::With(root) => *numbers.entry(root).or_insert(next),
                Place::Unknown => *numbers.entry(id).or_insert(next),
            })
        };
        let of_func: Arena<FuncId, PartId> = module.funcs.ids().map(&mut number).collect();
        let of_code: Arena<ProcId, PartId> = module.procs.iter().map(|made| part_of_code(made, &of_func)).collect();
        let mut exported = Arena::filled(false, module.funcs.len());
        exported[module.main] = true;
        let mut calls: Arena<PartId, Vec<PartId>> = Arena::filled(Vec::new(), numbers.len() + PROGRAM + 1);
        for (from, to) in edges.iter().map(|edge| (of_func[edge.from], edge.to)) {
            exported[to] |= from != of_func[to];
            if from != of_func[to] && of_func[to].is_lazy() {
                calls[from].push(of_func[to]);
            }
        }
        for (made, part) in module.procs.iter().zip(of_code.iter()) {
            made.clauses.iter().for_each(|clause| exported[clause.func] |= of_func[clause.func] != *part);
        }
        let count = numbers.len() + PROGRAM + 1;
        let (funcs, codes) = (members(&of_func, count), members(&of_code, count));
        let lazy_funcs = module.funcs.ids().filter(|id| exported[*id] && of_func[*id].is_lazy()).map(Entrance::Func);
        let lazy_codes = module.procs.ids().filter(|id| of_code[*id].is_lazy()).map(Entrance::Code);
        let entrances: Vec<Entrance> = lazy_funcs.chain(lazy_codes).collect();
        let slots = entrances.iter().enumerate().map(|(slot, entrance)| (*entrance, slot)).collect();
        Parts { of_func, of_code, funcs, codes, exported, calls, entrances, slots }
    }

    /// The parts in the order in which they are emitted: what takes longest comes first, and the part with the tables,
    /// which the others add to, last.
    pub fn to_emit(&self) -> impl Iterator<Item = PartId> {
        let order = (PROGRAM..self.funcs.len()).chain([START]).map(PartId::new);
        order.filter(|part| !self.funcs[*part].is_empty() || !self.codes[*part].is_empty())
    }

    /// The functions in a part.
    pub fn funcs(&self, part: PartId) -> &[FuncId] {
        &self.funcs[part]
    }

    /// The procedure objects whose code is in a part.
    pub fn codes(&self, part: PartId) -> &[ProcId] {
        &self.codes[part]
    }

    /// Whether there is more than one part.
    pub fn is_divided(&self) -> bool {
        self.funcs.len() > 1
    }

    /// Whether the code of a part is to be small rather than fast.
    pub fn is_brief(&self, part: PartId) -> bool {
        self.is_divided() && part.index() == START
    }

    /// The parts that a part calls and that are compiled when they are first needed, in the order of its code; one may
    /// come several times.
    pub fn calls(&self, part: PartId) -> &[PartId] {
        &self.calls[part]
    }

    /// All that is called through slots, in the order of these.
    pub fn entrances(&self) -> &[Entrance] {
        &self.entrances
    }

    /// The number of the slot through which something is called.
    pub fn slot(&self, entrance: Entrance) -> usize {
        self.slots[&entrance]
    }

    /// The part with something that is called through a slot.
    pub fn part_behind(&self, entrance: Entrance) -> PartId {
        match entrance {
            Entrance::Func(id) => self.of_func[id],
            Entrance::Code(id) => self.of_code[id],
        }
    }

    /// The part that a function is in.
    pub fn of_func(&self, id: FuncId) -> PartId {
        self.of_func[id]
    }

    /// The part with the code of a procedure object.
    pub fn of_code(&self, id: ProcId) -> PartId {
        self.of_code[id]
    }

    /// Whether a function is called from another part.
    pub fn is_exported(&self, id: FuncId) -> bool {
        self.exported[id]
    }
}

impl PartId {
    /// Whether it is compiled when it is first needed.
    pub fn is_lazy(self) -> bool {
        self.index() > PROGRAM
    }

    /// How well it is compiled in the end.
    pub fn effort(self) -> Effort {
        match self.index() {
            START => Effort::Quick,
            PROGRAM => Effort::Full,
            _ => Effort::Short,
        }
    }
}

/// What is in each of so many parts.
fn members<T: Id>(of: &Arena<T, PartId>, count: usize) -> Arena<PartId, Vec<T>> {
    let mut members = Arena::filled(Vec::new(), count);
    of.ids().for_each(|id| members[of[id]].push(id));
    members
}

/// With its functions, if they are together.
fn part_of_code(made: &Proc, of_func: &Arena<FuncId, PartId>) -> PartId {
    let mut parts = made.clauses.iter().map(|clause| of_func[clause.func]);
    let first = parts.next().unwrap_or(PartId::new(START));
    if parts.all(|part| part == first) { first } else { PartId::new(START) }
}

/// Code of one function that enters another one, or makes procedures that do.
#[derive(Clone, Copy)]
struct Edge {
    from: FuncId,
    to: FuncId,
    /// Whether it stands in a loop.
    in_loop: bool,
    /// Whether the other function may run often if this code runs once.
    unbounded: bool,
}

fn edges(module: &Module, from: FuncId) -> impl Iterator<Item = Edge> {
    let edge = move |Mention { to, in_loop, is_call }| Edge { from, to, in_loop, unbounded: in_loop || !is_call };
    module.mentions(from).into_iter().map(edge)
}

/// How many times at most each function runs, up to [`MANY`]: those that call each other in a circle are never reached
/// by counting, which starts where all calls are known.
fn runs(module: &Module, edges: &[Edge]) -> Arena<FuncId, u32> {
    let mut leaving: Arena<FuncId, Vec<Edge>> = Arena::filled(Vec::new(), module.funcs.len());
    let mut uncounted: Arena<FuncId, usize> = Arena::filled(0, module.funcs.len());
    for edge in edges {
        leaving[edge.from].push(*edge);
        uncounted[edge.to] += 1;
    }
    let mut sums: Arena<FuncId, u32> = Arena::filled(0, module.funcs.len());
    let mut runs: Arena<FuncId, u32> = Arena::filled(MANY, module.funcs.len());
    sums[module.main] = 1;
    let mut ready: Vec<FuncId> = module.funcs.ids().filter(|id| uncounted[*id] == 0).collect();
    while let Some(id) = ready.pop() {
        runs[id] = sums[id].min(MANY);
        for edge in &leaving[id] {
            sums[edge.to] = (sums[edge.to] + if edge.unbounded { MANY } else { runs[id] }).min(MANY);
            uncounted[edge.to] -= 1;
            if uncounted[edge.to] == 0 {
                ready.push(edge.to);
            }
        }
    }
    runs
}

/// Where a function is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// With what calls it, as far as is known.
    Unknown,
    /// In [`START`].
    Start,
    /// In [`PROGRAM`].
    Program,
    /// In the part of this function.
    With(FuncId),
}

/// Places the functions whose place is unknown: with the program if code of it that runs often calls them, with the only
/// part that calls them, [`START`] only if they are brief, else as parts of their own.
fn settle(
    mut places: Arena<FuncId, Place>,
    edges: &[Edge],
    is_hot: impl Fn(&Edge) -> bool,
    is_brief: impl Fn(FuncId) -> bool,
) -> Arena<FuncId, Place> {
    let mut callers: Arena<FuncId, Vec<(FuncId, bool)>> = Arena::filled(Vec::new(), places.len());
    let mut callees: Arena<FuncId, Vec<FuncId>> = Arena::filled(Vec::new(), places.len());
    for edge in edges.iter().filter(|edge| edge.from != edge.to && places[edge.to] == Place::Unknown) {
        callers[edge.to].push((edge.from, is_hot(edge)));
        callees[edge.from].push(edge.to);
    }
    let mut changed: Vec<FuncId> = places.ids().filter(|id| places[*id] != Place::Unknown).collect();
    // Those that nothing calls, then those that only call each other.
    let (mut roots, circles): (Vec<FuncId>, Vec<FuncId>) = places.ids().partition(|id| callers[*id].is_empty());
    roots.extend(circles);
    for root in roots {
        // A place changes twice at most: to that of one caller, then to the program's or a part of its own.
        while let Some(caller) = changed.pop() {
            for callee in &callees[caller] {
                let around = callers[*callee].iter().map(|(caller, hot)| (places[*caller], *hot));
                let place = joined(*callee, places[*callee], around, is_brief(*callee));
                if place != places[*callee] {
                    places[*callee] = place;
                    changed.push(*callee);
                }
            }
        }
        if places[root] == Place::Unknown {
            places[root] = Place::With(root);
            changed.push(root);
        }
    }
    places
}

/// The place of a function after that of a caller has changed, given the callers' places and whether they are hot, and
/// whether the function is brief.
fn joined(id: FuncId, now: Place, callers: impl Iterator<Item = (Place, bool)> + Clone, is_brief: bool) -> Place {
    if now == Place::Program || callers.clone().any(|caller| caller == (Place::Program, true)) {
        return Place::Program;
    }
    let mut known = callers.map(|(place, _)| place).filter(|place| *place != Place::Unknown);
    let first = known.next().unwrap_or(now);
    let agree = known.all(|place| place == first) && (now == Place::Unknown || now == first);
    let fits = matches!(first, Place::With(_)) || first == Place::Start && is_brief;
    if agree && fits { first } else { Place::With(id) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline_limit::inlinable;
    use crate::testing::module;

    /// The parts of the functions, if those from `library` on are a library's.
    fn divided(funcs: &[(usize, &[usize])], library: usize) -> Vec<usize> {
        let module = module(funcs);
        let parts = Parts::divide(&module, &inlinable(&module), |id| id.index() >= library);
        module.funcs.ids().map(|id| parts.of_func(id).index()).collect()
    }

    #[test]
    fn what_runs_a_few_times_is_counted() {
        let chain: Vec<Vec<usize>> = (0..10).map(|index| vec![index + 1; 2]).chain([vec![]]).collect();
        let funcs: Vec<(usize, &[usize])> = chain.iter().map(|calls| (1, &calls[..])).collect();
        // 1, 2, 4, ... times: up to 64 are few.
        assert_eq!(divided(&funcs, 11), [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
    }

    #[test]
    fn small_functions_of_libraries_go_with_what_calls_them() {
        // The top level; the program's loop, which calls two functions of the library; what these call; recursion that
        // only the top level enters, and what it calls.
        let funcs: [(usize, &[usize]); 7] =
            [(1, &[1, 5]), (1, &[1, 2, 3]), (1, &[4]), (1000, &[4]), (1, &[]), (1, &[5, 6]), (1, &[])];
        let parts = divided(&funcs, 2);
        assert_eq!(parts[..3], [START, PROGRAM, PROGRAM]);
        assert!(parts[3] > PROGRAM, "it is too large to be inlined");
        assert_eq!(parts[4], PROGRAM);
        assert!(parts[5] > PROGRAM && parts[5] != parts[3]);
        assert_eq!(parts[6], parts[5]);
    }
}
