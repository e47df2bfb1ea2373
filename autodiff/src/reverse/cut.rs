//! Which values to leave for the way back and which to compute there again: a cut of least cost.
//!
//! Each value is two nodes, one for its computation and one for its use. An edge from the source to the first costs what
//! it takes to compute the value again, one from the first to the second what it takes to leave it; the uses of operands
//! lead to computations, and what is asked for to the sink, at no finite cost. What is on the side of the sink in a cut
//! (the least of which equals the greatest flow: Ford and Fulkerson) is there on the way back: computed, or left where the
//! cut goes between the two nodes.

/// A value that the way back may need.
pub struct Value {
    /// What it costs to compute it again from its operands, if that is possible.
    pub again: Option<u32>,
    /// What it costs to leave it.
    pub left: u32,
    /// The values that it is computed from, by their places.
    pub operands: Vec<usize>,
    /// Whether it is asked for.
    pub asked: bool,
}

/// More than all finite costs.
const NEVER: u32 = u32::MAX / 2;
const SOURCE: usize = 0;
const SINK: usize = 1;

/// Which values to leave, so that the costs are least.
pub fn left(values: &[Value]) -> Vec<bool> {
    let (computation, used) = (|value: usize| 2 + 2 * value, |value: usize| 3 + 2 * value);
    let mut network = Network { edges: Vec::new(), of: vec![Vec::new(); 2 + 2 * values.len()] };
    for (index, value) in values.iter().enumerate() {
        network.edge(SOURCE, computation(index), value.again.unwrap_or(NEVER));
        network.edge(computation(index), used(index), value.left);
        for operand in &value.operands {
            network.edge(used(*operand), computation(index), NEVER);
        }
        if value.asked {
            network.edge(used(index), SINK, NEVER);
        }
    }
    while let Some(levels) = network.levels() {
        let mut next = vec![0; levels.len()];
        while network.push(SOURCE, NEVER, &levels, &mut next) > 0 {}
    }
    let behind = network.before_sink();
    (0..values.len()).map(|index| !behind[computation(index)] && behind[used(index)]).collect()
}

/// A network whose edges have what is left of their capacities; each stands before its reverse (Dinic).
struct Network {
    edges: Vec<(usize, u32)>,
    of: Vec<Vec<usize>>,
}

impl Network {
    fn edge(&mut self, from: usize, to: usize, capacity: u32) {
        self.of[from].push(self.edges.len());
        self.of[to].push(self.edges.len() + 1);
        self.edges.extend([(to, capacity), (from, 0)]);
    }

    /// How far each node is from the source, if the sink is still reached.
    fn levels(&self) -> Option<Vec<usize>> {
        let mut levels = vec![usize::MAX; self.of.len()];
        levels[SOURCE] = 0;
        let mut reached = vec![SOURCE];
        let mut at = 0;
        while let Some(node) = reached.get(at).copied() {
            at += 1;
            for edge in &self.of[node] {
                let (to, capacity) = self.edges[*edge];
                if capacity > 0 && levels[to] == usize::MAX {
                    levels[to] = levels[node] + 1;
                    reached.push(to);
                }
            }
        }
        (levels[SINK] != usize::MAX).then_some(levels)
    }

    /// Sends up to `flow` on a shortest way from a node to the sink. `next` has the edges that may still lead there.
    fn push(&mut self, node: usize, flow: u32, levels: &[usize], next: &mut [usize]) -> u32 {
        if node == SINK {
            return flow;
        }
        while let Some(edge) = self.of[node].get(next[node]).copied() {
            let (to, capacity) = self.edges[edge];
            if capacity > 0 && levels[to] == levels[node] + 1 {
                let sent = self.push(to, flow.min(capacity), levels, next);
                if sent > 0 {
                    self.edges[edge].1 -= sent;
                    self.edges[edge ^ 1].1 += sent;
                    return sent;
                }
            }
            next[node] += 1;
        }
        0
    }

    /// Whether the sink is still reached from each node.
    fn before_sink(&self) -> Vec<bool> {
        let mut before = vec![false; self.of.len()];
        before[SINK] = true;
        let mut reached = vec![SINK];
        while let Some(node) = reached.pop() {
            for edge in &self.of[node] {
                let from = self.edges[*edge].0;
                if self.edges[edge ^ 1].1 > 0 && !before[from] {
                    before[from] = true;
                    reached.push(from);
                }
            }
        }
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(again: Option<u32>, operands: &[usize], asked: bool) -> Value {
        Value { again, left: 6, operands: operands.to_vec(), asked }
    }

    #[test]
    fn one_value_for_all_that_come_from_it() {
        let values = [value(None, &[], false), value(Some(1), &[0], true), value(Some(1), &[0], true)];
        assert_eq!(left(&values), [true, false, false]);
    }

    #[test]
    fn the_end_of_a_long_chain() {
        let mut values = vec![value(None, &[], false)];
        values.extend((0..9).map(|before| value(Some(1), &[before], before == 8)));
        let expected: Vec<bool> = (0..10).map(|index| index == 9).collect();
        assert_eq!(left(&values), expected);
    }

    #[test]
    fn nothing_that_comes_from_constants() {
        let values = [value(Some(0), &[], false), value(Some(1), &[0, 0], true), value(None, &[], false)];
        assert_eq!(left(&values), [false, false, false]);
    }

    /// Against all ways to choose, in graphs of up to seven values.
    #[test]
    fn least_of_all_choices() {
        let mut state = 88_172_645_463_325_252u64;
        let mut random = |limit: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % limit
        };
        for _ in 0..500 {
            let values: Vec<Value> = (0..7)
                .map(|index| Value {
                    again: (index > 0 && random(3) > 0).then(|| random(4) as u32),
                    left: 1 + random(6) as u32,
                    operands: (0..index).filter(|_| random(3) == 0).collect(),
                    asked: random(3) == 0,
                })
                .collect();
            let least = (0..1u32 << values.len()).filter_map(|choice| cost(&values, choice)).min();
            let chosen = left(&values).iter().rev().fold(0, |choice, left| 2 * choice + u32::from(*left));
            assert_eq!(cost(&values, chosen), least);
        }
    }

    /// The cost of leaving some values, if all that is asked for can be had then.
    fn cost(values: &[Value], choice: u32) -> Option<u32> {
        let is_left = |index: usize| choice >> index & 1 == 1;
        let mut wanted: Vec<bool> = values.iter().map(|value| value.asked).collect();
        let mut sum = 0;
        for (index, value) in values.iter().enumerate().rev() {
            if is_left(index) {
                sum += value.left;
            } else if wanted[index] {
                sum += value.again?;
                value.operands.iter().for_each(|operand| wanted[*operand] = true);
            }
        }
        Some(sum)
    }
}
