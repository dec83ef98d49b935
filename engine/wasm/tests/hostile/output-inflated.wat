;; Describes a hundred thousand terms, each of which is the same text of 200 KB: 20 GB for the host, 1 MiB for itself.
(memory (export "memory") 16)
(func (export "describe") (result i32)
  (local $at i32)
  (memory.fill (i32.const 800000) (i32.const 97) (i32.const 200000))
  (loop $next
    (i32.store (local.get $at) (i32.const 800000))
    (i32.store (i32.add (local.get $at) (i32.const 4)) (i32.const 200000))
    (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (i32.const 799000))))
  (i32.store (i32.const 800000) (i32.const 0)) (i32.store (i32.const 800004) (i32.const 0))
  (i32.store (i32.const 800008) (i32.const 0)) (i32.store (i32.const 800012) (i32.const 99000))
  (i32.const 800000))
