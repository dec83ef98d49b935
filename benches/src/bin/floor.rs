//! The floors that `benches/batch` measures against.
//! `floor lines INPUT OUTPUT`: reads candidate files into the type that rules see, and writes a line for each.
//! `floor rules INPUT`: reads them, and runs the rules of the plugins compiled into this program.

use parchemin::{Judge, Prepared};
use parchemin_benches::{Form, host};
use parchemin_bulk::read::{ReadOptions, Reader};
use std::{
    env,
    error::Error,
    fs::File,
    hint::black_box,
    io::{BufWriter, Write},
    sync::Arc,
};

/// As in the command that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [what, input, output] if what == "lines" => lines(input, output),
        [what, input] if what == "rules" => rules(input),
        _ => Err("floor lines INPUT OUTPUT | floor rules INPUT".into()),
    }
}

fn lines(input: &str, output: &str) -> Result<(), Box<dyn Error>> {
    let mut reader = Reader::open(&[input.to_owned()], &ReadOptions::default())?;
    let mut output = BufWriter::with_capacity(1 << 20, File::create(output)?);
    while let Some(chunk) = reader.next()? {
        for file in chunk.rows().filter_map(|row| row.file.ok()) {
            serde_json::to_writer(&mut output, &(file.id.as_deref(), file.route, file.evaluate_on))?;
            output.write_all(b"\n")?;
        }
    }
    Ok(output.flush()?)
}

fn rules(input: &str) -> Result<(), Box<dyn Error>> {
    let host = host(Form::Native)?;
    let mut judge = Judge::new(&host);
    let mut reader = Reader::open(&[input.to_owned()], &ReadOptions::default())?;
    while let Some(chunk) = reader.next()? {
        let files = chunk.rows().filter_map(|row| row.file.ok());
        let cases: Vec<Prepared> = files.filter_map(|file| host.prepare(Arc::new(file), None).ok()).collect();
        black_box(judge.judge(&cases));
    }
    Ok(())
}
