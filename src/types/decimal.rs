//! Exact decimals: 38 digits, 9 of them after the point.

use std::fmt;

use arrow::datatypes::i256;

/// An exact decimal, held as a count of thousand-millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i128);

impl Decimal {
    /// Digits after the point.
    pub const SCALE: i8 = 9;
    /// Digits in all.
    pub const PRECISION: u8 = 38;
    /// Thousand-millionths in one.
    pub const ONE: i128 = 1_000_000_000;
    const LIMIT: i128 = 10_i128.pow(38);

    /// From a count of thousand-millionths; `None` beyond 38 digits.
    #[must_use]
    pub fn from_units(units: i128) -> Option<Self> {
        (-Self::LIMIT < units && units < Self::LIMIT).then_some(Decimal(units))
    }

    /// The count of thousand-millionths.
    #[must_use]
    pub fn units(self) -> i128 {
        self.0
    }

    /// Exact, for every integer.
    #[must_use]
    pub fn from_integer(value: i64) -> Self {
        Decimal(i128::from(value) * Self::ONE)
    }

    /// The nearest `f64`.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // The decimal text is read with correct rounding; the direct quotient would round twice.
        self.to_string().parse().expect("a decimal's text is a number")
    }

    /// The nearest decimal to a finite number, half to even; `None` for others and beyond 38 digits.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        value.is_finite().then(|| Self::parse(&format!("{value:.9}")))?
    }

    /// Reads `-12`, `3.75`, `+0.5`; more than 9 digits after the point are refused unless they are zeros.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = if fraction.len() > 9 { fraction.trim_end_matches('0') } else { fraction };
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !plain(whole) || !plain(fraction) || fraction.len() > 9
        {
            return None;
        }
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let fraction: i128 = format!("{fraction:0<9}").parse().ok()?;
        let units = whole.checked_mul(Self::ONE)?.checked_add(fraction)?;
        Self::from_units(if negative { -units } else { units })
    }

    /// Sum; `None` on overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Self::from_units(self.0.checked_add(other.0)?)
    }

    /// Difference; `None` on overflow.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        Self::from_units(self.0.checked_sub(other.0)?)
    }

    /// Product, rounded half to even at the ninth digit; `None` on overflow.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        if let Some(product) = self.0.checked_mul(other.0) {
            return Self::from_units(half_even(product, Self::ONE));
        }
        let product = i256::from_i128(self.0).checked_mul(i256::from_i128(other.0))?;
        let one = i256::from_i128(Self::ONE);
        let (quotient, rest) = (product.checked_div(one)?.to_i128()?, product.checked_rem(one)?.to_i128()?);
        Self::from_units(quotient + round_up(quotient, rest, Self::ONE))
    }
}

/// `value / divisor`, half to even; the divisor is positive.
fn half_even(value: i128, divisor: i128) -> i128 {
    let quotient = value / divisor;
    quotient + round_up(quotient, value % divisor, divisor)
}

/// What rounding half to even adds to a quotient with this rest: -1, 0 or 1.
fn round_up(quotient: i128, rest: i128, divisor: i128) -> i128 {
    let twice = rest.abs() * 2;
    let away = twice > divisor || (twice == divisor && quotient % 2 != 0);
    if away { rest.signum() } else { 0 }
}

impl fmt::Display for Decimal {
    /// As few digits after the point as the value needs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) =
            (self.0.unsigned_abs() / 1_000_000_000, self.0.unsigned_abs() % 1_000_000_000);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        write!(f, "{sign}{whole}.{}", format!("{fraction:09}").trim_end_matches('0'))
    }
}
