;; Describes a rule whose subject is none of the four.
(func (export "describe") (result i32)
  (i32.store (i32.const 1120) (i32.const 1024)) (i32.store (i32.const 1124) (i32.const 4))
  (i32.store8 (i32.const 1128) (i32.const 4))
  (i32.store (i32.const 1200) (i32.const 1120)) (i32.store (i32.const 1204) (i32.const 1))
  (i32.const 1200))
