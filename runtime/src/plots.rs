//! Charts: figures as the language describes them, handed to the crate `plot`.
//!
//! Figures are taken apart before anything is allocated, and the picture is the only object made, so the collector has
//! nothing to trip over.

use plot::{Figure, Format, Grid, Picture, Series, Shape};

use crate::abi::{Fault, FromValue, Outcome};
use crate::data_files::f64vector;
use crate::heap;
use crate::numbers::Num;
use crate::object::{bytevector_from, string_text};
use crate::pairs::list_length;
use crate::tensor::{DType, Tensor};
use crate::value::{Kind, Value};
use crate::vectors::Vector;

/// The library checks what users write; this is what remains if it did not.
fn malformed(value: Value) -> Fault {
    Fault::Error("this is no description of a plot:".to_owned(), vec![value])
}

fn double(value: Value) -> Result<f64, Fault> {
    Num::of(value).map(|num| num.to_f64()).ok_or_else(|| malformed(value))
}

fn count(value: Value) -> Result<usize, Fault> {
    value.as_fixnum().and_then(|count| usize::try_from(count).ok()).ok_or_else(|| malformed(value))
}

/// A text on one line: control characters are no part of XML.
fn text(value: Value) -> Result<String, Fault> {
    let text = string_text(value).ok_or_else(|| malformed(value))?;
    Ok(text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect())
}

fn doubles(value: Value) -> Result<Vec<f64>, Fault> {
    let slots = value.slots(Kind::F64vector).ok_or_else(|| malformed(value))?;
    Ok(slots.iter().filter_map(|slot| slot.as_flonum()).collect())
}

fn texts(value: Value) -> Result<Vec<String>, Fault> {
    value.slots(Kind::Vector).ok_or_else(|| malformed(value))?.iter().map(|name| text(*name)).collect()
}

fn range(value: Value) -> Result<Option<(f64, f64)>, Fault> {
    match value.pair() {
        Some((from, to)) => Ok(Some((double(from)?, double(to)?))),
        None => Ok(None),
    }
}

fn figure_of(figure: Value) -> Result<Figure, Fault> {
    let slots = figure.slots(Kind::Vector).unwrap_or_default();
    let [title, x, y, log_x, log_y, x_range, y_range, width, height, series @ ..] = &*slots else {
        return Err(malformed(figure));
    };
    let side = |value: Value| count(value).map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    Ok(Figure {
        title: text(*title)?,
        x_label: text(*x)?,
        y_label: text(*y)?,
        log_x: *log_x != Value::FALSE,
        log_y: *log_y != Value::FALSE,
        x_range: range(*x_range)?,
        y_range: range(*y_range)?,
        size: (side(*width)?, side(*height)?),
        series: series.iter().map(|series| series_of(*series)).collect::<Result<_, _>>()?,
    })
}

fn series_of(series: Value) -> Result<Series, Fault> {
    let slots = series.slots(Kind::Vector).unwrap_or_default();
    let [kind, label, data @ ..] = &*slots else { return Err(malformed(series)) };
    let kind = kind.slots(Kind::Symbol).and_then(|slots| string_text(slots[0])).unwrap_or_default();
    let points = |xs: Value, ys: Value| -> Result<Vec<(f64, f64)>, Fault> {
        Ok(doubles(xs)?.into_iter().zip(doubles(ys)?).collect())
    };
    let shape = match (kind.as_str(), data) {
        ("line", [xs, ys]) => Shape::Line(points(*xs, *ys)?),
        ("scatter", [xs, ys]) => Shape::Scatter(points(*xs, *ys)?),
        ("bars", [names, heights]) => Shape::Bars(texts(*names)?.into_iter().zip(doubles(*heights)?).collect()),
        ("histogram", [values, bins]) => Shape::histogram(&doubles(*values)?, count(*bins)?),
        ("heatmap", [values, columns, place, texts]) => {
            Shape::Heatmap(grid(*values, *columns, *place, *texts != Value::FALSE)?)
        }
        ("regions", [values, columns, place]) => Shape::Regions(grid(*values, *columns, *place, false)?),
        _ => return Err(malformed(series)),
    };
    Ok(Series { label: text(*label)?, shape })
}

fn grid(values: Value, columns: Value, place: Value, texts: bool) -> Result<Grid, Fault> {
    let (values, columns) = (doubles(values)?, count(columns)?);
    if columns == 0 || values.is_empty() || !values.len().is_multiple_of(columns) {
        return Err(Fault::Error("a grid needs rows of equal length that are not empty".to_owned(), vec![]));
    }
    let place = match place.pair() {
        Some((x, y)) => range(x)?.zip(range(y)?).map(|(x, y)| [x, y]),
        None => None,
    };
    Ok(Grid { columns, values, place, texts })
}

fn picture_of(picture: Value) -> Result<Picture, Fault> {
    let slots = picture.slots(Kind::Vector).unwrap_or_default();
    let [width, pixels, label] = &*slots else { return Err(malformed(picture)) };
    let picture = Picture { width: count(*width)?, pixels: doubles(*pixels)?, label: text(*label)? };
    if picture.width == 0 || picture.pixels.is_empty() || !picture.pixels.len().is_multiple_of(picture.width) {
        return Err(Fault::Error("a picture needs rows of equal length that are not empty".to_owned(), vec![]));
    }
    Ok(picture)
}

fn format_of(png: Value) -> Format {
    if png == Value::FALSE { Format::Svg } else { Format::Png }
}

fn finish(picture: Result<Vec<u8>, String>) -> Outcome {
    bytevector_from(&picture.map_err(|error| Fault::Error(error, vec![]))?)
}

fn plot(figure: Vector, png: Value) -> Outcome {
    finish(plot::render_figure(&figure_of(figure.0)?, format_of(png)))
}

fn plot_images(pictures: Vector, columns: Value, scale: Value, png: Value) -> Outcome {
    let pictures = pictures.slots().iter().map(|picture| picture_of(*picture)).collect::<Result<Vec<_>, _>>()?;
    let scale = u32::try_from(count(scale)?).unwrap_or(u32::MAX);
    finish(plot::render_pictures(&pictures, count(columns)?, scale, format_of(png)))
}

fn reals_to_f64vector(numbers: Value) -> Outcome {
    if numbers.is(Kind::F64vector) {
        return Ok(numbers);
    }
    if let Some(tensor) = Tensor::from_value(numbers) {
        let tensor = tensor.cast(DType::F64)?.contiguous()?;
        return f64vector(tensor.elements::<f64>().iter().copied());
    }
    let length = match list_length(numbers) {
        Some(length) => length,
        None if numbers.is(Kind::Vector) => numbers.length(),
        None => return Ok(Value::FALSE),
    };
    let made = Value::from_object(heap::alloc(Kind::F64vector, length)?, Kind::F64vector);
    let slots = made.slots(Kind::F64vector).unwrap_or_default();
    slots.fill(Value::flonum(0.0));
    let mut rest = numbers;
    for (index, slot) in slots.iter_mut().enumerate() {
        let element = match rest.pair() {
            Some((first, next)) => {
                rest = next;
                first
            }
            None => numbers.slots(Kind::Vector).unwrap_or_default()[index],
        };
        let Some(num) = Num::of(element) else { return Ok(Value::FALSE) };
        *slot = Value::flonum(num.to_f64());
    }
    Ok(made)
}

crate::primitives! {
    fx_plot = plot, (figure, png);
    fx_plot_images = plot_images, (pictures, columns, scale, png);
    fx_reals_to_f64vector = reals_to_f64vector, (numbers);
}
