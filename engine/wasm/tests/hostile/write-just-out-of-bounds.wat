;; Writes the last byte of its memory, and three beyond it.
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 262143) (i32.const 1))
  (i32.const 1232))
