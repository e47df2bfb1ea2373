//! Draws a figure: its axes, then its series, then the legend.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::axis::Axis;
use crate::draw::{draw_areas, draw_color_bar, draw_legend, draw_mesh, draw_series};
use crate::font::FAMILY;
use crate::{Figure, Grid, Series, Shape};

/// The axes of a figure and what all its series share.
pub struct Frame {
    /// The x axis.
    pub x: Axis,
    /// The y axis.
    pub y: Axis,
    /// The names of bars, in order.
    pub names: Vec<String>,
    /// Number of series of bars, which stand side by side.
    pub bar_groups: usize,
    /// Whether points lie on coloured areas.
    pub on_areas: bool,
}

/// Draws the figure on the whole area.
pub fn draw_figure<DB: DrawingBackend>(figure: &Figure, area: DrawingArea<DB, Shift>) -> Result<(), String> {
    let frame = Frame::new(figure)?;
    let values = figure.series.iter().find_map(|series| match &series.shape {
        Shape::Heatmap(grid) => Some(grid.span()),
        _ => None,
    });
    area.fill(&WHITE).map_err(text)?;
    let mut rest = area.margin(8, 0, 0, 0);
    if !figure.title.is_empty() {
        rest = rest.titled(&figure.title, (FAMILY, 20)).map_err(text)?;
    }
    if let Some(span) = values {
        let width = rest.dim_in_pixel().0 as i32;
        let (left, right) = rest.split_horizontally(width - 90);
        draw_color_bar(span, &right)?;
        rest = left;
    }
    let mut chart = ChartBuilder::on(&rest)
        .margin(12)
        .set_label_area_size(LabelAreaPosition::Left, 70)
        .set_label_area_size(LabelAreaPosition::Bottom, 45)
        .build_cartesian_2d(frame.x.clone(), frame.y.clone())
        .map_err(text)?;
    draw_areas(figure, &chart)?;
    draw_mesh(figure, &frame, &mut chart)?;
    draw_series(figure, &frame, &mut chart)?;
    draw_legend(figure, &mut chart)?;
    area.present().map_err(text)
}

/// What plotters reports, as text.
pub fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Frame {
    fn new(figure: &Figure) -> Result<Frame, String> {
        let shapes = || figure.series.iter().map(|series| &series.shape);
        let mut names: Vec<String> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for shape in shapes() {
            if let Shape::Bars(bars) = shape {
                names.extend(bars.iter().filter(|(name, _)| known.insert(name)).map(|(name, _)| name.clone()));
            }
        }
        let on_areas = shapes().any(|shape| matches!(shape, Shape::Heatmap(_) | Shape::Regions(_)));
        let margin = if on_areas { 0.0 } else { 0.04 };
        let xs = figure.series.iter().flat_map(|series| series.extent_x(names.len()));
        let ys = figure.series.iter().flat_map(|series| series.extent_y(figure.log_y));
        let x = axis("x", xs, figure.log_x, figure.x_range, margin)?.named(names.clone());
        let y = axis("y", ys, figure.log_y, figure.y_range, margin)?;
        let matrix = shapes().find_map(|shape| match shape {
            Shape::Heatmap(grid @ Grid { place: None, .. }) if figure.y_range.is_none() => Some(grid),
            _ => None,
        });
        let (x, y) = match matrix {
            Some(grid) => (x.named(grid.indices(0)), y.turned().named(grid.indices(1))),
            None => (x, y),
        };
        let bar_groups = shapes().filter(|shape| matches!(shape, Shape::Bars(_))).count();
        Ok(Frame { x, y, names, bar_groups, on_areas })
    }

    /// Whether a point is within the axes.
    pub fn shows(&self, (x, y): (f64, f64)) -> bool {
        let within = |axis: &Axis, value: f64| axis.shows(value) && (-1e-9..=1.0 + 1e-9).contains(&axis.share(value));
        within(&self.x, x) && within(&self.y, y)
    }

    /// The part of a line from `p` to `q` that is within the axes (Liang & Barsky 1984).
    fn clip(&self, p: (f64, f64), q: (f64, f64)) -> Option<[(f64, f64); 2]> {
        if ![p, q].iter().all(|(x, y)| self.x.shows(*x) && self.y.shows(*y)) {
            return None;
        }
        if self.shows(p) && self.shows(q) {
            return Some([p, q]);
        }
        let start = [self.x.share(p.0), self.y.share(p.1)];
        let step = [self.x.share(q.0) - start[0], self.y.share(q.1) - start[1]];
        let (mut from, mut to) = (0.0f64, 1.0f64);
        for (start, step) in start.into_iter().zip(step) {
            if step == 0.0 && !(0.0..=1.0).contains(&start) {
                return None;
            }
            if step != 0.0 {
                let (enter, leave) = (-start / step, (1.0 - start) / step);
                from = from.max(enter.min(leave));
                to = to.min(enter.max(leave));
            }
        }
        let at = |t: f64| (self.x.value_at(start[0] + t * step[0]), self.y.value_at(start[1] + t * step[1]));
        (from <= to).then(|| [at(from), at(to)])
    }

    /// The pieces of a line that can be seen.
    pub fn pieces(&self, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let mut pieces: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut end = None;
        for pair in points.windows(2) {
            let Some([from, to]) = self.clip(pair[0], pair[1]) else {
                end = None;
                continue;
            };
            match pieces.last_mut() {
                Some(piece) if end == Some(from) => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
            end = Some(to);
        }
        pieces
    }
}

fn axis(
    name: &str,
    values: impl Iterator<Item = f64>,
    log: bool,
    range: Option<(f64, f64)>,
    margin: f64,
) -> Result<Axis, String> {
    if let Some((lo, hi)) = range {
        let usable = lo.is_finite() && hi.is_finite() && lo != hi && (!log || (lo > 0.0 && hi > 0.0));
        return if usable {
            Ok(Axis::between(lo, hi, log))
        } else {
            Err(format!("no {name} axis goes from {lo} to {hi}"))
        };
    }
    let kind = if log { "positive" } else { "finite" };
    Axis::around(values, log, margin).ok_or_else(|| format!("there is no {kind} value for the {name} axis"))
}

impl Series {
    fn extent_x(&self, names: usize) -> Vec<f64> {
        match &self.shape {
            Shape::Line(points) | Shape::Scatter(points) => points.iter().map(|point| point.0).collect(),
            Shape::Bars(_) => vec![-0.5, names as f64 - 0.5],
            Shape::Histogram { edges, .. } => edges.clone(),
            Shape::Heatmap(grid) | Shape::Regions(grid) => grid.ends(0),
        }
    }

    fn extent_y(&self, log: bool) -> Vec<f64> {
        let base = || (!log).then_some(0.0);
        match &self.shape {
            Shape::Line(points) | Shape::Scatter(points) => points.iter().map(|point| point.1).collect(),
            Shape::Bars(bars) => bars.iter().map(|(_, height)| *height).chain(base()).collect(),
            Shape::Histogram { counts, .. } => counts.iter().copied().chain(base()).collect(),
            Shape::Heatmap(grid) | Shape::Regions(grid) => grid.ends(1),
        }
    }

    /// Whether the series has a colour of its own.
    pub fn colored(&self) -> bool {
        !matches!(self.shape, Shape::Heatmap(_) | Shape::Regions(_))
    }
}
