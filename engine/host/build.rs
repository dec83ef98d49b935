//! The embedded packages are read at compile time; a new file among them must make the crate compile again.

fn main() {
    println!("cargo:rerun-if-changed=../../rulesets");
}
