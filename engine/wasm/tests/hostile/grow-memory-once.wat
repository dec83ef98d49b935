;; Asks for 32 MiB, and answers in either case, by whether it got them.
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.store8 (i32.const 2000) (i32.eq (memory.grow (i32.const 512)) (i32.const -1)))
  (i32.store (i32.const 1232) (i32.const 0))
  (i32.store (i32.const 1236) (i32.const 2000))
  (i32.store (i32.const 1240) (i32.const 1))
  (i32.const 1232))
