//! The figures, one a line.

use std::fmt;

/// One line of the table.
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The portal's figure.
    pub measured: String,
    /// What it is held against.
    pub beside: String,
    /// How many times the one is the other.
    pub ratio: Option<f64>,
    /// What it should be.
    pub target: String,
    /// Whether it is; none when there is no target.
    pub met: Option<bool>,
}

impl Row {
    /// A figure without a target.
    pub fn new(what: impl Into<String>, measured: impl Into<String>) -> Self {
        let (what, measured) = (what.into(), measured.into());
        Self { what, measured, beside: String::new(), ratio: None, target: String::new(), met: None }
    }

    /// With what it is held against, or what belongs to the figure.
    pub fn beside(mut self, beside: impl Into<String>) -> Self {
        self.beside = beside.into();
        self
    }

    /// With how many times what it is held against it is.
    pub fn ratio(mut self, ratio: f64) -> Self {
        self.ratio = Some(ratio);
        self
    }

    /// With a target, and whether it is met.
    pub fn target(mut self, target: impl Into<String>, met: bool) -> Self {
        (self.target, self.met) = (target.into(), Some(met));
        self
    }
}

/// All lines, in order.
#[derive(Default)]
pub struct Table(Vec<[String; 6]>);

impl Table {
    /// Adds a line, and says so at once to who waits.
    pub fn add(&mut self, row: Row) {
        let met = row.met.map_or("", |met| if met { "yes" } else { "missed" });
        let ratio = row.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        crate::say(&format!("  {}: {} {ratio} {met}", row.what, row.measured));
        self.0.push([row.what, row.measured, row.beside, ratio, row.target, met.to_owned()]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["what", "measured", "beside", "ratio", "target", "met"].map(str::to_owned);
        let lines: Vec<&[String; 6]> = std::iter::once(&head).chain(&self.0).collect();
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..6).map(width).collect();
        for line in lines {
            let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            writeln!(f, "{}", cells.join(" | ").trim_end())?;
        }
        Ok(())
    }
}
