//! Elementary functions of inexact complex numbers.
//!
//! The branch cuts are those of R7RS and C99 (Annex G); on a cut the sign of a zero tells the side. Formulas that would
//! cancel or overflow are replaced as in W. Kahan, "Branch cuts for complex elementary functions", 1987. (The crate
//! num-complex computes most of these by logarithms, which loses all digits of small results and the signs on the cuts.)

use std::f64::consts::{FRAC_PI_2, LN_2};

/// An inexact complex number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    /// Real part.
    pub re: f64,
    /// Imaginary part.
    pub im: f64,
}

/// Beyond this, sums of squares could overflow.
const LARGE: f64 = f64::MAX / 4.0;

impl Complex {
    /// i z
    fn turn_left(self) -> Complex {
        Complex { re: -self.im, im: self.re }
    }

    /// -i z
    fn turn_right(self) -> Complex {
        Complex { re: self.im, im: -self.re }
    }

    fn negate(self) -> Complex {
        Complex { re: -self.re, im: -self.im }
    }

    fn is_large(self, limit: f64) -> bool {
        self.re.abs() > limit || self.im.abs() > limit
    }

    /// `self * other`
    pub fn multiply(self, other: Complex) -> Complex {
        Complex { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }

    /// `self / other`, scaled by the greater part of the divisor (Smith 1962).
    pub fn divide(self, other: Complex) -> Complex {
        if other.re.abs() >= other.im.abs() {
            let ratio = other.im / other.re;
            let scale = other.re + other.im * ratio;
            Complex { re: (self.re + self.im * ratio) / scale, im: (self.im - self.re * ratio) / scale }
        } else {
            let ratio = other.re / other.im;
            let scale = other.re * ratio + other.im;
            Complex { re: (self.re * ratio + self.im) / scale, im: (self.im * ratio - self.re) / scale }
        }
    }

    /// The square root with a real part that is not negative.
    pub fn sqrt(self) -> Complex {
        let Complex { re, im } = self;
        if im.is_infinite() {
            return Complex { re: f64::INFINITY, im };
        }
        if re == 0.0 && im == 0.0 {
            return Complex { re: 0.0, im };
        }
        // sqrt(4^k z) = 2^k sqrt z: parts far from overflow and from the subnormal range.
        let (scale, root_scale) = match re.abs().max(im.abs()) {
            size if size > LARGE => (2f64.powi(-4), 2f64.powi(2)),
            size if size < f64::MIN_POSITIVE / f64::EPSILON => (2f64.powi(108), 2f64.powi(-54)),
            _ => (1.0, 1.0),
        };
        let (x, y) = (re.abs() * scale, im.abs() * scale);
        let major = ((x + x.hypot(y)) / 2.0).sqrt();
        let minor = y / (2.0 * major);
        let (major, minor) = (major * root_scale, if x.is_infinite() { 0.0 } else { minor * root_scale });
        if re.is_sign_negative() && !re.is_nan() {
            Complex { re: minor, im: major.copysign(im) }
        } else {
            Complex { re: major, im: minor.copysign(im) }
        }
    }

    /// e to the power `self`.
    pub fn exp(self) -> Complex {
        if self.im == 0.0 {
            return Complex { re: self.re.exp(), im: self.im };
        }
        // The parts may be finite where e^re is not.
        let excess = (self.re - 700.0).clamp(0.0, 700.0);
        let (size, rest) = ((self.re - excess).exp(), excess.exp());
        Complex { re: size * self.im.cos() * rest, im: size * self.im.sin() * rest }
    }

    /// The natural logarithm with an imaginary part from -pi to pi.
    pub fn log(self) -> Complex {
        let (x, y) = (self.re.abs(), self.im.abs());
        let size = x.hypot(y);
        let re = if size.is_infinite() && x.is_finite() && y.is_finite() {
            (x / 2.0).hypot(y / 2.0).ln() + LN_2
        } else if (0.5..2.0).contains(&size) {
            // log |z|^2 / 2, with |z|^2 - 1 computed without cancellation.
            let (major, minor) = (x.max(y), x.min(y));
            ((major - 1.0) * (major + 1.0) + minor * minor).ln_1p() / 2.0
        } else {
            size.ln()
        };
        Complex { re, im: self.im.atan2(self.re) }
    }

    /// The hyperbolic sine.
    pub fn sinh(self) -> Complex {
        Complex { re: self.re.sinh() * self.im.cos(), im: self.re.cosh() * self.im.sin() }
    }

    /// The hyperbolic cosine.
    pub fn cosh(self) -> Complex {
        Complex { re: self.re.cosh() * self.im.cos(), im: self.re.sinh() * self.im.sin() }
    }

    /// The hyperbolic tangent.
    pub fn tanh(self) -> Complex {
        let (sine, cosine) = self.im.sin_cos();
        if self.re.abs() > 300.0 {
            let im = 4.0 * sine * cosine * (-2.0 * self.re.abs()).exp();
            return Complex { re: 1f64.copysign(self.re), im };
        }
        // tanh z = (sinh x cosh x + i sin y cos y) / (sinh^2 x + cos^2 y)
        let (sinh, cosh) = (self.re.sinh(), self.re.cosh());
        let scale = sinh * sinh + cosine * cosine;
        Complex { re: sinh * cosh / scale, im: sine * cosine / scale }
    }

    /// The sine.
    pub fn sin(self) -> Complex {
        self.turn_left().sinh().turn_right()
    }

    /// The cosine.
    pub fn cos(self) -> Complex {
        self.turn_left().cosh()
    }

    /// The tangent.
    pub fn tan(self) -> Complex {
        self.turn_left().tanh().turn_right()
    }

    /// The arc sine; the cuts are on the real axis outside of -1 to 1.
    pub fn asin(self) -> Complex {
        self.turn_left().asinh().turn_right()
    }

    /// The arc cosine, with the cuts of the arc sine.
    pub fn acos(self) -> Complex {
        if self.is_large(LARGE) {
            return Complex { re: self.im.abs().atan2(self.re), im: self.log_of_double().copysign(-self.im) };
        }
        let minus = Complex { re: 1.0 - self.re, im: -self.im }.sqrt();
        let plus = Complex { re: 1.0 + self.re, im: self.im }.sqrt();
        Complex { re: 2.0 * minus.re.atan2(plus.re), im: (plus.re * minus.im - plus.im * minus.re).asinh() }
    }

    fn asinh(self) -> Complex {
        if self.is_large(LARGE) {
            return Complex { re: self.log_of_double().copysign(self.re), im: self.im.atan2(self.re.abs()) };
        }
        let plus = Complex { re: 1.0 + self.im, im: -self.re }.sqrt();
        let minus = Complex { re: 1.0 - self.im, im: self.re }.sqrt();
        Complex {
            re: (plus.re * minus.im - minus.re * plus.im).asinh(),
            im: self.im.atan2(plus.re * minus.re - plus.im * minus.im),
        }
    }

    /// log |2z|
    fn log_of_double(self) -> f64 {
        (self.re / 2.0).hypot(self.im / 2.0).ln() + 2.0 * LN_2
    }

    /// The arc tangent; the cuts are on the imaginary axis outside of -i to i.
    pub fn atan(self) -> Complex {
        self.turn_left().atanh().turn_right()
    }

    fn atanh(self) -> Complex {
        if self.re.is_sign_negative() {
            return self.negate().atanh().negate();
        }
        let Complex { re, im } = self;
        if self.is_large(LARGE.sqrt()) {
            let size = (re / 2.0).hypot(im / 2.0);
            return Complex { re: re / 4.0 / size / size, im: FRAC_PI_2.copysign(im) };
        }
        if re == 1.0 && im.abs() < f64::MIN_POSITIVE.sqrt() {
            if im == 0.0 {
                return Complex { re: f64::INFINITY, im };
            }
            // |1 - z| = |im|, whose square would vanish.
            return Complex { re: (LN_2 - im.abs().ln()) / 2.0, im: (2f64.atan2(-im.abs()) / 2.0).copysign(im) };
        }
        let distance = (1.0 - re) * (1.0 - re) + im * im;
        Complex {
            re: (4.0 * re / distance).ln_1p() / 4.0,
            im: -(-2.0 * im).atan2((1.0 - re) * (1.0 + re) - im * im) / 2.0,
        }
    }
}
