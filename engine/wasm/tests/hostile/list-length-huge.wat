;; Says that its answer has 4 GiB.
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 1232) (i32.const 0))
  (i32.store (i32.const 1236) (i32.const 4096))
  (i32.store (i32.const 1240) (i32.const -1))
  (i32.const 1232))
