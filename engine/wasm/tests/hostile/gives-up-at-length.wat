;; Gives up with a reason of 1 MB.
(memory (export "memory") 16)
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (memory.fill (i32.const 2000) (i32.const 97) (i32.const 1000000))
  (i32.store (i32.const 1232) (i32.const 1))
  (i32.store (i32.const 1236) (i32.const 2000))
  (i32.store (i32.const 1240) (i32.const 1000000))
  (i32.const 1232))
