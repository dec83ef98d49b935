;; Says that its answer lies at the end of its memory.
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.const 262140))
