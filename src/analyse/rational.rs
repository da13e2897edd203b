//! Exact fractions of 128-bit integers. What does not fit is `None`: nothing here rounds.

use std::cmp::Ordering;

/// A fraction in lowest terms, its denominator positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Rational {
    numerator: i128,
    denominator: i128,
}

impl Rational {
    pub(super) const ZERO: Rational = Rational { numerator: 0, denominator: 1 };
    pub(super) const ONE: Rational = Rational { numerator: 1, denominator: 1 };

    pub(super) fn integer(value: i128) -> Self {
        Rational { numerator: value, denominator: 1 }
    }

    pub(super) fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 || numerator == i128::MIN || denominator == i128::MIN {
            return None;
        }
        let common = common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let common = i128::try_from(common).ok()? * denominator.signum();
        Some(Rational { numerator: numerator / common, denominator: denominator / common })
    }

    /// The exact value of a finite number, where it fits.
    pub(super) fn of_number(value: f64) -> Option<Self> {
        if value == 0.0 {
            return Some(Self::ZERO);
        }
        let bits = value.to_bits();
        let exponent = i32::try_from((bits >> 52) & 0x7ff).ok()?;
        if !value.is_finite() || exponent == 0 {
            return None;
        }
        let mantissa = i128::from((bits & ((1 << 52) - 1)) | (1 << 52)) * if value < 0.0 { -1 } else { 1 };
        let shift = exponent - 1075;
        if shift >= 0 {
            return (shift < 70).then(|| Rational::integer(mantissa << shift));
        }
        // Most shares are short: trailing zeros of the mantissa are taken out first.
        let zeros = i32::try_from(mantissa.trailing_zeros()).ok()?.min(-shift);
        let left = -shift - zeros;
        (left < 100).then(|| Rational { numerator: mantissa >> zeros, denominator: 1_i128 << left })
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if self.denominator == 1 && other.denominator == 1 {
            return Some(Rational::integer(self.numerator.checked_add(other.numerator)?));
        }
        let common = self.denominator.checked_mul(other.denominator)?;
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Rational::new(left.checked_add(right)?, common)
    }

    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated()?)
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        if self.denominator == 1 && other.denominator == 1 {
            return Some(Rational::integer(self.numerator.checked_mul(other.numerator)?));
        }
        // Crosswise first, so that the products stay small.
        let left = Rational::new(self.numerator, other.denominator)?;
        let right = Rational::new(other.numerator, self.denominator)?;
        let numerator = left.numerator.checked_mul(right.numerator)?;
        Some(Rational { numerator, denominator: left.denominator.checked_mul(right.denominator)? })
    }

    pub(super) fn over(self, other: Self) -> Option<Self> {
        self.times(Rational::new(other.denominator, other.numerator)?)
    }

    pub(super) fn negated(self) -> Option<Self> {
        Some(Rational { numerator: self.numerator.checked_neg()?, denominator: self.denominator })
    }

    pub(super) fn is_zero(self) -> bool {
        self.numerator == 0
    }

    pub(super) fn is_positive(self) -> bool {
        self.numerator > 0
    }

    pub(super) fn is_integer(self) -> bool {
        self.denominator == 1
    }

    /// The numerator and the denominator.
    pub(super) fn parts(self) -> (i128, i128) {
        (self.numerator, self.denominator)
    }

    pub(super) fn floor(self) -> i128 {
        self.numerator.div_euclid(self.denominator)
    }

    /// The least integer that is not below it; `None` where it is beyond all integers.
    pub(super) fn ceil(self) -> Option<i128> {
        if self.is_integer() { Some(self.numerator) } else { self.floor().checked_add(1) }
    }
}

impl Ord for Rational {
    /// Exact for all values: whole parts first, then the reciprocals of what is left.
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        if let (Some(left), Some(right)) =
            (self.numerator.checked_mul(other.denominator), other.numerator.checked_mul(self.denominator))
        {
            return left.cmp(&right);
        }
        let (left, right) = (self.floor(), other.floor());
        if left != right {
            return left.cmp(&right);
        }
        let rest = |of: &Self| Rational {
            numerator: of.denominator,
            denominator: of.numerator.rem_euclid(of.denominator),
        };
        match (rest(self), rest(other)) {
            (a, b) if a.denominator == 0 || b.denominator == 0 => {
                // The one without a rest is the smaller.
                (a.denominator != 0).cmp(&(b.denominator != 0))
            }
            (a, b) => b.cmp(&a),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::Rational;

    fn of(numerator: i128, denominator: i128) -> Rational {
        Rational::new(numerator, denominator).expect("small")
    }

    #[test]
    fn fractions_are_in_lowest_terms() {
        assert_eq!(of(6, -4), of(-3, 2));
        assert_eq!(of(1, 3).plus(of(1, 6)), Some(of(1, 2)));
        assert_eq!(of(2, 3).times(of(3, 2)), Some(Rational::ONE));
        assert_eq!((of(-7, 2).floor(), of(-7, 2).ceil()), (-4, Some(-3)));
    }

    #[test]
    fn the_order_is_exact_beyond_the_products() {
        let huge = i128::MAX / 2;
        let (a, b) = (of(huge, huge - 1), of(huge - 1, huge - 2));
        assert!(a < b);
        assert!(of(-huge, huge - 1) < of(-huge + 1, huge - 1));
    }

    #[test]
    fn a_number_has_its_binary_value() {
        assert_eq!(Rational::of_number(0.5), Some(of(1, 2)));
        assert_eq!(Rational::of_number(-3.0), Some(Rational::integer(-3)));
        assert_ne!(Rational::of_number(0.1), Some(of(1, 10)));
        assert_eq!(Rational::of_number(1e300), None);
    }
}
