;; Divides by the number of texts; there are none.
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32.div_u (i32.const 1) (local.get 1)))
