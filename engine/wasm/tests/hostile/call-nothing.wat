;; Calls through a pointer that points to no function.
(table $table 1 funcref)
(type $nothing (func))
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (call_indirect $table (type $nothing) (i32.const 0))
  (unreachable))
