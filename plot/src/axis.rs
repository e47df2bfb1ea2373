//! An axis of a chart: linear or logarithmic, rising or falling, with round numbers or names as its ticks.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

/// An axis. `lo` is at its start, so `lo > hi` turns it round.
#[derive(Debug, Clone)]
pub struct Axis {
    lo: f64,
    hi: f64,
    log: bool,
    /// Names of the whole numbers from 0 on, in place of numbers.
    names: Vec<String>,
}

impl Axis {
    /// The axis that shows these values; those that are not finite, and on a logarithmic axis not positive, do not
    /// count. `None` if none is left.
    pub fn around(values: impl Iterator<Item = f64>, log: bool, margin: f64) -> Option<Axis> {
        let (mut lo, mut hi) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| shown(*value, log)) {
            (lo, hi) = (lo.min(value), hi.max(value));
        }
        (lo <= hi).then(|| Axis::between(lo, hi, log).widened(margin))
    }

    /// The axis from `lo` to `hi`, made wider if they are equal.
    pub fn between(lo: f64, hi: f64, log: bool) -> Axis {
        let (lo, hi) = match () {
            () if lo != hi => (lo, hi),
            () if log => (lo / 2.0, hi * 2.0),
            () if lo == 0.0 => (-1.0, 1.0),
            () => (lo - lo.abs() / 2.0, hi + hi.abs() / 2.0),
        };
        // Ends so far apart that their distance is no number would leave nothing to draw.
        let least = if log { 1e-300 } else { -1e300 };
        Axis { lo: lo.clamp(least, 1e300), hi: hi.clamp(least, 1e300), log, names: Vec::new() }
    }

    /// The axis with these names at 0, 1, 2, ...
    pub fn named(self, names: Vec<String>) -> Axis {
        Axis { names, ..self }
    }

    /// With its ends exchanged.
    pub fn turned(self) -> Axis {
        Axis { lo: self.hi, hi: self.lo, ..self }
    }

    fn widened(self, margin: f64) -> Axis {
        let (from, to) = (self.position(self.lo), self.position(self.hi));
        let more = (to - from) * margin;
        let back = |position: f64| if self.log { 10f64.powf(position) } else { position };
        let (lo, hi) = (back(from - more), back(to + more));
        if shown(lo, self.log) && shown(hi, self.log) { Axis { lo, hi, ..self } } else { self }
    }

    fn position(&self, value: f64) -> f64 {
        if self.log { value.log10() } else { value }
    }

    /// Where a value lies, 0 at the start of the axis and 1 at its end.
    pub fn share(&self, value: f64) -> f64 {
        let (lo, hi) = (self.position(self.lo), self.position(self.hi));
        (self.position(value) / 2.0 - lo / 2.0) / (hi / 2.0 - lo / 2.0)
    }

    /// The value at a share of the axis.
    pub fn value_at(&self, share: f64) -> f64 {
        let (lo, hi) = (self.position(self.lo), self.position(self.hi));
        let position = lo * (1.0 - share) + hi * share;
        if self.log { 10f64.powf(position) } else { position }
    }

    /// Both ends, the smaller one first.
    pub fn ends(&self) -> (f64, f64) {
        (self.lo.min(self.hi), self.lo.max(self.hi))
    }

    /// The text of a tick.
    pub fn label(&self, value: f64) -> String {
        if self.names.is_empty() {
            return number_text(value);
        }
        self.names.get(value.max(0.0) as usize).cloned().unwrap_or_default()
    }

    /// Whether the axis can show this value at all.
    pub fn shows(&self, value: f64) -> bool {
        shown(value, self.log)
    }

    fn linear_ticks(&self, most: usize) -> Vec<f64> {
        let (lo, hi) = self.ends();
        let step = round_step((hi - lo) / most.max(2) as f64);
        let first = (lo / step - 1e-9).ceil();
        let count = ((hi / step + 1e-9).floor() - first).clamp(0.0, 100.0) as usize;
        (0..=count).map(|index| (first + index as f64) * step).collect()
    }

    fn log_ticks(&self, most: usize) -> Vec<f64> {
        let (lo, hi) = self.ends();
        let (from, to) = ((lo.log10() - 1e-9).ceil() as i32, (hi.log10() + 1e-9).floor() as i32);
        let stride = (to - from).max(0) as usize / most.max(2) + 1;
        let powers: Vec<f64> = (from..=to).step_by(stride).map(|exponent| 10f64.powi(exponent)).collect();
        if powers.len() > 2 {
            return powers;
        }
        let within = |value: &f64| (lo * (1.0 - 1e-9)..=hi * (1.0 + 1e-9)).contains(value);
        let digits: Vec<f64> = (from - 1..=to)
            .flat_map(|exponent| [1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(exponent)))
            .filter(within)
            .collect();
        if digits.len() > 2 { digits } else { self.linear_ticks(most) }
    }
}

fn shown(value: f64, log: bool) -> bool {
    value.is_finite() && (!log || value > 0.0)
}

/// The least of 1, 2, 5, 10, 20, ... (or 0.1, ...) that is not below `step`.
fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.max(1e-300).log10().floor());
    let digit = step / power;
    power * [1.0, 2.0, 5.0].into_iter().find(|round| digit <= *round * (1.0 + 1e-9)).unwrap_or(10.0)
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        from + (self.share(*value).clamp(0.0, 1.0) * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        let most = hint.max_num_points().min(10);
        if !self.names.is_empty() {
            let stride = self.names.len() / hint.max_num_points().max(1) + 1;
            return (0..self.names.len()).step_by(stride).map(|index| index as f64).collect();
        }
        if self.log { self.log_ticks(most) } else { self.linear_ticks(most) }
    }

    fn range(&self) -> Range<f64> {
        self.lo..self.hi
    }
}

impl ValueFormatter<f64> for Axis {
    fn format(value: &f64) -> String {
        number_text(*value)
    }
}

/// A number in at most six digits, with an exponent if it is very large or small.
pub fn number_text(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e6).contains(&size) {
        let text = format!("{value:.5e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{exponent}", without_zeros(digits));
    }
    let decimals = if size >= 1.0 { 5 - (size.log10() as usize).min(5) } else { 8 };
    let text = format!("{value:.decimals$}");
    let short = without_zeros(&text);
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

fn without_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(Axis::between(0.0, 1.0, false).linear_ticks(5), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(Axis::between(-3.0, 17.0, false).linear_ticks(5), [0.0, 5.0, 10.0, 15.0]);
        assert_eq!(Axis::between(0.001, 10.0, true).log_ticks(8), [0.001, 0.01, 0.1, 1.0, 10.0]);
        assert_eq!(Axis::between(0.4, 0.9, true).log_ticks(8).len(), 6);
        assert_eq!(Axis::between(1e-300, 1e300, true).log_ticks(8).len(), 8);
    }

    #[test]
    fn numbers_are_short() {
        let texts = [0.1 + 0.2, -0.0, 1e-5, 123456.0, 2.5e10, -1.5, 3.0].map(number_text);
        assert_eq!(texts, ["0.3", "0", "1e-5", "123456", "2.5e10", "-1.5", "3"]);
    }

    #[test]
    fn axes_of_any_values() {
        assert!(Axis::around([f64::NAN, f64::INFINITY].into_iter(), false, 0.1).is_none());
        assert!(Axis::around([-1.0, 0.0].into_iter(), true, 0.1).is_none());
        let axis = Axis::around([-f64::MAX, f64::MAX].into_iter(), false, 0.1).unwrap();
        assert_eq!(axis.map(&0.0, (0, 100)), 50);
        assert_eq!(Axis::between(3.0, 3.0, false).ends(), (1.5, 4.5));
    }
}
