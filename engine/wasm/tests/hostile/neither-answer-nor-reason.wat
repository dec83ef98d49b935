;; Hands back what is neither an answer nor a reason.
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 1232) (i32.const 2))
  (i32.const 1232))
