;; Objects to whatever settings it is given.
(data (i32.const 1400) "the minimum is not a number of days")
(func (export "check") (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 1300) (i32.const 1400)) (i32.store (i32.const 1304) (i32.const 35))
  (i32.store (i32.const 1216) (i32.const 1300)) (i32.store (i32.const 1220) (i32.const 1))
  (i32.const 1216))
