;; Says that it has 536,870,912 objections of 8 bytes: their size overflows 32 bits.
(func (export "check") (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 1216) (i32.const 4096))
  (i32.store (i32.const 1220) (i32.const 0x20000000))
  (i32.const 1216))
