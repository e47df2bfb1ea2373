//! Convolution of images, as matrix products of unrolled windows, and where the greatest element of each window is.
//!
//! Images are `(count channels height width)`, kernels `(outputs channels height width)`; as in networks the kernel is
//! not flipped. The *columns* of an image are the matrix with a row for each channel and place in the kernel and a
//! column for each window: the convolution is the product of the kernels, as rows, and the columns. It is linear in
//! both, so its cotangents are products with the transposes, and theirs are convolutions again. Images are convolved on
//! all threads, each with columns of its own.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use linalg::{MatMut, MatRef};

use crate::abi::Fault;
use crate::tensor::elements::by_float;
use crate::tensor::index::reshaped;
use crate::tensor::parallel::{self, Slots, WORTH};
use crate::tensor::product::{self, Real};
use crate::tensor::reduce::sum_to_shape;
use crate::tensor::shape::{dims_of, mismatch, shape_text};
use crate::tensor::{DType, Element, Tensor};
use crate::value::Value;

/// The sizes of a convolution.
struct Windows {
    count: usize,
    channels: usize,
    image: [usize; 2],
    kernel: [usize; 2],
    stride: [usize; 2],
    padding: [usize; 2],
    /// How many windows there are.
    places: [usize; 2],
}

impl Windows {
    /// `spec` is the list of the strides and the padding on each side.
    fn of(image: &[usize], kernel: [usize; 2], spec: Value) -> Result<Windows, Fault> {
        let ([count, channels, height, width], [sh, sw, ph, pw]) = (image, &dims_of(spec, 2)?[..]) else {
            let message = format!("images have four axes, count, channels, height, width; found {}", shape_text(image));
            return Err(Fault::Error(message, vec![]));
        };
        let places = [(*height, kernel[0], *ph, *sh), (*width, kernel[1], *pw, *sw)].map(|(size, part, pad, step)| {
            let room = size.checked_add(pad.checked_mul(2)?)?.checked_sub(part)?;
            if step == 0 || part == 0 { None } else { Some(room / step + 1) }
        });
        let [Some(down), Some(across)] = places else {
            return mismatch(image, &kernel, "the windows are larger than the images, or the steps are 0");
        };
        Ok(Windows {
            count: *count,
            channels: *channels,
            image: [*height, *width],
            kernel,
            stride: [*sh, *sw],
            padding: [*ph, *pw],
            places: [down, across],
        })
    }

    /// The part of a window that is inside of the image, on an axis.
    fn inside(&self, axis: usize, place: usize) -> Range<usize> {
        let (corner, padding) = (place * self.stride[axis], self.padding[axis]);
        corner.saturating_sub(padding)..(corner + self.kernel[axis]).saturating_sub(padding).min(self.image[axis])
    }

    /// For each window the index of its greatest element in the image of its channel, the last NaN if there is one; false
    /// if a window lies in the padding only.
    fn maxima<T: num_traits::Float>(&self, images: &[T], out: &mut [i64]) -> bool {
        let [height, width] = self.image;
        for (index, places) in out.chunks_exact_mut(self.columns()).enumerate() {
            let plane = &images[index * height * width..][..height * width];
            for (down, row) in places.chunks_exact_mut(self.places[1]).enumerate() {
                let rows = self.inside(0, down);
                for (across, place) in row.iter_mut().enumerate() {
                    let columns = self.inside(1, across);
                    if rows.is_empty() || columns.is_empty() {
                        return false;
                    }
                    let mut best = rows.start * width + columns.start;
                    let mut greatest = plane[best];
                    for y in rows.clone() {
                        let start = y * width + columns.start;
                        for (at, x) in plane[start..][..columns.len()].iter().enumerate() {
                            // No branch: which element is the greatest cannot be foreseen.
                            let is_better = *x > greatest || x.is_nan();
                            best = if is_better { start + at } else { best };
                            greatest = if is_better { *x } else { greatest };
                        }
                    }
                    *place = best as i64;
                }
            }
        }
        true
    }

    /// Rows of the matrix of columns.
    fn rows(&self) -> usize {
        self.channels * self.kernel[0] * self.kernel[1]
    }

    /// Its columns.
    fn columns(&self) -> usize {
        self.places[0] * self.places[1]
    }

    fn image_size(&self) -> usize {
        self.channels * self.image[0] * self.image[1]
    }

    /// Calls `visit` for each run of elements that are side by side in an image and in a row of the columns: the
    /// offsets in both, how many there are, and the step in the image.
    fn for_each_run(&self, mut visit: impl FnMut(usize, usize, usize, usize)) {
        let [height, width] = self.image;
        for channel in 0..self.channels {
            for ky in 0..self.kernel[0] {
                for kx in 0..self.kernel[1] {
                    let row = (channel * self.kernel[0] + ky) * self.kernel[1] + kx;
                    // Windows whose element here is inside of the image: kx + step * place - padding in 0..width.
                    let step = self.stride[1];
                    let first = self.padding[1].saturating_sub(kx).div_ceil(step);
                    let end = (width + self.padding[1]).saturating_sub(kx).div_ceil(step).min(self.places[1]);
                    if first >= end {
                        continue;
                    }
                    for place in 0..self.places[0] {
                        let Some(y) = (ky + place * self.stride[0]).checked_sub(self.padding[0]) else { continue };
                        if y >= height {
                            break;
                        }
                        let x = kx + first * step - self.padding[1];
                        let at = (channel * height + y) * width + x;
                        let into = row * self.columns() + place * self.places[1] + first;
                        visit(at, into, end - first, step);
                    }
                }
            }
        }
    }

    fn unroll<T: Element>(&self, image: &[T], columns: &mut [T]) {
        columns.fill(T::default());
        self.for_each_run(|at, into, length, step| {
            let target = &mut columns[into..into + length];
            if step == 1 {
                target.copy_from_slice(&image[at..at + length]);
            } else {
                target.iter_mut().enumerate().for_each(|(index, slot)| *slot = image[at + index * step]);
            }
        });
    }

    /// The transpose of `unroll`: adds.
    fn roll<T: Element + num_traits::Float>(&self, columns: &[T], image: &mut [T]) {
        self.for_each_run(|at, into, length, step| {
            let parts = &columns[into..into + length];
            let add = |(slot, part): (&mut T, &T)| *slot = *slot + *part;
            if step == 1 {
                image[at..at + length].iter_mut().zip(parts).for_each(add);
            } else {
                image[at..].iter_mut().step_by(step).zip(parts).for_each(add);
            }
        });
    }
}

/// A matrix in a slice: its sizes, and whether it is meant transposed.
fn matrix<T>(elements: &[T], rows: usize, columns: usize) -> MatRef<'_, T> {
    MatRef::from_row_major_slice(elements, rows, columns)
}

fn multiply<T: Real>(out: &mut [T], adds: bool, a: MatRef<'_, T>, b: MatRef<'_, T>) {
    product::multiply(MatMut::from_row_major_slice_mut(out, a.nrows(), b.ncols()), adds, a, b);
}

/// Both with inexact elements of one type, contiguous.
fn both(a: &Tensor, b: &Tensor) -> Result<(Tensor, Tensor), Fault> {
    let dtype = a.dtype.join(b.dtype).to_float();
    Ok((a.cast(dtype)?.contiguous()?, b.cast(dtype)?.contiguous()?))
}

/// The outputs and the size of kernels, which must have the channels of the images.
fn kernel_of(image: &[usize], kernels: &[usize]) -> Result<(usize, [usize; 2]), Fault> {
    match (image, kernels) {
        ([_, channels, _, _], [outputs, same, height, width]) if channels == same => Ok((*outputs, [*height, *width])),
        _ => mismatch(
            image,
            kernels,
            "images are (count channels height width), kernels (outputs channels height width)",
        ),
    }
}

/// Calls `work` with runs of images, `grain` of them but for the last one, and memory for the columns of an image, on all
/// threads.
fn for_images<T: Element>(
    windows: &Windows,
    grain: usize,
    work: impl Fn(Range<usize>, &mut [T]) + Sync,
) -> Result<(), Fault> {
    let size = windows.rows() * windows.columns();
    let workers = parallel::threads().min(windows.count.div_ceil(grain)).max(1);
    let mut memory = Tensor::new(T::DTYPE, &[workers, size])?;
    let spare: Mutex<Vec<&mut [T]>> = Mutex::new(memory.elements_mut::<T>().chunks_exact_mut(size.max(1)).collect());
    let spare = || spare.lock().unwrap_or_else(PoisonError::into_inner);
    parallel::for_parts(windows.count, grain, |images| {
        let mut columns = spare().pop();
        work(images, columns.as_deref_mut().unwrap_or_default());
        spare().extend(columns);
    });
    Ok(())
}

impl Windows {
    /// How many images are worth another thread, for kernels with so many outputs: the columns take time, too.
    fn grain(&self, outputs: usize) -> usize {
        (WORTH / 8).div_ceil((self.rows() * self.columns() * outputs).max(1))
    }
}

fn convolve(images: Tensor, kernels: Tensor, spec: Value) -> Result<Tensor, Fault> {
    let (outputs, kernel) = kernel_of(&images.shape, &kernels.shape)?;
    let windows = Windows::of(&images.shape, kernel, spec)?;
    let (x, w) = both(&images, &kernels)?;
    let (rows, columns) = (windows.rows(), windows.columns());
    let mut out = Tensor::zeros(x.dtype, &[windows.count, outputs, windows.places[0], windows.places[1]])?;
    by_float!(x.dtype, T => {
        let (x, w) = (x.elements::<T>(), matrix(w.elements::<T>(), outputs, rows));
        let slots = Slots::of(out.elements_mut::<T>(), outputs * columns);
        for_images(&windows, windows.grain(outputs), |images, unrolled: &mut [T]| for index in images {
            windows.unroll(&x[index * windows.image_size()..][..windows.image_size()], unrolled);
            // SAFETY: each image comes once.
            multiply(unsafe { slots.slot(index) }, false, w, matrix(unrolled, rows, columns));
        })?;
    });
    Ok(out)
}

/// The cotangent of the images.
fn convolve_images(ct: Tensor, kernels: Tensor, like: Tensor, spec: Value) -> Result<Tensor, Fault> {
    let (outputs, kernel) = kernel_of(&like.shape, &kernels.shape)?;
    let windows = Windows::of(&like.shape, kernel, spec)?;
    check_cotangent(&ct, &windows, outputs)?;
    let (c, w) = both(&ct, &kernels)?;
    let (rows, columns) = (windows.rows(), windows.columns());
    let mut out = Tensor::zeros(c.dtype, &like.shape)?;
    by_float!(c.dtype, T => {
        let (c, w) = (c.elements::<T>(), matrix(w.elements::<T>(), outputs, rows).transpose());
        let slots = Slots::of(out.elements_mut::<T>(), windows.image_size());
        for_images(&windows, windows.grain(outputs), |images, unrolled: &mut [T]| for index in images {
            multiply(unrolled, false, w, matrix(&c[index * outputs * columns..][..outputs * columns], outputs, columns));
            // SAFETY: each image comes once.
            windows.roll(unrolled, unsafe { slots.slot(index) });
        })?;
    });
    Ok(out)
}

/// The cotangent of the kernels: of at most eight runs of images, in their order.
fn convolve_kernels(ct: Tensor, images: Tensor, like: Tensor, spec: Value) -> Result<Tensor, Fault> {
    let (outputs, kernel) = kernel_of(&images.shape, &like.shape)?;
    let windows = Windows::of(&images.shape, kernel, spec)?;
    check_cotangent(&ct, &windows, outputs)?;
    let (c, x) = both(&ct, &images)?;
    let (rows, columns) = (windows.rows(), windows.columns());
    let grain = windows.grain(outputs).max(windows.count.div_ceil(8));
    let runs = windows.count.div_ceil(grain);
    let mut parts = Tensor::zeros(c.dtype, &[runs, outputs, rows])?;
    by_float!(c.dtype, T => {
        let (c, x) = (c.elements::<T>(), x.elements::<T>());
        let slots = Slots::of(parts.elements_mut::<T>(), outputs * rows);
        for_images(&windows, grain, |images, unrolled: &mut [T]| {
            // SAFETY: each run of images comes once.
            let sum = unsafe { slots.slot(images.start / grain) };
            for index in images {
                windows.unroll(&x[index * windows.image_size()..][..windows.image_size()], unrolled);
                multiply(
                    sum,
                    true,
                    matrix(&c[index * outputs * columns..][..outputs * columns], outputs, columns),
                    matrix(unrolled, rows, columns).transpose(),
                );
            }
        })?;
    });
    reshaped(&sum_to_shape(&parts, &[1, outputs, rows])?, like.shape.clone())
}

fn check_cotangent(ct: &Tensor, windows: &Windows, outputs: usize) -> Result<(), Fault> {
    let wanted = [windows.count, outputs, windows.places[0], windows.places[1]];
    if ct.shape[..] == wanted { Ok(()) } else { mismatch(&ct.shape, &wanted, "a cotangent has the shape of its value") }
}

/// For each window the index of its greatest element in the image of its channel.
fn window_maxima(images: Tensor, size: Value, spec: Value) -> Result<Tensor, Fault> {
    let sizes = dims_of(size, 1)?;
    let [kh, kw] = sizes[..] else {
        return Err(Fault::Error("a window has two lengths, found".to_owned(), vec![size]));
    };
    let windows = Windows::of(&images.shape, [kh, kw], spec)?;
    let mut out = Tensor::new(DType::I64, &[windows.count, windows.channels, windows.places[0], windows.places[1]])?;
    let images = images.cast(images.dtype.to_float())?.contiguous()?;
    let is_complete = by_float!(images.dtype, T => windows.maxima(images.elements::<T>(), out.elements_mut()));
    if is_complete { Ok(out) } else { Err(Fault::Error("a window lies in the padding only".to_owned(), vec![])) }
}

crate::tensor_primitives! {
    fx_tensor_convolve = convolve, (images, kernels, spec);
    fx_tensor_convolve_images = convolve_images, (ct, kernels, like, spec);
    fx_tensor_convolve_kernels = convolve_kernels, (ct, images, like, spec);
    fx_tensor_window_maxima = window_maxima, (images, size, spec);
}
