;; Fills its memory over and over: a few instructions that take as long as millions.
(memory (export "memory") 16)
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (loop $again
    (memory.fill (i32.const 0) (i32.const 7) (i32.const 1048576))
    (br $again))
  (unreachable))
