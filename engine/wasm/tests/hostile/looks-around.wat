;; Keeps the rows it is given in the highest page of its memory, and answers with what it found there before.
(memory (export "memory") 16)
(func (export "evaluate") (param i32 i32) (param $rows i32) (param $length i32) (result i32)
  (memory.copy (i32.const 900000) (i32.const 1000000) (i32.const 24))
  (memory.copy (i32.const 1000000) (local.get $rows) (local.get $length))
  (i32.store (i32.const 1232) (i32.const 0))
  (i32.store (i32.const 1236) (i32.const 900000))
  (i32.store (i32.const 1240) (i32.const 24))
  (i32.const 1232))
