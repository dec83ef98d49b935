//! Every bound on work, memory and output, once. A bound that is hit says which.

use crate::named::named;
use serde::{Deserialize, Serialize};

/// Bytes of one candidate file. A full file has a few kilobytes; this leaves room for thousands of periods.
pub const FILE_BYTES: usize = 1024 * 1024;

/// Periods of activity of one candidate file. They are counted in one pass.
pub const EXPERIENCE_ROWS: usize = 10_000;

/// Rows of any other list of a candidate file, and CCPs that all its sessions present or award together. What is held is
/// looked at row by row and CCP by CCP, and no person has sat a hundred sessions.
pub const LIST_ROWS: usize = 100;

/// Characters of a name that a message repeats, and that is compared with others to find the nearest.
pub const NAME_CHARACTERS: usize = 100;

/// Bytes of one rhai source file: compile time grows with the square of it (16 KiB: some 20 ms).
pub const SCRIPT_BYTES: usize = 16 * 1024;

/// Bytes of one file of a package: the largest source that we ship has 17 KB.
pub const PACKAGE_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// Files of one package.
pub const PACKAGE_FILES: usize = 1_000;

named! {
    /// The kinds of deterministic bounds. Backends are compared by kind, not by figures.
    BoundKind {
        Work = "work", "travail", "work";
        Memory = "memory", "mémoire", "memory";
        Depth = "depth", "profondeur", "depth";
        Output = "output", "taille du résultat", "output size";
        Findings = "findings", "nombre de constats", "number of findings";
    }
}

/// The bounds of one evaluation. A package may ask for less or, within [`Bounds::CEILING`], for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Bounds {
    /// Steps of one rule: operations of the script plus the cost of the vocabulary it calls.
    pub work: u64,
    /// Bytes of one string.
    pub text: u64,
    /// Depth of calls.
    pub depth: u64,
    /// Pointers and facts that one rule may read.
    pub reads: u64,
    /// Findings of one decision.
    pub findings: u64,
    /// Bytes of memory of a plugin. What a script holds is bounded by its texts and variables.
    pub memory: u64,
}

impl Bounds {
    /// Enough for rules a hundred times longer than ours on files of a thousand periods.
    pub const DEFAULT: Bounds = Bounds {
        work: 100_000,
        text: 4_096,
        depth: 16,
        reads: 20_000,
        findings: 2_000,
        memory: 16 * 1024 * 1024,
    };

    /// No package gets more than this.
    pub const CEILING: Bounds = Bounds {
        work: 1_000_000,
        text: 65_536,
        depth: 32,
        reads: 100_000,
        findings: 10_000,
        memory: 64 * 1024 * 1024,
    };

    /// These bounds, none above the ceiling, and none 0, which the engines would take for no bound.
    #[must_use]
    pub fn within_ceiling(self) -> Bounds {
        let c = Bounds::CEILING;
        Bounds {
            work: self.work.clamp(1, c.work),
            text: self.text.clamp(1, c.text),
            depth: self.depth.clamp(1, c.depth),
            reads: self.reads.clamp(1, c.reads),
            findings: self.findings.clamp(1, c.findings),
            memory: self.memory.clamp(1, c.memory),
        }
    }
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds::DEFAULT
    }
}

/// A deterministic bound was hit: an outcome of that file, never of its neighbour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LimitHit {
    /// The kind of bound.
    pub bound: BoundKind,
    /// The package whose rule hit it.
    pub package: String,
    /// The rule.
    pub rule: String,
}
