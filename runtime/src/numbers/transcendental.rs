//! Roots, exponentials, angles.

use super::{Num, num_value, number_argument};
use crate::abi::{Fault, Outcome};
use crate::value::Value;

/// The square root; exact for exact squares, NaN for negative doubles.
pub fn sqrt(a: Value) -> Outcome {
    match number_argument(a, 0)? {
        Num::Flo(value) => Ok(Value::flonum(value.sqrt())),
        exact => {
            let Some(ratio) = exact.to_exact() else { return Err(Fault::Type(0, a)) };
            if ratio < num_rational::BigRational::from_integer(0.into()) {
                let message = "sqrt: the root of a negative exact number is complex, and complex numbers are not supported yet";
                return Err(Fault::Error(message.to_owned(), vec![a]));
            }
            let (numer, denom) = (ratio.numer().sqrt(), ratio.denom().sqrt());
            if &(&numer * &numer) == ratio.numer() && &(&denom * &denom) == ratio.denom() {
                return num_value(&Num::Rat(num_rational::BigRational::new(numer, denom)));
            }
            Ok(Value::flonum(exact.to_f64().sqrt()))
        }
    }
}

crate::primitives! {
    fx_sqrt = sqrt, (a);
}
