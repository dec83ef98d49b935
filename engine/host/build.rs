//! The embedded packages are read at compile time; a new file among them must make the crate compile again.

#[expect(
    clippy::print_stdout,
    reason = "cargo reads the instructions of a build script from standard output"
)]
fn main() {
    println!("cargo:rerun-if-changed=../../rulesets");
}
