;; Answers with a mebibyte.
(memory (export "memory") 16)
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 1232) (i32.const 0))
  (i32.store (i32.const 1236) (i32.const 0))
  (i32.store (i32.const 1240) (i32.const 1048576))
  (i32.const 1232))
