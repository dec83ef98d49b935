;; Asks for more than it says that it will ever use, then for more than any memory can have. It is told no, twice, on
;; every host, and answers so.
(memory (export "memory") 4 6)
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.store8 (i32.const 2000) (i32.eq (memory.grow (i32.const 3)) (i32.const -1)))
  (i32.store8 (i32.const 2001) (i32.eq (memory.grow (i32.const 65536)) (i32.const -1)))
  (i32.store (i32.const 1232) (i32.const 0))
  (i32.store (i32.const 1236) (i32.const 2000))
  (i32.store (i32.const 1240) (i32.const 2))
  (i32.const 1232))
