//! What compiling a component will cost, estimated before it is begun. Compiling takes faster than linear time: a
//! function of 50 KB can keep a compiler busy for minutes, and no size that an honest component needs would exclude it.
//! So what makes code slow to compile is counted, and each is given the price that was measured on components that have
//! almost nothing else. The prices are on the high side; what they add up to is held against a bound.

use crate::{
    fault::{Cost, PluginFault},
    inspect::{malformed, within},
    limits::{CODE_MILLISECONDS, FUNCTION_MILLISECONDS, TABLE_ELEMENTS},
};
use wasmtime::wasmparser::{
    BinaryReaderError, CompositeInnerType, ElementItems, ElementSectionReader, FunctionBody, Operator,
    Parser, Payload, TypeSectionReader,
};

/// Prices in nanoseconds, as measured.
mod nanoseconds {
    /// A function, with the ways into it and out of it.
    pub(super) const FUNCTION: u64 = 300_000;
    /// A type of functions, and each value that such a function takes or gives.
    pub(super) const TYPE: u64 = 50_000;
    pub(super) const VALUE: u64 = 30_000;
    /// A byte of code: an instruction has two, on average.
    pub(super) const BYTE: u64 = 2_000;
    /// A call, after which nothing is where it was.
    pub(super) const CALL: u64 = 15_000;
    /// An instruction that becomes a call, with checks before and a bill after it.
    pub(super) const WORK: u64 = 250_000;
    /// A pair of places to which control can go: whether one comes before the other is asked for many pairs.
    pub(super) const PAIR: u64 = 100;
    /// A local variable at a place to which control can go: which of its values arrives there has to be found.
    pub(super) const MEETING: u64 = 300;
    /// A pair of loops, one in the other.
    pub(super) const NEST: u64 = 2_000;
}

const MILLISECOND: u64 = 1_000_000;

/// Local variables of one function that the engine takes: more of them need not be counted.
const MOST_LOCALS: u64 = 50_000;

/// What of a function makes it slow to compile.
#[derive(Default)]
struct Shape {
    bytes: u64,
    locals: u64,
    calls: u64,
    works: u64,
    /// Places to which control can go, each counted as often as it can go there.
    joins: u64,
    /// The deepest nesting of loops.
    nest: u64,
}

/// Refuses a component that would take too long to compile.
pub(crate) fn affordable(component: &[u8]) -> Result<(), PluginFault> {
    let (mut code, mut elements) = (0, 0);
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(malformed)? {
            Payload::CodeSectionEntry(body) => {
                let function = Shape::of(&body).map_err(malformed)?.price();
                within(Cost::Function, function / MILLISECOND, FUNCTION_MILLISECONDS)?;
                code += function;
                within(Cost::Code, code / MILLISECOND, CODE_MILLISECONDS)?;
            }
            Payload::TypeSection(section) => {
                code += types(section).map_err(malformed)?;
                within(Cost::Code, code / MILLISECOND, CODE_MILLISECONDS)?;
            }
            Payload::ElementSection(section) => {
                elements += count(section).map_err(malformed)?;
                within(Cost::Elements, elements, TABLE_ELEMENTS as u64)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The price of a section of types, in nanoseconds. For each type the engine writes a way into functions of that type.
fn types(section: TypeSectionReader<'_>) -> Result<u64, BinaryReaderError> {
    let mut price = 0;
    for group in section {
        for of_group in group?.into_types() {
            price += nanoseconds::TYPE;
            if let CompositeInnerType::Func(function) = of_group.composite_type.inner {
                let values = function.params().len() + function.results().len();
                price += nanoseconds::VALUE * values as u64;
            }
        }
    }
    Ok(price)
}

fn count(section: ElementSectionReader<'_>) -> Result<u64, BinaryReaderError> {
    let mut elements = 0;
    for element in section {
        elements += match element?.items {
            ElementItems::Functions(items) => u64::from(items.count()),
            ElementItems::Expressions(_, items) => u64::from(items.count()),
        };
    }
    Ok(elements)
}

impl Shape {
    fn of(body: &FunctionBody<'_>) -> Result<Shape, BinaryReaderError> {
        let mut shape = Shape { bytes: body.range().len() as u64, ..Shape::default() };
        for group in body.get_locals_reader()? {
            shape.locals = (shape.locals + u64::from(group?.0)).min(MOST_LOCALS);
        }
        // Which of the blocks that are open are loops, and how many those are.
        let (mut open, mut loops) = (Vec::new(), 0);
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Block { .. } => open.push(0),
                Operator::If { .. } => {
                    open.push(0);
                    shape.joins += 1;
                }
                Operator::Loop { .. } => {
                    open.push(1);
                    loops += 1;
                    shape.joins += 1;
                    shape.nest = shape.nest.max(loops);
                }
                Operator::End => loops -= open.pop().unwrap_or(0),
                Operator::Else | Operator::Br { .. } | Operator::BrIf { .. } => shape.joins += 1,
                Operator::BrTable { targets } => shape.joins += u64::from(targets.len()) + 1,
                Operator::Call { .. } => shape.calls += 1,
                operator if works(&operator) => shape.works += 1,
                _ => {}
            }
        }
        Ok(shape)
    }

    /// Nanoseconds. Nothing overflows: no count exceeds the bytes of a component, and the locals have a bound.
    fn price(&self) -> u64 {
        nanoseconds::FUNCTION
            + nanoseconds::BYTE * self.bytes
            + nanoseconds::CALL * self.calls
            + nanoseconds::WORK * self.works
            + nanoseconds::PAIR * self.joins * self.joins
            + nanoseconds::MEETING * self.joins * self.locals
            + nanoseconds::NEST * self.nest * self.nest
    }
}

/// Whether the instruction becomes a call with checks around it.
fn works(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::CallIndirect { .. }
            | Operator::MemoryGrow { .. }
            | Operator::MemoryFill { .. }
            | Operator::MemoryCopy { .. }
            | Operator::MemoryInit { .. }
            | Operator::DataDrop { .. }
            | Operator::ElemDrop { .. }
            | Operator::RefFunc { .. }
            | Operator::TableGet { .. }
            | Operator::TableSet { .. }
            | Operator::TableGrow { .. }
            | Operator::TableFill { .. }
            | Operator::TableCopy { .. }
            | Operator::TableInit { .. }
    )
}

#[cfg(test)]
mod tests {
    //! The claim: every function has a price, whatever its bytes say of themselves.

    use super::*;
    use crate::limits::COMPONENT_BYTES;
    use wasmtime::wasmparser::BinaryReader;

    fn shape(body: &[u8]) -> Result<Shape, BinaryReaderError> {
        Shape::of(&FunctionBody::new(BinaryReader::new(body, 0)))
    }

    #[test]
    fn what_makes_a_function_slow_is_counted() {
        // (local i64 i64) (loop (loop (br 0))) (if (i32.const 0) (then) (else)) (call 0) (call_indirect (type 0))
        let code = [
            &[1, 2, 0x7e][..],
            &[0x03, 0x40, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b],
            &[0x41, 0, 0x04, 0x40, 0x05, 0x0b],
            &[0x10, 0, 0x41, 0, 0x11, 0, 0, 0x0b],
        ];
        let found = shape(&code.concat()).unwrap();
        assert_eq!((found.bytes, found.locals, found.nest, found.joins), (25, 2, 2, 5));
        assert_eq!((found.calls, found.works), (1, 1));
    }

    #[test]
    fn each_target_of_a_table_of_branches_is_counted() {
        // (br_table 0 0 0 0 (i32.const 0))
        let found = shape(&[0, 0x41, 0, 0x0e, 3, 0, 0, 0, 0, 0x0b]).unwrap();
        assert_eq!(found.joins, 4);
    }

    #[test]
    fn no_price_overflows() {
        // (local i64…), four thousand million of them
        let found = shape(&[1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7e, 0x0b]).unwrap();
        assert_eq!(found.locals, MOST_LOCALS);
        let most = COMPONENT_BYTES as u64;
        let worst =
            Shape { bytes: most, locals: MOST_LOCALS, calls: most, works: most, joins: most, nest: most };
        assert!(worst.price() / MILLISECOND > FUNCTION_MILLISECONDS);
    }
}
