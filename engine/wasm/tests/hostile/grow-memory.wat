;; Takes all the memory it can get, and never looks whether it got it.
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (loop $again (drop (memory.grow (i32.const 1))) (br $again))
  (unreachable))
