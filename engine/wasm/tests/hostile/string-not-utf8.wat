;; Gives up with a reason that is no text.
(data (i32.const 2000) "\ff\fe\fd")
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 1232) (i32.const 1))
  (i32.store (i32.const 1236) (i32.const 2000))
  (i32.store (i32.const 1240) (i32.const 3))
  (i32.const 1232))
