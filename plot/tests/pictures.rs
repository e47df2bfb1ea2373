//! Pictures of all kinds: they can be drawn, twice the same, and bad figures are errors.

use plot::{Figure, Format, Grid, Picture, Series, Shape, render_figure, render_pictures};

fn figure(series: Vec<Series>) -> Figure {
    Figure {
        title: "Title & <more>".to_owned(),
        x_label: "step".to_owned(),
        y_label: "loss".to_owned(),
        log_x: false,
        log_y: false,
        x_range: None,
        y_range: None,
        size: (640, 480),
        series,
    }
}

fn named(label: &str, shape: Shape) -> Series {
    Series { label: label.to_owned(), shape }
}

fn line() -> Shape {
    Shape::Line((0..100).map(|step| (f64::from(step), (-f64::from(step) / 20.0).exp())).collect())
}

fn grid(place: Option<[(f64, f64); 2]>, texts: bool) -> Grid {
    Grid { columns: 4, values: (0..12).map(f64::from).collect(), place, texts }
}

/// Checks that the figure can be drawn in both formats, and the same twice; returns the SVG text.
fn draw(name: &str, figure: &Figure) -> String {
    let svg = render_figure(figure, Format::Svg).unwrap();
    let png = render_figure(figure, Format::Png).unwrap();
    assert_eq!(svg, render_figure(figure, Format::Svg).unwrap());
    assert_eq!(png, render_figure(figure, Format::Png).unwrap());
    let reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), figure.size);
    if let Some(folder) = std::env::var_os("PLOT_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), &png).unwrap();
    }
    String::from_utf8(svg).unwrap()
}

#[test]
fn lines_and_points() {
    let points = Shape::Scatter(vec![(10.0, 0.5), (20.0, f64::NAN), (f64::INFINITY, 1.0), (30.0, 0.25)]);
    let mut figure = figure(vec![named("train", line()), named("test <&>", points)]);
    let svg = draw("lines", &figure);
    assert!(
        svg.contains("Title &amp; &lt;more&gt;") && svg.contains("test &lt;&amp;&gt;") && svg.contains("<polyline")
    );
    figure.log_y = true;
    assert!(draw("log", &figure).contains("0.01"));
    figure.x_range = Some((20.0, 60.0));
    figure.y_range = Some((0.1, 0.3));
    draw("clipped", &figure);
}

#[test]
fn bars() {
    let items = |heights: [f64; 3]| {
        Shape::Bars(["setosa", "versicolor", "virginica"].map(str::to_owned).into_iter().zip(heights).collect())
    };
    let svg = draw("bars", &figure(vec![named("a", items([1.0, 2.0, 3.0])), named("b", items([2.0, -1.0, 0.0]))]));
    assert!(svg.contains("versicolor"));
    let histogram = Shape::Histogram { edges: vec![0.0, 1.0, 2.0, 4.0], counts: vec![3.0, 5.0, 1.0] };
    draw("histogram", &figure(vec![named("", histogram)]));
}

#[test]
fn values_are_counted() {
    let Shape::Histogram { edges, counts } = Shape::histogram(&[0.0, 0.5, 1.0, 2.0, 4.0, f64::NAN], 4) else {
        panic!()
    };
    assert_eq!((edges, counts), (vec![0.0, 1.0, 2.0, 3.0, 4.0], vec![2.0, 1.0, 1.0, 1.0]));
    let Shape::Histogram { counts, .. } = Shape::histogram(&[3.0; 100], 0) else { panic!() };
    assert_eq!((counts.len(), counts.iter().sum::<f64>()), (8, 100.0));
}

#[test]
fn grids() {
    draw("heatmap", &figure(vec![named("", Shape::Heatmap(grid(None, true)))]));
    let place = Some([(-1.0, 1.0), (0.0, 10.0)]);
    let points = Shape::Scatter(vec![(0.0, 5.0), (0.5, 2.0)]);
    let regions = vec![named("", Shape::Regions(grid(place, false))), named("class 0", points)];
    draw("regions", &figure(regions));
}

#[test]
fn pictures() {
    let picture =
        |label: &str| Picture { width: 3, pixels: vec![0.0, 1.0, 0.5, 2.0, -1.0, f64::NAN], label: label.to_owned() };
    for format in [Format::Svg, Format::Png] {
        assert!(!render_pictures(&[picture("3"), picture("7")], 8, 10, format).unwrap().is_empty());
    }
    assert!(render_pictures(&[], 8, 10, Format::Svg).is_err());
    assert!(render_pictures(&[picture("")], 8, u32::MAX, Format::Svg).is_err());
}

#[test]
fn bad_figures_are_errors() {
    let error = |figure: &Figure| render_figure(figure, Format::Png).unwrap_err();
    let mut bad = figure(vec![]);
    assert_eq!(error(&bad), "there is no finite value for the x axis");
    bad.series = vec![named("", Shape::Line(vec![(1.0, -1.0)]))];
    bad.log_y = true;
    assert_eq!(error(&bad), "there is no positive value for the y axis");
    bad.y_range = Some((0.0, 1.0));
    assert_eq!(error(&bad), "no y axis goes from 0 to 1");
    bad.size = (1, 100_000);
    assert_eq!(error(&bad), "a picture has 50 to 10000 pixels a side, not 1 x 100000");
}

#[test]
fn extreme_figures_are_drawn() {
    for points in [
        vec![(0.0, 0.0)],
        vec![(f64::MIN, f64::MAX), (f64::MAX, f64::MIN)],
        vec![(1e-320, 5e-324), (1e300, 1e308)],
        vec![(1.0, 1.0), (1.0 + f64::EPSILON, 1.0 - f64::EPSILON)],
    ] {
        for log in [false, true] {
            let mut figure =
                figure(vec![named("x", Shape::Line(points.clone())), named("", Shape::Scatter(points.clone()))]);
            (figure.log_x, figure.log_y) = (log, log);
            for size in [(50, 50), (200, 50), (300, 300)] {
                figure.size = size;
                let _ = render_figure(&figure, Format::Svg);
                let _ = render_figure(&figure, Format::Png);
            }
        }
    }
}
