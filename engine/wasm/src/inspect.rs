//! What a component is: read from it, before anything is compiled, and the same whether its code is in the cache or not.

use crate::{
    contract::{CONTRACT, CONTRACT_NAME},
    fault::{Cost, PluginFault},
    limits::{COMPONENT_BYTES, PARTS},
    stop::reason,
};
use wasmtime::wasmparser::{
    BinaryReaderError, CanonicalFunction, ComponentInstance, Encoding, Parser, Payload,
};

/// The names that a component shows.
#[derive(Default)]
struct Survey {
    /// How deep the part being read lies; the component itself is 1.
    depth: u32,
    /// How many parts it says it consists of, at any depth.
    parts: u32,
    imports: Vec<String>,
    exports: Vec<String>,
}

/// Refuses what is no plugin of our contract.
pub(crate) fn inspect(component: &[u8]) -> Result<(), PluginFault> {
    within(Cost::Bytes, component.len() as u64, COMPONENT_BYTES as u64)?;
    let mut survey = Survey::default();
    for payload in Parser::new(0).parse_all(component) {
        survey.read(payload.map_err(malformed)?)?;
    }
    survey.judge()
}

pub(crate) fn malformed(error: BinaryReaderError) -> PluginFault {
    PluginFault::Malformed(reason(&error.to_string()))
}

/// Refuses more of something than is allowed.
pub(crate) fn within(cost: Cost, found: u64, most: u64) -> Result<(), PluginFault> {
    if found > most { Err(PluginFault::Costly { cost, found, most }) } else { Ok(()) }
}

impl Survey {
    fn read(&mut self, payload: Payload<'_>) -> Result<(), PluginFault> {
        match payload {
            Payload::Version { encoding, .. } => {
                if self.depth == 0 && encoding == Encoding::Module {
                    return Err(PluginFault::Module);
                }
                self.depth += 1;
            }
            Payload::End(_) => self.depth = self.depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if self.depth == 1 => {
                for import in section {
                    self.imports.push(reason(import.map_err(malformed)?.name.name));
                }
            }
            Payload::ComponentExportSection(section) if self.depth == 1 => {
                for export in section {
                    self.exports.push(reason(export.map_err(malformed)?.name.name));
                }
            }
            // Parts that consist of parts double with each layer: thirty lines of text make a thousand million.
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    let instance = instance.map_err(malformed)?;
                    self.parts += u32::from(matches!(instance, ComponentInstance::Instantiate { .. }));
                    if self.parts > PARTS {
                        return Err(PluginFault::Linked);
                    }
                }
            }
            // A plugin only offers functions. Whatever else would have the engine write code that is not in the
            // component, at a price that its size does not tell.
            Payload::ComponentCanonicalSection(section) => {
                for function in section {
                    if !matches!(function.map_err(malformed)?, CanonicalFunction::Lift { .. }) {
                        return Err(PluginFault::Linked);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn judge(self) -> Result<(), PluginFault> {
        if !self.imports.is_empty() {
            return Err(PluginFault::Imports(self.imports));
        }
        if self.exports.iter().any(|name| name == CONTRACT) {
            return Ok(());
        }
        let (others, rest): (Vec<_>, Vec<_>) = self.exports.into_iter().partition(|name| {
            name.strip_prefix(CONTRACT_NAME).is_some_and(|rest| rest.is_empty() || rest.starts_with('@'))
        });
        Err(if others.is_empty() {
            PluginFault::NoContract(rest)
        } else {
            PluginFault::OtherContract(others)
        })
    }
}
